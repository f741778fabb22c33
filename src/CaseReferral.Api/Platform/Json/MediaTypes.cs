using CaseReferral.Api.Platform.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CaseReferral.Api.Platform.Json;

/// <summary>
/// Takes a body only as the media type that its route names, in UTF-8 and not encoded: 415 otherwise. The framework reads anything
/// that ends in <c>+json</c>, and stumbles over charsets it doesn't know.
/// </summary>
public static class MediaTypes
{
    /// <summary>Checks bodies before anything of them is read.</summary>
    public static void UseMediaTypes(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts && HasBody(http.Request)
            && !IsTaken(http.Request, accepts))
        {
            await Problem.Of(ProblemCatalogue.UnsupportedMediaType).ExecuteAsync(http);
            return;
        }

        await next(http);
    });

    private static bool HasBody(HttpRequest request) =>
        request.ContentLength is > 0 || request.ContentLength is null && request.ContentType is not null;

    private static bool IsTaken(HttpRequest request, IAcceptsMetadata accepts) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && accepts.ContentTypes.Contains(given.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (!given.Charset.HasValue
            || string.Equals(HeaderUtilities.RemoveQuotes(given.Charset).Value, "utf-8", StringComparison.OrdinalIgnoreCase));
}
