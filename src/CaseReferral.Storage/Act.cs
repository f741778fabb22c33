using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage;

/// <summary>
/// Everything one act changes, as a value: statements in order, committed together or not at all. No code runs inside the
/// transaction; reading and deciding come before, and the guards in the statements make that safe.
/// </summary>
/// <param name="id">The act's journal entry. It resolves an ambiguous commit: found means committed.</param>
public sealed class Act(EntryId id)
{
    private const int MostLaidOut = 4;

    private readonly List<Step> steps = new(8);

    /// <summary>The act's journal entry.</summary>
    public EntryId Id { get; } = id;

    /// <summary>What it does, in order.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Adds a step that changes exactly one row; when it doesn't, the act is lost here and changes nothing at all.</summary>
    /// <param name="statement">What to change, with its guard.</param>
    /// <param name="args">An object whose members are the statement's parameters, by name.</param>
    public Act Do(Statement statement, object args)
    {
        steps.Add(new Step(statement, [args], ExactlyOne: true));
        return this;
    }

    /// <summary>
    /// Adds a step that does the same with each of many arguments, exactly one row each: however many there are, it is one step of one
    /// batch.
    /// </summary>
    /// <param name="statement">What to change, with its guard.</param>
    /// <param name="each">Objects of one type whose members are the statement's parameters, by name; none adds no step.</param>
    public Act DoEach(Statement statement, IReadOnlyCollection<object> each)
    {
        if (each.Count > 0)
            steps.Add(new Step(statement, [.. each], ExactlyOne: true, IsRepeated: true));
        return this;
    }

    /// <summary>
    /// Does the same with each of usually few arguments, exactly one row each: a step each for a few, which a server reads faster than the
    /// JSON of one repeated step, and <see cref="DoEach"/> for more, so that an act stays one batch.
    /// </summary>
    /// <param name="statement">What to change, with its guard.</param>
    /// <param name="each">Objects of one type whose members are the statement's parameters, by name.</param>
    public Act DoAll(Statement statement, IReadOnlyCollection<object> each)
    {
        if (each.Count > MostLaidOut)
            return DoEach(statement, each);
        foreach (var args in each)
            Do(statement, args);
        return this;
    }

    /// <summary>Adds a step that changes any number of rows, none included. A key that is already there still loses the act.</summary>
    /// <param name="statement">What to change.</param>
    /// <param name="args">An object whose members are the statement's parameters, by name.</param>
    public Act DoAny(Statement statement, object args)
    {
        steps.Add(new Step(statement, [args], ExactlyOne: false));
        return this;
    }
}

/// <summary>One statement of an act with its arguments.</summary>
/// <param name="Statement">What to change.</param>
/// <param name="Runs">For each time it runs, an object whose members are the statement's parameters, by name.</param>
/// <param name="ExactlyOne">Whether the act is lost unless exactly one row changes each time.</param>
/// <param name="IsRepeated">Whether it runs any number of times.</param>
public readonly record struct Step(Statement Statement, IReadOnlyList<object> Runs, bool ExactlyOne, bool IsRepeated = false);
