using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// Holds a filed record, and everything in it, to what its members declare: required, length, range, code list. Texts may hold
/// anything a person writes, but no character that a store, a log or a screen would stumble over.
/// </summary>
public static class DeclaredChecks
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>Everything that is wrong with <paramref name="record"/>; pointers start at it.</summary>
    public static IReadOnlyList<Fault> Of(object record)
    {
        List<Fault> faults = [];
        Check(record, "", faults);
        return faults;
    }

    /// <summary>Adds a fault for everything wrong with <paramref name="record"/>, which lies at <paramref name="pointer"/>.</summary>
    public static void Check(object record, string pointer, List<Fault> faults)
    {
        foreach (var member in Members.GetOrAdd(record.GetType(), MembersOf))
        {
            if (member.Of(record) is { } value)
                CheckValue(value, member, $"{pointer}/{member.Name}", faults);
            else if (member.IsRequired)
                faults.Add(new($"{pointer}/{member.Name}", "Required: " + member.Expected));
        }
    }

    private static void CheckValue(object value, Member member, string at, List<Fault> faults)
    {
        switch (value)
        {
            case string text:
                CheckText(text, member, member.MaxLength, at, faults);
                break;
            case ICollection items when member.MaxLength is { } most && items.Count > most:
                faults.Add(new(at, $"Give at most {most} items."));
                break;
            case IReadOnlyList<object?> items:
                for (var i = 0; i < items.Count; i++)
                    CheckItem(items[i], member, $"{at}/{i}", faults);
                break;
            case ICollection:
                // Ids and the like: whatever could be read as one fits.
                break;
            case int or double when member.Range is { } range && !Holds(range, Number(value)):
                faults.Add(new(at, "Give " + member.Expected));
                break;
            case Guid id when id == Guid.Empty:
                faults.Add(new(at, $"Give {member.Expected.TrimEnd('.')}; this one is all zeros."));
                break;
            case not ValueType:
                Check(value, at, faults);
                break;
        }
    }

    private static void CheckItem(object? item, Member member, string at, List<Fault> faults)
    {
        if (item is null)
            faults.Add(new(at, "Leave the item out; null says nothing."));
        else if (item is string text)
            CheckText(text, member, member.ItemMaxLength, at, faults);
        else
            Check(item, at, faults);
    }

    private static void CheckText(string text, Member member, int? most, string at, List<Fault> faults)
    {
        if (member.List is { } list)
        {
            if (!list.Contains(text))
                faults.Add(new(at, "Give " + member.Expected));
        }
        else if (most is { } length && IsLonger(text, length))
            faults.Add(new(at, $"Give at most {most} characters."));
        else if (member.IsRequired && string.IsNullOrWhiteSpace(text))
            faults.Add(new(at, "Required: " + member.Expected));
        else if (!IsWritable(text))
            faults.Add(new(at, "Leave out control characters (line breaks and tabs are fine), halves of characters and noncharacters."));
    }

    /// <summary>
    /// Whether <paramref name="text"/> has more than <paramref name="most"/> characters, counted as JSON Schema does: a character beyond
    /// the first 65,536 is one, though it takes two places in memory.
    /// </summary>
    public static bool IsLonger(string text, int most)
    {
        if (text.Length <= most)
            return false;
        if (text.Length > 2L * most)
            return true;
        var characters = 0;
        foreach (var _ in text.EnumerateRunes())
            characters++;
        return characters > most;
    }

    /// <summary>
    /// Whether every character is whole, assigned to writing, and no control character but tab and line breaks. Most texts are plain
    /// and pass at the first look.
    /// </summary>
    private static bool IsWritable(ReadOnlySpan<char> text)
    {
        var from = text.IndexOfAnyExceptInRange(' ', '~');
        if (from < 0)
            return true;

        for (var rest = text[from..]; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done || !IsWritable(rune))
                return false;
            rest = rest[length..];
        }

        return true;
    }

    private static bool IsWritable(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => true,
        < ' ' or 0x7F => false,
        >= 0xFDD0 and <= 0xFDEF => false,
        var value => (value & 0xFFFE) != 0xFFFE,
    };

    // Written so that NaN, which compares with nothing, isn't held.
    private static bool Holds(RangeAttribute range, double number) =>
        number >= Number(range.Minimum) && number <= Number(range.Maximum);

    private static double Number(object value) => value is int whole ? whole : (double)value;

    private static Member[] MembersOf(Type type) => [.. type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => new Member(
            NameOf(property),
            property.GetValue,
            Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType,
            property.IsDefined(typeof(RequiredAttribute)),
            property.GetCustomAttribute<MaxLengthAttribute>()?.Length,
            property.GetCustomAttribute<ItemMaxLengthAttribute>()?.Length,
            property.GetCustomAttribute<RangeAttribute>(),
            property.GetCustomAttribute<FromListAttribute>() is { Name: var name } ? ListNamed(name) : null))];

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static CodeList ListNamed(string name) =>
        CodeLists.CodeLists.Find(name)
        ?? throw new InvalidOperationException($"A member is declared to come from '{name}', which is no code list.");

    private sealed record Member(
        string Name, Func<object, object?> Of, Type Type, bool IsRequired, int? MaxLength, int? ItemMaxLength,
        RangeAttribute? Range, CodeList? List)
    {
        /// <summary>What would be right, in one sentence.</summary>
        public string Expected { get; } =
            List is not null ? $"one of the codes in {List.Address}."
            : Range is not null ? $"a number from {Range.Minimum} to {Range.Maximum}."
            : Type == typeof(Guid) ? Name == "clientId" ? "a UUID that the filing device made." : "the id that is meant, a UUID."
            : Type == typeof(DateTimeOffset) ? "an instant with its offset, for example 2026-03-18T04:45:00+01:00."
            : Type == typeof(bool) ? "true or false."
            : Type == typeof(string) ? $"a text of at most {MaxLength} characters."
            : $"an object with {string.Join(", ", Type.GetProperties().Select(NameOf))}.";
    }
}
