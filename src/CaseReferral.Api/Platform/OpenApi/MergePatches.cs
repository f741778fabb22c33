using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>A body that is a merge patch (RFC 7396) of what another operation takes.</summary>
/// <param name="Of">What is patched.</param>
/// <param name="Without">Its members that can't be patched.</param>
public sealed record MergePatchBody(Type Of, IReadOnlyList<string> Without);

/// <summary>
/// Schemas of merge patches: the members of what is patched, none of them required. A null takes an optional member away; objects are
/// merged member by member, lists are replaced.
/// </summary>
public static class MergePatches
{
    /// <summary>The media type of RFC 7396.</summary>
    public const string MediaType = "application/merge-patch+json";

    private const string Suffix = "Patch";

    /// <summary>Takes its body as a merge patch of <typeparamref name="T"/> only; another media type answers 415.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="without">Members that can't be patched, as JSON names them.</param>
    public static RouteHandlerBuilder TakesMergePatchOf<T>(this RouteHandlerBuilder endpoint, params string[] without) =>
        endpoint.TakesMediaType(MediaType).WithMetadata(new MergePatchBody(typeof(T), without));

    /// <summary>The name of the patch's schema.</summary>
    public static string NameOf(MergePatchBody patch) => SchemaNames.Of(patch.Of) + Suffix;

    /// <summary>Adds the schema of <paramref name="patch"/>, and of the patches inside it, to the components.</summary>
    public static void Add(OpenApiDocument document, MergePatchBody patch)
    {
        var made = Make(document, SchemaNames.Of(patch.Of));
        foreach (var name in patch.Without)
        {
            if (made.Properties?.Remove(name) != true)
                throw new InvalidOperationException($"{patch.Of.Name} has no member {name} to keep out of its patch.");
        }
    }

    private static OpenApiSchema Make(OpenApiDocument document, string name)
    {
        var schemas = document.Components!.Schemas!;
        var patch = (OpenApiSchema)Schemas.Copy(schemas[name], document, inside => inside);
        schemas[name + Suffix] = patch;
        patch.Description =
            $"A merge patch (RFC 7396) of {name}: members that are absent stay as they are; null takes an optional member away.";
        foreach (var (member, schema) in patch.Properties!.ToList())
        {
            var required = patch.Required?.Contains(member) == true;
            if (required)
                patch.Properties![member] = Schemas.NeverNull(schema, document);
            if (Schemas.NeverNull(schema, document) is not OpenApiSchemaReference { Reference: { Id: { } inner } reference }
                || !AsksFor(document, inner))
                continue;

            // Merged member by member too, so that one of them is enough.
            if (!schemas.ContainsKey(inner + Suffix))
                Make(document, inner);
            var merged = Schemas.Reference(inner + Suffix, document, reference.Description);
            patch.Properties![member] = required ? merged : Schemas.OrNull(merged);
        }

        patch.Required = null;
        return patch;
    }

    private static bool AsksFor(OpenApiDocument document, string name) => document.Components!.Schemas![name].Required is { Count: > 0 };
}
