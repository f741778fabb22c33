using System.Globalization;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Clocks;

[TestFixture]
public sealed class An_unanswered_referral
{
    private const int Acknowledge = 15;

    private Registry registry = null!;
    private Desk officer = null!;
    private Answer filed = null!;
    private JsonNode leg = null!;

    [SetUp]
    public async Task FileAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        leg = filed.Leg("ME-OPTEAM");
    }

    [TearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Reaches_each_level_once_an_interval_apart_and_its_unit_sees_it()
    {
        for (var level = 1; level <= 3; level++)
        {
            await registry.AdvanceAsync("PT15M");
            var seen = await SeenAsync(level);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(seen["overdue"]!.GetValue<bool>(), Is.True);
                Assert.That(Levels().Select(reached => reached.Number), Is.EqualTo(Enumerable.Range(1, level)));
            }
        }

        var received = Instant(filed["receivedAt"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Levels().Select(reached => (reached.DueAt - received).TotalMinutes),
                Is.EqualTo(new[] { Acknowledge, 2 * Acknowledge, 3 * Acknowledge }));
            Assert.That(Levels().All(reached => reached.FiredAt >= reached.DueAt), Is.True, "none is early");
            Assert.That(Levels().Select(reached => reached.Queue), Is.EqualTo(new[] { "ME-OPTEAM", "ME-OPTEAM", "ME" }));
        }
    }

    [Test]
    public async Task Keeps_its_ETag_while_it_escalates()
    {
        var before = await officer.GetAsync($"/v1/referrals/{leg["id"]}");
        await registry.AdvanceAsync("PT15M");
        await SeenAsync(1);

        var after = await officer.GetAsync($"/v1/referrals/{leg["id"]}");
        Assert.That(after.ETag, Is.EqualTo(before.ETag));
    }

    [Test]
    public async Task Fires_all_that_it_missed_in_order_when_the_clock_jumps()
    {
        await registry.AdvanceAsync("PT1H20M");
        await SeenAsync(3);

        // The coordinator's first, and the latest of the repeats that were missed.
        var levels = await Eventually.SeesAsync(Levels, levels => levels.Count == 4);
        Assert.That(levels.Select(reached => reached.Number), Is.EqualTo(new[] { 1, 2, 3, 3 }));
    }

    [Test]
    public async Task Tells_the_coordinator_again_at_each_interval()
    {
        await registry.AdvanceAsync("PT45M");
        await Eventually.SeesAsync(Levels, levels => levels.Count == 3);
        await registry.AdvanceAsync("PT15M");
        await Eventually.SeesAsync(Levels, levels => levels.Count == 4);
        await registry.AdvanceAsync("PT15M");

        var levels = await Eventually.SeesAsync(Levels, levels => levels.Count == 5);
        Assert.That(levels.Select(reached => reached.Number), Is.EqualTo(new[] { 1, 2, 3, 3, 3 }));
    }

    [Test]
    public async Task Starts_anew_when_somebody_acts()
    {
        await registry.AdvanceAsync("PT30M");
        await SeenAsync(2);

        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var acknowledged = await duty.MoveNowAsync(leg, "acknowledge");
        Assert.That((acknowledged.Status, (int)acknowledged["escalation"]), Is.EqualTo((200, 0)), acknowledged.Text);

        // The decision has an hour, and its own ladder.
        await registry.AdvanceAsync("PT1H");
        await SeenAsync(1);
        Assert.That(Levels().Select(reached => reached.Number), Is.EqualTo(new[] { 1, 2, 1 }));
    }

    [Test]
    public async Task Is_in_the_list_of_what_has_escalated()
    {
        await registry.AdvanceAsync("PT15M");
        await SeenAsync(1);

        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var queue = await duty.GetAsync("/v1/referrals?escalated=true");
        Assert.That(queue["items"].AsArray().Select(item => item!["id"]!.ToString()), Does.Contain(leg["id"]!.ToString()));
    }

    [Test]
    public async Task Stays_with_the_integrity_recipients_when_complicity_is_suspected()
    {
        var filing = Scenarios.Fresh("01");
        filing["complicityConcern"] = true;
        leg = (await officer.FiledAsync(filing)).Leg("ME-PROSECUTION");
        await registry.AdvanceAsync("PT45M");

        var levels = await Eventually.SeesAsync(Levels, levels => levels.Count == 3);
        var coordinator = await registry.AsAsync("coordinator@ME");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(levels.Select(reached => reached.Queue), Is.All.EqualTo("ME-PROSECUTION"));
            Assert.That((await coordinator.GetAsync($"/v1/referrals/{leg["id"]}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Of_a_task_force_that_an_integrity_recipient_brought_in_goes_back_to_that_recipient()
    {
        var filing = Scenarios.Fresh("01");
        filing["complicityConcern"] = true;
        var suspected = await officer.FiledAsync(filing);
        var integrity = await registry.AsAsync("lead@ME-PROSECUTION");
        var claimed = await integrity.MoveNowAsync(suspected.Leg("ME-PROSECUTION"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        var added = await integrity.PostNowAsync(
            suspected, "/operational-legs", new JsonObject { ["taskForce"] = "ME-OPTEAM", ["reason"] = "They must meet them." });
        leg = added.Leg("ME-OPTEAM");
        await registry.AdvanceAsync("PT45M");

        var levels = await Eventually.SeesAsync(Levels, levels => levels.Count == 3);
        Assert.That(levels.Select(reached => reached.Queue), Is.EqualTo((string[])["ME-OPTEAM", "ME-OPTEAM", "ME-PROSECUTION"]));
        Assert.That((await (await registry.AsAsync("coordinator@ME")).GetAsync($"/v1/referrals/{leg["id"]}")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Lets_no_notice_escalate()
    {
        await registry.AdvanceAsync("PT1H");
        await Eventually.SeesAsync(Levels, levels => levels.Count >= 3);

        Assert.That(
            registry.Query(
                """
                SELECT COUNT(*) FROM Clock c JOIN Referral r ON r.Id = c.ReferralId
                WHERE r.Kind = 'notice' AND (c.Level > 0 OR c.FiresAt IS NOT NULL)
                """,
                row => row.GetInt32(0)).Single(),
            Is.Zero);
    }

    private Task<JsonNode> SeenAsync(int level) => Eventually.SeesAsync(
        async () => (await officer.GetAgainAsync(filed)).Leg("ME-OPTEAM"), seen => (int)seen["escalation"]! == level);

    private IReadOnlyList<Level> Levels() =>
        [.. registry.Query(Level.InOrder, Level.Read).Where(reached => reached.Leg == Guid.Parse(leg["id"]!.ToString()))];

    private static DateTimeOffset Instant(JsonNode node) => DateTimeOffset.Parse(node.ToString(), CultureInfo.InvariantCulture);
}
