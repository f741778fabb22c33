using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Incidents;

/// <summary>What names an incident: its id, its reference, or one of its legs. Every query by key takes each of the three.</summary>
public readonly record struct IncidentKey : IArgumentGroup
{
    /// <summary>The incident's id in SQL; the key's members are the parameters. A key that names nothing finds nothing.</summary>
    internal const string Named = """
        COALESCE(@Id, (SELECT k.Id FROM Incident k WHERE k.Reference = @Reference), (SELECT l.IncidentId FROM Referral l WHERE l.Id = @Leg),
            (SELECT k.IncidentId FROM DisclosureRequest k WHERE k.Id = @Request),
            (SELECT g.IncidentId FROM Referral l JOIN Referral g ON g.Id = COALESCE(l.MergedInto, l.DuplicateOf) WHERE l.Id = @Carried))
        """;

    /// <summary>The incident itself.</summary>
    public IncidentId? Id { get; private init; }

    /// <summary>Its reference in canonical spelling.</summary>
    public string? Reference { get; private init; }

    /// <summary>One of its legs.</summary>
    public ReferralId? Leg { get; private init; }

    /// <summary>A disclosure request about it.</summary>
    public DisclosureRequestId? Request { get; private init; }

    /// <summary>A leg that was merged into one of its legs or names one as its duplicate.</summary>
    public ReferralId? Carried { get; private init; }

    /// <summary>The incident in which <paramref name="leg"/> goes on, or would.</summary>
    public static IncidentKey GoesOnFor(ReferralId leg) => new() { Carried = leg };

    /// <summary>What stands where an incident's id does in an address: its id, or its reference in any case.</summary>
    /// <param name="text">As it was given. A mistyped reference takes the same path as an unknown one.</param>
    public static IncidentKey Parse(string text)
    {
        // In the one spelling that answers have: with braces or without hyphens it would be another address of the same thing.
        if (Guid.TryParseExact(text, "D", out var id))
            return new IncidentId(id);
        return new() { Reference = IncidentReference.TryParse(text, out var canonical) ? canonical : "?" };
    }

    /// <summary>By id.</summary>
    public static implicit operator IncidentKey(IncidentId id) => new() { Id = id };

    /// <summary>By a disclosure request about it.</summary>
    public static implicit operator IncidentKey(DisclosureRequestId request) => new() { Request = request };

    /// <summary>By one of its legs.</summary>
    public static implicit operator IncidentKey(ReferralId leg) => new() { Leg = leg };
}
