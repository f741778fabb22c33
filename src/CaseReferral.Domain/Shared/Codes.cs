using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;

namespace CaseReferral.Domain.Shared;

/// <summary>The spelling of an enum member on the wire and in the store, where it isn't the member's name in snake case.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class CodeAttribute(string code) : Attribute
{
    /// <summary>The code, as the named standard spells it.</summary>
    public string Code { get; } = code;
}

/// <summary>Translates between the members of <typeparamref name="TEnum"/> and their codes, in both directions.</summary>
public static class Codes<TEnum> where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> ByMember =
        Enum.GetValues<TEnum>().ToFrozenDictionary(member => member, Spell);

    private static readonly FrozenDictionary<string, TEnum> ByCode =
        ByMember.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All codes in the order of the enum's members.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TEnum>().Select(Spell)];

    /// <summary>The code of <paramref name="member"/>.</summary>
    public static string Of(TEnum member) => ByMember[member];

    /// <summary>The member with exactly this code; false when the list has no such code.</summary>
    public static bool TryParse([NotNullWhen(true)] string? code, out TEnum member)
    {
        member = default;
        return code is not null && ByCode.TryGetValue(code, out member);
    }

    /// <summary>The member with this code, for codes that the registry itself wrote.</summary>
    public static TEnum Parse(string code) =>
        ByCode.TryGetValue(code, out var member)
            ? member
            : throw new FormatException($"'{code}' is no {typeof(TEnum).Name}.");

    private static string Spell(TEnum member)
    {
        var name = member.ToString();
        if (typeof(TEnum).GetField(name)?.GetCustomAttribute<CodeAttribute>() is { } given)
            return given.Code;

        var code = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && code.Length > 0)
                code.Append('_');
            code.Append(char.ToLowerInvariant(letter));
        }

        return code.ToString();
    }
}

/// <summary>Reads well at the call: <c>state.Code()</c>.</summary>
public static class CodeExtensions
{
    /// <summary>The code of <paramref name="member"/>.</summary>
    public static string Code<TEnum>(this TEnum member) where TEnum : struct, Enum => Codes<TEnum>.Of(member);
}
