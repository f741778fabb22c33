using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// Tells requests and answers apart. Requests are closed: unknown members and codes are refused on the way in. Answers are open,
/// because members and codes may be added over time, and complete: every member is always present. What both use is told twice.
/// </summary>
public static class RequestsAndAnswers
{
    /// <summary>Rewrites the whole document; gives the names of the schemas that requests use.</summary>
    public static IReadOnlySet<string> Tell(OpenApiDocument document)
    {
        var schemas = document.Components!.Schemas!;
        List<OpenApiOperation> operations =
            [.. document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())];
        var requests = operations.SelectMany(operation => operation.RequestBody?.Content?.Values ?? []).OfType<OpenApiMediaType>().ToList();
        var answers = operations.SelectMany(operation => operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .SelectMany(response => response.Content?.Values ?? []).OfType<OpenApiMediaType>().ToList();

        foreach (var schema in schemas.Values.OfType<OpenApiSchema>())
            Schemas.TidyDescriptions(schema);
        foreach (var media in requests)
            media.Schema = Schemas.NeverNull(media.Schema!, document);

        var asked = Reachable(schemas, requests);
        var answered = Reachable(schemas, answers);
        string NameInAnswers(string name) => asked.Contains(name) ? SchemaNames.Answered(name) : name;

        foreach (var media in answers)
            media.Schema = Schemas.Copy(media.Schema!, document, NameInAnswers);
        foreach (var name in answered)
            schemas[NameInAnswers(name)] = Schemas.Copy(schemas[name], document, NameInAnswers);
        foreach (var name in asked)
            CloseMembers((OpenApiSchema)schemas[name], document);
        foreach (var name in answered.Where(name => name != ProblemSchema.Name))
            Complete((OpenApiSchema)schemas[NameInAnswers(name)]);

        foreach (var orphan in schemas.Keys.Except(asked).Except(answered.Select(NameInAnswers)).ToList())
            schemas.Remove(orphan);
        document.Components.Schemas = new SortedDictionary<string, IOpenApiSchema>(schemas.ToDictionary(), StringComparer.Ordinal);
        return asked;
    }

    /// <summary>Makes the known values of <paramref name="schema"/> the only ones.</summary>
    public static void Close(OpenApiSchema schema)
    {
        if (schema.Extensions?.Remove(CodeListSchemas.Extensible, out var known) != true
            || known is not JsonNodeExtension { Node: JsonArray values })
            return;
        schema.Enum = [.. values.Select(value => value!.DeepClone())];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            schema.Enum.Add(JsonNullSentinel.JsonNull);
    }

    private static void CloseMembers(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var part in Schemas.PartsOf(schema).Append(schema).OfType<OpenApiSchema>())
            Close(part);
        // Absent, so that all faults can be told at once, but never null.
        foreach (var (name, member) in schema.Properties?.Where(member => schema.Required?.Contains(member.Key) == true).ToList() ?? [])
            schema.Properties![name] = Schemas.NeverNull(member, document);
    }

    private static void Complete(OpenApiSchema schema)
    {
        schema.AdditionalPropertiesAllowed = true;
        if (schema.Properties is { Count: > 0 } members)
            schema.Required = new HashSet<string>(members.Keys);
    }

    private static HashSet<string> Reachable(IDictionary<string, IOpenApiSchema> schemas, IEnumerable<OpenApiMediaType> bodies)
    {
        var found = new HashSet<string>();
        var open = new Stack<IOpenApiSchema>(bodies.Select(body => body.Schema).OfType<IOpenApiSchema>());
        while (open.TryPop(out var schema))
        {
            foreach (var part in Schemas.PartsOf(schema).Append(schema).OfType<OpenApiSchemaReference>())
            {
                if (found.Add(part.Reference.Id!))
                    open.Push(schemas[part.Reference.Id!]);
            }
        }

        return found;
    }
}
