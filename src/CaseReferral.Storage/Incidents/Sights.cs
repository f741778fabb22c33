using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Storage.Incidents;

/// <summary>
/// Who may see an incident, in one place: its unit, its jurisdiction, the queues it has legs in, and its filer. A suspicion of
/// complicity has no unit and no jurisdiction row: it exists only for its filer and the integrity recipients.
/// </summary>
public static class Sights
{
    /// <summary>The audiences that may see <paramref name="incident"/> as it now stands.</summary>
    public static IEnumerable<Audience> Of(Incident incident)
    {
        yield return Audience.Principal(incident.FiledBy);
        if (!incident.Restricted)
        {
            yield return Audience.Unit(incident.UnitId);
            yield return Audience.Jurisdiction(incident.Jurisdiction);
        }

        // A suspicion may concern anybody in the chain so far: only the queues it was routed to keep sight, whatever others once had.
        foreach (var queue in incident.LegsInSight.Select(leg => leg.TaskForce).OfType<string>().Distinct(StringComparer.Ordinal))
            yield return Audience.TaskForce(queue);
    }

    /// <summary>The task forces that have an open leg of <paramref name="incident"/>.</summary>
    public static IEnumerable<Audience> WorkOn(Incident incident) =>
        incident.LegsInSight.Where(leg => leg.TaskForce is not null && leg.State.IsOpen()).Select(QueueOf).Distinct();

    /// <summary>
    /// Where a filing device's id is unique: in the unit, and for the filer alone once nobody else may learn that the incident exists.
    /// A system's filings are its own.
    /// </summary>
    public static (Audience Unit, Audience Own) ClientScopes(Seat filer, string unit)
    {
        var own = Audience.Principal(filer.Principal);
        return (filer.Role == SeatRole.Partner ? own : Audience.Unit(unit), own);
    }

    /// <summary>What a seat reads as. Administrators are an audience that no incident is ever given to.</summary>
    public static AccessScope Of(Seat seat)
    {
        var own = Audience.Principal(seat.Principal);
        return seat.Role switch
        {
            SeatRole.Officer or SeatRole.Supervisor => new(Audience.Unit(seat.Where), own),
            SeatRole.Duty or SeatRole.Second or SeatRole.Lead => new(Audience.TaskForce(seat.Where), own),
            SeatRole.Coordinator or SeatRole.Auditor => new(Audience.Jurisdiction(seat.Where), own),
            SeatRole.Admin => new(Audience.Administrators, own),
            _ => new(own, own),
        };
    }

    /// <summary>The audience whose queue a leg is in.</summary>
    public static Audience QueueOf(Leg leg) =>
        leg.TaskForce is null ? Audience.Jurisdiction(leg.Jurisdiction) : Audience.TaskForce(leg.TaskForce);
}
