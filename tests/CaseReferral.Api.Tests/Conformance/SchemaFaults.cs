using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CaseReferral.Api.Tests.Conformance;

/// <summary>
/// Where a value isn't what a schema says (JSON Schema 2020-12, formats asserted). It knows the keywords that the document uses and
/// refuses every other one, so that none is passed over in silence.
/// </summary>
public sealed class SchemaFaults(ContractDocument document)
{
    private static readonly HashSet<string> Telling =
        ["description", "title", "example", "examples", "default", "deprecated", "readOnly", "writeOnly"];

    /// <summary>Each fault with the JSON Pointer to what is wrong.</summary>
    public IEnumerable<string> Of(JsonNode? value, JsonNode schema, string at = "")
    {
        foreach (var (keyword, rule) in (JsonObject)schema)
        {
            if (Telling.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal))
                continue;
            foreach (var fault in Of(value, keyword, rule!, (JsonObject)schema, at))
                yield return fault;
        }
    }

    private IEnumerable<string> Of(JsonNode? value, string keyword, JsonNode rule, JsonObject schema, string at) => keyword switch
    {
        "$ref" => Of(value, document.Resolve(schema), at),
        "type" => Unless(Types(rule).Any(type => Is(value, type)), at, $"is {Kind(value)}, not {string.Join(" or ", Types(rule))}"),
        "enum" => Unless(((JsonArray)rule).Any(known => JsonNode.DeepEquals(known, value)), at, "isn't one of the values listed"),
        "const" => Unless(JsonNode.DeepEquals(rule, value), at, "isn't the only value there is"),
        "allOf" => ((JsonArray)rule).SelectMany(part => Of(value, part!, at)),
        "anyOf" => Unless(((JsonArray)rule).Any(part => !Of(value, part!, at).Any()), at, "is none of the possible"),
        "oneOf" => OneOf(value, (JsonArray)rule, at),
        "properties" => value is JsonObject members
            ? ((JsonObject)rule).Where(member => members.ContainsKey(member.Key))
                .SelectMany(member => Of(members[member.Key], member.Value!, $"{at}/{member.Key}"))
            : [],
        "required" => value is JsonObject members
            ? ((JsonArray)rule).Select(name => (string)name!).Where(name => !members.ContainsKey(name))
                .Select(name => $"{at}/{name} is missing")
            : [],
        "additionalProperties" => Others(value, rule, schema, at),
        "maxProperties" => Unless(value is not JsonObject all || all.Count <= (int)rule, at, "has too many members"),
        "items" when schema["x-answered-one-by-one"] is not null => [],
        "items" => value is JsonArray items ? items.SelectMany((item, index) => Of(item, rule, $"{at}/{index}")) : [],
        "minItems" => Unless(value is not JsonArray items || items.Count >= (int)rule, at, "has too few items"),
        "maxItems" => Unless(value is not JsonArray items || items.Count <= (int)rule, at, "has too many items"),
        "uniqueItems" =>
            Unless(value is not JsonArray items || !(bool)rule || items.DistinctBy(item => item?.ToJsonString()).Count() == items.Count, at,
                "has an item twice"),
        "minLength" => Unless(Text(value) is not { } text || Length(text) >= (int)rule, at, "is too short"),
        "maxLength" => Unless(Text(value) is not { } text || Length(text) <= (int)rule, at, "is too long"),
        "pattern" => Unless(
            Text(value) is not { } text || Regex.IsMatch(text, (string)rule!, RegexOptions.ECMAScript), at, "doesn't fit the pattern"),
        "format" => Unless(HasFormat(value, (string)rule!), at, $"is no {rule}"),
        "minimum" => Unless(Number(value) is not { } number || number >= Number(rule), at, "is too small"),
        "maximum" => Unless(Number(value) is not { } number || number <= Number(rule), at, "is too large"),
        _ => throw new NotSupportedException($"The document uses {keyword}, which nothing here checks."),
    };

    private IEnumerable<string> OneOf(JsonNode? value, JsonArray choices, string at)
    {
        var faults = choices.Select(part => Of(value, part!, at).ToList()).ToList();
        return faults.Count(found => found.Count == 0) switch
        {
            1 => [],
            // The deepest of what went wrong says most: of null or an object, the object's.
            0 => faults.MaxBy(found => found.Max(fault => fault.Length))!,
            _ => [$"{Here(at)} is more than one of the possible"],
        };
    }

    private IEnumerable<string> Others(JsonNode? value, JsonNode rule, JsonObject schema, string at)
    {
        var others = (value as JsonObject ?? []).Where(member => schema["properties"]?[member.Key] is null);
        return rule.GetValueKind() switch
        {
            JsonValueKind.True => [],
            JsonValueKind.False => others.Select(member => $"{at}/{member.Key} isn't known"),
            _ => others.SelectMany(member => Of(member.Value, rule, $"{at}/{member.Key}")),
        };
    }

    private static string[] Unless(bool fine, string at, string fault) => fine ? [] : [$"{Here(at)} {fault}"];

    private static string Here(string at) => at.Length == 0 ? "the whole" : at;

    private static IEnumerable<string> Types(JsonNode rule) =>
        rule is JsonArray several ? several.Select(type => (string)type!) : [(string)rule!];

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "integer" => Number(value) is { } number && decimal.IsInteger(number),
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        _ => Kind(value) == type,
    };

    private static string Kind(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.Null => "null",
            _ => "boolean",
        },
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // JSON Schema counts characters, not UTF-16 units.
    private static int Length(string text) => text.EnumerateRunes().Count();

    private static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool HasFormat(JsonNode? value, string format) => (format, Text(value)) switch
    {
        ("int32", _) => Number(value) is not { } number || (number >= int.MinValue && number <= int.MaxValue),
        ("int64", _) => Number(value) is not { } number || (number >= long.MinValue && number <= long.MaxValue),
        ("double", _) => true,
        (_, null) => true,
        ("uuid", { } text) => Guid.TryParseExact(text, "D", out _),
        ("date", { } text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ("date-time", { } text) => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ("uri-reference", { } text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        _ => throw new NotSupportedException($"The document uses the format {format}, which nothing here checks."),
    };
}
