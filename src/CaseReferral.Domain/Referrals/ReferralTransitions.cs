using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>Who may take an action, by their relation to the leg at the moment of the act.</summary>
public enum Mover
{
    /// <summary>Anybody with a triage seat in the leg's queue.</summary>
    DutyOfficer,

    /// <summary>The seat that claimed it.</summary>
    Assignee,

    /// <summary>The seat that claimed it, or a lead officer of the queue.</summary>
    AssigneeOrLeadOfficer,

    /// <summary>Another principal with a triage seat in the queue, never the proposer; the coordinator where there is none.</summary>
    SecondOfficer,
}

/// <summary>One row of the table: this action leads from this state to that one, for these kinds of leg.</summary>
/// <param name="Action">What is done.</param>
/// <param name="From">The state it is done in.</param>
/// <param name="To">The state it leads to.</param>
/// <param name="By">Who may do it.</param>
/// <param name="ProposesInstead">Where it leads when the leg is safeguarded and a second officer must confirm; null when none must.</param>
/// <param name="Kinds">The kinds of leg it exists for.</param>
public sealed record Transition(
    ReferralAction Action, ReferralState From, ReferralState To, Mover By, ReferralState? ProposesInstead, params LegKind[] Kinds);

/// <summary>
/// The life of a referral as one table. What isn't in it is refused with the moves that are; a test walks every
/// (kind, state, action). It only grows: an action gains rows, and no code elsewhere decides where an action leads.
/// </summary>
public static class ReferralTransitions
{
    /// <summary>Every legal move.</summary>
    public static IReadOnlyList<Transition> All { get; } =
    [
        Decided(ReferralAction.Acknowledge, ReferralState.Routed, ReferralState.Acknowledged, Mover.DutyOfficer),
        new(ReferralAction.Acknowledge, ReferralState.Routed, ReferralState.Noted, Mover.DutyOfficer, null, LegKind.Notice),

        Decided(ReferralAction.Claim, ReferralState.Routed, ReferralState.InTriage, Mover.DutyOfficer),
        Decided(ReferralAction.Claim, ReferralState.Acknowledged, ReferralState.InTriage, Mover.DutyOfficer),
        Decided(ReferralAction.Release, ReferralState.InTriage, ReferralState.Acknowledged, Mover.AssigneeOrLeadOfficer),

        Decided(ReferralAction.Accept, ReferralState.InTriage, ReferralState.Accepted, Mover.Assignee),

        Decided(
            ReferralAction.Conclude, ReferralState.Accepted, ReferralState.Concluded, Mover.AssigneeOrLeadOfficer,
            ReferralState.ConclusionProposed),
        Decided(ReferralAction.ConfirmConclusion, ReferralState.ConclusionProposed, ReferralState.Concluded, Mover.SecondOfficer),
        Decided(ReferralAction.RejectConclusion, ReferralState.ConclusionProposed, ReferralState.Accepted, Mover.SecondOfficer),
    ];

    private static readonly Dictionary<(LegKind, ReferralState, ReferralAction), Transition> Table =
        All.SelectMany(row => row.Kinds, (row, kind) => (Key: (kind, row.From, row.Action), Row: row))
            .ToDictionary(pair => pair.Key, pair => pair.Row);

    /// <summary>The row for this action on a leg of this kind in this state, or null when there is none.</summary>
    public static Transition? Find(LegKind kind, ReferralState state, ReferralAction action) =>
        Table.GetValueOrDefault((kind, state, action));

    // Action and protection legs share their moves; a notice has only its own.
    private static Transition Decided(
        ReferralAction action, ReferralState from, ReferralState to, Mover by, ReferralState? proposesInstead = null) =>
        new(action, from, to, by, proposesInstead, LegKind.Action, LegKind.Protection);
}
