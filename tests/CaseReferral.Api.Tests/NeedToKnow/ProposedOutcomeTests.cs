using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>A safeguarded referral that one officer would end: until a second one confirms it, nobody else is told how.</summary>
public sealed class A_proposed_outcome
{
    private Registry registry = null!;
    private JsonNode leg = null!;

    [SetUp]
    public async Task ProposeAsync()
    {
        registry = Registry.Start();
        leg = (await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("01"))).Leg("ME-OPTEAM");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(leg, "accept");
        var proposed = await duty.MoveNowAsync(
            leg, "conclude", new JsonObject { ["outcome"] = "unsubstantiated", ["feedback"] = "Nobody was found." });
        Assert.That(proposed.Says("/state"), Is.EqualTo("conclusion_proposed"), proposed.Text);
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [TestCase("second@ME-OPTEAM", "unsubstantiated")]
    [TestCase("officer@ME-BAR-PCU", null)]
    [TestCase("coordinator@ME", null)]
    public async Task Is_told_in_its_queue_only(string user, string? outcome) =>
        Assert.That((await GetAsync(user)).Says("/outcome"), Is.EqualTo(outcome));

    [Test]
    public async Task Is_told_to_the_coordinator_who_must_confirm_it_where_the_queue_has_no_second_seat()
    {
        registry.Execute("UPDATE Seat SET EndedAt = 1, ValidTo = 1 WHERE Place = 'ME-OPTEAM' AND Role <> 'duty'");
        var asked = await GetAsync("coordinator@ME");
        Assert.That(asked.Items("/allowed").Select(action => action.ToString()), Does.Contain("confirm-conclusion"));
        Assert.That(asked.Says("/outcome"), Is.EqualTo("unsubstantiated"));
    }

    // Whichever way the coordinator comes to it.
    [TestCase("/v1/referrals?limit=200", "/items")]
    [TestCase("/v1/incidents?limit=200", "/items")]
    [TestCase("/v1/incidents/{incident}", "")]
    public async Task Is_offered_to_the_coordinator_who_stands_in_wherever_it_shows(string address, string list)
    {
        var coordinator = await registry.AsAsync("coordinator@ME");
        Assert.That(await OfferedAsync(), Has.None.EqualTo("confirm-conclusion"));
        registry.Execute("UPDATE Seat SET EndedAt = 1, ValidTo = 1 WHERE Place = 'ME-OPTEAM' AND Role <> 'duty'");
        Assert.That(await OfferedAsync(), Does.Contain("confirm-conclusion").And.Contain("reject-conclusion"));

        async Task<IReadOnlyList<string>> OfferedAsync()
        {
            var answer = await coordinator.GetAsync(address.Replace("{incident}", leg["incidentId"]!.ToString(), StringComparison.Ordinal));
            var referrals = (list.Length == 0 ? [answer.Json!] : answer.Items(list))
                .SelectMany(item => item["referrals"]?.AsArray().Select(one => one!) ?? [item]);
            var shown = referrals.Single(one => one["id"]!.ToString() == leg["id"]!.ToString());
            return [.. shown["allowed"]!.AsArray().Select(action => action!.ToString())];
        }
    }

    // Whoever confirms a duplicate must know of what.
    [Test]
    public async Task Is_told_with_the_referral_that_it_would_go_on_in_to_the_coordinator_who_must_confirm_it()
    {
        var officer = await registry.AsAsync("officer@ME-BAR-PCU");
        var (other, coordinator) = (leg, await registry.AsAsync("coordinator@ME"));
        leg = (await officer.FiledAsync(Scenarios.Fresh("01"))).Leg("ME-OPTEAM");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        await duty.MoveNowAsync(leg, "claim");
        var proposed = await duty.MoveNowAsync(
            leg, "decline", new JsonObject { ["reason"] = "duplicate", ["duplicateOf"] = other["id"]!.ToString() });
        Assert.That(proposed.Says("/state"), Is.EqualTo("decline_proposed"), proposed.Text);
        Assert.That((await GetAsync("coordinator@ME")).At("/goesOnIn"), Is.Null);

        registry.Execute("UPDATE Seat SET EndedAt = 1, ValidTo = 1 WHERE Place = 'ME-OPTEAM' AND Role <> 'duty'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await GetAsync("coordinator@ME")).Says("/goesOnIn"), Is.EqualTo(other["id"]!.ToString()));
            var listed = (await coordinator.GetAsync("/v1/referrals?waitingOnUs=true&limit=200")).Items("/items");
            Assert.That(listed.Single(one => one.Says("/id") == leg.Says("/id")).Says("/goesOnIn"), Is.EqualTo(other["id"]!.ToString()));
            foreach (var reader in new[] { "officer@ME-BAR-PCU", "duty@ME-CHILD" })
                Assert.That((await GetAsync(reader)).At("/goesOnIn"), Is.Null, reader);
        }
    }

    [Test]
    public async Task Is_told_nobody_once_the_referral_is_merged()
    {
        var other = (await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("01"))).Leg("ME-OPTEAM");
        var merged = await (await registry.AsAsync("duty@ME-OPTEAM")).MoveNowAsync(
            leg, "merge", new JsonObject { ["into"] = other["id"]!.ToString() });
        Assert.That(merged.Says("/state"), Is.EqualTo("merged"), merged.Text);
        foreach (var reader in new[] { "officer@ME-BAR-PCU", "second@ME-OPTEAM" })
        {
            var seen = await GetAsync(reader);
            Assert.That((seen.Status, seen.At("/outcome")), Is.EqualTo((200, (JsonNode?)null)), seen.Text);
        }
    }

    [Test]
    public async Task Is_told_nobody_once_the_incident_is_voided()
    {
        leg = (await (await registry.AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("01"))).Leg("ME-OPTEAM");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        await duty.MoveNowAsync(leg, "claim");
        var proposed = await duty.MoveNowAsync(
            leg, "decline", new JsonObject { ["reason"] = "not_mandate", ["explanation"] = "No border." });
        Assert.That(
            (proposed.Says("/state"), proposed.Says("/declineReason")),
            Is.EqualTo(("decline_proposed", "not_mandate")), proposed.Text);

        foreach (var user in new[] { "lead@ME-OPTEAM", "coordinator@ME" })
        {
            var incident = await (await registry.AsAsync(user)).GetAsync($"/v1/incidents/{leg["incidentId"]}");
            var voided = await (await registry.AsAsync(user)).PostNowAsync(
                incident, "/void", new JsonObject { ["reason"] = "Filed twice." });
            Assert.That(voided.Status, Is.EqualTo(200), voided.Text);
        }

        foreach (var reader in new[] { "officer@ME-BAR-PCU", "second@ME-OPTEAM" })
        {
            var seen = await GetAsync(reader);
            Assert.That(
                (seen.Status, seen.Says("/state"), seen.At("/declineReason")),
                Is.EqualTo((200, "withdrawn", (JsonNode?)null)), seen.Text);
        }
    }

    private async Task<Answer> GetAsync(string user) => await (await registry.AsAsync(user)).GetAsync($"/v1/referrals/{leg["id"]}");
}
