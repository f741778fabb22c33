using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Routing;

/// <summary>What a routing decision made: the same facts under the same pack version always give the same one.</summary>
/// <param name="Jurisdiction">Whose pack decided.</param>
/// <param name="Version">Which version of it.</param>
/// <param name="Priority">The priority, the pack's raise included.</param>
/// <param name="Reasons">Why this priority, in plain sentences.</param>
/// <param name="Legs">The legs to make; exactly one action leg leads. Never empty.</param>
/// <param name="Matched">The rules that matched and had an effect, in the pack's order.</param>
public sealed record RoutingDecision(
    string Jurisdiction,
    int Version,
    Priority Priority,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<PlannedLeg> Legs,
    IReadOnlyList<MatchedRule> Matched)
{
    /// <summary>Queues in other jurisdictions that a rule would have addressed and the border stopped: they get a pointer.</summary>
    public IReadOnlyList<string> Pointers { get; init; } = [];
}

/// <summary>A leg that routing decided to make.</summary>
/// <param name="Kind">Action, protection or notice.</param>
/// <param name="TaskForce">Who receives it; null for an unrouted action leg in the coordinator's queue.</param>
/// <param name="Mandate">What an action leg decides on; none for the other kinds.</param>
/// <param name="Lead">Whether it leads; only an action leg does.</param>
/// <param name="Rule">The rule that made it; null when nothing matched.</param>
/// <param name="LegalBasis">The agreement it crosses a border under; null within the jurisdiction.</param>
public sealed record PlannedLeg(LegKind Kind, string? TaskForce, Mandate Mandate, bool Lead, string? Rule, string? LegalBasis);

/// <summary>A rule that matched, and its sentence.</summary>
/// <param name="Rule">The rule's name in the pack.</param>
/// <param name="Sentence">The rule in one plain sentence.</param>
public sealed record MatchedRule(string Rule, string Sentence);

/// <summary>One rule in the explanation of a decision.</summary>
/// <param name="Rule">The rule's name in the pack.</param>
/// <param name="Matched">Whether it matched the stored facts and had an effect.</param>
/// <param name="FailedCondition">The first condition that failed, in words without content; null when it matched.</param>
/// <param name="Sentence">The rule in one plain sentence.</param>
public sealed record ExplainedRule(string Rule, bool Matched, string? FailedCondition, string Sentence);
