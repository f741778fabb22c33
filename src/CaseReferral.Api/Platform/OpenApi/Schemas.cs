using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>Takes schemas apart and copies them. References are leaves: what they name is a component of its own.</summary>
internal static class Schemas
{
    /// <summary>Everything inside <paramref name="schema"/> down to its references, itself excluded.</summary>
    public static IEnumerable<IOpenApiSchema> PartsOf(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchemaReference)
            return [];
        IEnumerable<IOpenApiSchema?> parts =
            [.. schema.Properties?.Values ?? [], .. schema.OneOf ?? [], .. schema.AnyOf ?? [], .. schema.AllOf ?? [], schema.Items,
                schema.AdditionalProperties];
        return parts.OfType<IOpenApiSchema>().SelectMany(part => PartsOf(part).Prepend(part)).ToList();
    }

    /// <summary>A copy that shares nothing, in which <paramref name="rename"/> says what each reference points to.</summary>
    public static IOpenApiSchema Copy(IOpenApiSchema schema, OpenApiDocument document, Func<string, string> rename)
    {
        if (schema is OpenApiSchemaReference reference)
            return Reference(rename(reference.Reference.Id!), document, reference.Reference.Description);

        var copy = (OpenApiSchema)schema.CreateShallowCopy();
        copy.Properties = copy.Properties?.ToDictionary(member => member.Key, member => Copy(member.Value, document, rename));
        copy.OneOf = copy.OneOf?.Select(part => Copy(part, document, rename)).ToList();
        copy.AnyOf = copy.AnyOf?.Select(part => Copy(part, document, rename)).ToList();
        copy.AllOf = copy.AllOf?.Select(part => Copy(part, document, rename)).ToList();
        copy.Items = copy.Items is { } items ? Copy(items, document, rename) : null;
        copy.AdditionalProperties = copy.AdditionalProperties is { } others ? Copy(others, document, rename) : null;
        copy.Required = copy.Required?.ToHashSet();
        copy.Extensions = copy.Extensions?.ToDictionary();
        return copy;
    }

    /// <summary>A reference to a component, which may be described where it is used.</summary>
    public static OpenApiSchemaReference Reference(string name, OpenApiDocument document, string? description = null)
    {
        var reference = new OpenApiSchemaReference(name, document);
        if (description is not null)
            reference.Reference.Description = description;
        return reference;
    }

    /// <summary>A choice between null and what <paramref name="reference"/> names, described as a whole.</summary>
    public static OpenApiSchema OrNull(OpenApiSchemaReference reference)
    {
        var description = reference.Reference.Description;
        reference.Reference.Description = null;
        return new() { Description = description, OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] };
    }

    /// <summary>The part of a nullable schema that isn't null; the schema itself when it isn't such a choice.</summary>
    public static IOpenApiSchema NeverNull(IOpenApiSchema schema, OpenApiDocument document) =>
        schema is not OpenApiSchemaReference && schema.OneOf?.OfType<OpenApiSchemaReference>().SingleOrDefault() is { } only
            ? Reference(only.Reference.Id!, document, only.Reference.Description ?? schema.Description)
            : schema;

    /// <summary>
    /// Describes a nullable member as a whole, where the generator described only the half of it that isn't null, and puts what doc
    /// comments break into lines on one.
    /// </summary>
    public static void TidyDescriptions(OpenApiSchema schema)
    {
        foreach (var part in PartsOf(schema).Append(schema))
        {
            if (part is OpenApiSchemaReference described)
            {
                described.Reference.Description = described.Reference.Description?.ReplaceLineEndings(" ");
                continue;
            }

            if (part.Description is null && part.OneOf?.OfType<OpenApiSchemaReference>().SingleOrDefault() is { } only)
                (part.Description, only.Reference.Description) = (only.Reference.Description, null);
            part.Description = part.Description?.ReplaceLineEndings(" ");
        }
    }
}
