using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>An integrity recipient lowers a suspicion: the case goes on, and nobody who was meant learns that there was one.</summary>
public sealed class A_suspicion_that_was_lowered
{
    private const string Suspicion = "The chief of shift waved it through.";
    private const string Restated = "Nine persons in a refrigerated container.";
    private const string Why = "The rota says that he was on leave.";

    private static readonly string[] Others =
    [
        "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-OPTEAM", "lead@ME-OPTEAM", "duty@ME-CHILD", "coordinator@ME",
        "auditor@ME",
    ];

    private static readonly string[] Purposes = ["filing", "triage", "investigation", "victim_support", "supervision", "audit"];

    private Registry registry = null!;
    private Desk filer = null!;
    private Desk integrity = null!;

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        registry = Registry.Start();
        filer = await registry.AsAsync("officer@ME-BAR-PCU");
        integrity = await registry.AsAsync("duty@ME-PROSECUTION");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Goes_on_as_an_ordinary_incident_of_its_unit()
    {
        var suspected = await SuspectedAsync();
        var lowered = await LoweredAsync(suspected);
        var ordinary = await filer.GetAsync($"/v1/incidents/{lowered["goesOnAs"]}");

        Assert.That(ordinary.Status, Is.EqualTo(200), ordinary.Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ordinary.Items("/referrals").Select(leg => $"{leg.Says("/kind")} {leg.Says("/taskForce")} {leg.Says("/state")}"),
                Is.EqualTo((string[])["action ME-OPTEAM routed", "protection ME-CHILD routed"]));
            Assert.That(ordinary.Says("/goesOnAs"), Is.Null);
            Assert.That(ordinary["version"].GetValue<int>(), Is.EqualTo(1));
            Assert.That(ordinary["clientId"].ToString(), Is.Not.EqualTo(suspected["clientId"].ToString()));
            Assert.That(Guid.Parse(ordinary.Says("/clientId")!).Version, Is.EqualTo(4), "as a device makes it");
            foreach (var member in (string[])["awareAt", "crimeHypothesis", "personsListed", "objectsListed", "siteCode", "exercise"])
                Assert.That(ordinary[member].ToJsonString(), Is.EqualTo(suspected[member].ToJsonString()), member);
            Assert.That(
                lowered.Items("/referrals").Select(leg => leg.Says("/taskForce")),
                Is.EqualTo((string[])["ME-PROSECUTION"]), "it stays as it was");
        }

