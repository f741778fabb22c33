using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Xml;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.SopPacks;

/// <summary>
/// A pack as JSON, in one spelling: camelCase members, codes as the lists spell them, ISO 8601 durations (<c>PT15M</c>), dates and
/// local times (<c>22:00:00</c>). A misspelt condition would silently widen a rule, so nothing unknown is let through.
/// </summary>
public static class SopPackJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullableMembersBeAbsent } },
        Converters =
        {
            new CodeConverter<ChannelKind>(),
            new CodeConverter<CrimeHypothesis>(),
            new CodeConverter<HandlingCode>(),
            new CodeConverter<LegKind>(),
            new CodeConverter<Mandate>(refused: Mandate.None),
            new CodeConverter<Mode>(),
            new CodeConverter<Priority>(),
            new CodeConverter<SiteFunction>(),
            new CodeConverter<UnitType>(),
            new DurationConverter(),
        },
    };

    /// <summary>Reads a pack. What it says is not judged here: <see cref="PackChecks"/> does that.</summary>
    /// <exception cref="JsonException">
    /// The text is no pack: malformed, a member unknown, missing, twice or null, a code outside its list, a duration in months.
    /// </exception>
    public static SopPack Parse(string json)
    {
        using (var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false }))
            RefuseNullItems(document.RootElement);

        var pack = JsonSerializer.Deserialize<SopPack>(json, Options) ?? throw new JsonException("A pack is an object, not null.");
        return pack.Clocks.Values.Any(intervals => intervals is null) ? throw new JsonException("A priority's clocks are null.") : pack;
    }

    /// <summary>Writes a pack so that <see cref="Parse"/> reads the same one; absent members are left out.</summary>
    public static string Write(SopPack pack) => JsonSerializer.Serialize(pack, Options);

    private static void LetNullableMembersBeAbsent(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => member.IsSetNullable))
            member.IsRequired = false;
    }

    // The serializer respects nullable annotations of members, but not of list items.
    private static void RefuseNullItems(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
                RefuseNullItems(member.Value);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Null)
                    throw new JsonException("A list holds null where it needs a value.");
                RefuseNullItems(item);
            }
        }
    }

    private sealed class CodeConverter<TEnum>(TEnum? refused = null) : JsonConverter<TEnum> where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw Unknown();

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Code());

        public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Code());

        private TEnum Parse(string? code) =>
            Codes<TEnum>.TryParse(code, out var member) && !member.Equals(refused) ? member : throw Unknown();

        private JsonException Unknown()
        {
            var known = Codes<TEnum>.All.Where(code => code != refused?.Code());
            return new JsonException($"Not a code of this list; it has {string.Join(", ", known)}.");
        }
    }

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            try
            {
                // A month is no length: XmlConvert would make it thirty days.
                if (!text.Split('T')[0].AsSpan().ContainsAny('Y', 'M'))
                    return XmlConvert.ToTimeSpan(text);
            }
            catch (Exception malformed) when (malformed is FormatException or OverflowException)
            {
                // Said below, in one way for everything that is no duration.
            }

            throw new JsonException("Not an ISO 8601 duration in days, hours, minutes and seconds, such as PT15M or P1D.");
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }
}
