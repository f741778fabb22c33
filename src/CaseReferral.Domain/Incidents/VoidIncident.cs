using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>An incident was voided, or a second person is awaited to confirm it.</summary>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident as it now stands; its legs withdrawn when it is voided.</param>
public sealed record IncidentVoided(Incident Before, Incident After)
{
    /// <summary>Other incidents in which legs of this one went on, which carry them no more. All are guarded, in id order.</summary>
    public IReadOnlyList<(Incident Before, Incident After)> Released { get; init; } = [];

    /// <summary>False while a second person is awaited.</summary>
    public bool IsFinal => After.Status == IncidentStatus.Voided;

    /// <summary>What the filing unit is told of each leg that ended with it.</summary>
    public IEnumerable<ReferralEnded> Facts => After.Legs
        .Where(leg => !leg.State.IsOpen() && Before.Leg(leg.Id)!.State.IsOpen())
        .Select(leg => ReferralLife.Tell(leg));
}

/// <summary>Voids an incident that was filed by mistake. It stays as a tombstone, and every leg learns of it.</summary>
public static class IncidentVoiding
{
    /// <summary>
    /// The filing unit's supervisor (of a restricted incident, the filer) voids what nobody has acknowledged; after that the lead leg's
    /// lead officer does, until a leg is accepted. A safeguarded incident needs a second person, who takes the same action: before an
    /// acknowledgement another supervisor, after it another officer of the lead leg's queue, or the jurisdiction's coordinator.
    /// </summary>
    /// <param name="incident">The incident as it stands.</param>
    /// <param name="carriers">The other incidents in which legs of it go on, whoever sees those.</param>
    /// <param name="seat">Who voids it.</param>
    /// <param name="now">The instant of the act.</param>
    public static Decided<IncidentVoided> Void(Incident incident, IReadOnlyList<Incident> carriers, Seat seat, DateTimeOffset now)
    {
        if (!seat.IsPerson)
            return new Refusal("person-required", $"A system can't void an incident. {WhoMay(incident)}");

        // Whoever sees it may know, also who confirmed it and lost the answer.
        if (incident.Status == IncidentStatus.Voided)
            return new Refusal("incident-voided", "The incident is voided already. There is nothing to do.");

        var supervises = seat.IsOfFilingUnit(incident) && (seat.Role == SeatRole.Supervisor || incident.Restricted);
        var leads = incident is { IsAcknowledged: true, LeadingLeg: { } lead } && seat.LeadsQueueOf(lead);
        if (!supervises && !leads && !MayConfirm(incident, seat))
        {
            return new Refusal("role-required", WhoMay(incident));
        }

        if (incident.IsAcknowledged && supervises)
        {
            return new Refusal(
                "already-acknowledged", "Somebody has acknowledged this incident. Ask the lead referral's desk to void or conclude it.");
        }

        if (incident.IsAccepted)
            return new Refusal("already-accepted", "A task force has accepted this incident. It ends by being concluded.");
        // Also through a leg that goes on elsewhere itself: what it carries would be told no end.
        if (incident.LegsInSight.Any(leg => incident.CarriesOthers(leg) && (leg.State.IsOpen() || leg.GoesOnIn is not null)))
        {
            return new Refusal(
                "carries-others", "Other incidents' referrals go on within this one's. Ask the task force to take them out first.");
        }

        if (incident.Safeguarded && incident.VoidProposedBy == seat.Principal)
        {
            return new Refusal("second-person-required", $"Whoever proposed this can't confirm it. {WhoConfirms(incident)}");
        }

        if (incident.Safeguarded && incident.VoidProposedBy is null)
        {
            var proposed = incident with { Version = incident.Version + 1, Sequence = incident.Sequence + 1 };
            return new IncidentVoided(incident, proposed with { VoidProposedBy = seat.Principal });
        }

        var after = incident with
        {
            Status = IncidentStatus.Voided,
            Version = incident.Version + 1,
            VoidProposedBy = null,
            Legs = [.. incident.Legs.Select(leg => leg.State.IsOpen() ? leg with { State = ReferralState.Withdrawn, EndedAt = now } : leg)],
        };
        return new IncidentVoided(incident, after.Settled(incident))
        {
            // What was taken out of sight by a suspicion was released when that was raised.
            Released = Merging.Released(carriers, incident.LegsInSight),
        };
    }

    // Of a suspicion nobody is sent to the supervisor or the coordinator, whom it may concern.
    private static string WhoMay(Incident incident) => incident switch
    {
        { IsAcknowledged: true } =>
            "Somebody has acknowledged this incident: only a lead officer of the leading referral's queue may void it. Ask that desk.",
        { Restricted: true } => "Until it is acknowledged, only the officer who filed it may void it. Ask the officer.",
        _ => "Only a supervisor of the filing unit may void an incident. Ask one.",
    };

    private static string WhoConfirms(Incident incident) => incident switch
    {
        { Restricted: true } => "Somebody else of the leading referral's queue must.",
        { IsAcknowledged: true } => "Another officer of the leading referral's queue, or the coordinator, must.",
        _ => "Another supervisor, or the coordinator, must.",
    };

    // A coordinator is never told of a suspicion of complicity.
    private static bool MayConfirm(Incident incident, Seat seat)
    {
        if (incident.VoidProposedBy is null)
            return false;

        var coordinates = seat.Role == SeatRole.Coordinator && seat.Where == incident.Jurisdiction;
        return (coordinates && !incident.Restricted)
            || ((incident.IsAcknowledged || incident.Restricted) && incident.LeadingLeg is { } lead && seat.IsInQueueOf(lead));
    }
}
