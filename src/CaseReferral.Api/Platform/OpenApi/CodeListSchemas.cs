using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// Gives ids, enums and the members marked <see cref="FromListAttribute"/> their true schemas. Known values are listed open here;
/// <see cref="RequestsAndAnswers"/> closes them where only requests use them.
/// </summary>
public static class CodeListSchemas
{
    /// <summary>The extension that lists known values of a string that may get more.</summary>
    public const string Extensible = "x-extensible-enum";

    /// <summary>Completes <paramref name="schema"/>. The lists' values come from a registered function of the list's name.</summary>
    public static Task CompleteAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonPropertyInfo?.PropertyType ?? context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var nothing = schema.Type & JsonSchemaType.Null ?? default;

        // Our own converters hide these from the exporter, nullability included.
        var nullable = plain != type || context.JsonPropertyInfo is { } member && (member.IsGetNullable || member.IsSetNullable);
        schema.Type ??= Hidden(plain) | (nullable ? JsonSchemaType.Null : default);
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Enumerable && schema.Items is null)
            schema.Items = HiddenSchema(context.JsonTypeInfo.ElementType);
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Dictionary && schema.AdditionalProperties is null)
            schema.AdditionalProperties = HiddenSchema(context.JsonTypeInfo.ElementType);

        if (IdConverters.Has(plain))
        {
            schema.Type = JsonSchemaType.String | (plain == type ? nothing : JsonSchemaType.Null);
            schema.Format = "uuid";
        }
        else if (plain.IsEnum)
        {
            schema.Type = JsonSchemaType.String | (plain == type ? nothing : JsonSchemaType.Null);
            schema.Enum = null;
            ProblemSchema.Listed(schema, CodesOf(plain));
        }
        else if (ListOf(context) is { } name
            && context.ApplicationServices.GetService<Func<string, IReadOnlyList<string>?>>()?.Invoke(name) is { } values)
        {
            var coded = schema.Items is OpenApiSchema items ? items : schema;
            ProblemSchema.Listed(coded, values);
            // A parameter is always a request's; members of a body may be an answer's too.
            if (context.ParameterDescription is not null && context.JsonPropertyInfo is null)
                RequestsAndAnswers.Close(coded);
        }

        if (schema.Items is OpenApiSchema item && context.JsonPropertyInfo?.AttributeProvider
            ?.GetCustomAttributes(typeof(ItemMaxLengthAttribute), inherit: true)
            .OfType<ItemMaxLengthAttribute>().FirstOrDefault() is { } most)
            item.MaxLength ??= most.Length;

        // Absent so that all faults can be told at once, but never null.
        if (context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
            schema.Type &= ~JsonSchemaType.Null;
        // A query says nothing by leaving it out.
        if (context.ParameterDescription is not null
            && context.JsonPropertyInfo is null
            && schema.Type == (JsonSchemaType.Integer | JsonSchemaType.Null))
            schema.Type = JsonSchemaType.Integer;
        return Task.CompletedTask;
    }

    private static JsonSchemaType? Hidden(Type? type) =>
        type == typeof(string) || type == typeof(DateTimeOffset) ? JsonSchemaType.String : type == typeof(double) ? JsonSchemaType.Number
            : type == typeof(int) ? JsonSchemaType.Integer : null;

    private static OpenApiSchema? HiddenSchema(Type? type) => Hidden(type) is { } known ? new OpenApiSchema { Type = known } : null;

    private static string? ListOf(OpenApiSchemaTransformerContext context)
    {
        var attributes = context.JsonPropertyInfo is { } property
            ? Attributes(property.AttributeProvider).Concat(Attributes(property.AssociatedParameter?.AttributeProvider))
            : context.ParameterDescription?.ParameterDescriptor is IParameterInfoParameterDescriptor parameter
                ? Attributes(parameter.ParameterInfo)
                : [];
        return attributes.FirstOrDefault()?.Name;
    }

    private static IEnumerable<FromListAttribute> Attributes(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(FromListAttribute), inherit: true).Cast<FromListAttribute>() ?? [];

    private static IReadOnlyList<string> CodesOf(Type type) =>
        (IReadOnlyList<string>)typeof(Codes<>).MakeGenericType(type).GetProperty(nameof(Codes<>.All))!.GetValue(null)!;
}
