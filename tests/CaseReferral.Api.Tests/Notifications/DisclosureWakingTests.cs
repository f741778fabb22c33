using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Disclosures;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Notifications;

/// <summary>Those who are told of a disclosure: the owner's desks of a request, the recipient of what became of it.</summary>
public sealed class A_desk_that_is_told_of_a_disclosure
{
    private MailServer mail = null!;
    private Gateway gateway = null!;
    private Registry registry = null!;
    private Desk owner = null!;
    private Answer filed = null!;
    private Answer asked = null!;

    [SetUp]
    public async Task AskAsync()
    {
        mail = new MailServer();
        gateway = await Gateway.StartAsync();
        registry = Registry.Start([.. Outside.Through(mail, gateway)]);
        owner = await registry.AsAsync("coordinator@RS");
        filed = await (await registry.AsAsync("officer@RS-BEG-ACCU")).FiledAsync(CrossBorder.Touching("H2"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await registry.DisposeAsync();
        await gateway.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Test]
    public async Task Gets_reference_priority_and_deadline_and_nothing_else()
    {
        await AskNowAsync();
        var asks = await Eventually.SeesAsync(
            () => MailsTo("rs-tf@duty.example"), mails => mails.Any(one => one.Contains(Deadline, StringComparison.Ordinal)));
        Assert.That((await ConsentAsync()).Status, Is.EqualTo(200));
        var amended = await (await registry.AsAsync("officer@RS-BEG-ACCU")).AmendNowAsync(
            filed, new JsonObject { ["direction"] = "transit" });
        Assert.That(amended.Status, Is.EqualTo(200));
        var told = await Eventually.SeesAsync(() => MailsTo("me-opteam@duty.example"), mails => mails.Count >= 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asks, Has.Some.EqualTo($"{filed.Says("/reference")} {filed.Says("/priority/level")} by {Deadline} UTC"));
            Assert.That(told, Is.All.EqualTo($"{filed.Says("/reference")} {filed.Says("/priority/level")}"), "answered, and amended");
        }
    }

    [Test]
    public async Task Stands_on_the_timeline_of_those_who_may_know_of_disclosures()
    {
        await AskNowAsync();
        Assert.That((await ConsentAsync()).Status, Is.EqualTo(200));
        var timeline = $"/v1/incidents/{filed.Says("/id")}/timeline?limit=200";
        var told = await Eventually.SeesAsync(
            async () => (await owner.GetAsync(timeline)).Items("/items")
                .Where(item => item.Says("/kind") == "disclosure-notification-delivered")
                .Select(item => item.Says("/notification/queue")!).ToList(),
            queues => queues.Contains("ME-OPTEAM") && queues.Contains("RS-TF"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Distinct(), Is.EquivalentTo(new[] { "RS-TF", "ME-OPTEAM" }));
            foreach (var other in new[] { "officer@RS-BEG-ACCU", "duty@ME-OPTEAM" })
                Assert.That(
                    (await (await registry.AsAsync(other)).GetAsync(timeline)).Each("/items", "/kind"),
                    Has.None.StartsWith("disclosure-"), other);
        }
    }

    [Test]
    public async Task Is_passed_over_at_once_when_nobody_there_could_be_told()
    {
        mail.Answers = 550;
        gateway.Answers = 404;
        await AskNowAsync();

        var levels = await Eventually.SeesAsync(
            () => registry.Journal($"e.IncidentId = X'{Guid.Parse(filed.Says("/id")!):N}' AND e.Kind = 'disclosure-level-reached'"),
            reached => reached.Count >= 3);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(levels.Select(level => level.Payload["facts"]![0].Says("/level")), Is.EqualTo(new[] { "1", "2", "3" }));
            Assert.That(levels.Select(level => level.Payload["notification"].Says("/result")), Is.All.AnyOf("smtp-550", "http-404"));
            Assert.That(
                (await owner.GetAsync("/v1/disclosure-requests?state=requested")).Items("/items")[0].Says("/escalation"),
                Is.EqualTo("3"));
        }
    }

    private string Deadline => asked.Json.Instant("/consentBy").UtcDateTime.ToString("yyyy-MM-dd HH:mm", null);

    private async Task AskNowAsync()
    {
        asked = await CrossBorder.AskAsync(await registry.AsAsync("duty@ME-OPTEAM"), filed, "urgent_and_at_hand");
        Assert.That(asked.Status, Is.EqualTo(201), asked.Text);
    }

    private Task<Answer> ConsentAsync() =>
        CrossBorder.AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });

    private IReadOnlyList<string> MailsTo(string address) =>
        [.. mail.Taken
            .Where(one => one.To == address && one.Body.StartsWith(filed.Says("/reference")!, StringComparison.Ordinal))
            .Select(one => one.Body)];
}
