using System.Net;
using System.Text;
using CaseReferral.Api.Platform.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>How much one caller may ask.</summary>
public sealed class A_caller
{
    [Test]
    public async Task May_send_a_burst_and_is_then_told_to_wait_whatever_others_do()
    {
        // One a second: what the bucket gains while this test runs on a slow machine is counted.
        await using var host = await PlatformHost.StartAsync("--RateLimits:PerSecond", "1", "--RateLimits:Burst", "3");
        var (eager, other) = (host.TokenOf("officer@ME-BAR-PCU"), host.TokenOf("second-officer@ME-BAR-PCU"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => MeAsync(host, eager)));

        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).ToList();
        Assert.That(answers.Length - refused.Count, Is.InRange(3, 39));
        foreach (var answer in refused)
        {
            await ProblemAnswer.ReadAsync(answer, "too-many-requests");
            Assert.That(answer.Headers.RetryAfter?.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        }

        Assert.That((await MeAsync(host, other)).StatusCode, Is.EqualTo(HttpStatusCode.OK), "The address is the same, the token isn't.");
        Assert.That(async () => (await MeAsync(host, eager)).StatusCode, Is.EqualTo(HttpStatusCode.OK).After(20_000, 200), "It passes.");
    }

    [Test]
    public async Task Without_a_token_is_limited_by_address_and_probes_never()
    {
        await using var host = await PlatformHost.StartAsync("--RateLimits:PerSecond", "1", "--RateLimits:Burst", "3");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: "forged")));
        var probes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => host.Client.GetAsync("/health/ready")));

        Assert.That(
            answers.Select(answer => answer.StatusCode).Distinct(),
            Is.EquivalentTo((HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]));
        Assert.That(probes.Select(probe => probe.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await MeAsync(host, host.TokenOf("officer@ME-BAR-PCU"))).StatusCode, Is.EqualTo(HttpStatusCode.OK),
            "Who signs in isn't held back by who doesn't.");
    }

    [Test]
    public async Task May_by_default_empty_a_full_queue_at_once()
    {
        var token = SharedHost.Host.TokenOf("officer@AL-DURRES-PCU");
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => MeAsync(SharedHost.Host, token)));
        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Is_told_what_is_left_on_every_answer()
    {
        await using var host = await PlatformHost.StartAsync("--RateLimits:PerSecond", "1", "--RateLimits:Burst", "3");
        var token = host.TokenOf("officer@ME-BAR-PCU");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => MeAsync(host, token)));
        var failed = await host.SendAsync(HttpMethod.Get, "/v1/open/bug", token: host.TokenOf("duty@ME-OPTEAM"));

        Assert.That(answers.Append(failed).Select(answer => Header(answer, "RateLimit-Policy")), Is.All.EqualTo("\"caller\";q=3;w=3"));
        Assert.That(answers.Select(answer => Header(answer, "RateLimit")), Is.All.Matches("^\"caller\";r=[0-3]$"));
        Assert.That(answers.Select(answer => Header(answer, "RateLimit")), Has.Member("\"caller\";r=0"));
        Assert.That(Header(failed, "RateLimit"), Is.EqualTo("\"caller\";r=2"));
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static Task<HttpResponseMessage> MeAsync(PlatformHost host, string token) =>
        host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: token);
}

/// <summary>What a request may weigh before anything of it is read.</summary>
public sealed class A_request_that_weighs_too_much
{
    [Test]
    public async Task Is_refused_for_headers_beyond_32_KiB()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("Authorization", "Bearer " + new string('x', 33 * 1024));
        Assert.That((await SharedHost.Host.Client.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.RequestHeaderFieldsTooLarge));
    }

    [Test]
    public async Task Is_refused_for_more_than_64_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        for (var number = 0; number < 64; number++)
            request.Headers.Add($"X-Header-{number}", "x");
        Assert.That((await SharedHost.Host.Client.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.RequestHeaderFieldsTooLarge));
    }

    [Test]
    public async Task Is_refused_for_an_address_beyond_8_KiB() => Assert.That(
        (await SharedHost.Host.Client.GetAsync("/health/live?" + new string('x', 8 * 1024))).StatusCode,
        Is.EqualTo(HttpStatusCode.RequestUriTooLong));
}

