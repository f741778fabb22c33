using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CaseReferral.Domain.Incidents;

/// <summary>
/// RFC 3339 instants with a mandatory offset: without one nobody knows which 04:45 a device meant. The offset given is kept; zero is
/// written <c>Z</c>, and fraction digits only as far as they say something.
/// </summary>
public sealed partial class OffsetInstantConverter : JsonConverter<DateTimeOffset>
{
    private const string Expected =
        "Give an instant with its offset, for example 2026-03-18T04:45:00+01:00 or 2026-03-18T03:45:00Z (RFC 3339).";

    /// <inheritdoc/>
    /// <exception cref="JsonException">No string, no RFC 3339 date-time, no offset, or no such day, time or offset.</exception>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var instant)
            ? instant
            : throw new JsonException(Expected);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>As it is written on the wire.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        + (instant.Offset == TimeSpan.Zero ? "Z" : instant.ToString("zzz", CultureInfo.InvariantCulture));

    /// <summary>Reads an RFC 3339 date-time; digits of a second beyond the sixth, which the store wouldn't keep, are dropped.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var parts = DateTimeWithOffset().Match(text);
        if (!parts.Success)
            return false;

        var fraction = parts.Groups["fraction"].Value.PadRight(6, '0')[..6];
        return DateTimeOffset.TryParseExact(
            $"{parts.Groups["second"]}.{fraction}{parts.Groups["offset"]}".ToUpperInvariant(),
            "yyyy-MM-dd'T'HH:mm:ss.ffffffK",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    [GeneratedRegex(
        @"^(?<second>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]+))?(?<offset>Z|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateTimeWithOffset();
}
