using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>An incident was voided, or a second person is awaited to confirm it.</summary>
/// <param name="Before">The incident as it was.</param>
/// <param name="After">The incident as it now stands; its legs withdrawn when it is voided.</param>
public sealed record IncidentVoided(Incident Before, Incident After)
{
    /// <summary>False while a second person is awaited.</summary>
    public bool IsFinal => After.Status == IncidentStatus.Voided;
}

/// <summary>Voids an incident that was filed by mistake. It stays as a tombstone, and every leg learns of it.</summary>
public static class IncidentVoiding
{
    /// <summary>
    /// The filing unit's supervisor voids what nobody has acknowledged. A safeguarded incident needs a second person: another
    /// supervisor of the unit or the jurisdiction's coordinator, who takes the same action.
    /// </summary>
    public static Decided<IncidentVoided> Void(Incident incident, Seat seat, DateTimeOffset now)
    {
        if (!seat.IsPerson)
            return new Refusal("person-required", "A system can't void an incident. A supervisor of the unit can.");

        var supervises = seat.Role == SeatRole.Supervisor && seat.Where == incident.UnitId;
        var confirms = seat.Role == SeatRole.Coordinator && seat.Where == incident.Jurisdiction && incident.VoidProposedBy is not null;
        if (!supervises && !confirms)
            return new Refusal("role-required", "Only a supervisor of the filing unit may void an incident. Ask one.");
        if (incident.Status == IncidentStatus.Voided)
            return new Refusal("incident-voided", "The incident is voided already. There is nothing to do.");
        if (incident.Legs.Any(leg => leg.AcknowledgedAt is not null))
            return new Refusal(
                "already-acknowledged", "Somebody has acknowledged this incident. Ask the lead referral's desk to void or conclude it.");
        if (incident.VoidProposedBy == seat.Principal)
            return new Refusal("second-person-required", "Whoever proposed this can't confirm it. Another supervisor or the coordinator must.");

        var after = incident with { Version = incident.Version + 1, Sequence = incident.Sequence + 1 };
        if (incident.Safeguarded && incident.VoidProposedBy is null)
            return new IncidentVoided(incident, after with { VoidProposedBy = seat.Principal });

        return new IncidentVoided(incident, after with
        {
            Status = IncidentStatus.Voided,
            Legs = [.. incident.Legs.Select(leg => leg.State.IsOpen()
                ? leg with { State = ReferralState.Withdrawn, EndedAt = now, Revision = leg.Revision + 1 }
                : leg)],
        });
    }
}
