using System.Text.Json.Nodes;
using CaseReferral.Api.Clocks;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Disclosures;

/// <summary>
/// An urgent request of Montenegro's operational team, which Serbia must answer within eight hours and doesn't: first the desk that leads
/// is told, an interval later its lead officers, then the coordinator, until somebody answers.
/// </summary>
public sealed class A_disclosure_request_that_waits
{
    private Registry registry = null!;
    private Desk owner = null!;
    private Answer filed = null!;
    private Answer asked = null!;

    [SetUp]
    public async Task AskAsync()
    {
        registry = Registry.Start();
        owner = await registry.AsAsync("coordinator@RS");
        filed = await (await registry.AsAsync("officer@RS-BEG-ACCU")).FiledAsync(CrossBorder.Touching("H2"));
        asked = await CrossBorder.AskAsync(await registry.AsAsync("duty@ME-OPTEAM"), filed, "urgent_and_at_hand");
        Assert.That(asked.Status, Is.EqualTo(201), asked.Text);
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Climbs_the_ladder_one_level_an_interval()
    {
        foreach (var level in new[] { 1, 2, 3 })
        {
            await registry.AdvanceAsync(level == 1 ? "PT8H1M" : "PT8H");
            await Eventually.SeesAsync(() => FoundAsync("?overdue=true"), found => found?.Says("/escalation") == $"{level}");
        }

        await registry.AdvanceAsync("PT8H");
        var levels = await Eventually.SeesAsync(Levels, reached => reached.Count >= 4);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                levels.Select(level => $"{level.Says("/level")} {level.Says("/taskForce")} {level.Says("/clock")}"),
                Is.EqualTo(new[] { "1 RS-TF consent", "2 RS-TF consent", "3 RS consent", "3 RS consent" }));
            Assert.That(Hours(levels), Is.EqualTo(new[] { 8, 16, 24, 32 }));
            Assert.That(
                CrossBorder.Told(registry, filed),
                Is.SupersetOf(
                    new[] { "disclosure_requested 0 RS-TF", "consent_missed 1 RS-TF", "consent_missed 2 RS-TF", "consent_missed 3 RS" }));
            Assert.That((await GetAsync(owner)).ETag, Is.EqualTo(asked.ETag), "a level is no change of the request");
        }
    }

    [Test]
    public async Task Loses_no_level_through_a_downtime_and_reaches_each_once()
    {
        await registry.AdvanceAsync("P2D");
        var levels = await Eventually.SeesAsync(Levels, reached => reached.Count >= 4);

        // Whoever else fires finds it done.
        var fire = registry.Services.GetRequiredService<FireConsentClock>();
        var id = new DisclosureRequestId(Guid.Parse(asked.Says("/id")!));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fire.FireAsync(id, CancellationToken.None)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(levels.Select(level => level.Says("/level")), Is.EqualTo(new[] { "1", "2", "3", "3" }));
            Assert.That(Hours(levels), Is.EqualTo(new[] { 8, 16, 24, 48 }), "of missed repeats the last one");
            Assert.That(Levels(), Has.Count.EqualTo(4));
        }
    }

    [Test]
    public async Task Reaches_each_level_once_whoever_fires_at_the_same_time()
    {
        await using var own = Registry.Start(("Clocks:Enabled", "false"));
        var incident = await (await own.AsAsync("officer@RS-BEG-ACCU")).FiledAsync(CrossBorder.Touching("H2"));
        var request = await CrossBorder.AskAsync(await own.AsAsync("duty@ME-OPTEAM"), incident, "urgent_and_at_hand");
        await own.AdvanceAsync("PT25H");
        var fire = own.Services.GetRequiredService<FireConsentClock>();
        var id = new DisclosureRequestId(Guid.Parse(request.Says("/id")!));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => fire.FireAsync(id, CancellationToken.None))));

        Assert.That(LevelsOf(own, incident).Select(level => level.Says("/level")), Is.EqualTo(new[] { "1", "2", "3" }));
    }

    [Test]
    public async Task Stops_once_the_owner_has_answered()
    {
        await registry.AdvanceAsync("PT8H1M");
        await Eventually.SeesAsync(Levels, reached => reached.Count == 1);
        var answered = await CrossBorder.AnswerAsync(owner, asked, "consent", new JsonObject { ["legalBasis"] = "rs-me-cooperation" });
        await registry.AdvanceAsync("P3D");
        // Something else that was due since has fired: the worker has been there.
        await Eventually.SeesAsync(
            () => registry.Journal("e.Kind = 'level-reached'").Count(entry => entry["reference"] == filed.Says("/reference")),
            count => count > 3);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((answered.Status, answered.Says("/escalation")), Is.EqualTo((200, "0")), answered.Text);
            Assert.That(Levels(), Has.Count.EqualTo(1));
            Assert.That(await FoundAsync("?overdue=true"), Is.Null);
            Assert.That((await FoundAsync("?state=consented"))?.Says("/escalation"), Is.EqualTo("0"));
        }
    }

    [Test]
    public async Task Waits_for_nobody_once_complicity_is_suspected()
    {
        var amended = await (await registry.AsAsync("officer@RS-BEG-ACCU")).AmendNowAsync(
            filed, new JsonObject { ["complicityConcern"] = true });
        Assert.That(amended.Status, Is.EqualTo(200));
        await registry.AdvanceAsync("P3D");
        await Eventually.SeesAsync(
            () => registry.Journal("e.Kind = 'level-reached'").Count(entry => entry["reference"] == filed.Says("/reference")),
            count => count > 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Levels(), Is.Empty);
            Assert.That(await FoundAsync(""), Is.Null);
            Assert.That(registry.Count("SELECT COUNT(*) FROM DisclosureRequest WHERE FiresAt IS NOT NULL"), Is.Zero);
        }
    }

    [Test]
    public async Task Is_found_by_those_whose_it_is()
    {
        var list = "/v1/disclosure-requests?state=requested&limit=200";
        var mine = await (await registry.AsAsync("duty@ME-OPTEAM")).GetAsync(list);
        using (Assert.EnterMultipleScope())
        {
            foreach (var insider in new[] { "coordinator@RS", "lead@RS-TF", "auditor@RS", "lead@ME-OPTEAM" })
                Assert.That(
                    (await (await registry.AsAsync(insider)).GetAsync(list)).Each("/items", "/id"),
                    Does.Contain(asked.Says("/id")), insider);
            foreach (var outsider in new[] { "coordinator@ME", "coordinator@BA", "duty@BA-TIP", "lead@RS-INTEGRITY", "auditor@ME" })
                Assert.That((await (await registry.AsAsync(outsider)).GetAsync(list)).Text, Does.Not.Contain(asked.Says("/id")), outsider);
            Assert.That(mine.Items("/items")[0].At("/allowed")!.AsArray(), Is.Empty);
            Assert.That((await FoundAsync(""))!.At("/allowed")!.ToJsonString(), Is.EqualTo("""["consent","refuse"]"""));
            Assert.That((await owner.GetAsync("/v1/disclosure-requests?state=perhaps")).Errors, Is.EqualTo(new[] { "/state" }));
        }
    }

    private Task<Answer> GetAsync(Desk by) => by.GetAsync($"/v1/disclosure-requests/{asked.Says("/id")}");

    private async Task<JsonNode?> FoundAsync(string query) =>
        (await owner.GetAsync($"/v1/disclosure-requests{query}")).Items("/items").SingleOrDefault(
            item => item.Says("/id") == asked.Says("/id"));

    private IReadOnlyList<JsonNode> Levels() => LevelsOf(registry, filed);

    private static IReadOnlyList<JsonNode> LevelsOf(Registry registry, Answer incident) =>
        [.. registry.Journal($"e.IncidentId = X'{Guid.Parse(incident.Says("/id")!):N}' AND e.Kind = 'disclosure-level-reached'")
            .Select(entry => entry.Payload["facts"]![0]!)];

    private IEnumerable<int> Hours(IEnumerable<JsonNode> levels) =>
        levels.Select(level => (int)Math.Round((level.Instant("/dueAt") - asked.Json.Instant("/requestedAt")).TotalHours));
}
