using System.Security.Cryptography;
using System.Text;

namespace CaseReferral.Api.Platform.Limits;

/// <summary>
/// What every answer tells a browser: guess no type, tell nobody where you came from, run nothing, show it in no frame, keep nothing. An
/// answer that needs more, as the few pages do, says so itself.
/// </summary>
public static class SecurityHeaders
{
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds them to every answer, also to those of the exception handler, which clears what was set before.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        // A browser keeps to https once it was told so; on a developer's machine that would lock it out of everything on localhost.
        var transport = app.Environment.IsDevelopment() ? null : "max-age=31536000; includeSubDomains";
        app.Use((http, next) =>
        {
            http.Response.OnStarting(static state =>
            {
                var (headers, transport) = ((IHeaderDictionary, string?))state;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers.TryAdd("Content-Security-Policy", Nothing);
                headers.TryAdd("Cache-Control", "no-store");
                if (transport is not null)
                    headers.StrictTransportSecurity = transport;
                return Task.CompletedTask;
            }, (http.Response.Headers, transport));
            return next(http);
        });
    }

    /// <summary>The policy of a page of ours: this one style sheet, and forms to this registry.</summary>
    /// <param name="style">What stands between its style tags, to the letter.</param>
    public static string PagePolicy(string style) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>
    /// The policy of Swagger UI: its own files, and requests to this registry and, to redeem a code, to the issuer. It styles
    /// elements in place, which no hash can name.
    /// </summary>
    public static string SwaggerPolicy(string issuer) =>
        $"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' {issuer}; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