        var claimed = await (await registry.AsAsync("duty@ME-OPTEAM")).MoveNowAsync(ordinary.Leg("ME-OPTEAM"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        var amended = await (await registry.AsAsync("second-officer@ME-BAR-PCU")).AmendNowAsync(
            ordinary, new JsonObject { ["callback"] = "Gate 3" });
        Assert.That(amended.Status, Is.EqualTo(200), amended.Text);
    }

    [Test]
    public async Task Is_told_by_no_door_of_the_ordinary_incident([ValueSource(nameof(Others))] string other)
    {
        var suspected = await SuspectedAsync();
        var lowered = await LoweredAsync(suspected);
        var address = $"/v1/incidents/{lowered["goesOnAs"]}";
        var desk = await registry.AsAsync(other);
        Assert.That((await desk.GetAsync(address)).Status, Is.EqualTo(200));

        var texts = new List<string>();
        foreach (var door in Doors.All.Where(door => door.Method == HttpMethod.Get && door.Resource == "incidents"))
        {
            foreach (var purpose in door.Then == Then.Opens ? Purposes : (string?[])[null])
                texts.Add((await desk.GetAsync(door.Address(lowered["goesOnAs"].ToString()), purpose)).Text);
        }

        foreach (var leg in (await desk.GetAsync(address)).Items("/referrals"))
        {
            var path = $"/v1/referrals/{leg["id"]}";
            texts.AddRange([(await desk.GetAsync(path)).Text, (await desk.GetAsync($"{path}/timeline")).Text]);
        }

        string[] lists =
            ["/v1/incidents?limit=200", "/v1/referrals?limit=200", "/v1/access-log?limit=200", "/v1/administrative-acts?limit=200"];
        foreach (var list in lists)
            texts.Add((await desk.GetAsync(list)).Text);

        string[] secrets =
        [
            suspected["id"].ToString(), suspected["reference"].ToString(), suspected["clientId"].ToString(),
            suspected.Leg("ME-PROSECUTION")["id"]!.ToString(),
            "ME-PROSECUTION", "integrity", "complicity-", "\"complicityConcern\":true", "waved it through", "on leave", "kept from the log",
        ];
        using (Assert.EnterMultipleScope())
        {
            foreach (var secret in secrets)
                Assert.That(texts.Where(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)), Is.Empty, secret);
            Assert.That((await desk.GetAsync($"/v1/incidents/{suspected["id"]}")).Status, Is.EqualTo(404));
            Assert.That((await desk.GetAsync($"/v1/incidents/{suspected["reference"]}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Reads_letter_by_letter_like_an_ordinary_filing_of_the_same_but_for_ids_and_instants(
        [ValueSource(nameof(Others))] string other)
    {
        var lowered = await LoweredAsync(await SuspectedAsync());
        var filing = Scenarios.Fresh("01").With("facts", Restated).Without("assessment").Without("actionsTaken").Without("callback")
            .Without("reportedBy").Without("externalReferences")
            .With("place", new JsonObject { ["latitude"] = 42.09, ["longitude"] = 19.08 })
            .With("handling", new JsonObject { ["code"] = "H1" })
            .With("objects", new JsonArray(new JsonObject { ["kind"] = "phone", ["value"] = "+382 69 123 456" }));
        var ordinary = await filer.FiledAsync(filing);
        var desk = await registry.AsAsync(other);

        foreach (var door in Doors.All.Where(door => door.Method == HttpMethod.Get && door.Resource == "incidents"))
        {
            foreach (var purpose in door.Then == Then.Opens ? Purposes : (string?[])[null])
            {
                var (one, two) = (
                    await desk.GetAsync(door.Address(lowered["goesOnAs"].ToString()), purpose),
                    await desk.GetAsync(door.Address(ordinary["id"].ToString()), purpose));
                Assert.That(Plain(one), Is.EqualTo(Plain(two)), $"{door} {purpose}");
            }
        }
    }

    [Test]
    public async Task Takes_none_of_the_officers_words_but_those_that_are_restated()
    {
        var lowered = await LoweredAsync(await SuspectedAsync());
        var content = await filer.GetAsync($"/v1/incidents/{lowered["goesOnAs"]}/content", "filing");

        Assert.That(content.Text, Does.Contain(Restated).And.Not.Contain("waved it through").And.Not.Contain("kept from the log"));
        Assert.That(
            (content.Says("/callback"), content.Says("/place/latitude"), content.Says("/handlingCode"), content.Says("/objects/0/value")),
            Is.EqualTo((default(string), "42.09", "H1", "+382 69 123 456")));
    }

    [Test]
    public async Task Keeps_with_the_integrity_recipient_why()
    {
        var suspected = await SuspectedAsync();
        await LoweredAsync(suspected);
        var (theirs, officers) = (await integrity.OpenAsync(suspected, "triage"), await filer.OpenAsync(suspected));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(theirs.Each("/texts", "/action"), Does.Contain("lower-complicity"), theirs.Text);
            Assert.That(officers.Each("/texts", "/action"), Does.Not.Contain("lower-complicity"), officers.Text);
        }
    }

    [Test]
    public async Task Says_to_its_filer_and_the_integrity_recipient_what_it_goes_on_as()
    {
        var suspected = await SuspectedAsync();
        var lowered = await LoweredAsync(suspected);

        foreach (var desk in new[] { filer, integrity })
        {
            var seen = await desk.GetAgainAsync(suspected);
            var timeline = await desk.GetAsync($"{IncidentDesk.AddressOf(suspected)}/timeline");
            Assert.That(seen["goesOnAs"].ToString(), Is.EqualTo(lowered["goesOnAs"].ToString()), desk.User);
            Assert.That(timeline.Items("/items").Select(entry => entry.Says("/kind")), Does.Contain("complicity-lowered"), desk.User);
        }

        Assert.That(
            (await integrity.GetAsync($"/v1/incidents/{lowered["goesOnAs"]}")).Status,
            Is.EqualTo(404), "it has no referral of that one");
    }

    [Test]
    public async Task Leaves_behind_whom_the_integrity_recipient_names()
    {
        var suspected = await SuspectedAsync(filing => filing["persons"] = new JsonArray(
            new JsonObject { ["role"] = "suspect", ["name"] = new JsonObject { ["asWritten"] = "Quillback" } },
            new JsonObject { ["role"] = "possible_victim" }));
        var content = await integrity.GetAsync($"{IncidentDesk.AddressOf(suspected)}/content", "triage");
        var suspect = content.Items("/persons").Single(person => person.Says("/role") == "suspect").Says("/id")!;

        var unknown = await integrity.PostNowAsync(suspected, "/lower-complicity", Saying(("withoutPersons", new JsonArray(Door.Absent))));
        Assert.That((unknown.Status, unknown.Errors), Is.EqualTo((400, (string[])["/withoutPersons/0"])), unknown.Text);

        var lowered = await integrity.PostNowAsync(suspected, "/lower-complicity", Saying(("withoutPersons", new JsonArray(suspect))));
        Assert.That(lowered.Status, Is.EqualTo(200), lowered.Text);
        var opened = await filer.GetAsync($"/v1/incidents/{lowered["goesOnAs"]}/content", "filing");
        Assert.That(
            opened.Items("/persons").Select(person => person.Says("/role")),
            Is.EqualTo((string[])["possible_victim"]), opened.Text);
        Assert.That(opened.Text, Does.Not.Contain("Quillback"));
    }

    [Test]
    public async Task Had_taken_the_case_from_others_who_see_it_again_as_another_one()
    {
        var filed = await filer.FiledAsync(Scenarios.Fresh("01"));
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        Assert.That((await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim")).Status, Is.EqualTo(200));
        var raised = await filer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true });
        await integrity.MoveNowAsync(raised.Leg("ME-PROSECUTION"), "claim");
        var lowered = await integrity.PostNowAsync(raised, "/lower-complicity", Saying());
        Assert.That(lowered.Status, Is.EqualTo(200), lowered.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await duty.GetAgainAsync(filed)).Status, Is.EqualTo(404));
            Assert.That((await duty.GetAsync($"/v1/incidents/{lowered["goesOnAs"]}")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Gives_the_auditor_back_who_had_read_the_case_before_it_was_raised_and_no_more()
    {
        var filed = await filer.FiledAsync(Scenarios.Fresh("01").With("persons", new JsonArray(new JsonObject { ["role"] = "witness" })));
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        var auditor = await registry.AsAsync("auditor@ME");
        var person = (await duty.OpenAsync(filed, "triage")).Says("/persons/0/id");
        Task<Answer> Readers() => auditor.GetAsync($"/v1/access-log?person={person}&limit=200");
        Assert.That((await Readers()).Items("/items").Select(entry => entry.Says("/seat/desk")), Is.EqualTo((string[])["ME-OPTEAM"]));

        var raised = await filer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true });
        await integrity.MoveNowAsync(raised.Leg("ME-PROSECUTION"), "claim");
        Assert.That((await integrity.OpenAsync(filed, "triage")).Status, Is.EqualTo(200));
        Assert.That((await Readers()).Items("/items"), Is.Empty);

        await integrity.PostNowAsync(raised, "/lower-complicity", Saying());
        Assert.That((await Readers()).Items("/items").Select(entry => entry.Says("/seat/desk")), Is.EqualTo((string[])["ME-OPTEAM"]));
    }

    [Test]
    public async Task Is_lowered_once_however_many_ask_at_once()
    {
        var suspected = await SuspectedAsync();
        var lead = await registry.AsAsync("lead@ME-PROSECUTION");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            at => (at % 2 == 0 ? integrity : lead).SendAsync(
                HttpMethod.Post, $"{IncidentDesk.AddressOf(suspected)}/lower-complicity", Saying(), suspected.ETag)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
            Assert.That(
                answers.Where(answer => answer.Status != 200).Select(answer => answer.Problem),
                Is.All.EqualTo("complicity-lowered"));
        }
    }

    [Test]
    public async Task Answers_a_retry_under_one_key_with_the_same()
    {
        var suspected = await SuspectedAsync();
        Task<Answer> Lower() => integrity.SendAsync(
            HttpMethod.Post, $"{IncidentDesk.AddressOf(suspected)}/lower-complicity", Saying(), suspected.ETag, "lower-" + suspected["id"]);
        var (first, again) = (await Lower(), await Lower());

        Assert.That(
            (again.Status, again.Replayed, again["goesOnAs"].ToString()),
            Is.EqualTo((200, true, first["goesOnAs"].ToString())), again.Text);
    }

    [Test]
    public async Task Is_concluded_like_any_other()
    {
        var suspected = await SuspectedAsync();
        await LoweredAsync(suspected);
        var leg = suspected.Leg("ME-PROSECUTION");
        await integrity.MoveNowAsync(leg, "accept");
        var concluded = await integrity.MoveNowAsync(
            leg, "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "It goes on." });

        Assert.That((concluded.Status, concluded.Says("/state")), Is.EqualTo((200, "concluded")), concluded.Text);
        var after = await integrity.PostNowAsync(suspected, "/lower-complicity", Saying());
        Assert.That((after.Status, after.Problem), Is.EqualTo((403, "not-your-queue")), after.Text);
    }

    [TestCase("officer@ME-BAR-PCU", 403, "role-required")]
    [TestCase("supervisor@ME-BAR-PCU", 403, "role-required")]
    [TestCase("coordinator@ME", 403, "role-required")]
    [TestCase("admin@registry", 403, "role-required")]
    [TestCase("duty@ME-OPTEAM", 404, "not-found")]
    [TestCase("duty@RS-INTEGRITY", 404, "not-found")]
    [TestCase("second@ME-PROSECUTION", 403, "role-required")]
    [TestCase("lead@ME-PROSECUTION", 200, null)]
    public async Task Is_lowered_by_whoever_works_on_it_for_an_integrity_recipient(string user, int status, string? problem)
    {
        var suspected = await SuspectedAsync();
        var desk = await registry.AsAsync(user);
        var answer = await desk.SendAsync(
            HttpMethod.Post, $"{IncidentDesk.AddressOf(suspected)}/lower-complicity", Saying(), suspected.ETag);

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((status, problem)), answer.Text);
    }

    [Test]
    public async Task Was_one()
    {
        var filed = await filer.FiledAsync(Scenarios.Fresh("01"));
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim");
        var answer = await duty.PostNowAsync(filed, "/lower-complicity", Saying());

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((409, "complicity-not-suspected")), answer.Text);
    }

    // Which others name the same object hangs on what else was filed.
    private static string Plain(Answer answer)
    {
        var told = answer.Json?.DeepClone();
        if (told is JsonObject incident)
            incident.Remove("possibleDuplicates");
        var text = System.Text.RegularExpressions.Regex.Replace(
            told?.ToJsonString() ?? answer.Text,
            "[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|ME-26-[0-9A-Z]{6}-[0-9A-Z]|20[0-9]{2}-[0-9]{2}-[0-9]{2}T[^\"]*|[0-9a-f]{32,}", "…");
        return $"{answer.Status} {text}";
    }

    private static JsonObject Saying(params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["reason"] = Why, ["facts"] = Restated };
        foreach (var (name, value) in more)
            body[name] = value;
        return body;
    }

