using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Complicity;

/// <summary>
/// What integrity recipients alone do about a suspicion of complicity: they add an operational leg to it, or lower it. Everybody else who
/// sees the case, the filer first, only waits for them.
/// </summary>
internal static class IntegrityDesk
{
    /// <summary>
    /// The open integrity leg under which a seat may act: as the officer who claimed it, or as a lead officer of its queue. A leg that has
    /// ended is reopened first.
    /// </summary>
    public static Decided<Leg> ActingLeg(Incident incident, Seat seat)
    {
        if (!seat.IsPerson)
            return new Refusal("person-required", "A system can't do this. An officer of the integrity recipient can.");
        if (!incident.Restricted)
        {
            return new Refusal(
                "complicity-not-suspected", "Nobody suspects complicity in this incident. Transfer or assign its referrals as usual.");
        }

        if (incident.Status == IncidentStatus.Voided)
            return new Refusal("incident-voided", "The incident is voided: nothing on it changes any more.");
        if (incident.Legs.FirstOrDefault(leg => leg.IsIntegrity && leg.State.IsOpen() && seat.IsInQueueOf(leg)) is not { } leg)
        {
            return new Refusal(
                "not-your-queue",
                "Only an integrity recipient with an open referral of this incident may do this. Reopen yours if it has ended.");
        }

        return seat.Id == leg.Assignee?.Seat || seat.LeadsQueueOf(leg)
            ? leg
            : new Refusal(
                "role-required", "Only the officer who claimed the referral, or a lead officer of the queue, may do this. Claim it.");
    }
}
