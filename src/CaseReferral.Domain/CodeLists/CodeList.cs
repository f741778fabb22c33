using System.Collections.Frozen;

namespace CaseReferral.Domain.CodeLists;

/// <summary>A closed list of codes. A request value outside its list is refused with the list's address.</summary>
/// <param name="Name">Its name in the address, for example <c>crimeHypothesis</c>.</param>
/// <param name="Standard">The standard or source the codes are spelled after.</param>
/// <param name="Title">What the list is of, in plain English.</param>
/// <param name="Values">The codes, in the order to show them.</param>
public sealed record CodeList(string Name, string Standard, string Title, IReadOnlyList<CodeListValue> Values)
{
    private readonly FrozenSet<string> _codes = Values.Select(value => value.Code).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The codes, in the order to show them. Fixed: <see cref="Relabelled"/> changes a label, nothing changes a code.</summary>
    public IReadOnlyList<CodeListValue> Values { get; } = Values;

    /// <summary>Where the list can be read.</summary>
    public string Address => "/v1/code-lists/" + Name;

    /// <summary>Whether exactly this code, in this case, is in the list.</summary>
    public bool Contains(string code) => _codes.Contains(code);

    /// <summary>The same list with another label for one code: how <c>XK</c> is labelled is for configuration to say.</summary>
    public CodeList Relabelled(string code, string label) =>
        new(Name, Standard, Title, [.. Values.Select(value => value.Code == code ? value with { Label = label } : value)]);
}

/// <summary>One code of a list.</summary>
/// <param name="Code">Spelled as the standard spells it.</param>
/// <param name="Label">What people read.</param>
public sealed record CodeListValue(string Code, string Label);
