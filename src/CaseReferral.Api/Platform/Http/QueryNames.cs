using CaseReferral.Api.Platform.OpenApi;
using CaseReferral.Api.Platform.Problems;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Api.Platform.Http;

/// <summary>
/// The query parameters that a route declares are the ones it takes. An unknown one is refused, not ignored: a filter or a version with
/// a slip in its name would silently show something else than was asked for.
/// </summary>
public static class QueryNames
{
    private const int LongestShown = 40;

    /// <summary>Checks the operations of the API that don't read a list's query themselves (those tell all faults of it at once).</summary>
    public static void UseQueryNames(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.Request.QueryString.HasValue && http.GetEndpoint() is { } endpoint && IsOperation(endpoint) && !endpoint.Metadata.IsPage()
            && Faults(http) is { Count: > 0 } faults)
        {
            await Problem.Of(
                ProblemCatalogue.ValidationFailed, "Correct the query parameters in errors and send the request again.", faults)
                .ExecuteAsync(http);
            return;
        }

        await next(http);
    });

    /// <summary>
    /// Parameters that the route doesn't declare, those given twice, and those longer than it declares. Faults point at the parameter as
    /// <c>/name</c>.
    /// </summary>
    public static IReadOnlyList<Fault> Faults(HttpContext http)
    {
        var metadata = http.GetEndpoint()!.Metadata;
        var known = metadata.OfType<QueryParameter>().Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        if (metadata.IsPage())
            known.UnionWith(["limit", "cursor"]);

        return [.. http.Request.Query
            .Select(given => !known.Contains(given.Key)
                ? new Fault($"/{Shown(given.Key)}", "There is no such parameter here. The OpenAPI document names those there are.")
                : given.Value.Count > 1 ? new Fault($"/{given.Key}", "Give this parameter once.")
                // A cursor that is too long is no cursor.
                : given.Key != "cursor" && DeclaredChecks.IsLonger(given.Value.ToString(), Bounds.LongestParameter)
                    ? new Fault($"/{given.Key}", $"Give at most {Bounds.LongestParameter} characters.") : null)
            .OfType<Fault>()];
    }

    private static bool IsOperation(Endpoint endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText?.StartsWith("/v1/", StringComparison.Ordinal) == true;

    private static string Shown(string name) =>
        new([.. name.Where(character => char.IsAsciiLetterOrDigit(character) || "-_.[]".Contains(character)).Take(LongestShown)]);
}
