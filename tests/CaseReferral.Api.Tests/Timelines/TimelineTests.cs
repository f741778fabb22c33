using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.CodeLists;

namespace CaseReferral.Api.Tests.Timelines;

/// <summary>The story of an incident.</summary>
public sealed class A_timeline
{
    private const string Queue = "ME-OPTEAM";

    private Registry registry = null!;
    private Desk officer = null!;
    private Desk duty = null!;
    private Answer filed = null!;

    [OneTimeSetUp]
    public async Task LiveAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        duty = await registry.AsAsync($"duty@{Queue}");
        filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        await MoveAsync("claim");
        await officer.AmendNowAsync(filed, new JsonObject { ["callback"] = "+382 69 000 111 Quillback" });
        await SayAsync(officer, "messages", "Quillback is the driver.");
        await SayAsync(duty, "notes", "Quillback again.");
        await MoveAsync("accept");
        await SayAsync(duty, "messages", "Quillback is in custody.");
        await duty.GetAsync($"/v1/referrals/{Leg["id"]}/messages", "triage");
        await MoveAsync("conclude", new JsonObject { ["outcome"] = "confirmed_som", ["feedback"] = "Quillback was charged." });
        await officer.AmendNowAsync(filed, new JsonObject { ["callback"] = "+382 69 000 222" });
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    private JsonNode Leg => filed.Leg(Queue);

    [Test]
    public async Task Tells_every_act_in_order()
    {
        var story = await StoryAsync("lead@ME-OPTEAM");

        Assert.That(story.Each("/items", "/kind"), Is.EqualTo((string[])
        [
            "incident-filed", "referral-claim", "incident-amended", "message-sent", "note-added", "referral-accept", "message-sent",
            "referral-conclude",
        ]), "a desk whose referral has ended sees it up to there");
        Assert.That(story.Each("/items", "/at"), Is.Ordered);
    }

