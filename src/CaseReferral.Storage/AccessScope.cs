using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage;

/// <summary>Who may see a row: a unit, a task force, a jurisdiction or one principal, as <c>Sight</c> spells it.</summary>
/// <param name="Value">A letter, a colon and the code, for example <c>U:ME-BAR-PCU</c>.</param>
public readonly record struct Audience(string Value)
{
    /// <summary>The officers of a unit: <c>U:ME-BAR-PCU</c>.</summary>
    public static Audience Unit(string code) => new($"U:{code}");

    /// <summary>A task force: <c>T:ME-OPTEAM</c>.</summary>
    public static Audience TaskForce(string code) => new($"T:{code}");

    /// <summary>The coordinator and the auditors of a jurisdiction: <c>J:ME</c>.</summary>
    public static Audience Jurisdiction(string code) => new($"J:{code}");

    /// <summary>One principal, for what only the filer may see: <c>P:</c> and 32 hexadecimal digits.</summary>
    public static Audience Principal(PrincipalId id) => new($"P:{id.Value:N}");

    /// <summary>The registry's administrators, who see no case: <c>R:registry</c>.</summary>
    public static Audience Administrators { get; } = new("R:registry");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// What a reader reads on behalf of. The reader binds <c>@Audience</c> and <c>@Own</c> from it, so that a query can't be written
/// without one; under an audience it refuses a statement that uses neither.
/// </summary>
public sealed record AccessScope
{
    /// <summary>Reads as one audience.</summary>
    /// <param name="audience">Bound as <c>@Audience</c>: the audience of the seat that the request acts under.</param>
    /// <param name="own">Bound as <c>@Own</c>: the principal's own audience.</param>
    /// <exception cref="ArgumentException">An audience is empty: nothing fails open.</exception>
    public AccessScope(Audience audience, Audience own)
    {
        ArgumentException.ThrowIfNullOrEmpty(audience.Value, nameof(audience));
        ArgumentException.ThrowIfNullOrEmpty(own.Value, nameof(own));
        (Audience, Own) = (audience, own);
    }

    private AccessScope(string why) => Why = why;

    /// <summary>Bound as <c>@Audience</c>; empty for the registry itself.</summary>
    public Audience Audience { get; }

    /// <summary>Bound as <c>@Own</c>; empty for the registry itself.</summary>
    public Audience Own { get; }

    /// <summary>Why the registry itself reads; null when somebody else does.</summary>
    public string? Why { get; }

    /// <summary>True when the registry itself reads, and nothing is bound.</summary>
    public bool IsRegistry => Why is not null;

    /// <summary>The registry's own reads: workers, reference data, sign-in. Binds nothing.</summary>
    /// <param name="why">What for, so that the call can be reviewed; a constant.</param>
    public static AccessScope Registry(string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        return new AccessScope(why);
    }
}
