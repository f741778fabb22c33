using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.SignIn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>What one can be and do on a developer's machine.</summary>
public sealed class The_development_sign_in
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static PlatformHost Host => SharedHost.Host;

    private static string ClientId => Host.Services.GetRequiredService<IConfiguration>()["AzureAd:ClientId"]!;

    private static string RedirectUri => $"{Host.Address.GetLeftPart(UriPartial.Authority)}/swagger/oauth2-redirect.html";

    [Test]
    public async Task Lists_who_one_can_be()
    {
        var items = (await Host.Client.GetFromJsonAsync<JsonElement>("/development/sign-ins")).GetProperty("items").EnumerateArray()
            .ToList();
        var users = items.Select(item => item.GetProperty("user").GetString()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(users, Is.Unique);
            Assert.That(users, Is.SupersetOf((string[])
            [
                "officer@ME-BAR-PCU", "second-officer@BA-BIJACA-LAND", "supervisor@XK-VERMICE-LAND", "duty@ME-OPTEAM", "second@ME-CHILD",
                "lead@RS-INTEGRITY", "coordinator@BA", "second-coordinator@AL", "auditor@MK", "admin@registry", "second-admin@registry",
                "partner@ME", "partner@RS",
            ]));
            Assert.That(users, Has.None.EndsWith("@HR"), "No tenant, nobody who could sign in.");
            Assert.That(
                items.Where(item => !item.GetProperty("isPerson").GetBoolean()).Select(item => item.GetProperty("user").GetString()),
                Is.EquivalentTo((string[])["partner@ME", "partner@RS"]));
        }
    }

    [Test]
    public void Knows_everybody_by_the_same_id_after_a_restart()
    {
        var people = Host.Services.GetRequiredService<IReadOnlyList<DemoPerson>>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(people.Select(person => person.ObjectId), Is.Unique);
            Assert.That(
                people.Single(person => person.User == "officer@ME-BAR-PCU").ObjectId,
                Is.EqualTo(new Guid("0d178266-dc66-8262-a8d1-5e4c141ca144")));
            Assert.That(people, Has.All.Matches<DemoPerson>(person => person.AppRoles.SequenceEqual(AppRoles.NeededFor(person.Role))));
        }
    }

    [Test]
    public async Task Answers_like_a_token_endpoint()
    {
        var answer = await TokenAsync(("user", "officer@ME-BAR-PCU"));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(body.GetProperty("token_type").GetString(), Is.EqualTo("Bearer"));
            Assert.That(body.GetProperty("expires_in").GetInt32(), Is.GreaterThan(3000));
            Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        }

        var me = await Host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: body.GetProperty("access_token").GetString());
        Assert.That(me.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("invalid_request")]
    [TestCase("invalid_request", "user", "")]
    [TestCase("invalid_grant", "user", "nobody@nowhere")]
    [TestCase("unsupported_grant_type", "grant_type", "password")]
    [TestCase("invalid_client", "grant_type", "authorization_code")]
    public async Task Refuses_like_a_token_endpoint(string error, params string[] field)
    {
        var answer = await TokenAsync(field is [var name, var value] ? (name, value) : ("other", "field"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(body.GetProperty("error").GetString(), Is.EqualTo(error));
        Assert.That(body.GetProperty("error_description").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task Refuses_JSON_where_a_form_is_needed()
    {
        var answer = await Host.SendAsync(HttpMethod.Post, "/development/token", JsonContent.Create(new { user = "officer@ME-BAR-PCU" }));
        Assert.That(
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString(), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Signs_in_by_clicking_a_person()
    {
        var page = await Host.Client.GetAsync("/development/authorize?" + await Asked().ReadAsStringAsync());
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(html, Does.Contain("value=\"duty@ME-OPTEAM\"").And.Contain("lang=\"en\"").And.Contain("<h2 id=\"in-ME\">ME</h2>"));

        // A browser submits the form's hidden fields and the clicked button.
        var fields = Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
            .Select(field => (field.Groups[1].Value, field.Groups[2].Value));
        var sent = await Host.SendAsync(HttpMethod.Post, "/development/authorize", Form([.. fields, ("user", "duty@ME-OPTEAM")]));
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var back = sent.Headers.Location!;
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(back.Query);
        Assert.That(back.GetLeftPart(UriPartial.Path), Is.EqualTo(RedirectUri));
        Assert.That((string?)query["state"], Is.EqualTo("a&b=<c>"));

        var token = await RedeemAsync(query["code"]!);
        Assert.That(token.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await RedeemAsync(query["code"]!)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), "A code is good once.");
    }

    [TestCase("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX")]
    [TestCase("redirect_uri", "http://evil.example/")]
    [TestCase("code", "made-up")]
    [TestCase("client_id", "other")]
    public async Task Gives_no_token_for_a_code_with_another(string field, string value)
    {
        var sent = await Host.SendAsync(HttpMethod.Post, "/development/authorize", Form([.. Fields(), ("user", "duty@ME-OPTEAM")]));
        var code = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(sent.Headers.Location!.Query)["code"]!;

        Assert.That((await RedeemAsync(code!, (field, value))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("redirect_uri", "https://evil.example/swagger/oauth2-redirect.html")]
    [TestCase("redirect_uri", "/swagger/oauth2-redirect.html")]
    [TestCase("code_challenge", "")]
    [TestCase("code_challenge_method", "plain")]
    [TestCase("client_id", "other")]
    [TestCase("response_type", "token")]
    public async Task Shows_no_people_for_a_request_with_another(string field, string value)
    {
        var content = Form([.. Fields().Where(known => known.Name != field), (field, value)]);
        var page = await Host.Client.GetAsync("/development/authorize?" + await content.ReadAsStringAsync());
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Not.Contain("duty@"));

        var sent = await Host.SendAsync(
            HttpMethod.Post, "/development/authorize", Form(
                [.. Fields().Where(known => known.Name != field), (field, value), ("user", "duty@ME-OPTEAM")]));
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("/development/sign-ins")]
    [TestCase("/development/clock")]
    [TestCase("/development/authorize")]
    public async Task Isn_t_there_when_it_is_off(string path)
    {
        await using var off = await PlatformHost.StartAsync(
            "--DevelopmentSignIn:Enabled", "false", "--AzureAd:Instance", "https://localhost:1/");
        await ProblemAnswer.ReadAsync(await off.SendAsync(HttpMethod.Get, path), "not-found");
    }

    private static (string Name, string Value)[] Fields() =>
    [
        ("response_type", "code"),
        ("client_id", ClientId),
        ("redirect_uri", RedirectUri),
        ("state", "a&b=<c>"),
        ("code_challenge", Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))),
        ("code_challenge_method", "S256"),
    ];

    private static FormUrlEncodedContent Asked() => Form(Fields());

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static Task<HttpResponseMessage> TokenAsync(params (string, string)[] fields) =>
        Host.SendAsync(HttpMethod.Post, "/development/token", Form(fields));

    private static Task<HttpResponseMessage> RedeemAsync(string code, (string Name, string Value)? instead = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["client_id"] = ClientId,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = Verifier,
        };
        if (instead is var (name, value))
            fields[name] = value;
        return TokenAsync([.. fields.Select(field => (field.Key, field.Value))]);
    }
}

/// <summary>The clock that deadlines are tried with.</summary>
public sealed class The_development_clock
{
    [Test]
    public async Task Moves_the_registry_forward_and_signs_nobody_out()
    {
        await using var host = await PlatformHost.StartAsync();
        var token = host.TokenOf("officer@ME-BAR-PCU");
        var clock = host.Services.GetRequiredService<TimeProvider>();
        var before = clock.GetUtcNow();

        var answer = await host.SendAsync(HttpMethod.Post, "/development/clock", JsonContent.Create(new { advance = "P30DT15M" }));

        Assert.That((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ahead").GetString(), Is.EqualTo("P30DT15M"));
        Assert.That(
            clock.GetUtcNow() - before, Is.EqualTo(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(15)).Within(TimeSpan.FromMinutes(1)));
        Assert.That(
            (await host.Client.GetFromJsonAsync<JsonElement>("/development/clock")).GetProperty("now").GetDateTimeOffset(),
            Is.GreaterThan(before.AddDays(30)));
        Assert.That((await host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: token)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("-PT15M")]
    [TestCase("PT0S")]
    [TestCase("P")]
    [TestCase("PT")]
    [TestCase("P1DT")]
    [TestCase("P1Y")]
    [TestCase("P1M")]
    [TestCase("15 minutes")]
    [TestCase("")]
    [TestCase("P99999D")]
    [TestCase("PT999999999999H")]
    [TestCase("PT15M\n")]
    [TestCase("PT\u0661M")]
    public async Task Refuses(string advance)
    {
        var ahead = SharedHost.Host.Services.GetRequiredService<RegistryClock>().Ahead;
        var answer = await SharedHost.Host.SendAsync(HttpMethod.Post, "/development/clock", JsonContent.Create(new { advance }));

        var problem = await ProblemAnswer.ReadAsync(answer, "clock-not-moved");
        Assert.That(ProblemAnswer.Pointers(problem), Is.EqualTo((string[])["/advance"]));
        Assert.That(SharedHost.Host.Services.GetRequiredService<RegistryClock>().Ahead, Is.EqualTo(ahead));
    }

    [TestCase("{}")]
    [TestCase("""{"advance":null}""")]
    [TestCase("""{"advance":15}""")]
    [TestCase("""{"advance":"PT15M","back":true}""")]
    public async Task Reads_strictly(string body)
    {
        var answer = await SharedHost.Host.SendAsync(
            HttpMethod.Post, "/development/clock", new StringContent(body, Encoding.UTF8, "application/json"));
        await ProblemAnswer.ReadAsync(answer, "validation-failed");
    }

    [Test]
    public void Never_goes_further_than_ten_years()
    {
        var clock = new RegistryClock(TimeProvider.System);
        Assert.That(clock.TryAdvance(RegistryClock.Furthest), Is.True);
        Assert.That(clock.TryAdvance(TimeSpan.FromTicks(1)), Is.False);
        Assert.That(clock.Ahead, Is.EqualTo(RegistryClock.Furthest));
    }
}
