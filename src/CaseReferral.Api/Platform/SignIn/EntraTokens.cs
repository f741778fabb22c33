using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>
/// Whether a tenant is bound to anything here: to a jurisdiction of the reference data as it now stands, or to the registry itself.
/// </summary>
public delegate ValueTask<bool> TenantIsBound(Guid tenant, CancellationToken ct);

/// <summary>A genuine token that the registry doesn't take. Its message says why and what to do, and may be shown to its bearer.</summary>
public sealed class TokenRefusedException(string sentence) : SecurityTokenException(sentence);

/// <summary>What the registry demands of Entra's tokens beyond a valid signature, lifetime, algorithm and audience.</summary>
public static class EntraTokens
{
    /// <summary>The delegated scope that a person's token carries.</summary>
    public const string Scope = "access_as_user";

    /// <summary>What somebody of a tenant is told that is bound to nothing here.</summary>
    public const string TenantUnbound =
        "Your organisation's tenant isn't bound to a jurisdiction of this registry. Ask its administrators to bind it.";

    private const string TenantPlace = "{tenantid}";
    private const string VersionOneIssuer = "https://sts.windows.net/";

    private const string VersionOne =
        "This is a v1 access token, and the registry takes v2 only. Set api.requestedAccessTokenVersion to 2 in the application's manifest "
        + "and sign in again.";

    /// <summary>Whether metadata names an issuer as Entra does, with or without a place for the tenant.</summary>
    public static bool IsIssuerTemplate(string? issuer) =>
        issuer is not null && issuer.StartsWith("https://", StringComparison.Ordinal) && issuer.EndsWith("/v2.0", StringComparison.Ordinal);

    /// <summary>
    /// The issuer, when it is the one of the token's own tenant to the letter. It compares with metadata that is in memory: the vendor's
    /// own validator fetches metadata of its own, blocking, with the first token it sees.
    /// </summary>
    public static string ValidateIssuer(
        string issuer, SecurityToken token, TokenValidationParameters parameters, BaseConfiguration? configuration)
    {
        if (configuration is OpenIdConnectConfiguration { Issuer: { } template }
            && token is JsonWebToken jwt
            && jwt.TryGetPayloadValue<string>("tid", out var tenant)
            && Guid.TryParseExact(tenant, "D", out _)
            && issuer == template.Replace(TenantPlace, tenant, StringComparison.Ordinal))
            return issuer;
        throw new SecurityTokenInvalidIssuerException("The issuer isn't Entra's for the token's tenant.") { InvalidIssuer = issuer };
    }

    /// <summary>
    /// Refuses a genuine token that says less, or something else, than the registry decides on: of version 1, with claims left out, for
    /// another scope, from a tenant that isn't bound to anything here.
    /// </summary>
    public static async ValueTask<string?> WhyNotAsync(ClaimsPrincipal bearer, TenantIsBound isBound, CancellationToken ct)
    {
        if (bearer.FindFirst("ver")?.Value != "2.0")
            return VersionOne;
        if (LeavesClaimsOut(bearer))
        {
            return "Your token says that claims were left out of it because you are in too many groups, "
                + "and the registry decides on nothing it can't see. "
                + "Ask your tenant's administrator to emit no group claims for this application; app roles need none.";
        }

        if (bearer.FindFirst("scp") is { Value.Length: > 0 } scope && !scope.Value.Split(' ').Contains(Scope, StringComparer.Ordinal))
            return $"Your token is for another scope of the application. Sign in for the scope {Scope}.";
        if (TokenIdentity.From(bearer) is not { } identity)
            return "Your token doesn't say once, as a tenant and an object id (tid, oid), who you are.";
        if (!await isBound(identity.TenantId, ct))
            return TenantUnbound;
        return null;
    }

    /// <summary>
    /// What to tell the bearer of a token that validation refused; null when the token may be forged, and why would help the forger.
    /// </summary>
    /// <remarks>Signatures are checked first: an audience or issuer that is wrong is a genuine token's.</remarks>
    public static string? Explain(Exception? failure, string authorization, string clientId) => failure switch
    {
        TokenRefusedException refused => refused.Message,
        // The exception no longer says which audience it was.
        SecurityTokenInvalidAudienceException
            when new JsonWebToken(authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .Audiences.Contains($"api://{clientId}", StringComparer.Ordinal) => VersionOne,
        SecurityTokenInvalidIssuerException { InvalidIssuer: { } issuer }
            when issuer.StartsWith(VersionOneIssuer, StringComparison.Ordinal) => VersionOne,
        _ => null,
    };

    // Group overage and its kin: hasgroups, or claims named in _claim_names as to be fetched elsewhere.
    private static bool LeavesClaimsOut(ClaimsPrincipal bearer) =>
        bearer.HasClaim(claim => claim.Type is "hasgroups" or "_claim_names" or "_claim_sources");
}