/// <summary>What answers tell a browser.</summary>
public sealed class Every_answer
{
    private const string Production = "Production";

    [TestCase("GET", "/v1/tests/me")]
    [TestCase("GET", "/nothing")]
    [TestCase("GET", "/v1/open/bug")]
    [TestCase("GET", "/v1/open/refused")]
    [TestCase("GET", "/v1/open/numbers/00000000-0000-4000-8000-000000000001")]
    [TestCase("GET", "/health/live")]
    [TestCase("GET", "/openapi/v1.json")]
    [TestCase("GET", "/problems/not-found")]
    [TestCase("GET", "/development/authorize")]
    [TestCase("GET", "/swagger/index.html")]
    [TestCase("DELETE", "/v1/open/strict")]
    public async Task Tells_a_browser_to_guess_run_and_frame_nothing(string method, string path)
    {
        var answer = await SharedHost.Host.SendAsync(new HttpMethod(method), path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(answer, "Referrer-Policy"), Is.EqualTo("no-referrer"));
            Assert.That(Header(answer, "Cross-Origin-Resource-Policy"), Is.EqualTo("same-origin"));
            Assert.That(
                Header(answer, "Content-Security-Policy"),
                Does.StartWith("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Contain("base-uri 'none'"));
            Assert.That(Header(answer, "Cache-Control"), Is.Not.Null);
            Assert.That(Header(answer, "Server"), Is.Null);
            Assert.That(Header(answer, "Strict-Transport-Security"), Is.Null, "a developer's machine");
        }
    }

    [TestCase("/v1/tests/me")]
    [TestCase("/v1/open/bug")]
    [TestCase("/v1/open/numbers/00000000-0000-4000-8000-000000000001")]
    public async Task That_was_computed_is_stored_nowhere(string path) =>
        Assert.That(Header(await SharedHost.Host.SendAsync(HttpMethod.Get, path), "Cache-Control"), Does.Contain("no-store"));

    [TestCase("/problems/not-found")]
    [TestCase("/development/authorize")]
    public async Task With_a_page_names_its_one_style_sheet(string path)
    {
        var answer = await SharedHost.Host.SendAsync(HttpMethod.Get, path);
        var page = await answer.Content.ReadAsStringAsync();
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        var digest = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.That(Header(answer, "Content-Security-Policy"), Does.Contain($"style-src 'sha256-{digest}'").And.Not.Contain("script-src"));
    }

    [Test]
    public async Task Opens_the_registry_to_no_other_origin([Values("OPTIONS", "GET")] string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/v1/tests/me");
        request.Headers.Add("Origin", "https://elsewhere.example");
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        var answer = await SharedHost.Host.Client.SendAsync(request);
        Assert.That(answer.Headers.Where(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    [Test]
    public async Task In_production_keeps_to_https_and_shows_no_page_to_try_it()
    {
        await using var host = await StartInProductionAsync();
        var page = await host.SendAsync(HttpMethod.Get, "/swagger/index.html");

        await ProblemAnswer.ReadAsync(page, "not-found");
        Assert.That(Header(page, "Strict-Transport-Security"), Is.EqualTo("max-age=31536000; includeSubDomains"));
        await ProblemAnswer.ReadAsync(await host.SendAsync(HttpMethod.Get, "/swagger/v1.json"), "not-found");
        await ProblemAnswer.ReadAsync(await host.SendAsync(HttpMethod.Get, "/development/sign-ins"), "not-found");
    }

    [Test]
    public async Task In_production_shows_the_page_where_it_is_enabled()
    {
        await using var host = await StartInProductionAsync("--Swagger:Enabled", "true");
        var page = await host.SendAsync(HttpMethod.Get, "/swagger/index.html");

        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            Header(page, "Content-Security-Policy"), Does.Contain("script-src 'self';").And.Contain(
                "connect-src 'self' https://login.microsoftonline.com;"));
    }

    private static Task<PlatformHost> StartInProductionAsync(params string[] arguments) => PlatformHost.StartAsync(
        // Nothing leaves the machine.
        builder => builder.Services.AddHttpClient(IssuerKeyRefresh.Client).ConfigurePrimaryHttpMessageHandler(() => new Unreachable()),
        ["--environment", Production, "--AzureAd:ClientId", "6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1", .. arguments]);

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("No route to the issuer.");
    }
}
