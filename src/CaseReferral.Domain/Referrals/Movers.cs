using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Referrals;

/// <summary>Who stands how to a leg. Seats are read at the moment of the act, so a leg can't be stranded by a person leaving.</summary>
internal static class Movers
{
    /// <summary>Whether a seat's role and place let it ever take moves of this kind on this leg, whatever state it is in.</summary>
    public static bool MayEver(this Mover mover, Incident incident, Leg leg, Seat seat, Standing standing) => mover switch
    {
        Mover.DutyOfficer or Mover.Assignee or Mover.AssigneeOrLeadOfficer => seat.IsInQueueOf(leg),
        Mover.LeadOfficer => seat.LeadsQueueOf(leg),
        Mover.SecondOfficer =>
            seat.IsInQueueOf(leg) || (!standing.QueueHasSecondSeat && seat.StandsInForCoordinator(incident, leg, standing)),
        Mover.Coordinator => seat.StandsInForCoordinator(incident, leg, standing),
        Mover.FilingUnit => seat.IsOfFilingUnit(incident),
        Mover.FilingSupervisor => seat.IsOfFilingUnit(incident) && (seat.Role == SeatRole.Supervisor || incident.Restricted),
        _ => false,
    };

    /// <summary>What keeps a seat that may take such moves from taking this one now; null when nothing does.</summary>
    public static Refusal? Objection(this Mover mover, Leg leg, Seat seat) => mover switch
    {
        Mover.Assignee when seat.Id != leg.Assignee?.Seat =>
            Refusals.Illegal("Only the officer who claimed this referral may do this. Ask for a release, then claim it."),
        Mover.AssigneeOrLeadOfficer when seat.Id != leg.Assignee?.Seat && !seat.LeadsQueueOf(leg) =>
            Refusals.Illegal("Only the officer who claimed this referral, or a lead officer of the queue, may do this."),
        Mover.SecondOfficer when seat.Principal == leg.ProposedBy =>
            Refusals.Illegal("Whoever proposed this can't confirm or reject it. A second officer of the queue must."),
        _ => null,
    };

    /// <summary>
    /// Why a seat can never take such moves. Of a suspicion nobody is sent to the supervisor or the coordinator, whom it may concern.
    /// </summary>
    public static Refusal Never(this Mover mover, Incident incident, Leg leg, Seat seat) => mover switch
    {
        Mover.Coordinator when incident.Restricted =>
            new("role-required", "Only a lead officer of another integrity recipient may do this. Ask one."),
        Mover.FilingUnit or Mover.FilingSupervisor when incident.Restricted =>
            new("role-required", "Only the officer who filed this may do this. Send the officer a message."),
        Mover.Coordinator => new("role-required", "Only the coordinator of the jurisdiction may do this. Call the coordinator's desk."),
        Mover.FilingUnit => new("role-required", "Only the unit that filed this may answer. Send it a message."),
        Mover.FilingSupervisor => new("role-required", "Only a supervisor of the filing unit may withdraw this. Ask one."),
        Mover.LeadOfficer when seat.IsInQueueOf(leg) => new("role-required", "Only a lead officer of the queue may do this. Ask one."),
        _ => new("not-your-queue", "Only the queue this referral is addressed to may do this. Act under a seat there."),
    };

    /// <summary>Whether a seat triages in the leg's queue; the coordinator's, for an unrouted leg.</summary>
    public static bool IsInQueueOf(this Seat seat, Leg leg) => leg.TaskForce is { } queue
        ? seat.IsTriage() && seat.Where == queue
        : seat.Role == SeatRole.Coordinator && seat.Where == leg.Jurisdiction;

    /// <summary>Whether a seat triages: duty, second or lead officer of a task force.</summary>
    public static bool IsTriage(this Seat seat) => seat.Role is SeatRole.Duty or SeatRole.Second or SeatRole.Lead;

    /// <summary>Whether a seat leads the leg's queue.</summary>
    public static bool LeadsQueueOf(this Seat seat, Leg leg) =>
        seat.IsInQueueOf(leg) && seat.Role is SeatRole.Lead or SeatRole.Coordinator;

    /// <summary>Whether a seat is the filing unit's; of a restricted incident only the filer's own.</summary>
    public static bool IsOfFilingUnit(this Seat seat, Incident incident) =>
        seat.Role is SeatRole.Officer or SeatRole.Supervisor && seat.Where == incident.UnitId
        && (!incident.Restricted || seat.Principal == incident.FiledBy);

    /// <summary>
    /// The queue of who stands in where the leg's own has no second officer: the coordinator's, or of a suspicion of complicity the next
    /// integrity recipient's; null where there is no other.
    /// </summary>
    public static string? StandInFor(Incident incident, Leg leg, SopPack pack)
    {
        if (!incident.Restricted)
            return incident.Jurisdiction;
        var next = EscalationLadder.QueueOf(EscalationLadder.Coordinator, incident, leg, pack);
        return next != leg.TaskForce ? next : pack.IntegrityRecipients.FirstOrDefault(recipient => recipient != leg.TaskForce);
    }

    // A suspicion may concern the coordinator too: another integrity recipient's lead officer stands in, for those are all who know.
    private static bool StandsInForCoordinator(this Seat seat, Incident incident, Leg leg, Standing standing) => incident.Restricted
        ? seat.Role == SeatRole.Lead && seat.Where != leg.TaskForce && standing.IntegrityRecipients.Contains(seat.Where)
        : seat.Role == SeatRole.Coordinator && seat.Where == incident.Jurisdiction;
}
