using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// What each operation answers when it succeeds, as an example: real answers about one incident, a file for each schema in
/// <c>Answers/</c> beside this one. A page without a file of its own is one of its item's. A test holds each to its schema.
/// </summary>
public static class AnswerExamples
{
    private const string Resource = "Answers.";
    private const string Csv = "text/csv";

    // The head of an export, and one line of it.
    private const string CsvExample =
        "id,at,kind,principal,name,seat,role,desk,agency,incident,reference,purpose,version,view,persons,asked,problem,"
        + "list,filters,query\r\n"
        + "019cff1e-1015-7000-8000-000000000016,2026-03-18T03:46:08.272836Z,consultation,019cff1e-1007-7000-8000-000000000008,"
        + "Officer Kaljević,019cff1e-1008-7000-8000-000000000009,officer,ME-BAR-PCU,police,019cff1e-1000-7000-8000-000000000001,"
        + "ME-26-MQ3NGQ-R,filing,1,everything,,,,,,\r\n";

    /// <summary>Adds them to the whole document, once every schema has its name.</summary>
    public static void Add(OpenApiDocument document)
    {
        foreach (var (mediaType, media) in document.Paths.Values
            .SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Responses?.Where(answer => answer.Key[0] == '2') ?? [])
            .SelectMany(answer => answer.Value.Content ?? new Dictionary<string, OpenApiMediaType>())
            .Select(content => (content.Key, content.Value)))
        {
            if (mediaType == Csv)
                media.Example = CsvExample;
            else if (media.Schema is OpenApiSchemaReference { Reference.Id: { } name } && Of(name, document) is { } example)
                Show(media, name, example, document);
        }
    }

    private static void Show(OpenApiMediaType media, string name, JsonNode example, OpenApiDocument document)
    {
        if (document.Components?.Examples?.ContainsKey(name) != true)
            document.AddComponent<IOpenApiExample>(name, new OpenApiExample { Summary = "An answer", Value = example });
        media.Examples = new Dictionary<string, IOpenApiExample> { [name] = new OpenApiExampleReference(name, document) };
    }

    private static JsonNode? Of(string schema, OpenApiDocument document)
    {
        using var file = typeof(AnswerExamples).Assembly.GetManifestResourceStream(Resource + schema);
        if (file is not null)
            return JsonNode.Parse(file);
        return document.Components!.Schemas![schema] is OpenApiSchema { Properties: { } members } && members.ContainsKey("next")
            && members["items"].Items is OpenApiSchemaReference { Reference.Id: { } item } && Of(item, document) is { } only
                ? new JsonObject { ["items"] = new JsonArray(only), ["next"] = null }
                : null;
    }
}
