using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Contents;

/// <summary>The words in which a task force would end a referral, before and after it has.</summary>
public sealed class The_words_of_a_proposal
{
    private static readonly string[] Others = ["officer@BA-BIJACA-LAND", "duty@BA-SOM", "coordinator@BA"];

    private Registry registry = null!;
    private Answer filed = null!;
    private JsonNode leg = null!;

    [SetUp]
    public async Task ClaimAsync()
    {
        registry = Registry.Start();
        filed = await FiledAsync();
        leg = filed.Leg("BA-TIP");
        await MovedAsync("duty@BA-TIP", "claim");
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [TestCase("decline")]
    [TestCase("conclude")]
    public async Task Are_read_in_the_queue_alone(string action)
    {
        await ProposedAsync(action, "Nobody was found.");
        await AssertReadAsync("Nobody was found.", by: ["duty@BA-TIP", "second@BA-TIP"], notBy: Others);
    }

    [TestCase("decline")]
    [TestCase("conclude")]
    public async Task Are_read_by_the_coordinator_who_must_confirm_where_the_queue_has_no_second_seat(string action)
    {
        await ProposedAsync(action, "Nobody was found.");
        registry.Execute("UPDATE Seat SET EndedAt = 1, ValidTo = 1 WHERE Place = 'BA-TIP' AND Role <> 'duty'");
        await AssertReadAsync(
            "Nobody was found.", by: ["duty@BA-TIP", "coordinator@BA"], notBy: ["officer@BA-BIJACA-LAND", "duty@BA-SOM"]);
    }

    [TestCase("decline")]
    [TestCase("conclude")]
    public async Task Are_read_by_everybody_once_a_second_officer_confirms(string action)
    {
        await ProposedAsync(action, "Nobody was found.");
        await MovedAsync("second@BA-TIP", action == "decline" ? "confirm-decline" : "confirm-conclusion");
        await AssertReadAsync("Nobody was found.", by: ["duty@BA-TIP", .. Others], notBy: []);
    }

    [TestCase("decline")]
    [TestCase("conclude")]
    public async Task Stay_in_the_queue_when_the_referral_is_merged(string action)
    {
        await ProposedAsync(action, "Nobody was found.");
        var other = (await FiledAsync()).Leg("BA-TIP");
        await MovedAsync("duty@BA-TIP", "merge", new JsonObject { ["into"] = other["id"]!.ToString() });
        await AssertReadAsync("Nobody was found.", by: ["second@BA-TIP"], notBy: Others);
    }

    [TestCase("decline", "reject-decline")]
    [TestCase("conclude", "reject-conclusion")]
    public async Task Stay_in_the_queue_when_they_are_sent_back_and_so_does_why(string action, string reject)
    {
        await ProposedAsync(action, "Nobody was found.");
        await MovedAsync("second@BA-TIP", reject, new JsonObject { ["reason"] = "Nobody has searched yet." });
        await AssertReadAsync("Nobody was found.", by: ["duty@BA-TIP"], notBy: Others);
        await AssertReadAsync("Nobody has searched yet.", by: ["duty@BA-TIP"], notBy: Others);
    }

    [Test]
    public async Task Are_not_told_as_those_of_a_later_decline_that_says_nothing()
    {
        await ProposedAsync("decline", "The boy's uncle is an informant.");
        await MovedAsync("second@BA-TIP", "reject-decline", new JsonObject { ["reason"] = "Not like this." });
        await ProposedAsync("decline", null);
        await MovedAsync("second@BA-TIP", "confirm-decline");
        await AssertReadAsync("The boy's uncle is an informant.", by: ["duty@BA-TIP"], notBy: Others);
    }

    // A version that is older than what became of them tells no more.
    [TestCase("decline", "reject-decline", "confirm-decline")]
    [TestCase("conclude", "reject-conclusion", "confirm-conclusion")]
    public async Task Are_not_told_as_those_of_a_later_one_in_an_earlier_version_either(string action, string reject, string confirm)
    {
        await ProposedAsync(action, "The boy's uncle is an informant.");
        var amended = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).AmendNowAsync(
            filed, new JsonObject { ["callback"] = "+387 61 000 111" });
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
        await MovedAsync("second@BA-TIP", reject, new JsonObject { ["reason"] = "Not like this." });
        var second = await ProposedAsync(action, "Nobody was found.");
        Assert.That(second.Says("/state"), Does.EndWith("_proposed"));
        await MovedAsync("second@BA-TIP", confirm);

        foreach (var version in new[] { 1, 2 })
            await AssertReadAsync("The boy's uncle is an informant.", by: ["duty@BA-TIP"], notBy: Others, version);
        await AssertReadAsync("Nobody was found.", by: Others, notBy: []);
    }