    // Claimed, so that the duty officer may lower it.
    private async Task<Answer> SuspectedAsync(Action<JsonObject>? change = null)
    {
        var filing = Scenarios.Fresh("01");
        filing["complicityConcern"] = true;
        filing["facts"] = Suspicion;
        filing["assessment"] = Suspicion;
        filing["actionsTaken"] = new JsonArray("The colleague was kept from the log.");
        filing["callback"] = "Not at the desk: he waved it through.";
        filing["place"] = new JsonObject { ["text"] = "Where he waved it through.", ["latitude"] = 42.09, ["longitude"] = 19.08 };
        filing["handling"] = new JsonObject { ["code"] = "H1", ["note"] = "Not for the desk that waved it through." };
        filing["reportedBy"] = "waved it through 7";
        filing["externalReferences"] = new JsonArray(new JsonObject { ["system"] = "IA", ["value"] = "waved it through 8" });
        filing["objects"] = new JsonArray(
            new JsonObject { ["kind"] = "phone", ["value"] = "+382 69 123 456", ["note"] = "Of the one who waved it through." });
        change?.Invoke(filing);
        var suspected = await filer.FiledAsync(filing);
        var claimed = await integrity.MoveNowAsync(suspected.Leg("ME-PROSECUTION"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        return await filer.GetAgainAsync(suspected);
    }

    private async Task<Answer> LoweredAsync(Answer suspected)
    {
        var lowered = await integrity.PostNowAsync(suspected, "/lower-complicity", Saying());
        Assert.That(lowered.Status, Is.EqualTo(200), lowered.Text);
        return lowered;
    }
}
