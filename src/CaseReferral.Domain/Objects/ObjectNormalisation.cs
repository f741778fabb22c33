using System.Text.RegularExpressions;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Objects;

/// <summary>
/// Reads the numbers of objects: brings each into the one spelling that two filings of it share, and doubts what fails its published
/// check. A doubt never blocks, and a doubtful number is still matched as it was read.
/// </summary>
public static partial class ObjectNormalisation
{
    /// <summary>Reads one object.</summary>
    /// <param name="o">The object as filed; one without a kind or a value is not read.</param>
    /// <param name="jurisdiction">Whose dialling rules a phone number without a prefix follows.</param>
    /// <param name="phones">Reads phone numbers.</param>
    /// <param name="pointer">JSON Pointer to the object; warnings point to its <c>value</c>.</param>
    public static ObjectReading Read(FiledObject o, string jurisdiction, PhoneReader phones, string pointer)
    {
        if (string.IsNullOrWhiteSpace(o.Value) || !Codes<ObjectKind>.TryParse(o.Kind, out var kind))
            return new(null, []);

        var plain = PlainLetters.Of(o.Value);
        var (scheme, value, doubt) = kind switch
        {
            ObjectKind.Vehicle or ObjectKind.Trailer => new Reading(Issued("plate", o.Issuer), plain),
            ObjectKind.Container => Container(plain),
            ObjectKind.Vessel => Vessel(plain),
            ObjectKind.Flight => Flight(plain),
            ObjectKind.TravelDocument => new(Issued("travel_document", o.Issuer), plain),
            ObjectKind.Phone => Phone(phones(o.Value, jurisdiction)),
            ObjectKind.Account => Account(plain),
            _ => Other(plain),
        };

        return new(
            string.IsNullOrEmpty(value) ? null : new NormalisedObject(scheme, value),
            doubt is var (code, message) ? [new Warning(code, pointer + "/value", message)] : []);
    }

    private static Reading Container(string plain)
    {
        var reading = new Reading("container", plain);
        if (!ContainerNumber().IsMatch(plain))
            return reading.Doubt("container_number_odd",
                "A container number has three letters of its owner, U, J or Z, six digits and a check digit (ISO 6346). Kept as read.");

        return CheckDigits.Container(plain)
            ? reading
            : reading.Doubt(CheckDigitWrong,
                "The check digit doesn't fit the container number (ISO 6346). Kept as read: please look again.");
    }

    // A number is an IMO number or an MMSI; anything else is the ship's name, which nothing can check.
    private static Reading Vessel(string plain)
    {
        var number = VesselNumber().Match(plain);
        if (!number.Success)
            return new("vessel_name", plain);

        var digits = number.Groups["digits"].Value;
        return (digits.Length, number.Groups["imo"].Success) switch
        {
            (7, _) when CheckDigits.Imo(digits) => new("imo", digits),
            (7, _) => new Reading("imo", digits)
                .Doubt(CheckDigitWrong, "The check digit doesn't fit the IMO ship number. Kept as read: please look again."),
            (9, false) => new("mmsi", digits),
            _ => new Reading("imo", digits)
                .Doubt("vessel_number_odd", "An IMO ship number has seven digits, an MMSI nine. Kept as read."),
        };
    }

    private static Reading Flight(string plain)
    {
        var flight = FlightNumber().Match(plain);
        if (!flight.Success)
            return new Reading("flight", plain).Doubt("flight_number_odd",
                "A flight number has an airline designator of two (IATA) or three (ICAO) characters, one to four digits and at most one "
                + "letter. Kept as read.");

        // JU0123 and JU123 are one flight.
        var number = flight.Groups["number"].Value.TrimStart('0').PadLeft(1, '0');
        return new("flight", flight.Groups["airline"].Value + number + flight.Groups["suffix"].Value);
    }

    private static Reading Phone(string? e164) =>
        e164 is not null
            ? new("phone", e164)
            : new Reading("phone", null).Doubt("phone_not_readable",
                "This can't be read as one phone number, so it is matched with no other. With + and the code of its network it can. "
                + "Kept as written.");

    private static Reading Account(string plain)
    {
        if (!IbanShape().IsMatch(plain))
            return new("account", plain);

        var reading = new Reading("iban", plain);
        return CheckDigits.Iban(plain)
            ? reading
            : reading.Doubt(CheckDigitWrong, "The check digits don't fit the IBAN. Kept as read: please look again.");
    }

    // An air waybill or a seal is worth matching; "3 knives" is not.
    private static Reading Other(string plain) => new("other", plain.Count(char.IsAsciiDigit) >= 6 ? plain : null);

    // The same plate or document number exists in several jurisdictions, so a known issuer is part of what is matched.
    private static string Issued(string scheme, string? issuer) =>
        string.IsNullOrWhiteSpace(issuer) ? scheme : scheme + ":" + PlainLetters.Of(issuer);

    private const string CheckDigitWrong = "check_digit_wrong";

    [GeneratedRegex(@"^[A-Z]{3}[UJZ][0-9]{7}\z")]
    private static partial Regex ContainerNumber();

    [GeneratedRegex(@"^(?<imo>IMO(NO|NR|NUMBER)?)?(?<digits>[0-9]+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex VesselNumber();

    [GeneratedRegex(
        @"^(?<airline>[A-Z]{3}|[A-Z][A-Z0-9]|[0-9][A-Z])(?<number>[0-9]{1,4})(?<suffix>[A-Z]?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex FlightNumber();

    [GeneratedRegex(@"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\z")]
    private static partial Regex IbanShape();

    private sealed record Reading(string Scheme, string? Value, (string Code, string Message)? Warning = null)
    {
        public Reading Doubt(string code, string message) => this with { Warning = (code, message) };
    }
}
