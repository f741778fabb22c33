using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using CaseReferral.Api.Platform.Limits;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Development;

/// <summary>
/// The local issuer's sign-in page: one clicks a person. It hands codes to Swagger UI of the same origin only, and only with PKCE.
/// </summary>
public static class AuthorizePage
{
    private const string RedirectPath = "/swagger/oauth2-redirect.html";

    // Named by its digest in the page's policy, so that no other style or script can run on a page where one becomes somebody.
    private const string Style =
        "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; "
        + "color: #1b1b1b; background: #fff; } "
        + "ul { list-style: none; padding: 0; display: grid; gap: .4rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); } "
        + "button { font: inherit; text-align: left; width: 100%; min-height: 3.5rem; padding: .5rem .8rem; "
        + "background: #f3f6fa; color: inherit; border: 1px solid #6b7785; border-radius: .4rem; cursor: pointer; } "
        + "button:hover, button:focus-visible { background: #dbe8f7; outline: 3px solid #1658a6; } "
        + "button span { display: block; } "
        + "nav { position: sticky; top: 0; padding: .5rem 0; background: #fff; } "
        + "nav a { display: inline-block; padding: .3rem .8rem; margin-right: .3rem; "
        + "border: 1px solid #6b7785; border-radius: .4rem; color: #1658a6; } "
        + "h2 { scroll-margin-top: 3.5rem; }";

    private static readonly string Policy = SecurityHeaders.PagePolicy(Style);

    /// <summary>The page with everybody one can be, for an authorization request (RFC 6749 section 4.1.1).</summary>
    public static ContentHttpResult Show(HttpContext http, IReadOnlyList<DemoPerson> people, IConfiguration configuration)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        var asked = Asked.Of(name => http.Request.Query[name].ToString());
        return asked.Fault(http.Request, configuration) is { } fault ? Refuse(fault)
            : Html(StatusCodes.Status200OK, "Who are you?", Choices(asked, people));
    }

    /// <summary>Sends the browser back with a code for the person it clicked.</summary>
    public static async Task<Results<RedirectHttpResult, ContentHttpResult>> ChooseAsync(
        HttpContext http, IReadOnlyList<DemoPerson> people, AuthorizationCodes codes, IConfiguration configuration, CancellationToken ct)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        if (await IssueToken.FormAsync(http.Request, ct) is not { } form)
            return Refuse("The form can't be read.");
        var asked = Asked.Of(name => form[name].ToString());
        if (asked.Fault(http.Request, configuration) is { } fault)
            return Refuse(fault);
        if (people.FirstOrDefault(person => person.User == form["user"]) is not { } chosen)
            return Refuse("There is no such person.");

        var answer = new QueryBuilder { { "code", codes.Make(chosen.User, asked.RedirectUri, asked.Challenge) } };
        if (asked.State.Length > 0)
            answer.Add("state", asked.State);
        return TypedResults.Redirect(asked.RedirectUri + answer);
    }

    private static ContentHttpResult Refuse(string fault) =>
        Html(StatusCodes.Status400BadRequest, "This sign-in request can't be answered", $"<p>{Encode(fault)}</p>");

    private static string Choices(Asked asked, IReadOnlyList<DemoPerson> people)
    {
        var page = new StringBuilder();
        var groups = people.GroupBy(person => person.Jurisdiction ?? "Registry").ToList();
        page.Append(
            "<p>Development sign-in: no password, invented people. Click one to sign in. Officers file; "
            + "duty officers of a task force answer.</p>\n");
        page.Append("<nav aria-label=\"Jurisdictions\">\n");
        foreach (var group in groups)
            page.Append(CultureInfo.InvariantCulture, $"<a href=\"#in-{Encode(group.Key)}\">{Encode(group.Key)}</a>\n");
        page.Append("</nav>\n<form method=\"post\" action=\"/development/authorize\">\n");
        foreach (var (name, value) in asked.Fields)
            page.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{name}\" value=\"{Encode(value)}\">\n");
        foreach (var group in groups)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<section aria-labelledby=\"in-{Encode(group.Key)}\">\n"
                + $"<h2 id=\"in-{Encode(group.Key)}\">{Encode(group.Key)}</h2>\n<ul>\n");
            foreach (var person in group)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<li><button name=\"user\" value=\"{Encode(person.User)}\"><strong>{Encode(person.User)}</strong> "
                    + $"<span>{Encode(person.Title)}</span></button></li>\n");
            }

            page.Append("</ul>\n</section>\n");
        }

        return page.Append("</form>\n").ToString();
    }

    private static ContentHttpResult Html(int status, string title, string body) => TypedResults.Text(
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Encode(title)}} · Case Referral Registry</title>
        <style>{{Style}}</style>
        </head>
        <body>
        <main>
        <h1>{{Encode(title)}}</h1>
        {{body}}
        </main>
        </body>
        </html>

        """,
        "text/html",
        Encoding.UTF8,
        status);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>An authorization request.</summary>
    private sealed record Asked(
        string ResponseType, string ClientId, string RedirectUri, string State, string Challenge, string ChallengeMethod)
    {
        public IReadOnlyList<(string Name, string Value)> Fields =>
        [
            ("response_type", ResponseType),
            ("client_id", ClientId),
            ("redirect_uri", RedirectUri),
            ("state", State),
            ("code_challenge", Challenge),
            ("code_challenge_method", ChallengeMethod),
        ];

        public static Asked Of(Func<string, string> field) => new(
            field("response_type"), field("client_id"), field("redirect_uri"), field("state"), field("code_challenge"),
            field("code_challenge_method"));

        public string? Fault(HttpRequest request, IConfiguration configuration) =>
            ResponseType != "code" ? "response_type must be code."
            : ClientId != configuration["AzureAd:ClientId"] ? "client_id isn't this registry's AzureAd:ClientId."
            : RedirectUri != $"{request.Scheme}://{request.Host}{RedirectPath}" ? $"redirect_uri must be {RedirectPath} of this address."
            : ChallengeMethod != "S256" || Challenge.Length != 43 ? "code_challenge (S256) is missing: this page signs in with PKCE only."
            : null;
    }
}
