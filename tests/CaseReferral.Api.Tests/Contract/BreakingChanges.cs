using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>
/// What a client that was made from the earlier document would trip over. What it sends may be refused less, what it reads may tell
/// more; never the other way round. Known values of an open list (<c>x-extensible-enum</c>) may come and go.
/// </summary>
public sealed class BreakingChanges
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    private readonly JsonNode earlier;
    private readonly JsonNode later;
    private readonly List<string> found = [];
    private readonly HashSet<(string Earlier, string Later, bool Asked)> compared = [];

    private BreakingChanges(JsonNode earlier, JsonNode later) => (this.earlier, this.later) = (earlier, later);

    /// <summary>Each breaking change in a sentence that names the operation; empty when there is none.</summary>
    public static IReadOnlyList<string> Between(JsonNode earlier, JsonNode later)
    {
        var changes = new BreakingChanges(earlier, later);
        foreach (var (path, operations) in earlier["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(member => Methods.Contains(member.Key)))
            {
                var where = $"{method.ToUpperInvariant()} {path}";
                if (later["paths"]![path]?[method] is { } now)
                    changes.Operation(where, operation!, now);
                else
                    changes.found.Add($"{where} is gone.");
            }
        }

        return changes.found;
    }

    private void Operation(string where, JsonNode was, JsonNode now)
    {
        if (Text(was, "operationId") != Text(now, "operationId"))
            found.Add($"{where} is called {Text(now, "operationId")}: generated methods are named after {Text(was, "operationId")}.");
        if (was["security"] is JsonArray { Count: 0 } && now["security"] is not JsonArray { Count: 0 })
            found.Add($"{where} asks for a token.");
        Callers(where, was, now);

        Parameters(where, was["parameters"]?.AsArray() ?? [], now["parameters"]?.AsArray() ?? []);
        Body(where, was["requestBody"], now["requestBody"]);
        foreach (var (status, answer) in was["responses"]!.AsObject().Where(answer => answer.Key[0] is '2' or '3'))
        {
            if (now["responses"]![status] is { } still)
                Answer($"{where} {status}", answer!, still);
            else
                found.Add($"{where} no longer answers {status}.");
        }

        // A refusal may go, and others may come: default tells their shape. What stays must keep it.
        foreach (var (status, refusal) in was["responses"]!.AsObject().Where(answer => answer.Key[0] is '4'))
        {
            if (now["responses"]![status] is { } still)
                Answer($"{where} {status}", refusal!, still);
        }
    }

    // Whoever could call it still can, with the token they have.
    private void Callers(string where, JsonNode was, JsonNode now)
    {
        if (was["x-seats"] is JsonArray { Count: 0 } && now["x-seats"] is JsonArray { Count: > 0 })
            found.Add($"{where} asks for a seat.");
        if (now["x-seats"] is not JsonArray { Count: > 0 } callers)
            return;
        foreach (var seat in was["x-seats"] as JsonArray ?? [])
        {
            if (callers.SingleOrDefault(known => Text(known!, "seat") == Text(seat!, "seat")) is not { } still)
                found.Add($"{where} is no longer for {Text(seat!, "seat")}.");
            else
                found.AddRange(Values((JsonArray)still["appRoles"]!).Except(Values((JsonArray)seat!["appRoles"]!))
                    .Select(role => $"{where} asks {Text(seat!, "seat")} for {role}."));
        }
    }

    private void Parameters(string where, JsonArray was, JsonArray now)
    {
        foreach (var parameter in now.OfType<JsonObject>())
        {
            if (Same(was, parameter) is not { } before)
            {
                if (Flag(parameter, "required"))
                    found.Add($"{where} asks for {Text(parameter, "name")}.");
                continue;
            }

            if (Flag(parameter, "required") && !Flag(before, "required"))
                found.Add($"{where} can't do without {Text(parameter, "name")}.");
            Schema($"{where} {Text(parameter, "name")}", before["schema"]!, parameter["schema"]!, asked: true);
        }

        foreach (var parameter in was.OfType<JsonObject>().Where(parameter => Same(now, parameter) is null))
            found.Add($"{where} no longer takes {Text(parameter, "name")}.");
    }

    private static JsonObject? Same(JsonArray parameters, JsonObject parameter) => parameters.OfType<JsonObject>()
        .SingleOrDefault(other => Text(other, "name") == Text(parameter, "name") && Text(other, "in") == Text(parameter, "in"));

    private void Body(string where, JsonNode? was, JsonNode? now)
    {
        if (was is null)
        {
            if (now is not null && Flag(now, "required"))
                found.Add($"{where} asks for a body.");
            return;
        }

        if (now is null)
        {
            found.Add($"{where} no longer takes a body.");
            return;
        }

        if (Flag(now, "required") && !Flag(was, "required"))
            found.Add($"{where} can't do without a body.");
        Content(where, was["content"]!, now["content"]!, asked: true);
    }

    private void Answer(string where, JsonNode was, JsonNode now)
    {
        foreach (var (header, told) in was["headers"]?.AsObject() ?? [])
        {
            if (now["headers"]?[header] is not { } still)
                found.Add($"{where} no longer carries {header}.");
            else if (Flag(Named(earlier, told!), "required") && !Flag(Named(later, still), "required"))
                found.Add($"{where} may be without {header}.");
        }

        if (was["content"] is { } content)
            Content(where, content, now["content"] ?? new JsonObject(), asked: false);
    }

    private void Content(string where, JsonNode was, JsonNode now, bool asked)
    {
        foreach (var (mediaType, media) in was.AsObject())
        {
            if (now[mediaType] is { } still)
                Schema($"{where} {(asked ? "body" : "answer")}", media!["schema"]!, still["schema"]!, asked);
            else
                found.Add($"{where} no longer {(asked ? "takes" : "answers")} {mediaType}.");
        }
    }

    /// <param name="where">What is compared.</param>
    /// <param name="was">The schema as it was.</param>
    /// <param name="now">The schema as it is.</param>
    /// <param name="asked">
    /// Whether a client sends it, so that it may not get narrower; otherwise it reads it, so that it may not get wider.
    /// </param>
    private void Schema(string where, JsonNode was, JsonNode now, bool asked)
    {
        if (Text(was, "$ref") is { } one && Text(now, "$ref") is { } other && !compared.Add((one, other, asked)))
            return;
        var (before, after) = (Resolved(earlier, was), Resolved(later, now));
        var (narrow, wide) = asked ? (after, before) : (before, after);
        var verb = asked ? "no longer takes" : "may now be";

        foreach (var type in Types(wide).Except(Types(narrow)))
            found.Add($"{where} {verb} {type}.");
        if (narrow["enum"] is JsonArray few && (wide["enum"] is not JsonArray many || Values(many).Except(Values(few)).Any()))
            found.Add(
                $"{where} {verb} {(wide["enum"] is JsonArray all ? string.Join(", ", Values(all).Except(Values(few))) : "any value")}.");
        foreach (var fixedly in (string[])["format", "pattern", "const"])
        {
            if (Text(before, fixedly) != Text(after, fixedly) && (asked ? Text(after, fixedly) : Text(before, fixedly)) is not null)
                found.Add($"{where} has another {fixedly}.");
        }

        (string, bool)[] bounds =
            [("maxLength", true), ("maxItems", true), ("maximum", true), ("minLength", false), ("minItems", false), ("minimum", false)];
        foreach (var (bound, most) in bounds)
        {
            if (Number(narrow, bound) is { } tight && (Number(wide, bound) is not { } loose || (most ? loose > tight : loose < tight)))
                found.Add(
                    $"{where} has another {bound}: {Number(before, bound)?.ToString() ?? "none"} was, "
                    + $"{Number(after, bound)?.ToString() ?? "none"} is.");
        }

        if (asked && IsClosed(after) && !IsClosed(before))
            found.Add($"{where} no longer takes other members.");
        Members(where, before, after, asked);
        if (before["items"] is { } items && after["items"] is { } itemsNow)
            Schema($"{where}[]", items, itemsNow, asked);
        if (before["additionalProperties"] is JsonObject others && after["additionalProperties"] is JsonObject othersNow)
            Schema($"{where}.*", others, othersNow, asked);
    }

    private void Members(string where, JsonObject before, JsonObject after, bool asked)
    {
        var (had, has) = (before["properties"] as JsonObject ?? [], after["properties"] as JsonObject ?? []);
        var (needed, needs) = (Required(before), Required(after));
        foreach (var (name, schema) in had)
        {
            if (has[name] is { } still)
                Schema($"{where}.{name}", schema!, still, asked);
            else
                found.Add($"{where}.{name} is gone.");
        }

        if (asked)
            found.AddRange(needs.Except(needed).Select(name => $"{where}.{name} must be there."));
        else
            found.AddRange(needed.Except(needs).Where(name => has.ContainsKey(name)).Select(name => $"{where}.{name} may be absent."));
    }

    // A choice of null and a component, or of none at all but that component, is the component, nullable or not.
    private static JsonObject Resolved(JsonNode document, JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray choice && choice.SingleOrDefault(option => option!["$ref"] is not null) is { } only)
        {
            var whole = (JsonObject)Resolved(document, only).DeepClone();
            whole["type"] = new JsonArray([.. Types(whole).Append("null").Distinct().Select(type => (JsonNode)type)]);
            return whole;
        }

        return Text(schema, "$ref") is { } reference
            ? Resolved(document, document["components"]!["schemas"]![reference.Split('/')[^1]]!)
            : (JsonObject)schema;
    }

    private static JsonNode Named(JsonNode document, JsonNode node) => Text(node, "$ref") is { } reference
        ? reference.Split('/').Skip(1).Aggregate(document, (at, step) => at[step]!)
        : node;

    private static bool IsClosed(JsonObject schema) => schema["additionalProperties"] is JsonValue others && !others.GetValue<bool>();

    private static IEnumerable<string> Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => several.Select(type => type!.GetValue<string>()),
        JsonValue one => [one.GetValue<string>()],
        _ => ["anything"],
    };

    private static List<string> Required(JsonObject schema) =>
        [.. (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())];

    private static IEnumerable<string> Values(JsonArray values) => values.Select(value => value?.ToString() ?? "null");

    private static decimal? Number(JsonNode schema, string member) => (decimal?)schema[member];

    private static string? Text(JsonNode node, string member) => (string?)node[member];

    private static bool Flag(JsonNode node, string member) => (bool?)node[member] == true;
}
