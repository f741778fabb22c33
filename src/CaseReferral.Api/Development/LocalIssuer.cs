using System.Net;
using System.Security.Cryptography;
using CaseReferral.Api.Platform.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Development;

/// <summary>
/// Stands in for Entra on a developer's machine: signs real tokens with a real RSA key that lives as long as the process, and answers
/// what the sign-in pipeline asks Entra for. The pipeline itself doesn't know.
/// </summary>
public sealed class LocalIssuer : IDisposable
{
    /// <summary>How long a token is valid: a working day, so that nobody is signed out in the middle of trying something.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private const string Host = "https://login.microsoftonline.com";

    private readonly RSA key = RSA.Create(2048);
    private readonly RsaSecurityKey signingKey;
    private readonly string clientId;

    /// <summary>Makes the key. Tokens are for the application <c>AzureAd:ClientId</c>.</summary>
    public LocalIssuer(IConfiguration configuration)
    {
        clientId = configuration["AzureAd:ClientId"]!;
        signingKey = new RsaSecurityKey(key) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo())) };
        Credentials = new SigningCredentials(signingKey, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>What tokens are signed with.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>The issuer of a tenant's v2 tokens.</summary>
    public static string IssuerOf(Guid tenant) => $"{Host}/{tenant}/v2.0";

    /// <summary>
    /// A v2 access token for <paramref name="person"/>, as Entra would make it, without a name. Its times are the system's: the
    /// development clock moves deadlines, not sign-ins.
    /// </summary>
    public string Issue(DemoPerson person)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["ver"] = "2.0",
            ["tid"] = person.TenantId.ToString(),
            ["oid"] = person.ObjectId.ToString(),
            ["sub"] = person.ObjectId.ToString(),
            ["azp"] = clientId,
            ["roles"] = person.AppRoles,
        };
        if (person.IsPerson)
            claims["scp"] = EntraTokens.Scope;
        else
            claims["idtyp"] = "app";

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = IssuerOf(person.TenantId),
            Audience = clientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = Credentials,
        });
    }

    /// <summary>A handler that answers the pipeline's back-channel, and nothing else: it opens no connection.</summary>
    public HttpMessageHandler Backchannel() => new Answers(this);

    /// <inheritdoc />
    public void Dispose() => key.Dispose();

    private object? Answer(Uri asked)
    {
        if (asked.GetLeftPart(UriPartial.Authority) != Host)
            return null;
        if (asked.AbsolutePath.EndsWith("/v2.0/.well-known/openid-configuration", StringComparison.Ordinal))
        {
            return new
            {
                issuer = $"{Host}/{{tenantid}}/v2.0",
                authorization_endpoint = $"{Host}/organizations/oauth2/v2.0/authorize",
                token_endpoint = $"{Host}/organizations/oauth2/v2.0/token",
                jwks_uri = $"{Host}/organizations/discovery/v2.0/keys",
                id_token_signing_alg_values_supported = new[] { SecurityAlgorithms.RsaSha256 },
            };
        }

        if (!asked.AbsolutePath.EndsWith("/discovery/v2.0/keys", StringComparison.Ordinal))
            return null;
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA",
                    use = "sig",
                    kid = signingKey.KeyId,
                    n = Base64UrlEncoder.Encode(parameters.Modulus),
                    e = Base64UrlEncoder.Encode(parameters.Exponent),
                    issuer = $"{Host}/{{tenantid}}/v2.0",
                },
            },
        };
    }

    private sealed class Answers(LocalIssuer issuer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(issuer.Answer(request.RequestUri!) is { } answer
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(answer), RequestMessage = request }
                : new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request });
    }
}
