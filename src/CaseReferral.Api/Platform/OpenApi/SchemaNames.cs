using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Incidents;
using CaseReferral.Api.Platform.Http;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Reference;
using CaseReferral.Api.Referrals;
using CaseReferral.Domain.Incidents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;

namespace CaseReferral.Api.Platform.OpenApi;

/// <summary>
/// What schemas are called: names a partner's generated classes can carry. What is filed is called so (<c>FiledPlace</c>), because
/// an answer says more about the same thing (<c>Place</c>, with every member present).
/// </summary>
public static class SchemaNames
{
    private const string View = "View";
    private const string Filed = "Filed";

    private static readonly Dictionary<Type, string> Special = new()
    {
        [typeof(ProblemDetails)] = ProblemSchema.Name,
        [typeof(NothingToSay)] = "EmptyBody",
        [typeof(ContentView)] = "IncidentContent",
        [typeof(PersonView)] = "ListedPerson",
        [typeof(ObjectView)] = "ListedObject",
        [typeof(NormalisedView)] = "NormalisedValue",
        [typeof(WarningView)] = "FilingWarning",
        [typeof(NoteView)] = "CompletenessNote",
        [typeof(CodeView)] = "CodeListValue",
        [typeof(FileBatchView)] = "FiledBatch",
    };

    /// <summary>The name of a type's schema; null where it is written out in place.</summary>
    public static string? Of(JsonTypeInfo info) =>
        info.Type == typeof(JsonElement) || IdConverters.Has(Nullable.GetUnderlyingType(info.Type) ?? info.Type)
            || OpenApiOptions.CreateDefaultSchemaReferenceId(info) is null
                ? null
                : Of(Nullable.GetUnderlyingType(info.Type) ?? info.Type);

    /// <summary>What a schema that is both filed and answered is called where it is answered.</summary>
    public static string Answered(string filed) => filed switch
    {
        // Objects of the incident have ids; of objects without one only a person's documents are answered.
        nameof(FiledObject) => "PersonDocument",
        _ when filed.StartsWith(Filed, StringComparison.Ordinal) => filed[Filed.Length..],
        _ => filed + "Answer",
    };

    /// <summary>The name of a type's schema.</summary>
    public static string Of(Type type) =>
        Special.TryGetValue(type, out var name) ? name
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Page<>) ? Of(type.GetGenericArguments()[0]) + "Page"
        : type.Namespace == typeof(Filing).Namespace && !type.Name.StartsWith("Fil", StringComparison.Ordinal) ? Filed + type.Name
        : type.Name.EndsWith(View, StringComparison.Ordinal) ? type.Name[..^View.Length]
        : type.Name;
}
