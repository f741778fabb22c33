using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Conformance;

/// <summary>
/// Makes requests from the document: valid ones, and ones with a fault or several. Ids and entity tags come from what was answered
/// before, so that requests get past the door. The seed decides everything but those.
/// </summary>
public sealed class FuzzedRequests(ContractDocument document, Random random)
{
    /// <summary>A word in every long text that is sent; nothing but content may ever repeat it.</summary>
    public const string Word = "Quillback";

    private static readonly string[] Oddities =
    [
        "", " ", "null", "0", "-1", "%00", "../../etc/passwd", "' OR 1=1 --", "\u202Etxet", "💥", "9999999999999999999999", "ME-BAR-PCU",
        "tip", "true", "2026-02-30", "2026-03-18T04:40:00", "00000000-0000-0000-0000-000000000000", "{{7*7}}", "<script>", "duty@ME-OPTEAM",
    ];

    private readonly List<string> incidents = [];
    private readonly List<string> referrals = [];
    private readonly List<string> others = [];
    private readonly Dictionary<string, List<string>> listed = [];
    private readonly Dictionary<string, string> tags = [];

    /// <summary>The roles whose work the last request is; empty when it is anybody's.</summary>
    public IReadOnlyList<string> Seats { get; private set; } = [];

    /// <summary>The next request.</summary>
    public HttpRequestMessage Next()
    {
        var operation = document.Operations[random.Next(document.Operations.Count)];
        Seats = [.. (operation.Node["x-seats"] as JsonArray ?? []).Select(seat => (string)seat!["seat"]!)];
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), Address(operation));
        var headers = operation.ParametersIn("header");
        foreach (var header in headers.Where(header => (bool?)header["required"] == true ? !Rarely(12) : Rarely(6)))
        {
            var name = (string)header["name"]!;
            request.Headers.TryAddWithoutValidation(name, name switch
            {
                _ when Rarely(12) => Ascii(Oddity()),
                "If-Match" or "If-None-Match" =>
                    (Rarely(6) ? null : tags.GetValueOrDefault(IdIn(request.RequestUri!.OriginalString)))
                    ?? Any(["\"1\"", "\"2\"", "*", "W/\"1\"", $"\"{new string('1', Any([1_998, 1_999]))}\""]),
                "Acting-As" => Ascii(Oddity()),
                "Idempotency-Key" when !Rarely(4) => NewId(),
                _ => Ascii(Text(Value((JsonObject)document.Resolve(header["schema"]!), 0))),
            });
        }

        if (operation.Node["requestBody"]?["content"] is JsonObject content && !Rarely(30))
        {
            var (mediaType, media) = content.First();
            request.Content = new ByteArrayContent(Body(media!["schema"]!));
            request.Content.Headers.ContentType = Rarely(40) ? null : MediaTypeHeaderValue.Parse(Rarely(40) ? "text/plain" : mediaType);
        }

        return request;
    }

    /// <summary>Learns ids and entity tags from an answer.</summary>
    /// <param name="address">What was asked.</param>
    /// <param name="answer">The answer, a refusal too: it may tell the tag as it now is.</param>
    /// <param name="tag">Its entity tag.</param>
    public void Learn(string address, JsonNode? answer, string? tag)
    {
        var resource = address.Split('/', '?')[2];
        foreach (var known in Known(answer).Where(known => (string?)known["id"] is not null).Take(20))
            Keep(
                known.ContainsKey("clientId") ? incidents : known.ContainsKey("incidentId") ? referrals
                    : resource is "incidents" or "referrals" ? others : Listed(resource), (string)known["id"]!);
        if (tag is null)
            return;
        if ((string?)(answer as JsonObject)?["id"] is { } id)
            tags[id] = tag;
        if (IdIn(address) is { Length: > 0 } asked)
            tags[asked] = tag;
    }

    private List<string> Listed(string resource) => listed.TryGetValue(resource, out var ids) ? ids : listed[resource] = [];

    // The first one: of a person in an incident, the incident's.
    private static string IdIn(string address) =>
        address.Split('/', '?').FirstOrDefault(segment => Guid.TryParseExact(segment, "D", out _)) ?? "";

    private static IEnumerable<JsonObject> Known(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Known(member.Value)).Append(members),
        JsonArray items => items.SelectMany(Known),
        _ => [],
    };

    private List<string> IdsFor(string path, string parameter) => (path, parameter) switch
    {
        (_, not "id") => others,
        ({ } some, _) when some.StartsWith("/v1/incidents", StringComparison.Ordinal) => incidents,
        ({ } some, _) when some.StartsWith("/v1/referrals", StringComparison.Ordinal) => referrals,
        _ => Listed(path.Split('/')[2]),
    };

    private string Address(DocumentedOperation operation)
    {
        var path = operation.ParametersIn("path").Aggregate(operation.Path, (at, parameter) => at.Replace(
            $"{{{(string)parameter["name"]!}}}",
            Uri.EscapeDataString(
                Rarely(12) ? Filled(Oddity())
                : (string?)parameter["name"] is not ("code" or "name")
                && IdsFor(operation.Path, (string)parameter["name"]!) is { Count: > 0 } known ? Any(known)
                : Filled(Short(Text(Value((JsonObject)document.Resolve(parameter["schema"]!), 0))))),
            StringComparison.Ordinal));
        var query = operation.ParametersIn("query").Where(parameter => (bool?)parameter["required"] == true || Rarely(4))
            .Select(parameter =>
            {
                var value = Rarely(5) ? Oddity() : Short(Text(Value((JsonObject)document.Resolve(parameter["schema"]!), 0)));
                return $"{(string)parameter["name"]!}={Uri.EscapeDataString(value)}";
            })
            .ToList();
        if (Rarely(30))
            query.Add("nmae=1");
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private byte[] Body(JsonNode schema)
    {
        if (Rarely(30))
            return Encoding.UTF8.GetBytes(Oddity());
        var value = Value((JsonObject)document.Resolve(schema), 0);
        for (var faults = Rarely(2) ? random.Next(1, 4) : 0; faults > 0; faults--)
            Spoil(value);
        var text = value?.ToJsonString() ?? "null";
        return Encoding.UTF8.GetBytes(Rarely(40) ? text[..random.Next(text.Length)] : text);
    }

    // Members of the filing that must fit the people who file come right most of the time; everything else is drawn from its schema.
    private JsonNode? Value(JsonObject schema, int depth, string name = "") => name switch
    {
        "unitId" when !Rarely(6) => "ME-BAR-PCU",
        "awareAt" or "occurredAt" or "detectedAt" when !Rarely(6) => "2026-03-18T04:40:00+01:00",
        "complicityConcern" when !Rarely(10) => false,
        "siteCode" when !Rarely(6) => "MEBAR",
        "taskForce" when !Rarely(4) => "ME-OPTEAM",
        _ => Drawn(schema, depth),
    };

    private JsonNode? Drawn(JsonObject schema, int depth)
    {
        if (schema["oneOf"] is JsonArray choices)
            return Drawn((JsonObject)document.Resolve(choices[random.Next(choices.Count)]!), depth);
        if (schema["enum"] is JsonArray values)
            return values[random.Next(values.Count)]?.DeepClone();
        if (schema["x-extensible-enum"] is JsonArray known)
            return known[random.Next(known.Count)]?.DeepClone();
        List<string> types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string)type!)],
            { } one => [(string)one!],
            _ => ["string", "integer", "object"],
        };
        return types[random.Next(types.Count)] switch
        {
            "null" => null,
            "boolean" => Rarely(2),
            "integer" when Rarely(6) && schema["maximum"] is not null => AtABound(
                (long)(decimal)schema["minimum"]!, (long)(decimal)schema["maximum"]!),
            "integer" =>
                random.Next(Math.Max(0, (int)((decimal?)schema["minimum"] ?? 0)), (int)Math.Min(60, (decimal?)schema["maximum"] ?? 60) + 1),
            "number" => Math.Round(random.NextDouble() * 80, 4),
            "array" => new JsonArray(
                [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value((JsonObject)document.Resolve(schema["items"]!), depth + 1))]),
            "object" => Members(schema, depth),
            _ => StringOf(schema),
        };
    }

    private JsonObject Members(JsonObject schema, int depth)
    {
        var members = new JsonObject();
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet();
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            if (required.Contains(name) || (depth < 5 && Rarely(3)))
                members[name] = Value((JsonObject)document.Resolve(member!), depth + 1, name);
        }

        return members;
    }

    private string StringOf(JsonObject schema) => (string?)schema["format"] switch
    {
        "uuid" => others.Count > 0 && Rarely(4) ? Any(others) : NewId(),
        "date" => $"{random.Next(1950, 2026)}-0{random.Next(1, 10)}-1{random.Next(10)}",
        "date-time" => $"2026-0{random.Next(1, 4)}-1{random.Next(10)}T0{random.Next(10)}:30:00{Any(["Z", "+01:00", "-09:30", ".5Z"])}",
        null when Rarely(12) && (int?)schema["maxLength"] is { } most => LongAs(most + random.Next(2)),
        _ => (int?)schema["maxLength"] is { } most && most < 64
            ? Any(["ME", "AL", "XK", "A1", "x", Oddity()])
            : $"{Word} {Any(["Оклоп", "šđčćž", "{ }", "\n", "0"])} {random.Next(1000)}",
    };

    private JsonNode AtABound(long least, long most) => Any([least, most, least - 1, most + 1]);

    // As many characters, some of which take two places.
    private string LongAs(int length) => (Rarely(3) ? Word : "").PadRight(length, 'x')[..length] is var text && Rarely(3)
        ? string.Concat(Enumerable.Repeat("💥", length)) : text;

    private void Spoil(JsonNode? value)
    {
        var at = value;
        // Somewhere inside: the deeper, the rarer.
        while (at is JsonObject { Count: > 0 } inner && Rarely(2)
            && inner.ElementAt(random.Next(inner.Count)).Value is JsonObject or JsonArray)
            at = inner.Select(member => member.Value).First(member => member is JsonObject or JsonArray);
        if (at is JsonArray { Count: > 0 } list)
        {
            list[random.Next(list.Count)] = Wrong();
        }
        else if (at is JsonObject members)
        {
            var name = members.Count > 0 ? members.ElementAt(random.Next(members.Count)).Key : "x";
            switch (random.Next(4))
            {
                case 0: members.Remove(name); break;
                case 1: members[Rarely(2) ? name.ToUpperInvariant() : "plate"] = Wrong(); break;
                default: members[name] = Wrong(); break;
            }
        }
    }

    private JsonNode? Wrong() => random.Next(8) switch
    {
        0 => null,
        1 => -1,
        2 => new string('x', random.Next(1, 25_000)),
        3 => new JsonArray(),
        4 => new JsonObject { ["x"] = 1 },
        5 => 1e30,
        6 => Oddity(),
        _ => true,
    };

    private static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue => value.ToString().ToLowerInvariant() is "true" or "false" ? value.ToString().ToLower(CultureInfo.InvariantCulture)
            : value.ToString(),
        _ => value.ToJsonString(),
    };

    private static string Ascii(string text) => new([.. text.Where(character => character is >= ' ' and <= '~')]);

    // An address takes 8 KiB before anybody reads it, and each of these twelve bytes of it.
    private static string Short(string text) => text.Replace("💥", "x", StringComparison.Ordinal);

    // An empty segment, or one of dots, is another address and not this operation's.
    private static string Filled(string text) =>
        text.Trim('.', ' ', '/').Length == 0 ? "x" : text.Replace("..", "x", StringComparison.Ordinal);

    private string Oddity() => Oddities[random.Next(Oddities.Length)];

    private string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private void Keep(List<string> known, string value)
    {
        if (known.Count < 400)
            known.Add(value);
        else
            known[random.Next(known.Count)] = value;
    }

    private T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    private bool Rarely(int oneIn) => random.Next(oneIn) == 0;
}
