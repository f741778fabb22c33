using System.Diagnostics.CodeAnalysis;
using CaseReferral.Domain.Incidents;

namespace CaseReferral.Domain.Seats;

/// <summary>
/// What somebody without a seat reads to their coordinator, so that nobody types a GUID: eight Crockford base-32 characters in two
/// groups, <c>7K3F-9QDM</c>. It says nothing about anybody, and one in 10^12 is right.
/// </summary>
public static class SignInCode
{
    /// <summary>How many random bytes a code is made of.</summary>
    public const int Bytes = 5;

    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int Length = 8;

    /// <summary>Writes a code.</summary>
    /// <param name="random"><see cref="Bytes"/> bytes from a cryptographic source.</param>
    public static string Compose(ReadOnlySpan<byte> random)
    {
        if (random.Length != Bytes)
            throw new ArgumentException($"A code is made of {Bytes} bytes.", nameof(random));
        var bits = 0UL;
        foreach (var part in random)
            bits = bits << 8 | part;

        Span<char> code = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--, bits >>= 5)
            code[i] = IncidentReference.Crockford[(int)(bits & 31)];
        return $"{code[..4]}-{code[4..]}";
    }

    /// <summary>
    /// Reads what somebody heard and typed: any case, hyphens and spaces anywhere, I or L for 1 and O for 0. False when it is no code.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="code">The code as it is written everywhere.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? code)
    {
        var typed = (text ?? "").ToUpperInvariant().Replace('I', '1').Replace('L', '1').Replace('O', '0');
        var kept = new string([.. typed.Where(character => character is not ('-' or ' ')).Take(Length + 1)]);
        var isCode = kept.Length == Length
            && kept.All(character => IncidentReference.Crockford.Contains(character, StringComparison.Ordinal));
        code = isCode ? $"{kept[..4]}-{kept[4..]}" : null;
        return isCode;
    }
}
