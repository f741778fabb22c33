using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CaseReferral.Api.Platform.Problems;

namespace CaseReferral.Api.Platform.Json;

/// <summary>
/// Reads JSON of any shape under the rules that bound bodies keep: no member twice and only texts that can be held, so that whoever
/// reads the element later can't be surprised.
/// </summary>
public sealed class AnyJsonConverter : JsonConverter<JsonElement>
{
    /// <inheritdoc />
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AnyJson.Read(ref reader);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}

/// <summary>Reads an object of any shape, a merge patch, under the same rules.</summary>
public sealed class AnyObjectConverter : JsonConverter<JsonObject>
{
    /// <inheritdoc />
    public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonObject.Create(reader.TokenType == JsonTokenType.StartObject ? AnyJson.Read(ref reader)
            : throw new JsonException("A JSON object is needed here."))!;

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => value.WriteTo(writer, options);
}

internal static class AnyJson
{
    public static JsonElement Read(ref Utf8JsonReader reader)
    {
        var element = JsonElement.ParseValue(ref reader);
        Check(element, "$");
        return element;
    }

    private static void Check(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                HashSet<string> names = new(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    var name = Text(() => member.Name, path);
                    if (!names.Add(name))
                        throw new JsonException(BadRequests.GivenTwice, Below(path, name), null, null);
                    Check(member.Value, Below(path, name));
                }

                break;
            case JsonValueKind.Array:
                var at = 0;
                foreach (var item in element.EnumerateArray())
                    Check(item, $"{path}[{at++}]");
                break;
            case JsonValueKind.String:
                _ = Text(() => element.GetString()!, path);
                break;
            default:
                break;
        }
    }

    private static string Below(string path, string name) => $"{path}['{name}']";

    private static string Text(Func<string> read, string path)
    {
        try
        {
            var text = read();
            if (!text.Contains('\0', StringComparison.Ordinal))
                return text;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for half a surrogate pair, and for bytes that are no UTF-8.
        }

        throw new JsonException(TextConverter.Refusal, path, null, null);
    }
}
