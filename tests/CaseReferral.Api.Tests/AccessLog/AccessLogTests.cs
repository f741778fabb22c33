using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.AccessLog;

/// <summary>Every look at a person is on record, and the auditor finds it.</summary>
public sealed class The_access_log
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Desk taskForce = null!;
    private Desk auditor = null!;

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        taskForce = await registry.AsAsync("duty@ME-OPTEAM");
        auditor = await registry.AsAsync("auditor@ME");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Tells_who_saw_a_persons_file_in_one_call()
    {
        var filed = await officer.FiledAsync(WithPersons());
        var persons = (await officer.OpenAsync(filed)).Each("/persons", "/id");
        await taskForce.OpenAsync(filed, "triage");
        await (await registry.AsAsync("duty@ME-CHILD")).OpenAsync(filed, "victim_support");
        var other = await officer.FiledAsync(Scenarios.Fresh("01"));
        await officer.OpenAsync(other);

        var found = await auditor.GetAsync($"/v1/access-log?person={persons[0]}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Status, Is.EqualTo(200), found.Text);
            Assert.That(found.Each("/items", "/incidentId").Distinct(), Is.EqualTo(new[] { filed.Says("/id") }));
            Assert.That(found.Each("/items", "/who/name"), Is.SupersetOf(new[] { "officer@ME-BAR-PCU", "duty@ME-OPTEAM" }));
            Assert.That(found.Each("/items", "/purpose"), Is.SupersetOf(new[] { "filing", "triage" }));
            Assert.That(found.Items("/items")[^1].Says("/seat/desk"), Is.EqualTo("ME-BAR-PCU"));
            Assert.That(found.Items("/items")[^1].Says("/opened/version"), Is.EqualTo("1"));
            Assert.That(found.Items("/items")[^1].At("/opened/persons")!.ToJsonString(), Does.Contain(persons[0]));
            Assert.That(found.Items("/items")[^1].At("/opened/kinds")!.ToJsonString(), Does.Contain("facts").And.Contains("person"));
        }
    }

    [Test]
    public async Task Names_only_the_persons_that_were_shown()
    {
        var filed = await officer.FiledAsync(WithPersons());
        var all = (await officer.OpenAsync(filed)).Each("/persons", "/id");
        var shown = await (await registry.AsAsync("duty@ME-CHILD")).OpenAsync(filed, "victim_support");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Each("/persons", "/id"), Is.EqualTo(new[] { all[2], all[3] }), shown.Text);
            Assert.That(await Seers(all[1]!), Does.Not.Contain("duty@ME-CHILD"));
            Assert.That(await Seers(all[2]!), Does.Contain("duty@ME-CHILD"));
        }

        async Task<IReadOnlyList<string?>> Seers(string person) =>
            (await auditor.GetAsync($"/v1/access-log?person={person}")).Each("/items", "/who/name");
    }

    [Test]
    public async Task Names_no_feedback_that_was_not_shown()
    {
        var filed = await officer.FiledAsync(WithPersons());
        foreach (var (action, body) in new (string, JsonObject?)[]
        {
            ("claim", null), ("accept", null),
            ("conclude", new() { ["outcome"] = "confirmed_tip", ["feedback"] = "The boy is safe." }),
        })
        {
            var moved = await taskForce.MoveNowAsync(filed.Leg("ME-OPTEAM"), action, body);
            Assert.That(moved.Status, Is.EqualTo(200), moved.Text);
        }

        var shown = await (await registry.AsAsync("duty@ME-CHILD")).OpenAsync(filed, "victim_support");
        await officer.OpenAsync(filed);
        var found = (await auditor.GetAsync($"/v1/access-log?person={shown.Says("/persons/0/id")}")).Items("/items");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown.Text, Does.Not.Contain("The boy is safe."));
            Assert.That(KindsFor("duty@ME-CHILD"), Does.Not.Contain("feedback"));
            Assert.That(KindsFor("officer@ME-BAR-PCU"), Does.Contain("feedback"));
        }

        string KindsFor(string who) => found.First(entry => entry.Says("/who/name") == who).At("/opened/kinds")!.ToJsonString();
    }

    [Test]
    public async Task Shows_an_attempt_from_abroad_to_the_auditor_whose_incident_it_was()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        var stranger = await registry.AsAsync("duty@BA-TIP");
        Assert.That((await stranger.GetAgainAsync(filed)).Status, Is.EqualTo(404));
        Assert.That((await stranger.GetAsync($"/v1/referrals/{filed.Says("/referrals/0/id")}")).Status, Is.EqualTo(404));

        var here = await auditor.GetAsync($"/v1/incidents/{filed.Says("/reference")}/access-log?kind=denied");
        var there = await (await registry.AsAsync("auditor@BA")).GetAsync("/v1/access-log?kind=denied&desk=BA-TIP&limit=2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(here.Each("/items", "/who/name"), Is.EqualTo(new[] { "duty@BA-TIP", "duty@BA-TIP" }), here.Text);
            Assert.That(here.Each("/items", "/problem"), Is.EqualTo(new[] { "not-found", "not-found" }));
            Assert.That(
                there.Each("/items", "/problem"),
                Is.EqualTo(new[] { "not-found", "not-found" }), "of the own desk's attempts, and not of what");
            Assert.That(there.Text, Does.Not.Contain(filed.Says("/reference")));
        }
    }

    [Test]
    public async Task Shows_what_was_refused_to_somebody_who_sees_it()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        Assert.That((await taskForce.OpenAsync(filed, "audit")).Problem, Is.EqualTo("purpose-not-yours"));
        Assert.That((await officer.MoveNowAsync(filed.Leg("ME-OPTEAM"), "acknowledge")).Problem, Is.EqualTo("not-your-queue"));

        var log = await auditor.GetAsync($"/v1/incidents/{filed.Says("/id")}/access-log");

        Assert.That(log.Each("/items", "/problem"), Is.EqualTo(new[] { "not-your-queue", "purpose-not-yours" }), log.Text);
        Assert.That(log.Each("/items", "/who/name"), Is.EqualTo(new[] { "officer@ME-BAR-PCU", "duty@ME-OPTEAM" }));
    }

    [Test]
    public async Task Shows_a_search_by_its_hash_and_not_by_its_words()
    {
        await taskForce.GetAsync("/v1/referrals");
        await taskForce.GetAsync("/v1/referrals?unit=ME-BAR-PCU&limit=7");
        await taskForce.GetAsync("/v1/referrals?limit=9&unit=ME-BAR-PCU");
        await taskForce.GetAsync("/v1/referrals?unit=ME-PLJEVLJA-LAND");

        var log = await auditor.GetAsync("/v1/access-log?kind=search&desk=ME-OPTEAM");
        var queries = log.Each("/items", "/search/query");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(queries, Has.Count.EqualTo(3), "a list as it is is no search");
            Assert.That(queries[1], Is.EqualTo(queries[2]).And.Match("^[0-9a-f]{64}$"));
            Assert.That(queries[0], Is.Not.EqualTo(queries[1]));
            Assert.That(log.Items("/items")[0].At("/search/filters")!.ToJsonString(), Is.EqualTo("""["unit"]"""));
            Assert.That(log.Text, Does.Not.Contain("PLJEVLJA"));
        }
    }

    [Test]
    public async Task Shows_who_came_without_a_seat_for_it()
    {
        var asked = await officer.GetAsync("/v1/access-log");
        var elsewhere = registry.As(registry.Person("duty@RS-TF") with { ObjectId = Guid.Parse("5f3a9c1e-0000-4000-8000-000000000001") });
        var unknown = await elsewhere.GetAsync("/v1/incidents");
        var named = await taskForce.SendAsync(HttpMethod.Get, "/v1/incidents", actingAs: "duty@BA-TIP");

        var here = await auditor.GetAsync("/v1/access-log?kind=sign_in_refused");
        var there = await (await registry.AsAsync("auditor@RS")).GetAsync("/v1/access-log?kind=sign_in_refused");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((asked.Problem, unknown.Problem, named.Problem), Is.EqualTo(("role-required", "no-seat", "seat-unknown")));
            Assert.That(
                here.Items("/items").Select(item => $"{item.Says("/who/name")} {item.Says("/problem")}"),
                Is.EqualTo(new[] { "duty@ME-OPTEAM seat-unknown", "officer@ME-BAR-PCU role-required" }), here.Text);
            Assert.That(there.Each("/items", "/who/id"), Is.EqualTo(new[] { "5f3a9c1e-0000-4000-8000-000000000001" }), there.Text);
        }
    }

    [Test]
    public async Task Keeps_a_suspicion_of_complicity_from_the_auditor()
    {
        var suspicion = Scenarios.Fresh("01");
        suspicion["complicityConcern"] = true;
        var filed = await officer.FiledAsync(suspicion);
        await officer.OpenAsync(filed);
        await (await registry.AsAsync("duty@ME-PROSECUTION")).OpenAsync(filed, "audit");
        var raised = await officer.FiledAsync(Scenarios.Fresh("01"));
        await officer.OpenAsync(raised);
        await taskForce.OpenAsync(raised, "triage");
        Assert.That((await officer.AmendNowAsync(raised, new JsonObject { ["complicityConcern"] = true })).Status, Is.EqualTo(200));
        foreach (var incident in new[] { filed, raised })
            await (await registry.AsAsync("duty@BA-TIP")).GetAgainAsync(incident);

        var log = await auditor.GetAsync("/v1/access-log?limit=200");
        foreach (var incident in new[] { filed, raised })
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(log.Text, Does.Not.Contain(incident.Says("/id")).And.Not.Contain(incident.Says("/reference")));
                Assert.That(log.Text, Does.Not.Contain(incident.Says("/id")!.ToUpperInvariant()));
                Assert.That((await auditor.GetAsync($"/v1/access-log?incident={incident.Says("/reference")}")).Items("/items"), Is.Empty);
                Assert.That((await auditor.GetAsync($"/v1/incidents/{incident.Says("/id")}/access-log")).Status, Is.EqualTo(404));
            }
        }
    }

    [TestCase("from=0001-01-01T00:00:00Z", true)]
    [TestCase("from=9999-12-31T23:59:59.9999999Z", false)]
    [TestCase("to=0001-01-01T00:00:00Z", false)]
    [TestCase("to=9999-12-31T23:59:59.9999999Z", true)]
    public async Task Knows_instants_at_the_ends_of_time(string between, bool holds)
    {
        await officer.OpenAsync(await officer.FiledAsync(Scenarios.Fresh("01")));
        var page = await auditor.GetAsync($"/v1/access-log?{between}");
        Assert.That((page.Status, page.Items("/items").Any()), Is.EqualTo((200, holds)), page.Text);
    }

    [Test]
    public async Task Comes_page_by_page_and_between_instants()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("01"));
        for (var time = 0; time < 5; time++)
            await officer.OpenAsync(filed);
        var all = await auditor.GetAsync($"/v1/incidents/{filed.Says("/id")}/access-log");
        List<string?> paged = [];
        for (string? next = ""; next is not null;)
        {
            var page = await auditor.GetAsync($"/v1/incidents/{filed.Says("/id")}/access-log?limit=2{next}");
            paged.AddRange(page.Each("/items", "/id"));
            next = page.Says("/next") is { } cursor ? $"&cursor={cursor}" : null;
        }

        var third = all.Says("/items/2/at");
        var until = await auditor.GetAsync($"/v1/incidents/{filed.Says("/id")}/access-log?to={third}");
        var since = await auditor.GetAsync($"/v1/incidents/{filed.Says("/id")}/access-log?from={third}&purpose=filing");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(paged, Has.Count.EqualTo(5).And.EqualTo(all.Each("/items", "/id")));
            Assert.That(until.Each("/items", "/id"), Is.EqualTo(paged.Skip(3)));
            Assert.That(since.Each("/items", "/id"), Is.EqualTo(paged.Take(3)));
            Assert.That((await auditor.GetAsync("/v1/access-log?person=somebody")).Errors, Is.EqualTo(new[] { "/person" }));
            Assert.That((await auditor.GetAsync("/v1/access-log?kind=looked")).Errors, Is.EqualTo(new[] { "/kind" }));
        }
    }

    [Test]
    public async Task Takes_no_purpose_that_is_none_where_none_is_needed()
    {
        var without = await auditor.GetAsync("/v1/access-log?limit=1");
        var wrong = await auditor.GetAsync("/v1/access-log?limit=1", "curiosity");

        Assert.That((without.Status, wrong.Status, wrong.Problem), Is.EqualTo((200, 400, "purpose-required")), wrong.Text);
    }

    [Test]
    public async Task Is_exported_for_a_purpose_and_harmless_in_a_spreadsheet()
    {
        var formula = await registry.AsAsync("second-officer@ME-BAR-PCU");
        registry.Execute("UPDATE PrincipalName SET Name = '=cmd|'' /C calc''!A0' WHERE Name = 'second-officer@ME-BAR-PCU'");
        var filed = await formula.FiledAsync(Scenarios.Fresh("01"));
        for (var time = 0; time < 3; time++)
            await formula.OpenAsync(filed);
        var path = $"/v1/incidents/{filed.Says("/id")}/access-log";

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ExportAsync(null)).Problem, Is.EqualTo("purpose-required"));
            Assert.That((await ExportAsync("investigation")).Problem, Is.EqualTo("purpose-not-yours"));
        }

        var csv = await ExportAsync("subject_access");
        var lines = csv.Text.Split("\r\n");
        var record = await auditor.GetAsync("/v1/access-log?kind=export&purpose=subject_access");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(csv.Status, Is.EqualTo(200), csv.Text);
            Assert.That(csv.Headers["Content-Type"], Does.StartWith("text/csv"));
            Assert.That(lines, Has.Length.EqualTo(5), "a head, three entries, and the end of the last line");
            Assert.That(lines[1], Does.Contain("\"'=cmd|' /C calc'!A0\"").And.Contains(filed.Says("/reference")));
            Assert.That(record.Each("/items", "/who/name"), Is.EqualTo(new[] { "auditor@ME" }), record.Text);
        }

        async Task<Answer> ExportAsync(string? purpose)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/csv");
            if (purpose is not null)
                request.Headers.Add("Access-Purpose", purpose);
            return await auditor.SendAsync(request);
        }
    }

    // An adult who hasn't been asked for consent, a suspect who is a child, a child who is a witness, and an adult who wants support.
    private static JsonObject WithPersons()
    {
        var filing = Scenarios.Fresh("01").AsObject();
        filing["persons"] = new JsonArray(
            new JsonObject { ["role"] = "possible_victim", ["childStatus"] = "adult", ["supportConsent"] = "not_asked" },
            new JsonObject { ["role"] = "suspect", ["childStatus"] = "child" },
            new JsonObject { ["role"] = "witness", ["childStatus"] = "child", ["languages"] = new JsonArray("ar") },
            new JsonObject { ["role"] = "victim", ["childStatus"] = "adult", ["supportConsent"] = "given" });
        filing["personCounts"] = new JsonObject { ["adult"] = 2, ["child"] = 2, ["unknownAge"] = 0 };
        return filing;
    }
}
