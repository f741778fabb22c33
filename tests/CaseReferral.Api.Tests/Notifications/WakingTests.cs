using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Seats;

namespace CaseReferral.Api.Tests.Notifications;

[TestFixture]
public sealed class A_woken_queue
{
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

    [TestCase("assign", "unrouted", "coordinator@BA", "ba-tip@duty.example")]
    [TestCase("decline", "in_triage", "duty@ME-OPTEAM", "me@duty.example")]
    [TestCase("transfer", "", "lead@XK-ADVOCATE", "xk-social@duty.example")]
    public async Task Hears_of_a_referral_that_an_action_brings_to_it(string action, string state, string user, string queue)
    {
        var registry = Start();
        var staged = new StagedReferrals(registry);
        var (leg, body) = action == "transfer"
            ? (await staged.ForAnAdvocateAsync(), StagedReferrals.ToSocialWork())
            : (await staged.InAsync(state), await staged.BodyAsync(action, state));
        var reference = leg["reference"]!.ToString();
        Assert.That(To(), Has.None.EqualTo(queue), "it has nothing to do with it yet");

        var moved = await (await registry.AsAsync(user)).MoveNowAsync(leg, action, body);
        Assert.That(moved.Status, Is.EqualTo(200), moved.Text);

        await Eventually.SeesAsync(To, to => to.Count(one => one == queue) == 1);

        List<string> To() => [.. mail.Taken.Where(one => one.Body.StartsWith(reference, StringComparison.Ordinal)).Select(one => one.To)];
    }

    [Test]
    public async Task Stands_on_the_timeline_with_what_became_of_each_attempt()
    {
        gateway.Answers = 404;
        var registry = Start();
        var filed = await FileAsync(registry);
        await registry.AdvanceAsync("PT15M");
        // Two e-mails of the new legs; an e-mail and a page of each one's first level.
        await Eventually.SeesAsync(() => Attempts(registry, filed), attempts => attempts.Count == 6);

        var timeline = await (await registry.AsAsync("officer@ME-BAR-PCU")).GetAsync($"/v1/incidents/{filed["id"]}/timeline?limit=200");
        var told = timeline["items"].AsArray().Select(entry => entry!["notification"]).OfType<JsonNode>()
            .Select(told => $"{told["queue"]} {told["level"]} {told["channel"]} {told["result"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told, Is.SupersetOf((string[])
            [
                "ME-OPTEAM 0 email delivered", "ME-CHILD 0 email delivered", "ME-OPTEAM 1 webhook http-404",
                "ME-CHILD 1 webhook http-404",
            ]));
            Assert.That(timeline.Text, Does.Not.Contain("@duty.example").And.Not.Contain("gateway.example"));
        }
    }

    [Test]
    public async Task Is_the_units_supervisor_when_nobody_answered_a_question()
    {
        var registry = Start();
        var asked = await new StagedReferrals(registry).InAsync("info_requested");
        var reference = asked["reference"]!.ToString();
        await registry.AdvanceAsync("PT24H");

        await Eventually.SeesAsync(
            () => mail.Taken.Count(one => one.To == "me-bar-pcu@duty.example" && one.Body.StartsWith(reference, StringComparison.Ordinal)),
            told => told == 1);
    }

    [Test]
    public async Task Is_the_coordinator_when_the_queue_has_no_second_officer()
    {
        var registry = Start();
        var coordinator = await registry.AsAsync("coordinator@ME");
        var unrouted = (await new StagedReferrals(registry).InAsync("unrouted"))["id"]!.ToString();
        await coordinator.LeaveAsync("second", "ME-OPTEAM");
        var withSecond = await new StagedReferrals(registry).InAsync("decline_proposed");
        Assert.That(await WaitingAsync(), Is.Empty, "the lead officer can confirm it");
        await coordinator.LeaveAsync("lead", "ME-OPTEAM");

        var proposed = await new StagedReferrals(registry).InAsync("decline_proposed");
        var reference = proposed["reference"]!.ToString();
        await Eventually.SeesAsync(
            () => mail.Taken.Count(one => one.To == "me@duty.example" && one.Body.StartsWith(reference, StringComparison.Ordinal)),
            told => told == 1);
        var urgent = await new StagedReferrals(registry).InAsync("conclusion_proposed");
        var raised = await (await registry.AsAsync("duty@ME-OPTEAM")).MoveNowAsync(
            withSecond, "change-priority", new JsonObject { ["priority"] = "P3", ["reason"] = "It is over." });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(raised.Status, Is.EqualTo(200), raised.Text);
            Assert.That(
                await WaitingAsync(),
                Is.EqualTo((string[])[Id(proposed), Id(urgent), Id(withSecond)]), "by priority, then deadline");
            Assert.That((await coordinator.GetAsync("/v1/referrals/summary")).Says("/waitingOnUs"), Is.EqualTo("3"));
            var others = await coordinator.GetAsync("/v1/referrals?waitingOnUs=false&limit=200");
            Assert.That(others.Each("/items", "/id"), Is.Not.Empty.And.None.AnyOf(Id(proposed), Id(urgent), Id(withSecond)));
            var page = await coordinator.GetAsync("/v1/referrals?waitingOnUs=true&limit=1");
            var next = await coordinator.GetAsync($"/v1/referrals?waitingOnUs=true&limit=1&cursor={page.Says("/next")}");
            Assert.That(next.Each("/items", "/id"), Is.EqualTo((string[])[Id(urgent)]));
            Assert.That(
                (await (await registry.AsAsync("coordinator@BA")).GetAsync("/v1/referrals?waitingOnUs=true")).Each("/items", "/id"),
                Does.Contain(unrouted));
        }

        var confirmed = await coordinator.MoveNowAsync(proposed, "confirm-decline");
        Assert.That((confirmed.Status, confirmed.Says("/state")), Is.EqualTo((200, "declined")), confirmed.Text);
        Assert.That(await WaitingAsync(), Does.Not.Contain(Id(proposed)));

        async Task<List<string?>> WaitingAsync() =>
            [.. (await coordinator.GetAsync("/v1/referrals?waitingOnUs=true&taskForce=ME-OPTEAM")).Each("/items", "/id")];

        static string Id(JsonNode leg) => leg["id"]!.ToString();
    }

    private Registry Start(params (string Key, string Value)[] settings)
    {
        var registry = Registry.Start([.. Outside.Through(mail, gateway), .. settings]);
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
        Convert.FromBase64String(Outside.Secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body}")));
}
