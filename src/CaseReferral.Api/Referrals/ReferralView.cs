using CaseReferral.Api.Incidents;
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

    /// <summary>How it ended, or is proposed to end.</summary>
    [FromList("referralOutcome")] public required string? Outcome { get; init; }

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
        Leg leg, Incident incident, Caller caller, DateTimeOffset now, bool withIncident, bool queueHasSecondSeat = true)
    {
        var allowed = LoadedLeg.Offered(incident, leg, caller, queueHasSecondSeat);
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
            DeadlineReason = leg.DeadlineReason,
            Overdue = leg.IsOverdue(now),
            MadeAt = leg.MadeAt,
            AcknowledgedAt = leg.AcknowledgedAt,
            AcceptedAt = leg.AcceptedAt,
            EndedAt = leg.EndedAt,
            Outcome = IsTold(leg, caller.Seat, allowed) ? leg.Outcome?.Code() : null,
            Rule = leg.Rule,
            LegalBasis = leg.LegalBasis,
            Allowed = allowed,
            Incident = withIncident ? IncidentSummaryView.Of(incident) : null,
        };
    }

    // What waits for a second officer is nothing that anybody was told but the queue, and whoever stands in for a second officer there.
    private static bool IsTold(Leg leg, Seat seat, IReadOnlyList<string> allowed) =>
        leg.State != ReferralState.ConclusionProposed || seat.Where == leg.TaskForce
        || allowed.Contains(ReferralAction.ConfirmConclusion.Code());
}

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
