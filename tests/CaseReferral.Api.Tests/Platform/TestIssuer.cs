using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>An issuer whose keys roll, that can be away, and that can be slow; it counts what it is asked.</summary>
public sealed class TestIssuer : IDisposable
{
    /// <summary>A tenant that is bound to ME.</summary>
    public static readonly Guid Tenant = new("5ee00000-0000-4000-8000-000000000003");

    private const string Host = "https://login.microsoftonline.com";

    private RSA key = RSA.Create(2048);
    private int keys = 1;
    private int requests;

    /// <summary>Whether it answers nothing.</summary>
    public bool Away { get; set; }

    /// <summary>What it answers first has to wait for; null for nothing.</summary>
    public Task? Before { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Requests => Volatile.Read(ref requests);

    private string KeyName => $"key-{keys}";

    /// <summary>Takes its key back and signs with a new one.</summary>
    public void Roll()
    {
        key.Dispose();
        key = RSA.Create(2048);
        keys++;
    }

    /// <summary>A person's token under the key of the moment, or under a key that it never had.</summary>
    public string Token(string? unknownKey = null, string clientId = "6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1")
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = LocalIssuer.IssuerOf(Tenant),
            Audience = clientId,
            NotBefore = now,
            Expires = now.AddHours(1),
            Claims = new Dictionary<string, object>
            {
                ["ver"] = "2.0",
                ["tid"] = Tenant.ToString(),
                ["oid"] = "33333333-3333-4333-8333-333333333333",
                ["scp"] = EntraTokens.Scope,
                ["roles"] = new[] { AppRoles.IncidentFile },
            },
            SigningCredentials = new(
                new RsaSecurityKey(RSA.Create(key.ExportParameters(true))) { KeyId = unknownKey ?? KeyName }, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>A platform that asks this issuer.</summary>
    public Task<PlatformHost> StartHostAsync(params string[] arguments) => PlatformHost.StartAsync(
        builder => builder.Services.AddHttpClient(IssuerKeyRefresh.Client).ConfigurePrimaryHttpMessageHandler(() => new Answers(this)),
        arguments);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private object? Answer(Uri asked) => asked.AbsolutePath switch
    {
        "/organizations/v2.0/.well-known/openid-configuration" =>
            new { issuer = $"{Host}/{{tenantid}}/v2.0", jwks_uri = $"{Host}/organizations/discovery/v2.0/keys" },
        "/organizations/discovery/v2.0/keys" => new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA",
                    use = "sig",
                    kid = KeyName,
                    n = Base64UrlEncoder.Encode(key.ExportParameters(false).Modulus),
                    e = Base64UrlEncoder.Encode(key.ExportParameters(false).Exponent),
                    issuer = $"{Host}/{{tenantid}}/v2.0",
                },
            },
        },
        _ => null,
    };

    private sealed class Answers(TestIssuer issuer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref issuer.requests);
            if (issuer.Before is { } before)
                await before.WaitAsync(cancellationToken);
            if (issuer.Away)
                throw new HttpRequestException("No route to the issuer.");
            return issuer.Answer(request.RequestUri!) is { } answer
                ? new(HttpStatusCode.OK) { Content = JsonContent.Create(answer), RequestMessage = request }
                : new(HttpStatusCode.NotFound) { RequestMessage = request };
        }
    }
}