    [Test]
    public async Task That_ended_a_referral_are_read_on_where_it_is_taken_up_again()
    {
        await ProposedAsync("conclude", "Nobody was found.");
        await MovedAsync("second@BA-TIP", "confirm-conclusion");
        await MovedAsync("lead@BA-TIP", "reopen", new JsonObject { ["evidence"] = "A witness came." });
        await AssertReadAsync(
            "Nobody was found.", by: ["duty@BA-TIP", "duty@BA-SOM", "coordinator@BA"], notBy: ["officer@BA-BIJACA-LAND"]);
    }

    private async Task<Answer> FiledAsync() => await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(
        Scenarios.Fresh("03").With("personCounts", new JsonObject { ["adult"] = 1, ["child"] = 1, ["unknownAge"] = 0 }));

    private async Task<Answer> ProposedAsync(string action, string? words)
    {
        var now = await (await registry.AsAsync("duty@BA-TIP")).GetAsync($"/v1/referrals/{leg["id"]}");
        if (action == "conclude" && now.Says("/state") == "in_triage")
            await MovedAsync("duty@BA-TIP", "accept");
        return await MovedAsync("duty@BA-TIP", action, action == "conclude"
            ? new JsonObject { ["outcome"] = "unsubstantiated", ["feedback"] = words }
            : new JsonObject { ["reason"] = "other_jurisdiction", ["explanation"] = words });
    }

    private async Task<Answer> MovedAsync(string user, string action, JsonNode? body = null)
    {
        var moved = await (await registry.AsAsync(user)).MoveNowAsync(leg, action, body);
        Assert.That(moved.Status, Is.EqualTo(200), $"{user} {action}: {moved.Text}");
        return moved;
    }

    private async Task AssertReadAsync(string words, string[] by, string[] notBy, int? version = null)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var user in by)
                Assert.That((await OpenedAsync(user, version)).Each("/texts", "/text"), Does.Contain(words), user);
            foreach (var user in notBy)
                Assert.That((await OpenedAsync(user, version)).Text, Does.Not.Contain(words), user);
        }
    }

    private async Task<Answer> OpenedAsync(string user, int? version)
    {
        var opened = await (await registry.AsAsync(user)).OpenAsync(filed, Purposes.Of(user), version);
        Assert.That(opened.Status, Is.EqualTo(200), $"{user}: {opened.Text}");
        return opened;
    }
}

/// <summary>Why somebody would void an incident, before and after it is.</summary>
public sealed class The_reason_of_a_void
{
    private const string Unit = "officer@ME-BAR-PCU";
    private const string Queue = "duty@ME-OPTEAM";
    private const string Coordinator = "coordinator@ME";

    private Registry registry = null!;
    private Answer filed = null!;

