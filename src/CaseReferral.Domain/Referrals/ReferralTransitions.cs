using System.Collections.Frozen;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>One cell of the table: this action leads from this state to that one.</summary>
/// <param name="Action">What is done.</param>
/// <param name="From">The state it is done in.</param>
/// <param name="To">The state it leads to; null for the state before a merge.</param>
/// <param name="By">Who may do it.</param>
/// <param name="ProposesInstead">Where it leads when the leg is safeguarded and a second officer must confirm; null when none must.</param>
public sealed record Transition(ReferralAction Action, ReferralState From, ReferralState? To, Mover By, ReferralState? ProposesInstead);

/// <summary>
/// The life of a referral as one table. Every cell is decided: a state without a column doesn't compile, and a table that lacks a line
/// or a cell doesn't load. What isn't in it is refused with the moves that are, and no code elsewhere decides where an action leads.
/// </summary>
public static class ReferralTransitions
{
    // == stays, << goes back to the state before the merge, -- is refused. The last column is where a safeguarded leg may go instead.
    private const string OfActions = """
                            un ro ak tr ir dp ac cp no de tf wi me co   by                     safeguarded
        assign              ro tf tf tf tf tf -- -- -- -- -- -- -- --   Coordinator            --
        acknowledge         -- ak -- -- -- -- -- -- -- -- -- -- -- --   DutyOfficer            --
        claim               -- tr tr -- -- -- -- -- -- -- -- -- -- --   DutyOfficer            --
        release             -- -- -- ak -- -- -- -- -- -- -- -- -- --   AssigneeOrLeadOfficer  --
        reassign            -- -- -- == == == == == -- -- -- -- -- --   LeadOfficer            --
        change-priority     == == == == == == == == -- -- -- -- -- --   AssigneeOrLeadOfficer  --
        record-age-decision == == == == == == == == -- -- -- -- -- --   AssigneeOrLeadOfficer  --
        request-information -- -- -- ir -- -- -- -- -- -- -- -- -- --   Assignee               --
        answer              -- -- -- -- tr -- -- -- -- -- -- -- -- --   FilingUnit             --
        accept              -- -- -- ac -- -- -- -- -- -- -- -- -- --   Assignee               --
        decline             -- -- -- de -- -- -- -- -- -- -- -- -- --   Assignee               dp
        confirm-decline     -- -- -- -- -- de -- -- -- -- -- -- -- --   SecondOfficer          --
        reject-decline      -- -- -- -- -- tr -- -- -- -- -- -- -- --   SecondOfficer          --
        transfer            -- -- tf tf tf -- tf -- -- -- -- -- -- --   LeadOfficer            --
        withdraw            -- wi wi wi wi -- -- -- -- -- -- -- -- --   FilingSupervisor       --
        merge               -- -- -- me me me me me -- -- -- -- -- --   Assignee               --
        unmerge             -- -- -- -- -- -- -- -- -- -- -- -- << --   AssigneeOrLeadOfficer  --
        conclude            -- -- -- -- -- -- co -- -- -- -- -- -- --   AssigneeOrLeadOfficer  cp
        confirm-conclusion  -- -- -- -- -- -- -- co -- -- -- -- -- --   SecondOfficer          --
        reject-conclusion   -- -- -- -- -- -- -- ac -- -- -- -- -- --   SecondOfficer          --
        reopen              -- -- -- -- -- -- -- -- -- tr -- tr -- tr   LeadOfficer            --
        """;

    private static readonly FrozenDictionary<string, ReferralState> States =
        Enum.GetValues<ReferralState>().ToFrozenDictionary(Column);

    private static readonly FrozenDictionary<(ReferralState, ReferralAction), Transition> Table = Read(OfActions);

    private static readonly Transition Noting =
        new(ReferralAction.Acknowledge, ReferralState.Routed, ReferralState.Noted, Mover.DutyOfficer, null);

    /// <summary>The move that this action is on a leg of this kind in this state, or null when there is none.</summary>
    public static Transition? Find(LegKind kind, ReferralState state, ReferralAction action) => kind switch
    {
        // Only an action leg is ever unrouted.
        LegKind.Action => Table.GetValueOrDefault((state, action)),
        LegKind.Protection => state == ReferralState.Unrouted ? null : Table.GetValueOrDefault((state, action)),
        // A copy is noted, and knows no other move.
        LegKind.Notice => (state, action) == (Noting.From, Noting.Action) ? Noting : null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are three kinds of leg."),
    };

    /// <summary>Who may take this action in the states where it exists; an action has one kind of mover.</summary>
    public static Mover MoverOf(ReferralAction action) => By[action];

    private static readonly FrozenDictionary<ReferralAction, Mover> By =
        Table.Values.DistinctBy(row => row.Action).ToFrozenDictionary(row => row.Action, row => row.By);

#pragma warning disable CS8524 // A new state must get a column here, so there is no default.
    private static string Column(ReferralState state) => state switch
    {
        ReferralState.Unrouted => "un",
        ReferralState.Routed => "ro",
        ReferralState.Acknowledged => "ak",
        ReferralState.InTriage => "tr",
        ReferralState.InfoRequested => "ir",
        ReferralState.DeclineProposed => "dp",
        ReferralState.Accepted => "ac",
        ReferralState.ConclusionProposed => "cp",
        ReferralState.Noted => "no",
        ReferralState.Declined => "de",
        ReferralState.Transferred => "tf",
        ReferralState.Withdrawn => "wi",
        ReferralState.Merged => "me",
        ReferralState.Concluded => "co",
    };
#pragma warning restore CS8524

    private static FrozenDictionary<(ReferralState, ReferralAction), Transition> Read(string table)
    {
        var lines = table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var columns = lines[0].SkipLast(2).Select(name => States[name]).ToList();
        var actions = lines.Skip(1).Select(line => Codes<ReferralAction>.Parse(line[0])).ToList();
        if (!columns.SequenceEqual(Enum.GetValues<ReferralState>()) || !actions.SequenceEqual(Enum.GetValues<ReferralAction>()))
            throw new InvalidOperationException("The table has one line for each action and one column for each state, in order.");

        return lines.Skip(1).SelectMany(line => Cells(line, columns)).ToFrozenDictionary(row => (row.From, row.Action));
    }

    private static IEnumerable<Transition> Cells(string[] line, List<ReferralState> columns)
    {
        if (line.Length != columns.Count + 3)
            throw new InvalidOperationException($"The line of {line[0]} leaves a cell undecided.");

        var action = Codes<ReferralAction>.Parse(line[0]);
        var by = Enum.Parse<Mover>(line[^2]);
        ReferralState? proposes = line[^1] == "--" ? null : States[line[^1]];
        return columns.Zip(line[1..^2])
            .Where(cell => cell.Second != "--")
            .Select(cell => new Transition(action, cell.First, To(cell.First, cell.Second), by, proposes));
    }

    private static ReferralState? To(ReferralState from, string cell) => cell switch
    {
        "==" => from,
        "<<" => null,
        _ => States[cell],
    };
}
