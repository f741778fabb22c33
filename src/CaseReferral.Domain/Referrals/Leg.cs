using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// A referral: one leg of an incident, addressed to one queue and never to a named person. Its state, clocks and outcome are its
/// own; <see cref="ReferralLife"/> moves it as the table of <see cref="ReferralTransitions"/> says, and an amendment only raises it.
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

    /// <summary>Whether it is an integrity recipient's, made for a suspicion of complicity.</summary>
    public bool IsIntegrity => Rule == Routing.IncidentRouting.IntegrityRule;

    /// <summary>Whether an integrity recipient added it to a suspicion of complicity.</summary>
    public bool IsOperational => Rule == Routing.IncidentRouting.OperationalRule;

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

    /// <summary>Counts changes of state, assignee, priority and lead, and age decisions, and nothing else: the ETag.</summary>
    public required int Revision { get; init; }

    /// <summary>The leg it continues, which was transferred, assigned elsewhere or declined; null for one that routing made.</summary>
    public ReferralId? Predecessor { get; init; }

    /// <summary>When the clock that runs now started, where that isn't when the leg was made, acknowledged or accepted.</summary>
    public DateTimeOffset? ClockStartedAt { get; init; }

    /// <summary>When the next level of escalation fires; null before the first, which fires when the clock is breached.</summary>
    public DateTimeOffset? EscalatesAt { get; init; }

    /// <summary>Whether <see cref="DecideBy"/> was handed on, so that the acknowledgement doesn't start a fresh interval.</summary>
    public bool KeepsDecideBy { get; init; }

    /// <summary>When the question was asked that is open; null while none is.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>By when the filing unit must answer it.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>Since when the decide clock stands still; null while it runs.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>How often a question has paused the decide clock: at most twice.</summary>
    public int Pauses { get; init; }

    /// <summary>How many questions the filing unit was asked.</summary>
    public int Questions { get; init; }

    /// <summary>Why it was declined, or is proposed to be.</summary>
    public DeclineReason? DeclineReason { get; init; }

    /// <summary>The leg, of this incident or another, that it was declined as a duplicate of, or is proposed to be.</summary>
    public ReferralId? DuplicateOf { get; init; }

    /// <summary>The leg, of this incident or another, that it was merged into.</summary>
    public ReferralId? MergedInto { get; init; }

    /// <summary>The state it was merged in, to which unmerging returns.</summary>
    public ReferralState? MergedFrom { get; init; }

    /// <summary>The leg it goes on in, once it has ended in another.</summary>
    public ReferralId? GoesOnIn => State switch
    {
        ReferralState.Merged => MergedInto,
        ReferralState.Declined => DuplicateOf,
        _ => null,
    };

    /// <summary>How many legs go on within this one; their filers wait for its outcome.</summary>
    public int Carries { get; init; }

    /// <summary>
    /// The first of the legs in whose place this one carries others, itself where it took none over; null while it never carried any.
    /// </summary>
    public ReferralId? CarriesFor { get; init; }

    /// <summary>What a successor is told it carries others for; null when there are none.</summary>
    internal ReferralId? HandsOn => Carries > 0 ? CarriesFor : null;

    /// <summary>Whether it took safeguards from a leg it carries; what its own incident comes to doesn't lift those.</summary>
    public bool CarriesSafeguards { get; init; }

    /// <summary>
    /// Whether a leg that goes on within it carried others itself: their filers are two steps from its outcome, and none is three.
    /// </summary>
    public bool CarriesChain { get; init; }

    /// <summary>
    /// When persons or goods of another undecided case that goes on within it are out of reach: the earliest that was ahead when the last
    /// of them was taken in. Null where none says.
    /// </summary>
    public DateTimeOffset? CarriesActBefore { get; init; }

    /// <summary>
    /// What has become of the leg it goes on in. Read with it; null for a leg that doesn't, and for one that has just begun to.
    /// </summary>
    public GoneOn? Elsewhere { get; init; }

    /// <summary>
    /// The clocks on it now, the one that waits for the filing unit last. A state that is open has one, by the shape of this table.
    /// </summary>
    public IReadOnlyList<Clock> Clocks => State switch
    {
        ReferralState.Unrouted => [Escalating(ClockKind.Assign, MadeAt, AcknowledgeBy)],
        ReferralState.Routed => [Escalating(ClockKind.Acknowledge, MadeAt, AcknowledgeBy)],
        ReferralState.Acknowledged or ReferralState.InTriage or ReferralState.DeclineProposed =>
            [Escalating(ClockKind.Decide, AcknowledgedAt!.Value, DecideBy!.Value)],
        ReferralState.InfoRequested =>
        [
            Escalating(ClockKind.Decide, AcknowledgedAt!.Value, DecideBy!.Value),
            new(ClockKind.Answer, AskedAt!.Value, AnswerBy!.Value, PausedAt: null, Level: 0, FiresAt: AnswerBy),
        ],
        ReferralState.Accepted or ReferralState.ConclusionProposed => [Escalating(ClockKind.Review, AcceptedAt!.Value, ReviewBy!.Value)],
        _ => [],
    };

    /// <summary>The clock that runs and comes first; null when the leg has ended.</summary>
    public Clock? RunningClock => Clocks.FirstOrDefault(clock => clock.PausedAt is null);

    /// <summary>Whether a clock that runs was breached at <paramref name="now"/>.</summary>
    public bool IsOverdue(DateTimeOffset now) => Clocks.Any(clock => clock.PausedAt is null && now > clock.DueAt);

    /// <summary>Whether it is open and waits for a decision of the task force: before accepted or declined.</summary>
    public bool IsUndecided => State.IsOpen() && State is not (ReferralState.Accepted or ReferralState.ConclusionProposed);

    private Clock Escalating(ClockKind kind, DateTimeOffset startedAt, DateTimeOffset dueAt) => new(
        kind, ClockStartedAt ?? startedAt, dueAt, PausedAt, Escalation,
        PausedAt is null && Kind != LegKind.Notice ? EscalatesAt ?? dueAt : null);
}

/// <summary>
/// What has become of a leg that goes on in another one, whoever's that is and wherever it has gone on since: its filer is told the same
/// end.
/// </summary>
/// <param name="CarrierIsOpen">Whether the leg it went on in is open itself.</param>
/// <param name="GoesOn">Whether that one, or what goes on in its place, is open.</param>
/// <param name="Outcome">What it came to; null while nothing is concluded.</param>
/// <param name="DeclineReason">Why it was declined for good; null where it wasn't.</param>
public sealed record GoneOn(bool CarrierIsOpen, bool GoesOn, Outcome? Outcome, DeclineReason? DeclineReason)
{
    /// <summary>Whether it ended without an outcome and without a successor: whose leg it carried may have it back.</summary>
    public bool IsLost => !CarrierIsOpen && !GoesOn && Outcome is null;
}

/// <summary>The seat that works on a leg.</summary>
/// <param name="Seat">Its id; shown only within the queue.</param>
/// <param name="Role">Its role; outside the queue an act shows desk and role.</param>
public sealed record Assignee(SeatId Seat, SeatRole Role);
