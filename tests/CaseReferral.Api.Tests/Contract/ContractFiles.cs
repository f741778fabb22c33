using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Tests.Drivers;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Tests.Contract;

/// <summary>The files of <c>api-spec/</c> that the running program decides, by their path there.</summary>
public static class ContractFiles
{
    /// <summary>The document, OpenAPI 3.1.</summary>
    public const string Document = "case-referral.v1.json";

    private const string Yaml = "case-referral.v1.yaml";
    private const string Twin = "case-referral.v1-openapi-3.0.json";
    private const string SchemaFolder = "schemas";
    private const string References = "#/components/schemas/";

    private static readonly JsonSerializerOptions Pretty =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder.</summary>
    public static string Folder { get; } = Path.Combine(Checkout.Root, "api-spec");

    /// <summary>What they must hold, written from the program.</summary>
    public static async Task<SortedDictionary<string, string>> WrittenAsync(Registry registry)
    {
        var document = JsonNode.Parse(await registry.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var twin = JsonNode.Parse(await OpenApiSetup.RenderAsync(
            registry.Services, OpenApiSetup.Contract, text => new OpenApiJsonWriter(text), OpenApiSpecVersion.OpenApi3_0))!;
        NullableReferences(twin);
        WithoutAnswers(twin);

        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            [Document] = Text(document),
            [Yaml] = (await registry.Http.GetStringAsync(new Uri("/openapi/v1.yaml", UriKind.Relative))).TrimEnd() + "\n",
            [Twin] = Text(twin),
        };
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            files[$"{SchemaFolder}/{name}.json"] = Text(Alone(name, schema!));
        return files;
    }

    /// <summary>What they hold.</summary>
    public static SortedDictionary<string, string> Approved()
    {
        var schemas = Path.Combine(Folder, SchemaFolder);
        IEnumerable<string> paths =
        [
            .. new[] { Document, Yaml, Twin }.Where(path => File.Exists(Path.Combine(Folder, path))),
            .. Directory.Exists(schemas) ? Directory.EnumerateFiles(schemas).Select(path => $"{SchemaFolder}/{Path.GetFileName(path)}")
                : [],
        ];
        return new(
            paths.ToDictionary(path => path, path => File.ReadAllText(Path.Combine(Folder, path)).ReplaceLineEndings("\n")),
            StringComparer.Ordinal);
    }

    /// <summary>Makes them hold it; a schema that is gone takes its file along.</summary>
    public static void Approve(IReadOnlyDictionary<string, string> written)
    {
        Directory.CreateDirectory(Path.Combine(Folder, SchemaFolder));
        foreach (var path in Approved().Keys.Except(written.Keys))
            File.Delete(Path.Combine(Folder, path));
        foreach (var (path, text) in written)
            File.WriteAllText(Path.Combine(Folder, path), text);
    }

    private static string Text(JsonNode node) => node.ToJsonString(Pretty) + "\n";

    // A file of its own, for tools that know JSON Schema and not OpenAPI.
    private static JsonObject Alone(string name, JsonNode schema)
    {
        var alone = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = name };
        foreach (var (member, value) in schema.DeepClone().AsObject().ToList())
            alone[member] = value?.DeepClone();
        Visit(alone, part =>
        {
            if (part["$ref"] is JsonValue reference)
                part["$ref"] = reference.GetValue<string>().Replace(References, "", StringComparison.Ordinal) + ".json";
        });
        return alone;
    }

    // OpenAPI 3.0 has no type null: a choice between nothing and a component (always an object) is that component, nullable.
    private static void NullableReferences(JsonNode twin) => Visit(twin, part =>
    {
        if (part["oneOf"] is not JsonArray { Count: 2 } choice
            || choice.SingleOrDefault(option => option!["$ref"] is not null) is not { } reference
            || choice.Single(option => option != reference) is not JsonObject nothing
            || nothing.Any(member => member.Key is not ("nullable" or "enum" or "type")))
            return;
        part.Remove("oneOf");
        part["type"] = "object";
        part["nullable"] = true;
        part["allOf"] = new JsonArray(reference.DeepClone());
    });

    // Half of them say null where 3.0 has no exact word for null or a component; they are in the 3.1 document.
    private static void WithoutAnswers(JsonNode twin)
    {
        var examples = twin["components"]!["examples"]!.AsObject();
        foreach (var name in examples.Select(example => example.Key).Where(name => char.IsAsciiLetterUpper(name[0])).ToList())
            examples.Remove(name);
        foreach (var answer in twin["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .SelectMany(operation => operation.Value!["responses"]!.AsObject()).Where(answer => answer.Key[0] == '2'))
        {
            foreach (var (_, media) in answer.Value!["content"]?.AsObject() ?? [])
                media!.AsObject().Remove("examples");
        }
    }

    private static void Visit(JsonNode? node, Action<JsonObject> visit)
    {
        if (node is JsonObject members)
            visit(members);
        foreach (var part in node switch
        {
            JsonObject all => all.Select(member => member.Value),
            JsonArray items => items,
            _ => Enumerable.Empty<JsonNode?>(),
        })
        {
            Visit(part, visit);
        }
    }
}