    [SetUp]
    public async Task FileAsync()
    {
        registry = Registry.Start();
        filed = await (await registry.AsAsync(Unit)).FiledAsync(Scenarios.Fresh("01"));
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task That_the_leading_queue_proposes_is_read_by_those_who_may_confirm()
    {
        await MovedAsync("claim");
        await VoidedAsync("lead@ME-OPTEAM", "The boy is a decoy.");
        await AssertReadAsync([Queue, Coordinator], [Unit, "supervisor@ME-BAR-PCU"], "The boy is a decoy.");
    }

    [Test]
    public async Task That_the_unit_proposes_is_read_by_the_unit_and_the_coordinator()
    {
        await VoidedAsync("supervisor@ME-BAR-PCU", "Filed twice.");
        await AssertReadAsync([Unit, "supervisor@ME-BAR-PCU", Coordinator], [Queue], "Filed twice.");
    }

    [Test]
    public async Task Stays_with_the_desk_that_wrote_it_when_the_proposal_lapses()
    {
        await MovedAsync("claim");
        await VoidedAsync("lead@ME-OPTEAM", "The boy is a decoy.");
        await MovedAsync("accept");
        Assert.That((await (await registry.AsAsync(Unit)).GetAgainAsync(filed)).Says("/voidProposed"), Is.EqualTo("false"));
        await AssertReadAsync([Queue], [Unit, Coordinator], "The boy is a decoy.");
    }

    [Test]
    public async Task Is_read_by_everybody_once_the_incident_is_voided_and_one_that_had_lapsed_is_not()
    {
        await VoidedAsync("supervisor@ME-BAR-PCU", "Filed twice.");
        await MovedAsync("claim");
        await VoidedAsync("lead@ME-OPTEAM", "The boy is a decoy.");
        var voided = await VoidedAsync(Coordinator, "As the desk says.");
        Assert.That(voided.Says("/status"), Is.EqualTo("voided"));

        using (Assert.EnterMultipleScope())
        {
            await AssertReadAsync([Unit, Queue, Coordinator], [], "As the desk says.");
            await AssertReadAsync([Unit, Queue, Coordinator], [], "The boy is a decoy.");
            await AssertReadAsync([Unit], [Queue, Coordinator], "Filed twice.");
        }
    }

    [Test]
    public async Task Lapses_as_a_proposal_when_the_coordinator_assigns_what_it_led()
    {
        filed = await (await registry.AsAsync("officer@BA-BIJACA-LAND")).FiledAsync(
            Scenarios.Fresh("03").With("personCounts", new JsonObject { ["adult"] = 1, ["child"] = 1, ["unknownAge"] = 0 })
                .With("crimeHypothesis", "tip"));
        var leg = filed.Leg("BA-TIP");
        await (await registry.AsAsync("duty@BA-TIP")).MoveNowAsync(leg, "claim");
        await (await registry.AsAsync("duty@BA-TIP")).MoveNowAsync(
            leg, "decline", new JsonObject { ["reason"] = "other_jurisdiction" });
        var declined = await (await registry.AsAsync("second@BA-TIP")).MoveNowAsync(leg, "confirm-decline");
        Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
        var coordinator = await registry.AsAsync("coordinator@BA");
        await VoidedAsync("coordinator@BA", "The boy is a decoy.");
        var unrouted = (await coordinator.GetAgainAsync(filed)).Items("/referrals").Single(found => found.Says("/state") == "unrouted");
        var assigned = await coordinator.MoveNowAsync(
            unrouted, "assign", new JsonObject { ["taskForce"] = "BA-TIP", ["reason"] = "Theirs." });
        Assert.That(assigned.Says("/state"), Is.EqualTo("routed"), assigned.Text);

        Assert.That((await coordinator.GetAgainAsync(filed)).Says("/voidProposed"), Is.EqualTo("false"));
    }

    private async Task MovedAsync(string action)
    {
        var moved = await (await registry.AsAsync(Queue)).MoveNowAsync(filed.Leg("ME-OPTEAM"), action);
        Assert.That(moved.Status, Is.EqualTo(200), moved.Text);
    }

    private async Task<Answer> VoidedAsync(string user, string reason)
    {
        var voided = await (await registry.AsAsync(user)).PostNowAsync(filed, "/void", new JsonObject { ["reason"] = reason });
        Assert.That(voided.Status, Is.EqualTo(200), voided.Text);
        return voided;
    }

    private async Task AssertReadAsync(string[] by, string[] notBy, string reason)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var user in by.Concat(notBy))
            {
                var opened = await (await registry.AsAsync(user)).OpenAsync(filed, Purposes.Of(user));
                Assert.That(opened.Status, Is.EqualTo(200), $"{user}: {opened.Text}");
                Assert.That(opened.Text, by.Contains(user) ? Does.Contain(reason) : Does.Not.Contain(reason), user);
            }
        }
    }
}

/// <summary>What each kind of desk opens content for.</summary>
internal static class Purposes
{
    public static string Of(string user) => user.Split('@')[0] switch
    {
        "officer" or "supervisor" => "filing",
        "coordinator" => "supervision",
        _ => "triage",
    };
}
