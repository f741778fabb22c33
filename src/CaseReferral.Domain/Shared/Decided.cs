using System.Diagnostics.CodeAnalysis;

namespace CaseReferral.Domain.Shared;

/// <summary>The outcome of a pure decision: what happened, or an expected refusal. Never both, never neither.</summary>
/// <typeparam name="T">The fact.</typeparam>
public readonly struct Decided<T> where T : class
{
    private readonly T? fact;
    private readonly Refusal? refusal;

    private Decided(T? fact, Refusal? refusal)
    {
        this.fact = fact;
        this.refusal = refusal;
    }

    /// <summary>True with the fact; false with the refusal.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? happened, [NotNullWhen(false)] out Refusal? refused)
    {
        happened = fact;
        refused = fact is null ? refusal ?? throw new InvalidOperationException("A decision was never made.") : null;
        return fact is not null;
    }

    /// <summary>It happened.</summary>
    public static implicit operator Decided<T>(T fact) => new(fact, null);

    /// <summary>It was refused.</summary>
    public static implicit operator Decided<T>(Refusal refusal) => new(null, refusal);
}
