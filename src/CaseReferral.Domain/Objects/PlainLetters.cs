using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CaseReferral.Domain.Objects;

/// <summary>
/// Upper-case Latin letters and digits, whatever keyboard or script a number was typed in: separators go, full-width forms become
/// plain, accents of the region go, and Cyrillic and Greek letters become the Latin ones they are printed like on plates.
/// </summary>
/// <remarks>
/// <c>string.Normalize</c> returns its input where globalization is invariant, as it is here, so the compatibility forms that occur in
/// numbers (NFKC: full-width letters and digits) are folded by hand.
/// </remarks>
internal static class PlainLetters
{
    private const char FullWidthFirst = '\uFF01', FullWidthLast = '\uFF5E';

    private static readonly FrozenDictionary<char, char> LookAlikes = Pair(
        cyrillic: "АВЕКМНОРСТУХЈЅІ", "ABEKMHOPCTYXJSI",
        greek: "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX",
        accented: "ČĆÇŠȘŞŽĐËÉÖŐÜŰÄĂÂÁÍÎȚŢ", "CCCSSSZDEEOOUUAAAAIITT");

    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var raw in text)
        {
            var narrow = raw is >= FullWidthFirst and <= FullWidthLast ? (char)(raw - FullWidthFirst + '!') : raw;
            var upper = char.ToUpperInvariant(narrow);
            if (LookAlikes.TryGetValue(upper, out var latin))
                plain.Append(latin);
            else if (CharUnicodeInfo.GetDecimalDigitValue(upper) is >= 0 and var digit)
                plain.Append((char)('0' + digit));
            else if (char.IsLetter(upper))
                plain.Append(upper);
        }

        return plain.ToString();
    }

    private static FrozenDictionary<char, char> Pair(
        string cyrillic, string asCyrillic, string greek, string asGreek, string accented, string asAccented) =>
        (cyrillic + greek + accented).Zip(asCyrillic + asGreek + asAccented).ToFrozenDictionary(pair => pair.First, pair => pair.Second);
}
