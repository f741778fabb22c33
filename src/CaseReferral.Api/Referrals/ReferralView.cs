using CaseReferral.Api.Incidents;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Seats;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Referrals;

/// <summary>One leg of an incident: its state, deadlines and outcome, and what this caller may do with it now.</summary>
public sealed record ReferralView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The incident it is a leg of.</summary>
    public required Guid IncidentId { get; init; }

    /// <summary>The incident's reference, for people to quote.</summary>
    public required string Reference { get; init; }

    /// <summary>What it is for.</summary>
    [FromList("legKind")] public required string Kind { get; init; }

    /// <summary>Code of the task force whose queue it is in; null while unrouted, in the coordinator's.</summary>
    public required string? TaskForce { get; init; }

    /// <summary>What an action leg decides on; <c>none</c> for the other kinds.</summary>
    [FromList("mandate")] public required string Mandate { get; init; }

    /// <summary>Whether it leads: exactly one action leg of an incident does.</summary>
    public required bool Lead { get; init; }

    /// <summary>Where it stands.</summary>
    [FromList("referralState")] public required string State { get; init; }

    /// <summary>How urgent it is.</summary>
    [FromList("priority")] public required string Priority { get; init; }

    /// <summary>Who works on it; null while nobody does.</summary>
    public required AssigneeView? Assignee { get; init; }

    /// <summary>Escalation level, 0 to 3.</summary>
    public required int Escalation { get; init; }

    /// <summary>By when it must be acknowledged.</summary>
    public required DateTimeOffset AcknowledgeBy { get; init; }

    /// <summary>By when it must be accepted or declined; provisional until it is acknowledged; null for a notice.</summary>
    public required DateTimeOffset? DecideBy { get; init; }

    /// <summary>By when the filer must hear of progress; null until it is accepted.</summary>
    public required DateTimeOffset? ReviewBy { get; init; }

    /// <summary>By when the filing unit must answer the open question; null while none is open.</summary>
    public required DateTimeOffset? AnswerBy { get; init; }

    /// <summary>The clocks on it now: who is waited for, since when and until when.</summary>
    public required IReadOnlyList<ClockView> Clocks { get; init; }

    /// <summary>Why a deadline is earlier than the pack's interval; null when it isn't.</summary>
    public required string? DeadlineReason { get; init; }

    /// <summary>Whether the deadline that runs now has passed.</summary>
    public required bool Overdue { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When somebody acknowledged it.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// How it ended, or is proposed to end; what is only proposed shows to the queue and to whoever may confirm it. Of a referral that goes
    /// on in another one, how that ended.
    /// </summary>
    [FromList("referralOutcome")] public required string? Outcome { get; init; }

    /// <summary>
    /// Why it was declined, or is proposed to be; what is only proposed shows to the queue and to whoever may confirm it. Of
    /// a referral that goes on in another one, why that was declined for good.
    /// </summary>
    [FromList("declineReason")] public required string? DeclineReason { get; init; }

    /// <summary>The referral of this incident that it continues; null for one that routing made.</summary>
    public required Guid? Predecessor { get; init; }

    /// <summary>The referrals of this incident that continue it.</summary>
    public required IReadOnlyList<Guid> Successors { get; init; }

    /// <summary>
    /// The referral that it was merged into, or declined (or is proposed to be) as a duplicate of; where that is another incident's, null
    /// outside the queue but for whoever may confirm it.
    /// </summary>
    public required Guid? GoesOnIn { get; init; }

    /// <summary>The rule of the pack that made it; null when none matched.</summary>
    public required string? Rule { get; init; }

    /// <summary>The agreement it crossed a border under; null within the jurisdiction.</summary>
    public required string? LegalBasis { get; init; }

    /// <summary>The actions this caller may take now, each as its address spells it.</summary>
    [FromList("referralAction")] public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>The incident's summary; null where the referral is part of its incident.</summary>
    public required IncidentSummaryView? Incident { get; init; }

    /// <summary>The leg as <paramref name="caller"/> may see it at <paramref name="now"/>.</summary>
    public static ReferralView Of(
        Leg leg, Incident incident, Caller caller, ReferenceSnapshot known, DateTimeOffset now, bool withIncident,
        bool queueHasSecondSeat = true)
    {
        var allowed = LoadedLeg.Allowed(incident, leg, caller, known, queueHasSecondSeat);
        var told = IsTold(leg, caller.Seat, allowed);
        return new()
        {
            Id = leg.Id.Value,
            IncidentId = leg.Incident.Value,
            Reference = incident.Reference,
            Kind = leg.Kind.Code(),
            TaskForce = leg.TaskForce,
            Mandate = leg.Mandate.Code(),
            Lead = leg.Lead,
            State = leg.State.Code(),
            Priority = leg.Priority.Code(),
            Assignee = leg.Assignee is null ? null : AssigneeView.Of(leg, leg.Assignee, caller.Seat),
            Escalation = leg.Escalation,
            AcknowledgeBy = leg.AcknowledgeBy,
            DecideBy = leg.DecideBy,
            ReviewBy = leg.ReviewBy,
            AnswerBy = leg.State == ReferralState.InfoRequested ? leg.AnswerBy : null,
            Clocks = [.. leg.Clocks.Select(clock => new ClockView(
                clock.Kind.Code(), clock.StartedAt, clock.DueAt, clock.PausedAt, clock.Level))],
            DeadlineReason = leg.DeadlineReason,
            Overdue = leg.IsOverdue(incident.ShownAsOf ?? now),
            MadeAt = leg.MadeAt,
            AcknowledgedAt = leg.AcknowledgedAt,
            AcceptedAt = leg.AcceptedAt,
            EndedAt = leg.EndedAt,
            Outcome = (leg.Elsewhere?.Outcome ?? (told ? leg.Outcome : null))?.Code(),
            DeclineReason = (leg.Elsewhere?.DeclineReason ?? (told ? leg.DeclineReason : null))?.Code(),
            Predecessor = leg.Predecessor?.Value,
            Successors = [.. incident.Legs.Where(other => other.Predecessor == leg.Id).Select(other => other.Id.Value)],
            GoesOnIn = Elsewhere(leg, incident, told, caller.Seat, allowed)?.Value,
            Rule = leg.Rule,
            LegalBasis = leg.LegalBasis,
            Allowed = allowed,
            Incident = withIncident ? IncidentSummaryView.Of(incident) : null,
        };
    }

    /// <summary>
    /// Whether a viewer is told how a leg ends. What waits for a second officer is nothing that anybody was told but the queue, and
    /// whoever stands in for a second officer there. What was still waiting when the leg was merged, taken over or voided never came to be.
    /// </summary>
    /// <param name="leg">The leg.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="allowed">What the viewer may do with it now.</param>
    public static bool IsTold(Leg leg, Seat viewer, IReadOnlyList<string> allowed) => leg.State.IsProposed()
        ? viewer.Where == leg.TaskForce
            || allowed.Contains(ReferralAction.ConfirmDecline.Code()) || allowed.Contains(ReferralAction.ConfirmConclusion.Code())
        : leg.State is ReferralState.Declined or ReferralState.Concluded;

    // Whose leg was merged gets the other one's outcome, and learns nothing of the incident that is a leg of. Whoever is asked to confirm
    // a duplicate must know of what.
    private static ReferralId? Elsewhere(Leg leg, Incident incident, bool told, Seat viewer, IReadOnlyList<string> allowed)
    {
        var other = leg.MergedInto ?? (told ? leg.DuplicateOf : null);
        var isNamed = other is { } id
            && (incident.Leg(id) is not null || viewer.Where == leg.TaskForce || allowed.Contains(ReferralAction.ConfirmDecline.Code()));
        return isNamed ? other : null;
    }
}

/// <summary>A clock on a referral. No state that is open waits without one.</summary>
/// <param name="Kind">What it measures, and so who is waited for.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DueAt">When it is breached; not counting, while it stands still, the time since <c>pausedAt</c>.</param>
/// <param name="PausedAt">Since when it stands still; null while it runs.</param>
/// <param name="Level">How far it has escalated, 0 to 3.</param>
public sealed record ClockView(
    [property: FromList("clockKind")] string Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? PausedAt, int Level);

/// <summary>Who works on a referral. Outside the queue an act shows desk and role only.</summary>
/// <param name="Desk">The queue.</param>
/// <param name="Role">The role at that desk.</param>
/// <param name="Seat">The seat; null outside the queue.</param>
public sealed record AssigneeView(string Desk, [property: FromList("seatRole")] string Role, Guid? Seat)
{
    internal static AssigneeView Of(Leg leg, Assignee assignee, Seat viewer) => new(
        leg.TaskForce!, assignee.Role.Code(),
        viewer.Where == leg.TaskForce || viewer.Role == SeatRole.Auditor ? assignee.Seat.Value : null);
}
