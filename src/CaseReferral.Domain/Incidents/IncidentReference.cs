using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// What people quote on the phone: <c>ME-26-7K3F9Q-D</c>. Jurisdiction, year of receipt, six Crockford base-32 characters and the
/// check character of ISO/IEC 7064 MOD 37,36 over all of it. It says nothing about persons and nothing about how many cases there are.
/// </summary>
public static class IncidentReference
{
    /// <summary>How many references a jurisdiction has in one year; the random part is drawn from 0 up to below this.</summary>
    public const int Capacity = 1 << (5 * RandomLength);

    private const int RandomLength = 6;
    private const int RandomStart = 4;
    private const int Length = RandomStart + RandomLength + 1;
    internal const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    // Letters that Crockford leaves out still occur in jurisdictions and as check characters.
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly SearchValues<char> CrockfordValues = SearchValues.Create(Crockford);

    /// <summary>Writes a reference.</summary>
    /// <param name="jurisdiction">Two letters, upper case.</param>
    /// <param name="year">The year of receipt in UTC; its last two digits are written.</param>
    /// <param name="random">
    /// From a cryptographic source, 0 up to below <see cref="Capacity"/>. The store's unique key decides whether it is free.
    /// </param>
    public static string Compose(string jurisdiction, int year, int random)
    {
        if (jurisdiction is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
            throw new ArgumentException("A jurisdiction is two upper-case letters.", nameof(jurisdiction));
        ArgumentOutOfRangeException.ThrowIfNegative(random);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(random, Capacity);

        Span<char> compact = stackalloc char[Length];
        jurisdiction.CopyTo(compact);
        compact[2] = (char)('0' + year / 10 % 10);
        compact[3] = (char)('0' + year % 10);
        for (var i = RandomLength - 1; i >= 0; i--, random >>= 5)
            compact[RandomStart + i] = Crockford[random & 31];
        compact[^1] = CheckCharacter(compact[..^1]);
        return Hyphenate(compact);
    }

    /// <summary>
    /// Reads what somebody typed: any case, hyphens or spaces anywhere or nowhere, and among the six random characters I or L for 1 and
    /// O for 0. False when the shape or the check character is wrong; every single wrong character is noticed, and all but a few in
    /// a thousand swaps of neighbours.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="canonical">The reference as it is written everywhere.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        Span<char> compact = stackalloc char[Length];
        var length = 0;
        foreach (var character in text ?? "")
        {
            if (character is '-' or ' ')
                continue;
            if (length == Length || !char.IsAsciiLetterOrDigit(character))
                return false;
            compact[length] = Read(char.ToUpperInvariant(character), length);
            length++;
        }

        if (length < Length || !HasShape(compact) || compact[^1] != CheckCharacter(compact[..^1]))
            return false;

        canonical = Hyphenate(compact);
        return true;
    }

    private static char Read(char character, int position) =>
        position is < RandomStart or >= RandomStart + RandomLength
            ? character
            : character switch { 'I' or 'L' => '1', 'O' => '0', _ => character };

    private static bool HasShape(ReadOnlySpan<char> compact) =>
        char.IsAsciiLetter(compact[0]) && char.IsAsciiLetter(compact[1])
        && char.IsAsciiDigit(compact[2]) && char.IsAsciiDigit(compact[3])
        && !compact.Slice(RandomStart, RandomLength).ContainsAnyExcept(CrockfordValues);

    private static string Hyphenate(ReadOnlySpan<char> compact) => $"{compact[..2]}-{compact[2..4]}-{compact[4..10]}-{compact[10..]}";

    // ISO/IEC 7064, hybrid system MOD 37,36.
    private static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var product = 36;
        foreach (var character in text)
        {
            var sum = (product + Alphabet.IndexOf(character, StringComparison.Ordinal)) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }

        return Alphabet[(37 - product) % 36];
    }
}
