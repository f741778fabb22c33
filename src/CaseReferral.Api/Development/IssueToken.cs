using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CaseReferral.Api.Development;

/// <summary>The local issuer's token endpoint, in the shapes of RFC 6749.</summary>
public static class IssueToken
{
    /// <summary>
    /// A token for the form field <c>user</c>, or for a code of <see cref="AuthorizePage"/> with its PKCE verifier.
    /// </summary>
    public static async Task<Results<Ok<TokenAnswer>, BadRequest<OAuthError>>> HandleAsync(
        HttpContext http,
        LocalIssuer issuer,
        AuthorizationCodes codes,
        IReadOnlyList<DemoPerson> people,
        IConfiguration configuration,
        CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await FormAsync(http.Request, ct) is not { } form)
            return Refuse("invalid_request", "Send a form (application/x-www-form-urlencoded), for example user=officer@ME-BAR-PCU.");

        string? user = form["user"];
        switch ((string?)form["grant_type"])
        {
            case "authorization_code":
                if (form["client_id"] != configuration["AzureAd:ClientId"])
                    return Refuse("invalid_client", "client_id isn't this registry's AzureAd:ClientId.");
                user = codes.Redeem(form["code"].ToString(), form["redirect_uri"].ToString(), form["code_verifier"].ToString());
                if (user is null)
                    return Refuse(
                        "invalid_grant",
                        "The code is unknown, used or too old, or was made for another redirect_uri or code_verifier. Sign in again.");
                break;
            case null or "":
                break;
            default:
                return Refuse("unsupported_grant_type", "Send the field user, or grant_type=authorization_code.");
        }

        if (string.IsNullOrEmpty(user))
            return Refuse(
                "invalid_request",
                "The field user is missing, for example user=officer@ME-BAR-PCU. GET /development/sign-ins lists who you can be.");
        return people.FirstOrDefault(person => person.User == user) is { } known
            ? TypedResults.Ok(new TokenAnswer(issuer.Issue(known), "Bearer", (int)LocalIssuer.Lifetime.TotalSeconds))
            : Refuse("invalid_grant", "There is no such sign-in. GET /development/sign-ins lists who you can be.");
    }

    /// <summary>The request's form; null when it has none that can be read.</summary>
    public static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return null;
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // Too many or too long fields, a NUL, or parts that end before their boundary does.
            return null;
        }
    }

    private static BadRequest<OAuthError> Refuse(string error, string description) =>
        TypedResults.BadRequest(new OAuthError(error, description));
}

/// <summary>A token, as RFC 6749 section 5.1 writes it.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="TokenType"><c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds it is valid.</param>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A refusal, as RFC 6749 section 5.2 writes it.</summary>
/// <param name="Error">Its code.</param>
/// <param name="ErrorDescription">What to do.</param>
public sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string ErrorDescription);
