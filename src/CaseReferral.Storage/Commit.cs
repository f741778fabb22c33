using System.Diagnostics.CodeAnalysis;

namespace CaseReferral.Storage;

/// <summary>What became of an act: committed as a whole, or lost at a step, having changed nothing.</summary>
/// <remarks>Losing is expected: somebody else was first. The loser loads and decides again.</remarks>
public readonly record struct Commit
{
    private Commit(bool succeeded, int lostAt, Statement? lost) => (Succeeded, LostAt, Lost) = (succeeded, lostAt, lost);

    /// <summary>The act is durable.</summary>
    public static Commit Committed { get; } = new(true, -1, null);

    /// <summary>True when the act is durable; false when it changed nothing.</summary>
    [MemberNotNullWhen(false, nameof(Lost))]
    public bool Succeeded { get; }

    /// <summary>The index of the step that lost, counted from 0; -1 when the act succeeded.</summary>
    public int LostAt { get; }

    /// <summary>The statement whose guard, or whose unique key, lost; null when the act succeeded.</summary>
    public Statement? Lost { get; }

    /// <summary>The act lost at <paramref name="step"/>.</summary>
    public static Commit LostBy(Statement statement, int step) => new(false, step, statement);
}
