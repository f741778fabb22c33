using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// Closes what only requests use and opens everything else: unknown members and codes are refused on the way in, and may be added to
/// answers over time. A schema that both use is open, because closing it would break the server's own contract.
/// </summary>
public static class RequestsAndAnswers
{
    /// <summary>Walks the whole document.</summary>
    public static void Tell(OpenApiDocument document)
    {
        var asked = new HashSet<OpenApiSchema>();
        var answered = new HashSet<OpenApiSchema>();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            foreach (var media in operation.RequestBody?.Content?.Values ?? [])
                Collect(media.Schema, asked);
            foreach (var media in operation.Responses?.Values.SelectMany(response => response.Content?.Values ?? []) ?? [])
                Collect(media.Schema, answered);
        }

        foreach (var schema in asked.Except(answered))
            Close(schema);
        foreach (var schema in answered)
            schema.AdditionalPropertiesAllowed = true;
    }

    /// <summary>Makes the known values of <paramref name="schema"/> the only ones.</summary>
    public static void Close(OpenApiSchema schema)
    {
        if (schema.Extensions?.Remove(CodeListSchemas.Extensible, out var known) != true || known is not JsonNodeExtension { Node: JsonArray values })
            return;
        schema.Enum = [.. values.Select(value => value!.DeepClone())];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    private static void Collect(IOpenApiSchema? schema, HashSet<OpenApiSchema> found)
    {
        var target = schema is OpenApiSchemaReference reference ? reference.RecursiveTarget as OpenApiSchema : schema as OpenApiSchema;
        if (target is null || !found.Add(target))
            return;
        foreach (var part in target.Properties?.Values ?? [])
            Collect(part, found);
        foreach (var part in (target.AllOf ?? []).Concat(target.AnyOf ?? []).Concat(target.OneOf ?? []))
            Collect(part, found);
        Collect(target.Items, found);
        Collect(target.AdditionalProperties, found);
    }
}
