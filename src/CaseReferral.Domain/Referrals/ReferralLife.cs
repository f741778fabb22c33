using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// The life of a referral: who may take which action now, and what follows from it for the leg, the incident's other legs and the
/// incident. Pure: everything is read before, and the instant is passed in.
/// </summary>
public static class ReferralLife
{
    /// <summary>The actions that <paramref name="seat"/> may take now, in the order of the table.</summary>
    public static IReadOnlyList<ReferralAction> AllowedTo(Incident incident, Leg leg, Seat seat, Standing standing) =>
        [.. Enum.GetValues<ReferralAction>().Where(action => RefusalOf(action, incident, leg, seat, standing) is null)];

    /// <summary>
    /// Why <paramref name="seat"/> may not take <paramref name="action"/> now; null when it may. A seat that could never take it learns
    /// that (403), one that can't take it now learns the state (409). What the action says isn't judged here.
    /// </summary>
    public static Refusal? RefusalOf(ReferralAction action, Incident incident, Leg leg, Seat seat, Standing standing)
    {
        if (!seat.IsPerson)
            return new("person-required", "A system can't take a person's move. Sign in as a person of the queue.");

        var mover = ReferralTransitions.MoverOf(action);
        if (!mover.MayEver(incident, leg, seat, standing))
            return mover.Never(incident, leg, seat);
        if (ReferralTransitions.Find(leg.Kind, leg.State, action) is null)
            return Refusals.Illegal(leg.State, action);
        if (incident.Status == IncidentStatus.Voided)
            return Refusals.Voided;

        return mover.Objection(leg, seat) ?? Guard(action, incident, leg);
    }

    /// <summary>
    /// Takes an action. The caller has loaded the incident through its own sight; whether it may act, where that leads and what follows is
    /// decided here and only here.
    /// </summary>
    public static Decided<ReferralMoved> Take(
        Incident incident, ReferralId id, ReferralMove move, Seat seat, Surroundings around, DateTimeOffset now)
    {
        var leg = incident.Leg(id) ?? throw new ArgumentException("The leg is another incident's.", nameof(id));
        if (RefusalOf(move.Action, incident, leg, seat, around.Standing) is { } refusal)
            return refusal;

        var turn = new Turn(incident, leg, ReferralTransitions.Find(leg.Kind, leg.State, move.Action)!, seat, around, now);
        return move switch
        {
            Assignment assignment => Handover.Assign(turn, assignment),
            Reassignment reassignment => Triaging.Reassign(turn, reassignment),
            PriorityChange change => Safeguards.ChangePriority(turn, change),
            AgeDetermination determination => Safeguards.RecordAgeDecision(turn, determination),
            Decline decline => Declining.Decline(turn, decline),
            Transfer transfer => Handover.Transfer(turn, transfer),
            Merge merge => Merging.Merge(turn, merge),
            Conclusion conclusion => Concluding.Conclude(turn, conclusion),
            _ => move.Action switch
            {
                ReferralAction.Acknowledge => Triaging.Acknowledge(turn),
                ReferralAction.Claim => Triaging.Claim(turn),
                ReferralAction.Release => Triaging.Release(turn),
                ReferralAction.RequestInformation => Questions.Ask(turn),
                ReferralAction.Answer => Questions.Answer(turn),
                ReferralAction.Accept => Triaging.Accept(turn),
                ReferralAction.ConfirmDecline => Declining.Confirm(turn),
                ReferralAction.RejectDecline => Declining.Reject(turn),
                ReferralAction.Withdraw => Concluding.Withdraw(turn),
                ReferralAction.Unmerge => Merging.Unmerge(turn),
                ReferralAction.ConfirmConclusion => Concluding.Confirm(turn),
                ReferralAction.RejectConclusion => Concluding.Reject(turn),
                ReferralAction.Reopen => Concluding.Reopen(turn),
                _ => throw new ArgumentException($"{move.Action.Code()} says more than that it is done.", nameof(move)),
            },
        };
    }

    /// <summary>
    /// The registry ends the wait for an answer that is overdue: the leg goes back to triage, the decision's clock runs on, and the unit's
    /// supervisor is told. Null when there is nothing to end: it was answered, or isn't due.
    /// </summary>
    public static ReferralMoved? MissAnswer(Incident incident, ReferralId id, SopPacks.SopPack pack, DateTimeOffset now) =>
        Questions.Miss(incident, incident.Leg(id)!, pack, now);

    /// <summary>The task force sent the filer a message of progress, which starts the review again; null where no review runs.</summary>
    public static ReferralMoved? Progress(Incident incident, ReferralId id, DateTimeOffset now) =>
        incident.Leg(id) is { State: ReferralState.Accepted or ReferralState.ConclusionProposed } leg
            ? ReferralMoved.Of(
                null, incident, incident.With(leg.Progressed(now)), id, [new ReviewRestarted(id, now + ReviewIntervals.For(leg.Priority))])
            : null;

    /// <summary>What the filing unit is told of a leg that ended.</summary>
    internal static ReferralEnded Tell(Leg ended, params IEnumerable<ReferralId> goesOnAs) => new(ended.Id, new(
        ended.State, ended.State == ReferralState.Declined ? ended.DeclineReason : null,
        ended.State == ReferralState.Concluded ? ended.Outcome : null, [.. goesOnAs], ended.Carries > 0));

    // Guards that need nothing but the incident, so that what is offered is what would be done.
    private static Refusal? Guard(ReferralAction action, Incident incident, Leg leg) => action switch
    {
        ReferralAction.Assign when leg.State != ReferralState.Unrouted && leg.Escalation < EscalationLadder.Coordinator =>
            Refusals.Illegal("Only what is unrouted, or undecided at escalation level 3, is assigned. Call the queue's desk."),
        ReferralAction.Withdraw => Concluding.WithdrawalRefusal(incident, leg),
        ReferralAction.Unmerge => Merging.UnmergingRefusal(incident, leg),
        ReferralAction.Reopen => Concluding.ReopeningRefusal(incident, leg),
        _ => null,
    };
}
