using System.Globalization;

namespace CaseReferral.Api.Platform.Http;

/// <summary>An operation that goes away: since when one is to leave it, when it ends, and where that is explained.</summary>
/// <param name="Since">Since when, or from when on, it is deprecated.</param>
/// <param name="Sunset">From when on it may not answer any more; null while that isn't decided.</param>
/// <param name="Link">Address of what to use in its place.</param>
public sealed record Deprecated(DateTimeOffset Since, DateTimeOffset? Sunset, string Link);

/// <summary>Tells callers of an operation that goes away: in the document, and with every answer.</summary>
public static class Deprecations
{
    /// <summary>Deprecates the operation; its answers say so from now on.</summary>
    public static TBuilder IsDeprecated<TBuilder>(this TBuilder endpoint, DateTimeOffset since, DateTimeOffset? sunset, string link)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Deprecated(since, sunset, link));

    /// <summary>
    /// Adds <c>Deprecation</c> (RFC 9745), <c>Sunset</c> (RFC 8594) and <c>Link: rel="deprecation"</c> to whatever it answers.
    /// </summary>
    public static void UseDeprecations(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Deprecated>() is { } told)
        {
            // When the answer starts, since what makes a problem clears what was set before.
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{told.Since.ToUnixTimeSeconds()}");
                if (told.Sunset is { } sunset)
                    headers["Sunset"] = sunset.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
                headers.Append("Link", $"<{told.Link}>; rel=\"deprecation\"");
                return Task.CompletedTask;
            });
        }

        return next(http);
    });
}
