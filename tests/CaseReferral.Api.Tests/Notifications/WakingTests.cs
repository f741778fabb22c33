using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Notifications;

[TestFixture]
public sealed class A_woken_queue
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Narrative = "Nine people behind a false wall";

    private readonly List<IAsyncDisposable> started = [];
    private MailServer mail = null!;
    private Gateway gateway = null!;

    [SetUp]
    public async Task StartAsync()
    {
        started.Add(mail = new MailServer());
        started.Add(gateway = await Gateway.StartAsync());
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var one in started.AsEnumerable().Reverse())
            await one.DisposeAsync();
        started.Clear();
    }

    [Test]
    public async Task Gets_an_e_mail_with_reference_priority_and_deadline_and_nothing_else()
    {
        var registry = Start();
        var filed = await FileAsync(registry);

        var sent = await Eventually.SeesAsync(() => Mails(filed), mails => mails.Count == 2);
        var reference = filed["reference"].ToString();
        var deadline = DateTimeOffset.Parse(filed.Leg("ME-OPTEAM")["acknowledgeBy"]!.ToString(), null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Select(one => one.To), Is.EquivalentTo(new[] { "me-opteam@duty.example", "me-child@duty.example" }));
            Assert.That(sent[0].Body, Is.EqualTo($"{reference} P1 by {deadline:yyyy-MM-dd HH:mm} UTC"));
            Assert.That(sent[0].Header("Subject"), Is.EqualTo(sent[0].Body));
            Assert.That(sent[0].Text, Does.Not.Contain(Narrative).And.Not.Contain("BAR"));
        }

        var told = await Eventually.SeesAsync(() => Attempts(registry, filed), attempts => attempts.Count == 2);
        Assert.That(
            told.Select(entry => (entry.Kind, Result(entry))),
            Is.All.EqualTo(("notification-delivered", "delivered")));
        Assert.That(told.Select(entry => entry.Payload.ToJsonString()), Has.None.Contain("@"));
    }

    [Test]
    public async Task Is_paged_by_a_signed_webhook_when_a_level_is_reached()
    {
        var registry = Start();
        var filed = await FileAsync(registry);
        await registry.AdvanceAsync("PT15M");

        var call = (await Eventually.SeesAsync(() => Calls(filed, "/me-opteam"), calls => calls.Count == 1))[0];
        var data = JsonNode.Parse(call.Body)!["data"]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Signature, Is.EqualTo(SignatureOf(call)));
            Assert.That(data.Select(member => member.Key), Is.EqualTo(new[] { "reference", "priority", "deadline", "exercise", "text" }));
            Assert.That((data["reference"]!.ToString(), data["priority"]!.ToString()), Is.EqualTo((filed["reference"].ToString(), "P1")));
        }
    }

    [Test]
    public async Task Is_tried_again_under_the_same_id_when_its_gateway_was_out_of_order()
    {
        gateway.Answers = 503;
        var registry = Start();
        var filed = await FileAsync(registry);
        await registry.AdvanceAsync("PT15M");
        await Eventually.SeesAsync(() => Attempts(registry, filed), attempts => attempts.Any(attempt => Result(attempt) == "http-503"));
        gateway.Answers = 200;
        await registry.AdvanceAsync("PT5S");

        var calls = await Eventually.SeesAsync(() => Calls(filed, "/me-opteam"), calls => calls.Count == 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls.Select(call => call.Id).Distinct().Count(), Is.EqualTo(1));
            Assert.That(calls.Select(call => call.Body).Distinct().Count(), Is.EqualTo(1));
            Assert.That(calls.Select(call => call.Signature), Is.EqualTo(calls.Select(SignatureOf)));
        }
    }

    [Test]
    public async Task Follows_no_redirect()
    {
        gateway.Answers = 302;
        var registry = Start();
        var filed = await FileAsync(registry);
        await registry.AdvanceAsync("PT15M");

        await Eventually.SeesAsync(() => Attempts(registry, filed), attempts => attempts.Any(attempt => Result(attempt) == "http-302"));
        Assert.That(gateway.Calls.Select(call => call.Path), Has.None.EqualTo("/elsewhere"));
    }

    [Test]
    public async Task Is_passed_over_at_once_when_nobody_could_be_told()
    {
        mail.Answers = 550;
        var registry = Start(("Notifications:Webhook:Gateways:0:Host", "another.example"));
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        var filed = await FileAsync(registry);

        await Eventually.SeesAsync(
            async () => (int)(await officer.GetAgainAsync(filed)).Leg("ME-OPTEAM")["escalation"]!, level => level == 3);
        var leg = filed.Leg("ME-OPTEAM")["id"]!.ToString();
        var reached = registry.Journal($"e.Kind = 'level-reached' AND p.Payload LIKE '%{filed["reference"]}%'")
            .Where(entry => entry.Payload["leg"]!["id"]!.ToString() == leg).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reached, Has.Count.EqualTo(3));
            Assert.That(reached.Select(Result), Is.All.AnyOf("smtp-550", "not-configured"), "each tells which attempt failed last");
            Assert.That(mail.Taken, Is.Empty);
        }
    }

    [Test]
    public async Task Is_tried_on_while_it_may_come_back()
    {
        mail.Answers = 451;
        var registry = Start();
        var filed = await FileAsync(registry);
        foreach (var (attempts, pause) in new[] { (1, "PT5S"), (2, "PT25S") })
        {
            await Eventually.SeesAsync(
                () => Attempts(registry, filed), seen => seen.Count(one => one.Kind == "notification-failed") == 2 * attempts);
            await registry.AdvanceAsync(pause);
        }

        // Three times is enough to say that nobody was told; the gateway of the next level answers.
        await Eventually.SeesAsync(() => Calls(filed, "/me-opteam"), calls => calls.Count == 1);
        mail.Answers = 250;
        await registry.AdvanceAsync("PT2M");
        await Eventually.SeesAsync(() => Mails(filed), mails => mails.Any(one => one.To == "me-opteam@duty.example"));
    }

    [Test]
    public async Task Hears_of_an_exercise_only_through_channels_for_exercises_and_that_it_is_one()
    {
        var registry = Start();
        var filing = Scenarios.Fresh("01");
        filing["exercise"] = true;
        var filed = await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(filing);
        await registry.AdvanceAsync("PT45M");

        var sent = await Eventually.SeesAsync(() => Mails(filed), mails => mails.Any(one => one.To == "me@exercise.example"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Select(one => one.To), Is.All.EndsWith("@exercise.example"));
            Assert.That(sent.Select(one => one.Body), Is.All.StartsWith("EXERCISE "));
            Assert.That(gateway.Calls.Select(call => call.Body), Has.None.Contain(filed["reference"].ToString()));
        }
    }

    [Test]
    public async Task Is_an_integrity_recipient_only_when_complicity_is_suspected()
    {
        var registry = Start();
        var filing = Scenarios.Fresh("01");
        filing["complicityConcern"] = true;
        var filed = await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(filing);
        await registry.AdvanceAsync("PT45M");

        var calls = await Eventually.SeesAsync(() => Calls(filed, ""), calls => calls.Count >= 3);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls.Select(call => call.Path), Is.All.EqualTo("/me-prosecution"));
            Assert.That(Mails(filed).Select(one => one.To), Is.All.EqualTo("me-prosecution@duty.example"));
        }
    }

    private Registry Start(params (string Key, string Value)[] settings)
    {
        var registry = Registry.Start([
            ("DevelopmentMailbox:Enabled", "false"),
            ("Notifications:Enabled", "true"),
            ("Notifications:Email:Host", "127.0.0.1"),
            ("Notifications:Email:Port", $"{mail.Port}"),
            ("Notifications:Email:Security", "None"),
            ("Notifications:Email:From", "registry@case-referral.example"),
            ("Notifications:Webhook:AllowLoopback", "true"),
            ("Notifications:Webhook:Gateways:0:Host", "gateway.example"),
            ("Notifications:Webhook:Gateways:0:Secrets:0", Secret),
            ("Notifications:Webhook:Gateways:0:SendTo", gateway.Address),
            .. settings,
        ]);
        started.Add(registry);
        return registry;
    }

    private static async Task<Answer> FileAsync(Registry registry)
    {
        var filing = Scenarios.Fresh("01");
        filing["facts"] = Narrative;
        return await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(filing);
    }

    private IReadOnlyList<Mail> Mails(Answer filed) => [.. mail.Taken.Where(one => IsAbout(filed, one.Text))];

    private IReadOnlyList<GatewayCall> Calls(Answer filed, string path) =>
        [.. gateway.Calls.Where(call => call.Path.StartsWith(path, StringComparison.Ordinal) && IsAbout(filed, call.Body))];

    private static bool IsAbout(Answer filed, string text) => text.Contains(filed["reference"].ToString(), StringComparison.Ordinal);

    private static IReadOnlyList<Entry> Attempts(Registry registry, Answer filed) =>
        registry.Journal($"e.Kind LIKE 'notification-%' AND p.Payload LIKE '%{filed["reference"]}%'");

    private static string? Result(Entry entry) => entry.Payload["notification"]?["result"]?.ToString();

    // Written a second time, from the standard.
    private static string SignatureOf(GatewayCall call) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(Secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body}")));
}
