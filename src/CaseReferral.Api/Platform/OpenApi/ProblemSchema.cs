using System.Text.Json.Nodes;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.CodeLists;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>The schema of every error.</summary>
public static class ProblemSchema
{
    /// <summary>Its name among the components.</summary>
    public const string Name = "Problem";

    /// <summary>Made by hand: what the framework would derive from its own type knows neither <c>code</c> nor <c>errors</c>.</summary>
    public static OpenApiSchema Make() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An error (RFC 9457). type is the address of a page that explains it. Further members may be added.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Address of the page that explains this kind of problem.", "uri-reference"),
            ["title"] = Text("Short name of this kind of problem."),
            ["status"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "400",
                Maximum = "599",
                Description = "The HTTP status."
            },
            ["detail"] = Text("What to do next."),
            ["code"] = Listed(Text("Stable code of this kind of problem."), [.. ProblemCatalogue.All.Select(kind => kind.Code)]),
            ["traceId"] = Text("What to tell the operators (W3C trace id)."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong where: JSON Pointers into the request's body, each with what would be right.",
                AdditionalProperties = List(Text(null)),
                MaxProperties = Bounds.LongestList,
            },
            ["state"] = Listed(Text("Where the referral stands now, on a conflict."), Values("referralState")),
            ["allowed"] = List(Listed(Text(null), Values("referralAction")), "The actions this caller may take now, on a conflict."),
            ["etag"] = Text("The entity tag as it now is, on a conflict: read, decide again, and send it as If-Match."),
            ["incidentId"] = Text("The incident that this unit filed under the same clientId.", "uuid"),
            ["reference"] = Text("That incident's reference."),
            ["seat"] = Text("The seat that they hold already.", "uuid"),
            ["choices"] = List(
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "id", "name" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["id"] = Text("Its id.", "uuid"),
                        ["name"] = Text("Its name, for example duty@ME-OPTEAM."),
                    },
                },
                "The seats to choose from, when one must be named in Acting-As."),
        },
    };

    /// <summary>Adds an example of each kind of problem that an operation refers to.</summary>
    public static void AddExamples(OpenApiDocument document)
    {
        var named = document.Paths.Values
            .SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(operation => operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .SelectMany(response => response.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>())
            .SelectMany(media => media.Examples?.Keys ?? Enumerable.Empty<string>())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var kind in ProblemCatalogue.All.Where(kind => named.Contains(kind.Code)))
            document.AddComponent<IOpenApiExample>(kind.Code, Example(kind));
    }

    private static OpenApiExample Example(ProblemKind kind) => new()
    {
        Summary = kind.Title,
        Value = new JsonObject
        {
            ["type"] = kind.Type,
            ["title"] = kind.Title,
            ["status"] = kind.Status,
            ["detail"] = kind.WhatToDo,
            ["code"] = kind.Code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        },
    };

    /// <summary>Lists the known values of <paramref name="schema"/> without closing it.</summary>
    public static OpenApiSchema Listed(OpenApiSchema schema, IReadOnlyList<string> values)
    {
        schema.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        schema.Extensions[CodeListSchemas.Extensible] = new JsonNodeExtension(new JsonArray([.. values.Select(value => (JsonNode)value)]));
        return schema;
    }

    private static IReadOnlyList<string> Values(string list) => [.. CodeLists.Find(list)!.Values.Select(value => value.Code)];

    private static OpenApiSchema Text(string? description, string? format = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Format = format };

    private static OpenApiSchema List(OpenApiSchema items, string? description = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, Description = description };
}
