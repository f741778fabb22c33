using System.Globalization;
using CaseReferral.Api.Platform.Http;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// Bounds every string, list and integer of the document. What a request may hold says its own bound where it is declared, and what an
/// answer can hold stands in <see cref="KnownBounds"/>; whatever says none gets the widest of its kind, so that a client can size its
/// fields.
/// </summary>
public static class Bounds
{
    /// <summary>The longest text of a header or query parameter.</summary>
    public const int LongestParameter = 2_000;

    /// <summary>The longest list of an answer.</summary>
    public const int LongestList = 10_000;

    // Texts of an answer quote what was filed, and nothing filed is longer.
    private const int LongestText = 20_000;
    private const int LongestCode = 64;

    private static readonly Dictionary<string, int> LongestByFormat = new(StringComparer.Ordinal)
    {
        ["uuid"] = 36,
        ["date"] = 10,
        ["date-time"] = 64,
        ["uri-reference"] = LongestParameter,
    };

    /// <summary>Bounds the whole document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="asked">The schemas that requests use; all others are answers'.</param>
    public static void Set(OpenApiDocument document, IReadOnlySet<string> asked)
    {
        var answered = document.Components!.Schemas!.Keys.Except(asked).ToHashSet(StringComparer.Ordinal);
        KnownBounds.Set(document.Components.Schemas, answered);
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
            BoundPage(operation, document);
        foreach (var schema in document.Components!.Schemas!.Values)
            Bound(schema, LongestText);
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            foreach (var parameter in operation.Parameters ?? [])
                Bound(parameter.Schema, LongestParameter);
            foreach (var header in operation.Responses?.Values.SelectMany(
                response => response.Headers?.Values ?? Enumerable.Empty<IOpenApiHeader>()) ?? [])
                Bound(header.Schema, LongestParameter);
        }
    }

    // What takes a limit never answers more than the highest.
    private static void BoundPage(OpenApiOperation operation, OpenApiDocument document)
    {
        if (operation.Parameters?.Any(parameter => parameter.Name == "limit") == true
            && operation.Responses!["200"].Content!["application/json"].Schema is OpenApiSchemaReference { Reference.Id: { } page }
            && document.Components!.Schemas![page].Properties?["items"] is OpenApiSchema items)
            items.MaxItems ??= Paging.Most;
    }

    private static void Bound(IOpenApiSchema? schema, int longest)
    {
        if (schema is null)
            return;
        foreach (var part in Schemas.PartsOf(schema).Append(schema).OfType<OpenApiSchema>())
        {
            if (Is(part, JsonSchemaType.String) && part.Enum is not { Count: > 0 })
                part.MaxLength ??= Longest(part, longest);
            if (Is(part, JsonSchemaType.Array))
                part.MaxItems ??= LongestList;
            if (Is(part, JsonSchemaType.Integer))
            {
                part.Format ??= "int32";
                part.Minimum ??= "0";
                part.Maximum ??= int.MaxValue.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private static int Longest(OpenApiSchema text, int otherwise) =>
        text.Format is { } format && LongestByFormat.TryGetValue(format, out var known) ? known
        : text.Extensions?.ContainsKey(CodeListSchemas.Extensible) == true ? LongestCode
        : otherwise;

    private static bool Is(OpenApiSchema schema, JsonSchemaType type) => schema.Type?.HasFlag(type) == true;
}
