using System.Globalization;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// Bounds every string, list and integer of the document. What a request may hold says its own bound where it is declared; whatever
/// says none (most of it in answers) gets the widest of its kind, so that a client can size its fields.
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
    public static void Set(OpenApiDocument document)
    {
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
