namespace CaseReferral.Domain.Objects;

/// <summary>The published check-digit rules of numbers that officers read off containers, ships and account papers.</summary>
internal static class CheckDigits
{
    /// <summary>
    /// ISO 6346: four letters, six digits, a check digit. Letters count 10 to 38 without the multiples of 11, each character is weighed
    /// by a power of two, and a remainder of 10 is written as 0.
    /// </summary>
    public static bool Container(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var position = 0; position < 10; position++)
            sum += (char.IsAsciiLetter(number[position]) ? LetterValue(number[position]) : number[position] - '0') << position;

        return sum % 11 % 10 == number[10] - '0';
    }

    /// <summary>IMO ship number: six digits weighed 7 to 2; the last digit of their sum is the seventh.</summary>
    public static bool Imo(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var position = 0; position < 6; position++)
            sum += (number[position] - '0') * (7 - position);

        return sum % 10 == number[6] - '0';
    }

    /// <summary>IBAN (ISO 13616): the first four characters moved to the end and letters read as 10 to 35, modulo 97 is 1.</summary>
    public static bool Iban(ReadOnlySpan<char> number)
    {
        var remainder = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var character = number[(i + 4) % number.Length];
            remainder = char.IsAsciiDigit(character)
                ? (remainder * 10 + character - '0') % 97
                : (remainder * 100 + character - 'A' + 10) % 97;
        }

        return remainder == 1;
    }

    // A is 10, B is 12: one more for each of 11, 22 and 33 that was passed.
    private static int LetterValue(char letter) => 10 + (letter - 'A') + (letter - 'A' + 9) / 10;
}
