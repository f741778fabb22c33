using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// A referral: one leg of an incident, addressed to one queue and never to a named person. Its state, clocks and outcome are its
/// own; it is changed only by <see cref="Take"/>, as the table of <see cref="ReferralTransitions"/> says.
/// </summary>
public sealed record Leg
{
    /// <summary>Its id.</summary>
    public required ReferralId Id { get; init; }

    /// <summary>The incident it is a leg of.</summary>
    public required IncidentId Incident { get; init; }

    /// <summary>The jurisdiction that owns the incident.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>What it is for.</summary>
    public required LegKind Kind { get; init; }

    /// <summary>Whose queue it is in; null while unrouted, in the coordinator's.</summary>
    public required string? TaskForce { get; init; }

    /// <summary>What an action leg decides on.</summary>
    public required Mandate Mandate { get; init; }

    /// <summary>Whether it leads. Exactly one action leg does while any is open.</summary>
    public required bool Lead { get; init; }

    /// <summary>Where it stands.</summary>
    public required ReferralState State { get; init; }

    /// <summary>How urgent it is.</summary>
    public required Priority Priority { get; init; }

    /// <summary>Whether a second officer has to agree to letting it go: P1, or a child or unknown age is involved. It sticks.</summary>
    public required bool Safeguarded { get; init; }

    /// <summary>The version of the jurisdiction's pack it was routed under, for its whole life.</summary>
    public required int PackVersion { get; init; }

    /// <summary>The rule that made it; null when nothing matched.</summary>
    public string? Rule { get; init; }

    /// <summary>The agreement it crossed a border under; null within the jurisdiction.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Who works on it.</summary>
    public Assignee? Assignee { get; init; }

    /// <summary>Who proposed what waits for a second officer.</summary>
    public PrincipalId? ProposedBy { get; init; }

