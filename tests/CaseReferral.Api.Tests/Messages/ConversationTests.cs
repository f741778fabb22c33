using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Messages;

/// <summary>What the queue of a referral and the unit that filed say to each other, and what the queue notes for itself.</summary>
public sealed class A_conversation
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Desk duty = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        duty = await registry.AsAsync("duty@ME-OPTEAM");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Goes_both_ways_in_the_order_it_was_said()
    {
        var leg = await LegAsync();

        var asked = await SayAsync(officer, leg, "Which gate shall they wait at?");
        var told = await SayAsync(duty, leg, "Gate 3.");
        var read = await duty.GetAsync($"{leg}/messages", "triage");
        var seenByUnit = await officer.GetAsync($"{leg}/messages", "filing");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                asked.Text + told.Text,
                Does.Not.Contain("ate 3").And.Not.Contain("Which gate"), "no answer to POST carries content");
            Assert.That(asked.At("/text"), Is.Null);
            Assert.That(read.Each("/items", "/text"), Is.EqualTo((string[])["Which gate shall they wait at?", "Gate 3."]));
            Assert.That(read.Each("/items", "/from/desk"), Is.EqualTo((string[])["ME-BAR-PCU", "ME-OPTEAM"]));
            Assert.That(read.Each("/items", "/from/role"), Is.EqualTo((string[])["officer", "duty"]));
            Assert.That(read.Items("/items")[0].At("/from/seat"), Is.Null, "outside the desk it shows desk and role");
            Assert.That(read.Items("/items")[1].At("/from/seat"), Is.Not.Null);
            Assert.That(seenByUnit.Each("/items", "/id"), Is.EqualTo((string?[])[asked.Says("/id"), told.Says("/id")]));
        }
    }

    [Test]
    public async Task Is_paged_without_a_gap()
    {
        var leg = await LegAsync();
        foreach (var number in Enumerable.Range(1, 5))
            await SayAsync(officer, leg, $"{number}");

        List<string?> said = [];
        for (var next = $"{leg}/messages?limit=2"; next is not null;)
        {
            var page = await duty.GetAsync(next, "triage");
            said.AddRange(page.Each("/items", "/text"));
            next = page.Says("/next") is { } cursor ? $"{leg}/messages?limit=2&cursor={cursor}" : null;
        }

        Assert.That(said, Is.EqualTo((string[])["1", "2", "3", "4", "5"]));
        var elsewhere = await LegAsync();
        var cursorOfFirst = (await duty.GetAsync($"{leg}/messages?limit=2")).Says("/next");
        Assert.That((await duty.GetAsync($"{elsewhere}/messages?cursor={cursorOfFirst}")).Problem, Is.EqualTo("malformed-cursor"));
    }

    [Test]
    public async Task Shows_its_words_for_a_purpose_only_and_records_it_first()
    {
        var leg = await LegAsync();
        await SayAsync(officer, leg, "Wait for me.");
        var before = Consultations(leg);

        var without = await duty.GetAsync($"{leg}/messages");
        var nothingYet = Consultations(leg);
        var with = await duty.GetAsync($"{leg}/messages", "triage");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(without.Items("/items")[0].At("/text"), Is.Null);
            Assert.That(without.Says("/items/0/from/desk"), Is.EqualTo("ME-BAR-PCU"));
            Assert.That(nothingYet, Has.Count.EqualTo(before.Count));
            Assert.That(with.Says("/items/0/text"), Is.EqualTo("Wait for me."));
            Assert.That(Consultations(leg), Has.Count.EqualTo(before.Count + 1));
            Assert.That(Consultations(leg)[^1]["purpose"], Is.EqualTo("triage"));
            Assert.That(Consultations(leg)[^1]["view"], Is.EqualTo("message"));
            Assert.That((await duty.GetAsync($"{leg}/messages", "filing")).Problem, Is.EqualTo("purpose-not-yours"));
            Assert.That((await duty.GetAsync($"{leg}/messages", "curiosity")).Problem, Is.EqualTo("purpose-required"));
        }
    }

    [Test]
    public async Task Is_not_opened_when_the_log_cannot_be_written()
    {
        var leg = await LegAsync();
        await SayAsync(officer, leg, "Wait for me.");
        registry.Execute(
            "CREATE TRIGGER Full BEFORE INSERT ON JournalEntry WHEN NEW.Log LIKE '%/consultations' BEGIN SELECT RAISE(ABORT, 'full'); END");
        var refused = await duty.GetAsync($"{leg}/messages", "triage");
        registry.Execute("DROP TRIGGER Full");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Problem, Is.EqualTo("internal-error"), refused.Text);
            Assert.That(refused.Text, Does.Not.Contain("Wait for me"));
            Assert.That((await duty.GetAsync($"{leg}/messages", "triage")).Says("/items/0/text"), Is.EqualTo("Wait for me."));
        }
    }

    [Test]
    public async Task Counts_what_a_desk_has_not_read()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        var leg = AddressOf(filed.Leg("ME-OPTEAM"));
        await SayAsync(officer, leg, "One.");
        await SayAsync(officer, leg, "Two.");
        await SayAsync(duty, leg, "Three.");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await UnreadAsync(duty, leg), Is.EqualTo("2"));
            Assert.That((await officer.GetAgainAsync(filed)).Says("/unreadMessages"), Is.EqualTo("1"));
            Assert.That(Listed(await officer.GetAsync("/v1/incidents?limit=5"), filed), Is.EqualTo("1"));
            Assert.That(Listed(await officer.GetAsync("/v1/incidents?limit=5&mine=true"), filed), Is.EqualTo("1"));
            Assert.That((await (await registry.AsAsync("auditor@ME")).GetAgainAsync(filed)).Says("/unreadMessages"), Is.EqualTo("0"));
            Assert.That((await (await registry.AsAsync("duty@ME-CHILD")).GetAgainAsync(filed)).Says("/unreadMessages"), Is.EqualTo("0"));
        }

        await duty.GetAsync($"{leg}/messages");
        Assert.That(await UnreadAsync(duty, leg), Is.EqualTo("2"), "who wrote when isn't what they wrote");
        await duty.GetAsync($"{leg}/messages?limit=1", "triage");
        Assert.That(await UnreadAsync(duty, leg), Is.EqualTo("1"));
        await (await registry.AsAsync("second@ME-OPTEAM")).GetAsync($"{leg}/messages", "triage");
        await officer.GetAsync($"{leg}/messages", "filing");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await UnreadAsync(duty, leg), Is.EqualTo("0"), "the desk has read it, whoever of it did");
            Assert.That((await duty.GetAsync("/v1/referrals?limit=200")).Items("/items")
                .Single(item => leg.EndsWith(item.Says("/id")!, StringComparison.Ordinal)).Says("/incident/unreadMessages"),
                Is.EqualTo("0"));
            Assert.That(Listed(await officer.GetAsync("/v1/incidents?limit=5&mine=true"), filed), Is.EqualTo("0"));
        }

        await duty.GetAsync($"{leg}/messages?limit=1", "triage");
        Assert.That(await UnreadAsync(duty, leg), Is.EqualTo("0"), "a mark never moves back");
    }

    [Test]
    public async Task Changes_no_ETag_and_is_an_act_with_its_entry()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        var leg = AddressOf(filed.Leg("ME-OPTEAM"));
        var before = await duty.GetAsync(leg);

        await SayAsync(officer, leg, "The driver has a second phone.");
        await SayAsync(duty, leg, "Seize it.", "notes");
        var after = await duty.GetAsync(leg);
        var entries = registry.Journal($"e.IncidentId = x'{Hex(filed)}' AND e.Sequence IS NOT NULL");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.ETag, Is.EqualTo(before.ETag));
            Assert.That((await officer.GetAgainAsync(filed)).ETag, Is.EqualTo(filed.ETag));
            Assert.That(entries.Select(entry => $"{entry.Sequence} {entry.Kind} {entry.By}"), Is.EqualTo((string[])
                ["1 incident-filed officer@ME-BAR-PCU", "2 message-sent officer@ME-BAR-PCU", "3 note-added duty@ME-OPTEAM"]));
            Assert.That(
                string.Join("", entries.Select(entry => entry.Payload.ToJsonString())),
                Does.Not.Contain("phone").And.Not.Contain("Seize"));
        }
    }

    [Test]
    public async Task Does_not_appear_in_the_content_nor_end_with_an_amendment()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        var leg = AddressOf(filed.Leg("ME-OPTEAM"));
        await SayAsync(duty, leg, "Only for the two of us.");
        await SayAsync(duty, leg, "Only for us.", "notes");
        await officer.AmendNowAsync(filed, new JsonObject { ["callback"] = "+382 69 000 111" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await officer.OpenAsync(filed)).Text, Does.Not.Contain("Only for"));
            Assert.That(
                (await officer.GetAsync($"{leg}/messages", "filing")).Each("/items", "/text"),
                Is.EqualTo((string[])["Only for the two of us."]));
            Assert.That((await duty.GetAsync($"{leg}/notes", "triage")).Each("/items", "/text"), Is.EqualTo((string[])["Only for us."]));
        }
    }

    [Test]
    public async Task Is_sent_once_under_a_key()
    {
        var leg = await LegAsync();
        const string key = "hold-them";
        var first = await duty.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("Hold them."), idempotencyKey: key);
        var again = await duty.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("Hold them."), idempotencyKey: key);
        var other = await duty.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("Let them go."), idempotencyKey: key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Status, again.Status, again.Replayed, again.Text), Is.EqualTo((201, 201, true, first.Text)));
            Assert.That((other.Status, other.Problem), Is.EqualTo((422, "idempotency-key-reused")));
            Assert.That((await duty.GetAsync($"{leg}/messages")).Items("/items"), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Is_corrected_by_its_author_and_never_changed()
    {
        var leg = await LegAsync();
        var wrong = await SayAsync(officer, leg, "Nine people.");
        var right = await SayAsync(officer, leg, "Eight people.", corrects: wrong.Says("/id"));
        var list = await duty.GetAsync($"{leg}/messages", "triage");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Each("/items", "/text"), Is.EqualTo((string[])["Nine people.", "Eight people."]));
            Assert.That(list.Each("/items", "/correctedBy"), Is.EqualTo((string?[])[right.Says("/id"), null]));
            Assert.That(list.Each("/items", "/corrects"), Is.EqualTo((string?[])[null, wrong.Says("/id")]));
        }

        var elsewhere = await LegAsync();
        var note = await SayAsync(duty, leg, "For us.", "notes");
        (Desk Desk, string Address, string? Corrects)[] refused =
        [
            (officer, $"{leg}/messages", wrong.Says("/id")),
            (await registry.AsAsync("second-officer@ME-BAR-PCU"), $"{leg}/messages", right.Says("/id")),
            (duty, $"{leg}/messages", right.Says("/id")),
            (officer, $"{elsewhere}/messages", right.Says("/id")),
            (duty, $"{leg}/messages", note.Says("/id")),
            (await registry.AsAsync("second@ME-OPTEAM"), $"{leg}/notes", note.Says("/id")),
        ];
        foreach (var (desk, address, corrects) in refused)
        {
            var answer = await desk.SendAsync(HttpMethod.Post, address, Text("No.", corrects));
            Assert.That((answer.Status, string.Join(' ', answer.Errors)), Is.EqualTo((400, "/corrects")), answer.Text);
        }

        Assert.That(
            (await officer.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("Seven.", right.Says("/id")))).Status,
            Is.EqualTo(201));
    }

    [Test]
    public async Task Is_between_the_queue_and_the_filing_unit()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        var leg = AddressOf(filed.Leg("ME-OPTEAM"));
        await SayAsync(officer, leg, "Are you coming?");
        await SayAsync(duty, leg, "Not before noon.", "notes");
        var child = await registry.AsAsync("duty@ME-CHILD");
        var coordinator = await registry.AsAsync("coordinator@ME");
        var auditor = await registry.AsAsync("auditor@ME");

        using (Assert.EnterMultipleScope())
        {
            foreach (var list in new[] { "messages", "notes" })
            {
                Assert.That(
                    (await child.GetAsync($"{leg}/{list}")).Problem,
                    Is.EqualTo("not-your-queue"), "another leg of the same incident");
                Assert.That(
                    (await child.SendAsync(HttpMethod.Post, $"{leg}/{list}", Text("Hello?"))).Problem,
                    Is.EqualTo("not-your-queue"));
                Assert.That((await auditor.GetAsync($"{leg}/{list}")).Problem, Is.EqualTo("role-required"));
                Assert.That(
                    (await auditor.SendAsync(HttpMethod.Post, $"{leg}/{list}", Text("Hello?"))).Problem,
                    Is.EqualTo("role-required"));
            }

            Assert.That((await officer.GetAsync($"{leg}/notes")).Problem, Is.EqualTo("role-required"));
            Assert.That((await officer.SendAsync(HttpMethod.Post, $"{leg}/notes", Text("Hello?"))).Problem, Is.EqualTo("role-required"));
            Assert.That((await coordinator.GetAsync($"{leg}/notes")).Problem, Is.EqualTo("role-required"));
            Assert.That(
                (await coordinator.GetAsync($"{leg}/messages", "supervision")).Each("/items", "/text"),
                Is.EqualTo((string[])["Are you coming?"]));
            Assert.That(
                (await coordinator.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("Hello?"))).Problem,
                Is.EqualTo("not-your-queue"));
            Assert.That((await (await registry.AsAsync("lead@ME-OPTEAM")).GetAsync($"{leg}/notes", "supervision")).Each("/items", "/text"),
                Is.EqualTo((string[])["Not before noon."]));
        }
    }

    [Test]
    public async Task Is_open_to_the_system_that_filed()
    {
        var partner = await registry.AsAsync("partner@ME");
        var filed = await partner.FiledAsync(Scenarios.Fresh("01"));
        var leg = AddressOf(filed.Leg("ME-OPTEAM"));
        await SayAsync(partner, leg, "The manifest has changed.");
        await SayAsync(duty, leg, "Send it.");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await UnreadAsync(duty, leg), Is.EqualTo("1"));
            Assert.That((await partner.GetAgainAsync(filed)).Says("/unreadMessages"), Is.EqualTo("1"));
            Assert.That((await partner.GetAsync($"{leg}/messages", "filing")).Each("/items", "/text"),
                Is.EqualTo((string[])["The manifest has changed.", "Send it."]));
            Assert.That((await partner.GetAgainAsync(filed)).Says("/unreadMessages"), Is.EqualTo("0"));
        }
    }

    [Test]
    public async Task Is_the_filers_alone_once_complicity_is_suspected()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01").With("complicityConcern", true));
        var integrity = await registry.AsAsync("duty@ME-PROSECUTION");
        var leg = AddressOf(filed.Leg("ME-PROSECUTION"));
        await SayAsync(officer, leg, "It is the shift leader.");
        await SayAsync(integrity, leg, "Say nothing to anybody.");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await officer.GetAgainAsync(filed)).Says("/unreadMessages"), Is.EqualTo("1"));
            Assert.That(Listed(await officer.GetAsync("/v1/incidents?limit=5&mine=true"), filed), Is.EqualTo("1"));
            Assert.That((await officer.GetAsync($"{leg}/messages", "filing")).Items("/items"), Has.Count.EqualTo(2));
            Assert.That(Listed(await officer.GetAsync("/v1/incidents?limit=5&mine=true"), filed), Is.EqualTo("0"));
            foreach (var outsider in new[] { "supervisor@ME-BAR-PCU", "second-officer@ME-BAR-PCU", "coordinator@ME", "duty@ME-OPTEAM" })
                Assert.That((await (await registry.AsAsync(outsider)).GetAsync($"{leg}/messages")).Status, Is.EqualTo(404), outsider);
        }
    }

    [Test]
    public async Task Ends_with_the_referral()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("06"));
        var queue = filed.Says("/referrals/0/taskForce")!;
        var desk = await registry.AsAsync($"duty@{queue}");
        var leg = AddressOf(filed.Leg(queue));
        await SayAsync(officer, leg, "Look at the seal.");
        foreach (var action in new[] { "claim", "accept" })
            Assert.That((await desk.MoveNowAsync(filed.Leg(queue), action)).Status, Is.EqualTo(200));
        var concluded = await desk.MoveNowAsync(
            filed.Leg(queue), "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "Thank you." });
        Assert.That(concluded.Says("/state"), Is.EqualTo("concluded"), concluded.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (await officer.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("And?"))).Problem,
                Is.EqualTo("conversation-closed"));
            Assert.That(
                (await desk.SendAsync(HttpMethod.Post, $"{leg}/messages", Text("And?"))).Problem,
                Is.EqualTo("conversation-closed"));
            Assert.That((await desk.SendAsync(HttpMethod.Post, $"{leg}/notes", Text("And?"))).Problem, Is.EqualTo("conversation-closed"));
            Assert.That((await officer.GetAsync($"{leg}/messages", "filing")).Items("/items"), Has.Count.EqualTo(1), "what was said stays");
            Assert.That((await desk.GetAsync($"{leg}/messages", "triage")).Items("/items"), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Restarts_the_review_when_the_task_force_tells_of_progress()
    {
        await using var own = Registry.Start();
        var filer = await own.AsAsync("officer@ME-BAR-PCU");
        var desk = await own.AsAsync("duty@ME-OPTEAM");
        var filed = await filer.FiledAsync(Scenarios.Fresh("01"));
        var leg = AddressOf(filed.Leg("ME-OPTEAM"));
        Assert.That((await SayAsync(desk, leg, "On our way.")).Says("/progress"), Is.EqualTo("false"), "nothing is reviewed yet");
        foreach (var action in new[] { "claim", "accept" })
            Assert.That((await desk.MoveNowAsync(filed.Leg("ME-OPTEAM"), action)).Status, Is.EqualTo(200));
        var accepted = await desk.GetAsync(leg);
        await own.AdvanceAsync("P10D");

        await SayAsync(filer, leg, "Any news?");
        await SayAsync(desk, leg, "Nothing.", "notes");
        Assert.That(
            (await desk.GetAsync(leg)).Says("/reviewBy"),
            Is.EqualTo(accepted.Says("/reviewBy")), "only the task force tells of progress");

        var progress = await SayAsync(desk, leg, "Two arrests.");
        var after = await desk.GetAsync(leg);
        await own.AdvanceAsync("P1D");
        var correction = await SayAsync(desk, leg, "Three arrests.", corrects: progress.Says("/id"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((progress.Says("/progress"), correction.Says("/progress")), Is.EqualTo(("true", "false")));
            Assert.That(
                after.Json.Instant("/reviewBy") - accepted.Json.Instant("/reviewBy"),
                Is.EqualTo(TimeSpan.FromDays(10)).Within(TimeSpan.FromMinutes(5)));
            Assert.That(after.ETag, Is.EqualTo(accepted.ETag));
            Assert.That((await desk.GetAsync(leg)).Says("/reviewBy"), Is.EqualTo(after.Says("/reviewBy")), "a correction is no progress");
            var id = leg[^36..].Replace("-", "", StringComparison.Ordinal);
            Assert.That(
                own.Query($"SELECT DueAt FROM Clock WHERE Kind = 'review' AND ReferralId = x'{id}'", row => row.GetInt64(0)),
                Is.EqualTo((long[])[after.Json.Instant("/reviewBy").ToUnixTimeMilliseconds() * 1000]).Within(1000));
        }
    }

    [Test]
    public async Task Loses_nothing_when_both_sides_write_at_once()
    {
        var leg = await LegAsync();
        var desks = Enumerable.Range(0, 12).Select(at => at % 2 == 0 ? officer : duty);

        var sent = await Task.WhenAll(desks.Select((desk, at) => desk.SendAsync(HttpMethod.Post, $"{leg}/messages", Text($"{at}"))));
        var list = await duty.GetAsync($"{leg}/messages", "triage");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Select(answer => answer.Status), Is.All.EqualTo(201));
            Assert.That(list.Each("/items", "/text"), Is.EquivalentTo(Enumerable.Range(0, 12).Select(at => $"{at}")));
        }
    }

    private static string AddressOf(JsonNode referral) => $"/v1/referrals/{referral["id"]}";

    private static JsonObject Text(string text, string? corrects = null) =>
        corrects is null ? new() { ["text"] = text } : new() { ["text"] = text, ["corrects"] = corrects };

    private static async Task<Answer> SayAsync(Desk desk, string leg, string text, string list = "messages", string? corrects = null)
    {
        var said = await desk.SendAsync(HttpMethod.Post, $"{leg}/{list}", Text(text, corrects));
        Assert.That(said.Status, Is.EqualTo(201), said.Text);
        return said;
    }

    private static async Task<string?> UnreadAsync(Desk desk, string leg) => (await desk.GetAsync(leg)).Says("/incident/unreadMessages");

    private static string? Listed(Answer page, Answer incident) =>
        page.Items("/items").Single(item => item.Says("/id") == incident.Says("/id")).Says("/unreadMessages");

    private static string Hex(Answer incident) => incident.Says("/id")!.Replace("-", "", StringComparison.Ordinal);

    private async Task<string> LegAsync() => AddressOf((await officer.FiledAsync(Scenarios.Fresh("01"))).Leg("ME-OPTEAM"));

    private IReadOnlyList<Entry> Consultations(string leg) => registry.Journal(
        "e.Kind = 'content-opened' AND e.IncidentId = "
        + $"(SELECT IncidentId FROM Referral WHERE Id = x'{leg[^36..].Replace("-", "", StringComparison.Ordinal)}')");
}
