using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseReferral.Api.Platform.Json;

/// <summary>
/// Reads text that every store and client can hold: no NUL, which cuts texts short in some of them, and no half surrogate pair, which
/// is no character at all (the reader itself refuses those).
/// </summary>
public sealed class TextConverter : JsonConverter<string>
{
    /// <summary>What is said about a text that can't be held.</summary>
    public const string Refusal = "The text holds U+0000, half a surrogate pair or bytes that are no UTF-8: send characters only.";

    /// <inheritdoc />
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A text is needed here.");
        try
        {
            var text = reader.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException(Refusal) : text;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for half a surrogate pair, and for bytes that are no UTF-8.
            throw new JsonException(Refusal);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <inheritdoc />
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}
