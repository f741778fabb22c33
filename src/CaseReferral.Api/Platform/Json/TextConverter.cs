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
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

/// <summary>
/// Reads JSON of any shape (a merge patch) under the rules that bound bodies keep: no member twice and only texts that can be held, so
/// that whoever reads the element later can't be surprised.
/// </summary>
public sealed class AnyJsonConverter : JsonConverter<JsonElement>
{
    private static readonly JsonSerializerOptions Plain = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <inheritdoc />
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonSerializer.Deserialize<JsonElement>(ref reader, Plain);
        Check(element);
        return element;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);

    private static void Check(JsonElement element)
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        CheckText(member.Name);
                        Check(member.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                        Check(item);
                    break;
                case JsonValueKind.String:
                    CheckText(element.GetString()!);
                    break;
                default:
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            throw new JsonException(TextConverter.Refusal);
        }
    }

    private static void CheckText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new JsonException(TextConverter.Refusal);
    }
}
