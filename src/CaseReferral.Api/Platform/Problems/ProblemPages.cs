using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using CaseReferral.Api.Platform.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Platform.Problems;

/// <summary>The pages behind a problem's <c>type</c>: what it means and what to do, for people and for programs.</summary>
public static class ProblemPages
{
    private const string Style =
        "body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; "
        + "color: #1b1b1b; background: #fff; } "
        + "code { background: #f0f0f0; padding: 0 .3em; }";

    private static readonly string Policy = SecurityHeaders.PagePolicy(Style);

    /// <summary>Maps <c>/problems</c> and <c>/problems/{code}</c>: HTML, Markdown or JSON, as Accept asks.</summary>
    public static void MapProblemPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/problems").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("", (HttpRequest request) => Page(request, "Problems of this API", ProblemCatalogue.All));
        pages.MapGet("/{code}", Results<ContentHttpResult, JsonHttpResult<object>, ProblemHttpResult> (string code, HttpRequest request) =>
            ProblemCatalogue.Find(code) is { } kind
                ? Page(request, kind.Title, [kind]) switch
                {
                    ContentHttpResult text => text,
                    var json => (JsonHttpResult<object>)json,
                }
                : Problem.Of(ProblemCatalogue.NotFound, "There is no problem with this code. GET /problems lists them all."));
    }

    private static IResult Page(HttpRequest request, string title, IReadOnlyList<ProblemKind> kinds)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=3600";
        request.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
        return Preferred(request) switch
        {
            "application/json" => TypedResults.Json<object>(kinds is [var only] ? only : kinds),
            "text/markdown" => TypedResults.Text(Markdown(kinds), "text/markdown", Encoding.UTF8),
            _ => TypedResults.Text(Html(title, kinds), "text/html", Encoding.UTF8),
        };
    }

    private static string Preferred(HttpRequest request) =>
        request.GetTypedHeaders().Accept
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => accepted.MediaType.Value)
            .FirstOrDefault(type => type is "text/html" or "text/markdown" or "application/json")
        ?? "text/html";

    private static string Markdown(IReadOnlyList<ProblemKind> kinds)
    {
        var text = new StringBuilder();
        foreach (var kind in kinds)
            text.Append(
                CultureInfo.InvariantCulture,
                $"# {kind.Title}\n\n`{kind.Code}`, status {kind.Status}\n\n{kind.Explanation}\n\n**What to do.** {kind.WhatToDo}\n\n");
        return text.ToString();
    }

    private static string Html(string title, IReadOnlyList<ProblemKind> kinds)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encode(title)}}</title>
            <style>{{Style}}</style>
            </head>
            <body>
            <main>
            <h1>{{Encode(title)}}</h1>

            """);
        foreach (var kind in kinds)
        {
            if (kinds.Count > 1)
                text.Append(CultureInfo.InvariantCulture, $"<h2><a href=\"{kind.Type}\">{Encode(kind.Title)}</a></h2>\n");
            text.Append(CultureInfo.InvariantCulture, $$"""
                <p><code>{{kind.Code}}</code>, status {{kind.Status}}</p>
                <p>{{Encode(kind.Explanation)}}</p>
                <p><strong>What to do.</strong> {{Encode(kind.WhatToDo)}}</p>

                """);
        }

        if (kinds.Count == 1)
            text.Append("<p><a href=\"/problems\">All problems of this API</a></p>\n");
        return text.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