    /// <summary>Escalation level: 0 to 3.</summary>
    public int Escalation { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>By when it must be acknowledged (assigned, while unrouted).</summary>
    public required DateTimeOffset AcknowledgeBy { get; init; }

    /// <summary>By when it must be accepted or declined; provisional until acknowledged; null for a notice.</summary>
    public DateTimeOffset? DecideBy { get; init; }

    /// <summary>By when the filer must hear of progress, once accepted.</summary>
    public DateTimeOffset? ReviewBy { get; init; }

    /// <summary>Why a deadline is earlier than the pack's interval; null when it isn't.</summary>
    public string? DeadlineReason { get; init; }

    /// <summary>When somebody acknowledged it.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, or is proposed to end.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Counts changes of state, assignee, priority and lead, and nothing else: the ETag.</summary>
    public required int Revision { get; init; }

    /// <summary>The clock that runs now; null when the leg has ended.</summary>
    public Clock? RunningClock => State switch
    {
        ReferralState.Unrouted => new(ClockKind.Assign, MadeAt, AcknowledgeBy),
        ReferralState.Routed => new(ClockKind.Acknowledge, MadeAt, AcknowledgeBy),
        ReferralState.Acknowledged or ReferralState.InTriage or ReferralState.DeclineProposed =>
            new(ClockKind.Decide, AcknowledgedAt!.Value, DecideBy!.Value),
        ReferralState.Accepted or ReferralState.ConclusionProposed => new(ClockKind.Review, AcceptedAt!.Value, ReviewBy!.Value),
        _ => null,
    };

    /// <summary>Whether the running clock was breached at <paramref name="now"/>.</summary>
    public bool IsOverdue(DateTimeOffset now) => RunningClock is { } clock && now > clock.DueAt;

    /// <summary>The actions that <paramref name="seat"/> may take now, in the order of the enum.</summary>
    public IReadOnlyList<ReferralAction> AllowedTo(Seat seat, bool queueHasSecondSeat) =>
        [.. Enum.GetValues<ReferralAction>().Where(action => RefusalOf(action, seat, queueHasSecondSeat) is null)];

    /// <summary>
    /// Why <paramref name="seat"/> may not take <paramref name="action"/> now; null when it may. A seat that could never take it
    /// learns that (403), one that can't take it now learns the state (409).
    /// </summary>
    public Refusal? RefusalOf(ReferralAction action, Seat seat, bool queueHasSecondSeat)
    {
        if (!seat.IsPerson)
            return new("person-required", "A system can't take a person's move. Sign in as a person of the queue.");

        var inQueue = seat.Role is SeatRole.Duty or SeatRole.Second or SeatRole.Lead && TaskForce is not null && seat.Where == TaskForce;
        var transition = ReferralTransitions.Find(Kind, State, action);
        var mayBeSecond = transition?.By == Mover.SecondOfficer && !queueHasSecondSeat &&
            seat.Role == SeatRole.Coordinator && seat.Where == Jurisdiction;

        if (!inQueue && !mayBeSecond)
            return new("not-your-queue", "Only the queue this referral is addressed to may do this. Act under a seat there.");
        if (transition is null)
            return Illegal($"A referral that is {State.Code()} can't be moved by {action.Code()}. Take one of the allowed actions.");

        return transition.By switch
        {
            Mover.Assignee when seat.Id != Assignee?.Seat =>
                Illegal("Only the officer who claimed this referral may do this. Ask for a release, then claim it."),
            Mover.AssigneeOrLeadOfficer when seat.Id != Assignee?.Seat && seat.Role != SeatRole.Lead =>
                Illegal("Only the officer who claimed this referral, or a lead officer of the queue, may do this."),
            Mover.SecondOfficer when seat.Principal == ProposedBy =>
                Illegal("Whoever proposed this can't confirm or reject it. A second officer of the queue must."),
            _ => null,
        };
    }

    /// <summary>
    /// Takes an action. The caller has loaded the leg through its own sight; whether it may act, and where that leads, is decided
    /// here and only here.
    /// </summary>
    public Decided<LegMoved> Take(ReferralMove move, Seat seat, LegSurroundings around, DateTimeOffset now)
    {
        if (RefusalOf(move.Action, seat, around.QueueHasSecondSeat) is { } refusal)
            return refusal;
        if (move is Conclusion conclusion && conclusion.Outcome.IsOfProtection() != (Kind == LegKind.Protection))
            return new Refusal(
                "outcome-not-of-this-kind", "An action leg and a protection leg end with different outcomes. Choose one for this kind of leg.",
                [new("/outcome", "This outcome isn't one for this kind of leg.")]);

        var transition = ReferralTransitions.Find(Kind, State, move.Action)!;
        var proposes = transition.ProposesInstead is not null && Safeguarded &&
            move is Conclusion { Outcome: var outcome } && outcome.NeedsSecondOfficer();
        var after = Arrive(proposes ? transition.ProposesInstead!.Value : transition.To, move, seat, around, now);
        return new LegMoved(move.Action, this, after with { Revision = Revision + 1 });
    }

    private Leg Arrive(ReferralState to, ReferralMove move, Seat seat, LegSurroundings around, DateTimeOffset now)
    {
        var leg = this with { State = to };
        if (State == ReferralState.Routed)
            leg = leg.AcknowledgedNow(around, now);

        return move switch
        {
            Conclusion conclusion when to == ReferralState.ConclusionProposed =>
                leg with { Outcome = conclusion.Outcome, ProposedBy = seat.Principal },
            Conclusion conclusion => leg with { Outcome = conclusion.Outcome, EndedAt = now },
            _ => move.Action switch
            {
                ReferralAction.Claim => leg with { Assignee = new(seat.Id, seat.Role) },
                ReferralAction.Release => leg with { Assignee = null },
                ReferralAction.Accept => leg with { AcceptedAt = now, ReviewBy = now + ReviewIntervals.For(Priority) },
                ReferralAction.ConfirmConclusion => leg with { EndedAt = now },
                ReferralAction.RejectConclusion => leg with { Outcome = null, ProposedBy = null },
                _ => leg,
            },
        };
    }

    private Leg AcknowledgedNow(LegSurroundings around, DateTimeOffset now) => Kind == LegKind.Notice
        ? this with { AcknowledgedAt = now, EndedAt = now }
        : this with { AcknowledgedAt = now, DecideBy = DecideDeadline(around, now) };

    // The provisional deadline of the filing gives way to the interval from the acknowledgement; what is out of reach later caps it.
    private static DateTimeOffset DecideDeadline(LegSurroundings around, DateTimeOffset now)
    {
        var due = now + around.Intervals.Decide;
        return around.ActBefore is { } end && end > now && end < due ? end.ToUniversalTime() : due;
    }

    private static Refusal Illegal(string detail) => new("illegal-transition", detail);
}

/// <summary>The seat that works on a leg.</summary>
/// <param name="Seat">Its id; shown only within the queue.</param>
/// <param name="Role">Its role; outside the queue an act shows desk and role.</param>
public sealed record Assignee(SeatId Seat, SeatRole Role);

/// <summary>What a move on a leg depends on besides the leg.</summary>
/// <param name="Intervals">The intervals of the leg's pack version for its priority.</param>
/// <param name="ActBefore">When persons or goods are out of reach.</param>
/// <param name="QueueHasSecondSeat">Whether the queue has another active triage seat than the proposer's.</param>
public sealed record LegSurroundings(ClockIntervals Intervals, DateTimeOffset? ActBefore, bool QueueHasSecondSeat);

/// <summary>An action with nothing to say beside it.</summary>
/// <param name="Action">What is done.</param>
public record ReferralMove(ReferralAction Action);

/// <summary>Ends an accepted leg with an outcome.</summary>
/// <param name="Outcome">How it ended; what it says to the officer is content and travels beside the decision.</param>
public sealed record Conclusion(Outcome Outcome) : ReferralMove(ReferralAction.Conclude);

/// <summary>A move was taken.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Before">The leg before.</param>
/// <param name="After">The leg after it, one revision later.</param>
public sealed record LegMoved(ReferralAction Action, Leg Before, Leg After);
