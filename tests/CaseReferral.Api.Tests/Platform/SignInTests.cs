using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.SignIn;
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
            Assert.That(
                identity.GetProperty("roles").EnumerateArray().Select(role => role.GetString()),
                Is.EquivalentTo([AppRoles.IncidentFile, AppRoles.UnitSupervise]));
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
        await ProblemAnswer.ReadAsync(
            await Host.SendAsync(HttpMethod.Get, "/v1/tests/supervisors", token: Host.TokenOf("officer@ME-BAR-PCU")), "role-required");
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

    [TestCaseSource(nameof(Genuine))]
    public async Task Is_genuine_and_still_not_taken(Func<string> token, string why)
    {
        var response = await MeAsync(token());

        var problem = await ProblemAnswer.ReadAsync(response, "token-refused");
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain(why));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task Is_refused_without_a_reason_when_it_is_forged_whatever_else_it_says()
    {
        var forged = await MeAsync(Make(audience: $"api://{ClientId}", credentials: OtherKey(Issuer.Credentials.Key.KeyId)));

        await ProblemAnswer.ReadAsync(forged, "not-signed-in");
    }

    private static IEnumerable<TestCaseData> Accepted()
    {
        yield return Case("made by hand", () => Make());
        yield return Case("for our scope among others", () => Make(also: ("scp", "openid access_as_user")));
        yield return Case("expired within the clock skew", () => Make(expires: TimeSpan.FromSeconds(-20)));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("nonsense", () => "nonsense");
        yield return Case("expired", () => Make(expires: TimeSpan.FromMinutes(-2)));
        yield return Case("not yet valid", () => Make(notBefore: TimeSpan.FromMinutes(5)));
        yield return Case("another audience", () => Make(audience: "11111111-1111-4111-8111-111111111111"));
        yield return Case("unknown key", () => Make(credentials: OtherKey(null)));
        yield return Case("unknown key under the known key's name", () => Make(credentials: OtherKey(Issuer.Credentials.Key.KeyId)));
        yield return Case("alg none", () => Make(credentials: null, unsigned: true));
        yield return Case("HS256 signed with the public key", () => Make(credentials: PublicKeyAsSecret()));
        yield return Case("RS512", () => Make(credentials: new SigningCredentials(Issuer.Credentials.Key, SecurityAlgorithms.RsaSha512)));
        yield return Case("another issuer", () => Make(issuer: $"https://login.example/{Tenant}/v2.0"));
        yield return Case(
            "another tenant's issuer", () => Make(issuer: LocalIssuer.IssuerOf(new Guid("22222222-2222-4222-8222-222222222222"))));
        yield return Case(
            "the issuer's place for a tenant left open", () => Make(issuer: "https://login.microsoftonline.com/{tenantid}/v2.0"));
        yield return Case("a tenant that is no id", () => Make(issuer: "https://login.microsoftonline.com/me/v2.0", also: ("tid", "me")));
        yield return Case("a tenant given twice", () => Make(also: ("tid", new[] { Tenant.ToString(), Tenant.ToString() })));
        yield return Case("another audience beside ours that is an address", () => Make(audience: $"api://{ClientId}/else"));
        yield return Case("no tenant", () => Make(without: "tid"));
        yield return Case("neither scope nor role", () => Make(without: "scp", alsoWithout: "roles"));
        yield return Case("changed after signing", () => Tampered(Make()));
    }

    private static IEnumerable<TestCaseData> Genuine()
    {
        var unbound = new Guid("22222222-2222-4222-8222-222222222222");
        yield return Case("v1 by its audience", () => Make(audience: $"api://{ClientId}"), "requestedAccessTokenVersion");
        yield return Case("v1 by its issuer", () => Make(issuer: $"https://sts.windows.net/{Tenant}/"), "requestedAccessTokenVersion");
        yield return Case("v1 by its version", () => Make(also: ("ver", "1.0")), "requestedAccessTokenVersion");
        yield return Case("no version", () => Make(without: "ver"), "requestedAccessTokenVersion");
        yield return Case(
            "groups left out", () => Make(also: ("_claim_names", new Dictionary<string, string> { ["groups"] = "src1" })),
            "too many groups");
        yield return Case("groups left out, implicitly", () => Make(also: ("hasgroups", true)), "too many groups");
        yield return Case("another scope", () => Make(also: ("scp", "access_as_user_of_something_else")), "another scope");
        yield return Case(
            "a tenant bound to nothing", () => Make(issuer: LocalIssuer.IssuerOf(unbound), also: ("tid", unbound.ToString())),
            "tenant isn't bound");
        yield return Case("no object id", () => Make(without: "oid"), "who you are");
        yield return Case("an object id of zeros", () => Make(also: ("oid", Guid.Empty.ToString())), "who you are");
    }

    private static TestCaseData Case(string name, Func<string> token, string why) => new TestCaseData(token, why).SetArgDisplayNames(name);

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
        string? alsoWithout = null,
        (string Name, object Value)? also = null)
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
        if (also is var (name, value))
            claims[name] = value;
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
        return new(
            new SymmetricSecurityKey(Encoding.ASCII.GetBytes(known.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = known.KeyId },
            SecurityAlgorithms.HmacSha256);
    }

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1])
            .Replace(AppRoles.IncidentFile, AppRoles.RegistryAdminister, StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    private static Task<HttpResponseMessage> MeAsync(string token) => Host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: token);
}
