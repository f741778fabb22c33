using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.SignIn;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>Tokens through the real pipeline.</summary>
public sealed class A_token
{
    private static PlatformHost Host => SharedHost.Host;

    private static LocalIssuer Issuer => Host.Services.GetRequiredService<LocalIssuer>();

    private static string ClientId => Host.Services.GetRequiredService<IConfiguration>()["AzureAd:ClientId"]!;

    [Test]
    public async Task Of_a_person_signs_in_with_tenant_object_and_roles()
    {
        var me = await MeAsync(Host.TokenOf("supervisor@ME-BAR-PCU"));

        Assert.That(me.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var identity = JsonDocument.Parse(await me.Content.ReadAsStringAsync()).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.GetProperty("tenantId").GetGuid(), Is.EqualTo(Tenant));
            Assert.That(identity.GetProperty("isPerson").GetBoolean(), Is.True);
            Assert.That(identity.GetProperty("roles").EnumerateArray().Select(role => role.GetString()), Is.EquivalentTo([AppRoles.IncidentFile, AppRoles.UnitSupervise]));
        }
    }

    [Test]
    public async Task Of_a_system_signs_in_and_is_no_person()
    {
        var me = await MeAsync(Host.TokenOf("partner@ME"));

        Assert.That(me.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(JsonDocument.Parse(await me.Content.ReadAsStringAsync()).RootElement.GetProperty("isPerson").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Without_the_role_is_told_so()
    {
        await ProblemAnswer.ReadAsync(await Host.SendAsync(HttpMethod.Get, "/v1/tests/supervisors", token: Host.TokenOf("officer@ME-BAR-PCU")), "role-required");
        var allowed = await Host.SendAsync(HttpMethod.Get, "/v1/tests/supervisors", token: Host.TokenOf("supervisor@ME-BAR-PCU"));
        Assert.That(allowed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Is_needed_where_nothing_else_is_said()
    {
        var response = await Host.SendAsync(HttpMethod.Get, "/v1/tests/me");

        await ProblemAnswer.ReadAsync(response, "not-signed-in");
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [TestCaseSource(nameof(Accepted))]
    public async Task Is_accepted(Func<string> token) => Assert.That((await MeAsync(token())).StatusCode, Is.EqualTo(HttpStatusCode.OK));

    [TestCaseSource(nameof(Refused))]
    public async Task Is_refused(Func<string> token)
    {
        var response = await MeAsync(token());

        await ProblemAnswer.ReadAsync(response, "not-signed-in");
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
    }

    [Test]
    public async Task Is_checked_without_asking_the_issuer_also_by_the_first_32_calls()
    {
        var (bearer, validator) = (new Counted(), new Counted());
        // The validator of an authority is shared by the whole process: another authority than the other tests' gets a new one.
        await using var fresh = await PlatformHost.StartAsync(
            builder =>
            {
                builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
                    .Configure(options => options.BackchannelHttpHandler = bearer.Before(options.BackchannelHttpHandler!));
                builder.Services.AddHttpClient("local-issuer").AddHttpMessageHandler(() => validator.Before(null));
            },
            "--AzureAd:TenantId", "common");
        var token = fresh.TokenOf("officer@ME-BAR-PCU");
        var (bearerAsked, validatorAsked) = (bearer.Requests, validator.Requests);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => fresh.SendAsync(HttpMethod.Get, "/v1/tests/me", token: token)));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bearerAsked, Is.GreaterThan(0), "Both seams are used,");
            Assert.That(validatorAsked, Is.GreaterThan(0));
            Assert.That(bearer.Requests, Is.EqualTo(bearerAsked), "and by no request: the validator fetches blocking.");
            Assert.That(validator.Requests, Is.EqualTo(validatorAsked));
        }
    }

    private sealed class Counted
    {
        private int requests;

        public int Requests => requests;

        public DelegatingHandler Before(HttpMessageHandler? inner)
        {
            var counting = new Handler(this);
            if (inner is not null)
                counting.InnerHandler = inner;
            return counting;
        }

        private sealed class Handler(Counted counted) : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref counted.requests);
                return base.SendAsync(request, cancellationToken);
            }
        }
    }

    private static IEnumerable<TestCaseData> Accepted()
    {
        yield return Case("made by hand", () => Make());
        yield return Case("expired within the clock skew", () => Make(expires: TimeSpan.FromSeconds(-20)));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("nonsense", () => "nonsense");
        yield return Case("expired", () => Make(expires: TimeSpan.FromMinutes(-2)));
        yield return Case("not yet valid", () => Make(notBefore: TimeSpan.FromMinutes(5)));
        yield return Case("another audience", () => Make(audience: "11111111-1111-4111-8111-111111111111"));
        yield return Case("audience as an address", () => Make(audience: $"api://{ClientId}"));
        yield return Case("unknown key", () => Make(credentials: OtherKey(null)));
        yield return Case("unknown key under the known key's name", () => Make(credentials: OtherKey(Issuer.Credentials.Key.KeyId)));
        yield return Case("alg none", () => Make(credentials: null, unsigned: true));
        yield return Case("HS256 signed with the public key", () => Make(credentials: PublicKeyAsSecret()));
        yield return Case("RS512", () => Make(credentials: new SigningCredentials(Issuer.Credentials.Key, SecurityAlgorithms.RsaSha512)));
        yield return Case("another issuer", () => Make(issuer: $"https://login.example/{Tenant}/v2.0"));
        yield return Case("another tenant's issuer", () => Make(issuer: LocalIssuer.IssuerOf(new Guid("22222222-2222-4222-8222-222222222222"))));
        yield return Case("v1 issuer", () => Make(issuer: $"https://sts.windows.net/{Tenant}/"));
        yield return Case("no tenant", () => Make(without: "tid"));
        yield return Case("neither scope nor role", () => Make(without: "scp", alsoWithout: "roles"));
        yield return Case("changed after signing", () => Tampered(Make()));
    }

    private static TestCaseData Case(string name, Func<string> token) => new TestCaseData(token).SetArgDisplayNames(name);

    private static Guid Tenant => new("5ee00000-0000-4000-8000-000000000003");

    private static string Make(
        string? issuer = null,
        string? audience = null,
        TimeSpan? expires = null,
        TimeSpan? notBefore = null,
        SigningCredentials? credentials = null,
        bool unsigned = false,
        string? without = null,
        string? alsoWithout = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["ver"] = "2.0",
            ["tid"] = Tenant.ToString(),
            ["oid"] = "33333333-3333-4333-8333-333333333333",
            ["scp"] = "access_as_user",
            ["roles"] = new[] { AppRoles.IncidentFile },
        };
        foreach (var left in new[] { without, alsoWithout }.OfType<string>())
            claims.Remove(left);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? LocalIssuer.IssuerOf(Tenant),
            Audience = audience ?? ClientId,
            IssuedAt = now.AddHours(-1),
            NotBefore = now + (notBefore ?? TimeSpan.FromHours(-1)),
            Expires = now + (expires ?? TimeSpan.FromHours(notBefore is null ? 1 : 2)),
            Claims = claims,
            SigningCredentials = unsigned ? null : credentials ?? Issuer.Credentials,
        });
    }

    private static SigningCredentials OtherKey(string? name) =>
        new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = name ?? "other" }, SecurityAlgorithms.RsaSha256);

    private static SigningCredentials PublicKeyAsSecret()
    {
        var known = (RsaSecurityKey)Issuer.Credentials.Key;
        return new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(known.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = known.KeyId }, SecurityAlgorithms.HmacSha256);
    }

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace(AppRoles.IncidentFile, AppRoles.RegistryAdminister, StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    private static Task<HttpResponseMessage> MeAsync(string token) => Host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: token);
}
