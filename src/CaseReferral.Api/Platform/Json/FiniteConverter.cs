using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseReferral.Api.Platform.Json;

/// <summary>Refuses numbers that a double can't hold: <c>1e999</c> would be read as infinity, which no answer could carry.</summary>
public sealed class FiniteConverter : JsonConverter<double>
{
    /// <inheritdoc />
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new JsonException("A number is needed here, without quotes and no larger than 1.7e308.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