    [Test]
    public async Task Shows_states_deadlines_and_codes_and_never_content()
    {
        var story = await StoryAsync("coordinator@ME");
        var accept = story.Items("/items").Single(entry => entry.Says("/kind") == "referral-accept");
        var end = story.Items("/items").Single(entry => entry.Says("/kind") == "referral-conclude");
        var amended = story.Items("/items").First(entry => entry.Says("/kind") == "incident-amended");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Text, Does.Not.Contain("Quillback").And.Not.Contain("+382"));
            Assert.That(story.Items("/items")[0].Items("/referrals").Select(leg => leg.Says("/taskForce")), Does.Contain(Queue));
            Assert.That((accept.Says("/referrals/0/from"), accept.Says("/referrals/0/state")), Is.EqualTo(("in_triage", "accepted")));
            Assert.That(accept.Says("/facts/0/fact"), Is.EqualTo("referral-accepted"));
            Assert.That(accept.At("/facts/0/dueBy"), Is.Not.Null);
            Assert.That(end.Says("/referrals/0/outcome"), Is.EqualTo("confirmed_som"));
            Assert.That(amended.Items("/changed").Select(pointer => pointer.ToString()), Is.EqualTo((string[])["/callback"]));
            Assert.That(amended.Says("/version"), Is.EqualTo("2"));
        }
    }

    [Test]
    public async Task Shows_a_person_within_the_own_desk_and_to_an_auditor_only()
    {
        string? PersonOf(Answer story, string kind) => story.Items("/items").First(entry => entry.Says("/kind") == kind).Says("/by/person");
        var unit = await StoryAsync("supervisor@ME-BAR-PCU");
        var queue = await StoryAsync($"second@{Queue}");
        var auditor = await StoryAsync("auditor@ME");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (PersonOf(unit, "incident-filed"), PersonOf(unit, "referral-claim")),
                Is.EqualTo(("officer@ME-BAR-PCU", (string?)null)));
            Assert.That(
                (PersonOf(queue, "incident-filed"), PersonOf(queue, "referral-claim")),
                Is.EqualTo(((string?)null, $"duty@{Queue}")));
            Assert.That(
                (PersonOf(auditor, "incident-filed"), PersonOf(auditor, "referral-claim")),
                Is.EqualTo(("officer@ME-BAR-PCU", $"duty@{Queue}")));
            var claim = unit.Items("/items").First(entry => entry.Says("/kind") == "referral-claim");
            Assert.That(
                (claim.Says("/by/desk"), claim.Says("/by/role"), claim.Says("/by/seat")),
                Is.EqualTo((Queue, "duty", (string?)null)));
        }
    }

    [TestCase("officer@ME-BAR-PCU", 2, 0)]
    [TestCase("coordinator@ME", 2, 0)]
    [TestCase("duty@ME-OPTEAM", 2, 1)]
    [TestCase("auditor@ME", 2, 1)]
    [TestCase("duty@ME-CHILD", 0, 0)]
    public async Task Tells_of_messages_and_notes_to_those_who_may_read_them(string reader, int messages, int notes)
    {
        var kinds = (await StoryAsync(reader)).Each("/items", "/kind");

        Assert.That(
            (kinds.Count(kind => kind == "message-sent"), kinds.Count(kind => kind == "note-added")),
            Is.EqualTo((messages, notes)));
    }

    [Test]
    public async Task Is_paged_without_a_gap()
    {
        List<string?> ids = [];
        for (var next = $"/v1/incidents/{filed.Says("/id")}/timeline?limit=3"; next is not null;)
        {
            var page = await officer.GetAsync(next);
            ids.AddRange(page.Each("/items", "/id"));
            next = page.Says("/next") is { } cursor ? $"/v1/incidents/{filed.Says("/id")}/timeline?limit=3&cursor={cursor}" : null;
        }

        Assert.That(ids, Is.EqualTo((await StoryAsync("officer@ME-BAR-PCU")).Each("/items", "/id")));
    }

    [Test]
    public async Task Of_a_referral_leaves_out_what_happened_to_others()
    {
        var child = filed.Leg("ME-CHILD");
        var story = await officer.GetAsync($"/v1/referrals/{child["id"]}/timeline");
        var own = await officer.GetAsync($"/v1/referrals/{Leg["id"]}/timeline");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Each("/items", "/kind"), Is.EqualTo((string[])["incident-filed", "incident-amended", "incident-amended"]));
            Assert.That(own.Each("/items", "/id"), Is.EqualTo((await StoryAsync("officer@ME-BAR-PCU")).Each("/items", "/id")));
        }
    }

    [Test]
    public async Task Uses_kinds_of_its_code_list_only()
    {
        var kinds = registry.Query("SELECT DISTINCT Kind FROM JournalEntry WHERE Sequence IS NOT NULL", row => row.GetString(0));

        Assert.That(kinds, Is.SubsetOf(CodeLists.Find("timelineKind")!.Values.Select(value => value.Code)));
        Assert.That((await StoryAsync("auditor@ME")).Each("/items", "/kind"), Has.None.EqualTo("content-opened"));
    }

    private async Task<Answer> StoryAsync(string reader)
    {
        var story = await (await registry.AsAsync(reader)).GetAsync($"/v1/incidents/{filed.Says("/reference")}/timeline");
        Assert.That(story.Status, Is.EqualTo(200), story.Text);
        return story;
    }

    private async Task MoveAsync(string action, JsonNode? body = null)
    {
        var moved = await duty.MoveNowAsync(Leg, action, body);
        Assert.That(moved.Status, Is.EqualTo(200), moved.Text);
    }

    private async Task SayAsync(Desk desk, string list, string text)
    {
        var said = await desk.SendAsync(HttpMethod.Post, $"/v1/referrals/{Leg["id"]}/{list}", new JsonObject { ["text"] = text });
        Assert.That(said.Status, Is.EqualTo(201), said.Text);
    }
}
