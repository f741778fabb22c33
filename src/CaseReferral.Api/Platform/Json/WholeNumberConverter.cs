using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseReferral.Api.Platform.Json;

/// <summary>
/// Reads whole numbers however JSON spells them: <c>9.0</c> and <c>9e0</c> are the integer 9 to JSON Schema, and what some clients' numbers
/// are written as.
/// </summary>
public sealed class WholeNumberConverter : JsonConverter<int>
{
    /// <inheritdoc />
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt32(out var plain))
                return plain;
            // A double is exact far beyond an int.
            if (reader.TryGetDouble(out var number) && double.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue)
                return (int)number;
        }

        throw new JsonException("A whole number is needed here, without quotes.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
