using System.Collections.Frozen;

namespace CaseReferral.Api.Tests.Life;

/// <summary>Who may take an action, in the handbook's words.</summary>
internal enum Who
{
    /// <summary>Anybody with a triage seat in the queue; for an unrouted leg the coordinator.</summary>
    DutyOfficer,

    /// <summary>Who claimed it.</summary>
    Assignee,

    /// <summary>Who claimed it, or a lead officer of the queue; for an unrouted leg the coordinator.</summary>
    AssigneeOrLeadOfficer,

    /// <summary>A lead officer of the queue.</summary>
    LeadOfficer,

    /// <summary>Anybody of the queue but the proposer.</summary>
    SecondOfficer,

    /// <summary>The coordinator of the jurisdiction.</summary>
    Coordinator,

    /// <summary>Anybody of the unit that filed.</summary>
    FilingUnit,

    /// <summary>A supervisor of the unit that filed.</summary>
    FilingSupervisor,
}

/// <summary>A line of the handbook's table "The life of a referral".</summary>
/// <param name="Action">What is done, as its address spells it.</param>
/// <param name="From">The states it is done in.</param>
/// <param name="To">The state it leads to; null where it leads to none of its own.</param>
/// <param name="By">Who may.</param>
internal sealed record Line(string Action, string[] From, string? To, Who By);

/// <summary>The handbook's table of moves, written by hand from the handbook and from nothing else.</summary>
internal static class HandbookTable
{
    /// <summary>The states in which somebody still has to act, in the order of a life.</summary>
    public const string Open = "unrouted routed acknowledged in_triage info_requested decline_proposed accepted conclusion_proposed";

    private const string Claimed = "in_triage info_requested decline_proposed accepted conclusion_proposed";

    /// <summary>What is open and waits for a decision: the coordinator takes it from a queue that let three levels pass.</summary>
    private const string Undecided = "routed acknowledged in_triage info_requested decline_proposed";

    /// <summary>Its lines. <c>assign</c> has two, for what is unrouted and for what stood at level 3.</summary>
    public static IReadOnlyList<Line> Lines { get; } =
    [
        Of("assign", "unrouted", "routed", Who.Coordinator),
        Of("assign", Undecided, "transferred", Who.Coordinator),
        Of("acknowledge", "routed", "acknowledged", Who.DutyOfficer),
        Of("claim", "routed acknowledged", "in_triage", Who.DutyOfficer),
        Of("release", "in_triage", "acknowledged", Who.AssigneeOrLeadOfficer),
        Of("reassign", Claimed, null, Who.LeadOfficer),
        Of("change-priority", Open, null, Who.AssigneeOrLeadOfficer),
        Of("record-age-decision", Open, null, Who.AssigneeOrLeadOfficer),
        Of("request-information", "in_triage", "info_requested", Who.Assignee),
        Of("answer", "info_requested", "in_triage", Who.FilingUnit),
        Of("accept", "in_triage", "accepted", Who.Assignee),
        Of("decline", "in_triage", "declined", Who.Assignee),
        Of("confirm-decline", "decline_proposed", "declined", Who.SecondOfficer),
        Of("reject-decline", "decline_proposed", "in_triage", Who.SecondOfficer),
        Of("transfer", "acknowledged in_triage info_requested accepted", "transferred", Who.LeadOfficer),
        Of("withdraw", "routed acknowledged in_triage info_requested", "withdrawn", Who.FilingSupervisor),
        Of("merge", Claimed, "merged", Who.Assignee),
        Of("unmerge", "merged", null, Who.AssigneeOrLeadOfficer),
        Of("conclude", "accepted", "concluded", Who.AssigneeOrLeadOfficer),
        Of("confirm-conclusion", "conclusion_proposed", "concluded", Who.SecondOfficer),
        Of("reject-conclusion", "conclusion_proposed", "accepted", Who.SecondOfficer),
        Of("reopen", "concluded declined withdrawn", "in_triage", Who.LeadOfficer),
    ];

    /// <summary>Every action, in the order of the table.</summary>
    public static IReadOnlyList<string> Actions { get; } = [.. Lines.Select(line => line.Action).Distinct()];

    private static readonly FrozenDictionary<(string, string), Line> Cells =
        Lines.SelectMany(line => line.From.Select(state => (line.Action, state, line)))
            .ToFrozenDictionary(cell => (cell.Action, cell.state), cell => cell.line);

    private static readonly FrozenDictionary<string, Who> Movers =
        Lines.DistinctBy(line => line.Action).ToFrozenDictionary(line => line.Action, line => line.By);

    /// <summary>Who may ever take an action.</summary>
    public static Who MoverOf(string action) => Movers[action];

    /// <summary>
    /// The line for a leg of this kind in this state; null when the table has none. A notice is noted, and knows no other move.
    /// </summary>
    public static Line? Find(string kind, string state, string action) => kind == "notice"
        ? (state, action) == ("routed", "acknowledge") ? Of("acknowledge", "routed", "noted", Who.DutyOfficer) : null
        : Cells.GetValueOrDefault((action, state));

    /// <summary>Whether a leg in this state is open.</summary>
    public static bool IsOpen(string state) => Open.Split(' ').Contains(state);

    private static Line Of(string action, string from, string? to, Who by) => new(action, from.Split(' '), to, by);
}
