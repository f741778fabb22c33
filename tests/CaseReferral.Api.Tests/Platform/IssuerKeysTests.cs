using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CaseReferral.Api.Platform.SignIn;
using Microsoft.Extensions.Time.Testing;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>What the registry knows of the issuer, when keys roll and when it is away.</summary>
public sealed class The_issuers_keys
{
    private TestIssuer issuer;
    private DirectoryInfo folder;

    private string File => Path.Combine(folder.FullName, "issuer-keys.json");

    [SetUp]
    public void Make()
    {
        issuer = new TestIssuer();
        folder = Directory.CreateTempSubdirectory("case-referral-");
    }

    [TearDown]
    public void Remove()
    {
        issuer.Dispose();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Are_fetched_before_the_first_request_and_by_no_request()
    {
        await using var host = await issuer.StartHostAsync();
        var asked = issuer.Requests;

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => MeAsync(host, issuer.Token())));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That((asked, issuer.Requests), Is.EqualTo((2, 2)), "metadata and keys, once");
        Assert.That(await HealthAsync(host), Is.EqualTo(("healthy", "The issuer's keys are known.")));
    }

    [Test]
    public async Task Roll_without_a_refused_request_and_what_was_taken_back_is_gone()
    {
        await using var host = await issuer.StartHostAsync();
        var old = issuer.Token();
        Assert.That((await MeAsync(host, old)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        issuer.Roll();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MeAsync(host, issuer.Token())));
        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        await ProblemAnswer.ReadAsync(await MeAsync(host, old), "not-signed-in");
    }

    [Test]
    public async Task Are_not_asked_for_again_because_somebody_invents_names_of_keys()
    {
        await using var host = await issuer.StartHostAsync();

        for (var invented = 0; invented < 20; invented++)
            await ProblemAnswer.ReadAsync(await MeAsync(host, issuer.Token($"invented-{invented}")), "not-signed-in");

        Assert.That(issuer.Requests, Is.EqualTo(4), "the start, and one refresh");
    }

    [Test]
    public async Task Serve_while_the_issuer_is_away()
    {
        await using var host = await issuer.StartHostAsync();
        issuer.Away = true;

        // A key that isn't known makes the registry notice.
        await ProblemAnswer.ReadAsync(await MeAsync(host, issuer.Token("unknown")), "not-signed-in");

        Assert.That((await MeAsync(host, issuer.Token())).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ExpectDegradedAsync(host, "^The issuer can't be reached since .+Z: tokens are checked with the keys of .+Z\\.$");
    }

    [Test]
    public async Task Serve_while_the_issuer_takes_its_time()
    {
        await using var host = await issuer.StartHostAsync();
        var slow = new TaskCompletionSource();
        issuer.Before = slow.Task;
        var waiting = MeAsync(host, issuer.Token("unknown"));
        Assert.That(() => issuer.Requests, Is.EqualTo(3).After(10_000, 5), "the refresh is under way");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => MeAsync(host, issuer.Token())));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        slow.SetResult();
        await ProblemAnswer.ReadAsync(await waiting, "not-signed-in");
    }

    [Test]
    public async Task Are_kept_for_a_restart_while_the_issuer_is_away()
    {
        await using (await issuer.StartHostAsync("--SignIn:KeptKeysFile", File))
            issuer.Away = true;

        await using var restarted = await issuer.StartHostAsync("--SignIn:KeptKeysFile", File);

        Assert.That((await MeAsync(restarted, issuer.Token())).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ExpectDegradedAsync(restarted, "^The issuer can't be reached since .+Z: tokens are checked with the keys of .+Z\\.$");
    }

    [Test]
    public async Task Are_not_believed_from_a_damaged_file_and_no_token_is_called_bad()
    {
        await using (await issuer.StartHostAsync("--SignIn:KeptKeysFile", File))
            issuer.Away = true;
        await System.IO.File.WriteAllTextAsync(
            File, (await System.IO.File.ReadAllTextAsync(File)).Replace("key-1", "key-2", StringComparison.Ordinal));

        await using var restarted = await issuer.StartHostAsync("--SignIn:KeptKeysFile", File);

        Assert.That(
            await HealthAsync(restarted), Is.EqualTo(("degraded", "The issuer can't be reached: nobody can sign in until it can.")));
        Assert.That((await restarted.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "it stays in rotation");
        var answer = await MeAsync(restarted, issuer.Token());
        await ProblemAnswer.ReadAsync(answer, "sign-in-unavailable");
        Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        await ProblemAnswer.ReadAsync(await restarted.SendAsync(HttpMethod.Get, "/v1/tests/me"), "not-signed-in");
    }

    [Test]
    public async Task Are_learnt_from_an_issuer_that_comes_back()
    {
        issuer.Away = true;
        await using var host = await issuer.StartHostAsync();
        issuer.Away = false;

        Assert.That((await MeAsync(host, issuer.Token())).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await HealthAsync(host), Is.EqualTo(("healthy", "The issuer's keys are known.")));
    }

    [Test]
    public async Task Work_and_are_shown_as_not_kept_where_the_file_can_t_be_written()
    {
        await using var host = await issuer.StartHostAsync("--SignIn:KeptKeysFile", Path.Combine(folder.FullName, "missing", "keys.json"));

        Assert.That((await MeAsync(host, issuer.Token())).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await ExpectDegradedAsync(host, "can't be kept");
    }

    private static Task<HttpResponseMessage> MeAsync(PlatformHost host, string token) =>
        host.SendAsync(HttpMethod.Get, "/v1/tests/me", token: token);

    private static async Task ExpectDegradedAsync(PlatformHost host, string description)
    {
        var (status, told) = await HealthAsync(host);
        Assert.That(status, Is.EqualTo("degraded"));
        Assert.That(told, Does.Match(description));
    }

    private static async Task<(string?, string?)> HealthAsync(PlatformHost host)
    {
        var check = (await host.Client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "sign-in");
        return (check.GetProperty("status").GetString(), check.GetProperty("description").GetString());
    }
}

/// <summary>The file that the issuer's keys are kept in.</summary>
public sealed class Kept_keys
{
    private const string Address = "https://login.example/.well-known/openid-configuration";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private DirectoryInfo folder;

    private string File => Path.Combine(folder.FullName, "keys.json");

    private KeptIssuerKeys Kept => new(File, clock);

    [SetUp]
    public void Keep()
    {
        folder = Directory.CreateTempSubdirectory("case-referral-");
        Kept.Keep(Address, new Dictionary<string, string> { [Address] = "{}" }, clock.GetUtcNow());
    }

    [TearDown]
    public void Remove() => folder.Delete(recursive: true);

    [Test]
    public void Are_read_as_they_were_written_and_are_their_owners_alone()
    {
        var (documents, whyNot) = Kept.Read(Address);

        Assert.That((documents!.FetchedAt, whyNot), Is.EqualTo((clock.GetUtcNow(), (string?)null)));
        Assert.That(documents.Documents, Is.EqualTo(new Dictionary<string, string> { [Address] = "{}" }));
        Assert.That(folder.GetFiles().Select(file => file.Name), Is.EqualTo((string[])["keys.json"]), "nothing is left aside");
        if (!OperatingSystem.IsWindows())
            Assert.That(System.IO.File.GetUnixFileMode(File), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Are_good_for_a_day_and_no_longer()
    {
        clock.Advance(TimeSpan.FromDays(1));
        Assert.That(Kept.Read(Address).Documents, Is.Not.Null);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Kept.Read(Address).WhyNot, Is.EqualTo("they are older than a day"));
    }

    [Test]
    public void Are_not_read_from_the_future()
    {
        clock.Advance(TimeSpan.FromHours(1));
        Keep();
        var earlier = new KeptIssuerKeys(File, new FakeTimeProvider(clock.GetUtcNow().AddMinutes(-2)));

        Assert.That(earlier.Read(Address).WhyNot, Is.EqualTo("they are from the future"));
    }

    [Test]
    public void Are_not_read_for_another_issuer() =>
        Assert.That(Kept.Read("https://other.example/").WhyNot, Is.EqualTo("they are another issuer's"));

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("\n{}")]
    public void Are_not_read_from_a_damaged_file(string text)
    {
        System.IO.File.WriteAllText(File, text);

        Assert.That(Kept.Read(Address).WhyNot, Is.EqualTo("the file is damaged"));
    }

    [Test]
    public void Are_not_read_from_a_file_that_was_cut_short_or_changed([Values] bool cut)
    {
        var text = System.IO.File.ReadAllText(File);
        System.IO.File.WriteAllText(File, cut ? text[..^1] : text.Replace("{}", "[]", StringComparison.Ordinal));

        Assert.That(Kept.Read(Address).WhyNot, Is.EqualTo("the file is damaged"));
    }

    [Test]
    public void Are_not_read_from_a_file_that_others_may_write()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("skipped, Windows has no such mode");
            return;
        }

        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);

        Assert.That(Kept.Read(Address).WhyNot, Is.EqualTo("others may write the file"));
    }

    [Test]
    public void Are_nowhere_where_none_were_kept() =>
        Assert.That(new KeptIssuerKeys(Path.Combine(folder.FullName, "none"), clock).Read(Address).WhyNot, Is.EqualTo("nothing is kept"));
}
