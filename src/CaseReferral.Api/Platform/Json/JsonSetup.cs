using System.Text.Json;
using System.Text.Json.Serialization;
using CaseReferral.Domain.Incidents;

namespace CaseReferral.Api.Platform.Json;

/// <summary>How the API reads and writes JSON: strictly, so that a client's slip is told at once and not stored.</summary>
public static class JsonSetup
{
    /// <summary>
    /// Requests: case-sensitive members, none unknown, none twice, none null that can't be, numbers as numbers, codes as strings.
    /// Answers: members are always present.
    /// </summary>
    public static void AddJson(this WebApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(json => Strict(json.SerializerOptions));

    /// <summary>Makes <paramref name="options"/> the API's.</summary>
    public static void Strict(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.MaxDepth = 64;

        // Instants: a converter of DateTimeOffset for the whole API belongs here too.
        options.Converters.Add(new OffsetInstantConverter());
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new AnyJsonConverter());
        options.Converters.Add(new AnyObjectConverter());
        options.Converters.Add(new FiniteConverter());
        options.Converters.Add(new WholeNumberConverter());
        options.Converters.Add(new CodeConverters());
        foreach (var id in IdConverters.All)
            options.Converters.Add(id);
    }
}
