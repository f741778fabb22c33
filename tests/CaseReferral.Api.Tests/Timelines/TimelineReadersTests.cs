using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.CodeLists;
using CaseReferral.Domain.Referrals;

namespace CaseReferral.Api.Tests.Timelines;

/// <summary>What each kind of reader is told of the story of an incident.</summary>
public sealed class A_reader_of_a_timeline
{
    private Registry registry = null!;
    private Desk officer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [TestCase("conclusion_proposed", "reject-conclusion", "unsubstantiated")]
    [TestCase("decline_proposed", "reject-decline", "not_mandate")]
    public async Task Is_told_what_was_only_proposed_in_the_queue_alone(string state, string reject, string how)
    {
        var leg = await new StagedReferrals(registry).InAsync(state);
        await MovedAsync("second@ME-OPTEAM", leg, reject, new JsonObject { ["reason"] = "Look again." });

        using (Assert.EnterMultipleScope())
        {
            foreach (var reader in new[] { "officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "coordinator@ME", "auditor@ME", "duty@ME-CHILD" })
                Assert.That((await StoryAsync(reader, leg["incidentId"])).Text, Does.Not.Contain(how), reader);
            foreach (var reader in new[] { "duty@ME-OPTEAM", "second@ME-OPTEAM", "lead@ME-OPTEAM" })
                Assert.That((await StoryAsync(reader, leg["incidentId"])).Text, Does.Contain(how), reader);
        }
    }

    [TestCase("conclusion_proposed", "confirm-conclusion", "outcome", "unsubstantiated")]
    [TestCase("decline_proposed", "confirm-decline", "reason", "not_mandate")]
    public async Task Is_told_how_it_ended_once_a_second_officer_confirms(string state, string confirm, string member, string how)
    {
        var leg = await new StagedReferrals(registry).InAsync(state);
        await MovedAsync("second@ME-OPTEAM", leg, confirm);

        var story = await StoryAsync("officer@ME-BAR-PCU", leg["incidentId"]);
        var told = story.Items("/items").Where(entry => entry.ToJsonString().Contains(how, StringComparison.Ordinal)).ToList();
        Assert.That(told.Select(entry => entry.Says("/kind")), Is.EqualTo((string[])[$"referral-{confirm}"]));
        Assert.That(
            told[0].Items("/facts").Single(fact => fact.Says("/fact") == "referral-ended").Says($"/{member}"), Is.EqualTo(how));
    }

    // Entries that were written before the journal kept quiet about it are told like those that are written now.
    [TestCase(false)]
    [TestCase(true)]
    public async Task Is_not_told_how_a_referral_would_have_ended_that_was_merged_first(bool asItWasWritten)
    {
        var staged = new StagedReferrals(registry);
        var leg = await staged.InAsync("conclusion_proposed");
        await MovedAsync("duty@ME-OPTEAM", leg, "merge", await staged.BodyAsync("merge", "conclusion_proposed"));
        var written = $"e.Kind = 'referral-merge' AND json_extract(p.Payload, '$.leg.id') = '{leg["id"]}'";
        if (asItWasWritten)
        {
            Assert.That(registry.Execute(
                "UPDATE JournalPayload AS p SET Payload = json_set(Payload, '$.outcome', 'unsubstantiated') "
                + $"WHERE EXISTS (SELECT 1 FROM JournalEntry e WHERE e.Id = p.EntryId AND {written})"), Is.EqualTo(1));
        }
        else
        {
            Assert.That(registry.Journal(written).Single()["outcome"], Is.Null);
        }

        using (Assert.EnterMultipleScope())
        {
            foreach (var reader in new[] { "officer@ME-BAR-PCU", "coordinator@ME", "auditor@ME", "duty@ME-CHILD", "second@ME-OPTEAM" })
            {
                var story = await StoryAsync(reader, leg["incidentId"]);
                var told = story.Items("/items").Single(entry => entry.Says("/kind") == "referral-merge");
                Assert.That(told.ToJsonString(), Does.Contain("\"merged\"").And.Not.Contain("unsubstantiated"), reader);
            }
        }
    }

    [Test]
    public async Task Loses_it_whole_once_complicity_is_suspected()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        await MovedAsync("duty@ME-OPTEAM", filed.Leg("ME-OPTEAM"), "claim");
        string[] others =
        [
            "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-OPTEAM", "lead@ME-OPTEAM", "duty@ME-CHILD", "coordinator@ME",
            "auditor@ME",
        ];
        foreach (var reader in others)
            Assert.That(
                (await StoryAsync(reader, filed["id"])).Each("/items", "/kind"),
                Is.EqualTo((string[])["incident-filed", "referral-claim"]), reader);

        Assert.That((await officer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true })).Status, Is.EqualTo(200));
        using (Assert.EnterMultipleScope())
        {
            foreach (var reader in others)
            {
                var ofReferral = $"/v1/referrals/{filed.Leg("ME-OPTEAM")["id"]}/timeline";
                foreach (var address in new[] { $"/v1/incidents/{filed["id"]}/timeline", ofReferral })
                    Assert.That(
                        (await (await registry.AsAsync(reader)).GetAsync(address)).Problem,
                        Is.EqualTo("not-found"), $"{reader} {address}");
            }

            foreach (var reader in new[] { "officer@ME-BAR-PCU", "duty@ME-PROSECUTION" })
            {
                Assert.That(
                    (await StoryAsync(reader, filed["id"])).Each("/items", "/kind"),
                    Is.EqualTo((string[])["incident-filed", "referral-claim", "incident-amended"]), reader);
            }
        }
    }

    [Test]
    public async Task Is_told_what_happens_to_the_others_on_a_protection_leg_but_nothing_that_is_said_there()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        var (action, child) = (filed.Leg("ME-OPTEAM"), filed.Leg("ME-CHILD"));
        await MovedAsync("duty@ME-OPTEAM", action, "claim");
        await SaidAsync("duty@ME-OPTEAM", action, "messages");
        await SaidAsync("duty@ME-OPTEAM", action, "notes");
        await MovedAsync("duty@ME-CHILD", child, "claim");
        await SaidAsync("duty@ME-CHILD", child, "messages");
        await SaidAsync("duty@ME-CHILD", child, "notes");
        await MovedAsync(
            "duty@ME-OPTEAM", action, "record-age-decision",
            new JsonObject { ["childStatus"] = "child", ["basis"] = "Quillback's passport." });

        string[] acts = ["incident-filed", "referral-claim", "referral-claim", "referral-record-age-decision"];
        using (Assert.EnterMultipleScope())
        {
            await AssertToldAsync("duty@ME-CHILD", filed, [acts[0], acts[1], acts[2], "message-sent", "note-added", acts[3]]);
            await AssertToldAsync("duty@ME-OPTEAM", filed, [acts[0], acts[1], "message-sent", "note-added", acts[2], acts[3]]);
            await AssertToldAsync("officer@ME-BAR-PCU", filed, [acts[0], acts[1], "message-sent", acts[2], "message-sent", acts[3]]);
            await AssertToldAsync(
                "auditor@ME", filed, [acts[0], acts[1], "message-sent", "note-added", acts[2], "message-sent", "note-added", acts[3]]);
            foreach (var reader in new[] { "duty@ME-CHILD", "officer@ME-BAR-PCU", "auditor@ME" })
            {
                var decided = (await StoryAsync(reader, filed["id"])).Items("/items").Single(entry => entry.Says("/kind") == acts[3]);
                Assert.That(
                    decided.ToJsonString(),
                    Does.Contain("age-decided").And.Not.Contain("\"child\"").And.Not.Contain("Quillback"), reader);
            }
        }
    }

    [Test]
    public async Task In_another_jurisdiction_is_told_to_the_queue_that_has_a_leg_and_to_nobody_else_there()
    {
        var serbian = await registry.AsAsync("officer@RS-BEG-ACCU");
        var filed = await serbian.FiledAsync(
            Scenarios.Fresh("02").With("route", new JsonObject { ["origin"] = "TR", ["destination"] = "ME" }));
        var copy = filed.Leg("ME-OPTEAM");
        await MovedAsync("duty@ME-OPTEAM", copy, "acknowledge");

        var story = await StoryAsync("duty@ME-OPTEAM", filed["id"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.Says("/legalBasis"), Is.EqualTo("rs-me-cooperation"));
            Assert.That(story.Each("/items", "/kind"), Is.EqualTo((string[])["incident-filed", "referral-acknowledge"]));
            Assert.That((story.Says("/items/0/by/desk"), story.At("/items/0/by/person")), Is.EqualTo(("RS-BEG-ACCU", (JsonNode?)null)));
            foreach (var reader in new[] { "coordinator@ME", "auditor@ME", "officer@ME-BAR-PCU", "duty@ME-CHILD", "partner@ME" })
            {
                Assert.That(
                    (await (await registry.AsAsync(reader)).GetAsync($"/v1/incidents/{filed["id"]}/timeline")).Problem,
                    Is.EqualTo("not-found"), reader);
            }
        }
    }

    [Test]
    public async Task Whose_leg_has_ended_is_told_the_story_up_to_there()
    {
        var leg = await new StagedReferrals(registry).InAsync("declined");
        var before = await StoryAsync("duty@ME-OPTEAM", leg["incidentId"]);
        var address = $"/v1/incidents/{leg["incidentId"]}";
        var current = await officer.GetAsync(address);
        Assert.That(
            (await officer.AmendAsync(address, current.ETag!, new JsonObject { ["callback"] = "+382 69 000 333" })).Status,
            Is.EqualTo(200));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Items("/items")[^1].Says("/kind"), Is.EqualTo("referral-decline"));
            Assert.That((await StoryAsync("duty@ME-OPTEAM", leg["incidentId"])).Text, Is.EqualTo(before.Text));
            Assert.That(
                (await StoryAsync("officer@ME-BAR-PCU", leg["incidentId"])).Each("/items", "/kind")[^1],
                Is.EqualTo("incident-amended"));
            Assert.That(
                (await (await registry.AsAsync("duty@ME-OPTEAM")).GetAsync($"{address}/versions")).Each("/items", "/version"),
                Is.EqualTo((string[])["1"]));
            Assert.That((await officer.GetAsync($"{address}/versions")).Each("/items", "/version"), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task Misses_no_act_as_an_auditor_and_meets_known_codes_only()
    {
        var staged = new StagedReferrals(registry);
        foreach (var state in StagedReferrals.States)
            await staged.InAsync(state);
        var history = registry.Query(
            "SELECT i.Reference, i.Jurisdiction, COUNT(*) FROM JournalEntry e JOIN Incident i ON i.Id = e.IncidentId "
            + "WHERE e.Sequence IS NOT NULL AND i.Restricted = 0 GROUP BY i.Reference, i.Jurisdiction",
            row => (Reference: row.GetString(0), Jurisdiction: row.GetString(1), Acts: row.GetInt64(2)));
        HashSet<string?> facts = [];
        using (Assert.EnterMultipleScope())
        {
            foreach (var (reference, jurisdiction, acts) in history)
            {
                var story = await StoryAsync($"auditor@{jurisdiction}", reference);
                Assert.That(story.Items("/items"), Has.Count.EqualTo(acts), reference);
                Assert.That(story.Each("/items", "/kind").Distinct(), Is.SubsetOf(Codes("timelineKind")));
                facts.UnionWith(story.Items("/items").SelectMany(entry => entry.Items("/facts")).Select(fact => fact.Says("/fact")));
            }

            Assert.That(facts, Is.SubsetOf(Codes("timelineFact")).And.Contains("referral-took-in").And.Contains("lead-passed"));
        }
    }

    [Test]
    public void Has_a_code_for_every_fact()
    {
        var names = typeof(ReferralFact).Assembly.GetTypes().Where(type => type.BaseType == typeof(ReferralFact))
            .Select(type => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));

        Assert.That(Codes("timelineFact"), Is.EquivalentTo(names));
    }

    private static IEnumerable<string> Codes(string list) => CodeLists.Find(list)!.Values.Select(value => value.Code);

    private async Task AssertToldAsync(string reader, Answer filed, string[] kinds) =>
        Assert.That((await StoryAsync(reader, filed["id"])).Each("/items", "/kind"), Is.EqualTo(kinds), reader);

    private async Task<Answer> StoryAsync(string reader, object? incident)
    {
        var story = await (await registry.AsAsync(reader)).GetAsync($"/v1/incidents/{incident}/timeline?limit=200");
        Assert.That(story.Status, Is.EqualTo(200), $"{reader}: {story.Text}");
        return story;
    }

    private async Task MovedAsync(string user, JsonNode leg, string action, JsonNode? body = null)
    {
        var moved = await (await registry.AsAsync(user)).MoveNowAsync(leg, action, body);
        Assert.That(moved.Status, Is.EqualTo(200), $"{user} {action}: {moved.Text}");
    }

    private async Task SaidAsync(string user, JsonNode leg, string list)
    {
        var said = await (await registry.AsAsync(user)).SendAsync(
            HttpMethod.Post, $"/v1/referrals/{leg["id"]}/{list}", new JsonObject { ["text"] = "Quillback is the driver." });
        Assert.That(said.Status, Is.EqualTo(201), said.Text);
    }
}
