using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>What you may not see does not exist, whichever door you try.</summary>
public sealed class A_case_of_others
{
    private static readonly string[] Outsiders =
    [
        "officer@BA-GRADISKA-LAND", "supervisor@BA-GRADISKA-LAND", "officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU",
        "duty@BA-PROSECUTION", "lead@BA-PROSECUTION", "duty@ME-OPTEAM", "second@RS-TF", "coordinator@ME", "auditor@RS",
        "partner@ME", "partner@RS", "admin@registry",
    ];

    private Registry registry = null!;
    private JsonNode incident = null!;
    private Desk officer = null!;

    [OneTimeSetUp]
    public async Task FileAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@BA-BIJACA-LAND");
        var filed = await officer.FileAsync(Scenarios.Fresh("03"));
        Assert.That(filed.Status, Is.EqualTo(201), filed.Text);
        incident = filed.Json!;
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public void Has_no_door_that_is_not_tried_here()
    {
        var routes = registry.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText is { } text && text.Contains("{id", StringComparison.Ordinal) && !IsAboutSeats(text))
            .SelectMany(
                route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
                (route, method) => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}");

        Assert.That(Doors.All.Select(door => door.ToString()), Is.EquivalentTo(routes));
    }

    // Who holds which seat is no case: A_seat, An_appointment and A_further_sign_in try those doors.
    private static bool IsAboutSeats(string route) =>
        ((string[])["/v1/seats/", "/v1/seat-proposals/", "/v1/sign-in-proposals/"]).Any(
            folder => route.StartsWith(folder, StringComparison.Ordinal));

    [Test]
    public async Task Is_no_different_from_one_that_never_was(
        [ValueSource(typeof(Doors), nameof(Doors.All))] Door door, [ValueSource(nameof(Outsiders))] string outsider)
    {
        var desk = await registry.AsAsync(outsider);
        var id = door.IsIncident ? incident["id"]!.ToString() : incident["referrals"]![0]!["id"]!.ToString();
        var absent = await TryAsync(desk, door, Door.Absent);
        var present = await TryAsync(desk, door, id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(absent.Status, Is.EqualTo(Rules.MayEver(Who.Is(outsider), door.Roles) ? 404 : 403), absent.Text);
            Assert.That(Told(present), Is.EqualTo(Told(absent)));
        }

        if (!door.IsIncident)
            return;
        var reference = incident["reference"]!.ToString();
        foreach (var guessed in new[] { reference, reference.ToLowerInvariant(), "BA-26-000000-0", "BA-26-7K3F9Q", "no-such-thing" })
            Assert.That(Told(await TryAsync(desk, door, guessed)), Is.EqualTo(Told(absent)), guessed);
    }

    [Test]
    public async Task Puts_every_attempt_on_record(
        [ValueSource(typeof(Doors), nameof(Doors.All))] Door door,
        [Values("supervisor@BA-GRADISKA-LAND", "duty@ME-OPTEAM", "partner@RS")] string outsider)
    {
        if (!Rules.MayEver(Who.Is(outsider), door.Roles))
            Assert.Pass("A role that may never do this isn't looking for a case.");
        var desk = await registry.AsAsync(outsider);
        var present = door.IsIncident ? incident["id"]!.ToString() : incident["referrals"]![0]!["id"]!.ToString();
        // The caller's own auditor learns of every attempt; that of the jurisdiction whose case it is, of those at what is there.
        var own = Who.Is(outsider).Jurisdiction;
        foreach (var (asked, logs) in new[] { (present, ((string[])[own, "BA"]).Distinct()), (Door.Absent, [own]) })
        {
            var before = Denied(outsider, asked);
            await TryAsync(desk, door, asked);
            var made = Denied(outsider, asked).Skip(before.Count).ToList();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(made.Select(entry => entry.Log), Is.EqualTo(logs.Select(log => $"{log}/consultations")), asked);
                Assert.That(made.Select(entry => entry.Sequence), Is.All.Null, "a denial changes nothing");
                Assert.That(made.Select(entry => entry["seat"]), Is.All.EqualTo(outsider));
            }
        }
    }

    // Somebody who guesses references, and an auditor of the same jurisdiction who looks what became of it.
    [TestCase("duty@ME-OPTEAM", "auditor@ME")]
    [TestCase("partner@RS", "auditor@RS")]
    public async Task Is_no_different_from_one_that_never_was_in_the_log_of_who_asked(string outsider, string auditor)
    {
        var desk = await registry.AsAsync(outsider);
        var own = await registry.AsAsync(auditor);
        foreach (var id in new[] { incident["id"]!.ToString(), Door.Absent, incident["reference"]!.ToString(), "BA-26-000000-0" })
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}")).Status, Is.EqualTo(404));

        var log = await own.GetAsync($"/v1/access-log?kind=denied&desk={Who.Is(outsider).Desk}&limit=4");
        var ofIncident = await own.GetAsync($"/v1/access-log?incident={incident["id"]}");
        var owners = await (await registry.AsAsync("auditor@BA")).GetAsync(
            $"/v1/incidents/{incident["id"]}/access-log?kind=denied&limit=2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(log.Items("/items").Select(Anonymous).Distinct().ToList(), Has.Count.EqualTo(1), log.Text);
            Assert.That(log.Items("/items").Select(entry => entry.Says("/incidentId") ?? entry.Says("/reference")), Is.All.Null);
            Assert.That(ofIncident.Items("/items"), Is.Empty);
            Assert.That(owners.Each("/items", "/who/name"), Is.EqualTo(new[] { outsider, outsider }), owners.Text);
        }
    }

    // An entry but for which it is, when it was made, and what was asked for.
    private static string Anonymous(JsonNode entry)
    {
        var left = entry.DeepClone().AsObject();
        foreach (var member in new[] { "id", "at", "asked" })
            left.Remove(member);
        return left.ToJsonString();
    }

    // What isn't an address of ours may be somebody's name or the number of a document.
    [TestCase("petar-petrovic-1985", "other")]
    [TestCase("P1234567", "other")]
    [TestCase("ME-26-7K3F9Q-A", "other")]
    [TestCase("0198-0000", "other")]
    [TestCase("{reference}", "{reference}")]
    public async Task Puts_nothing_on_record_but_ids_and_references(string asked, string kept)
    {
        var desk = await registry.AsAsync("partner@RS");
        var reference = incident["reference"]!.ToString();
        asked = asked.Replace("{reference}", reference, StringComparison.Ordinal);
        kept = kept.Replace("{reference}", reference, StringComparison.Ordinal);
        var before = registry.Journal("e.Kind = 'denied'").Count;

        Assert.That((await desk.GetAsync($"/v1/incidents/{asked}")).Status, Is.EqualTo(404));

        Assert.That(
            registry.Journal("e.Kind = 'denied'").Skip(before).Select(entry => entry["asked"]).Distinct(),
            Is.EqualTo((string[])[kept]));
    }

    [Test]
    public async Task Is_on_nobody_elses_list([ValueSource(nameof(Outsiders))] string outsider)
    {
        var desk = await registry.AsAsync(outsider);
        string[] lists =
        [
            "/v1/incidents?limit=200", "/v1/incidents?limit=200&mine=true", "/v1/incidents?limit=200&unit=BA-BIJACA-LAND",
            "/v1/incidents?limit=200&status=open", "/v1/referrals?limit=200", "/v1/referrals?limit=200&unit=BA-BIJACA-LAND",
            "/v1/referrals?limit=200&jurisdiction=BA", "/v1/referrals?limit=200&taskForce=BA-TIP", "/v1/referrals?limit=200&state=routed",
            "/v1/referrals?limit=200&state=unrouted", "/v1/referrals?limit=200&unclaimed=true",
        ];
        foreach (var list in lists)
        {
            var page = await desk.GetAsync(list);
            Assert.That(page.Status, Is.EqualTo(outsider == "admin@registry" ? 403 : 200), page.Text);
            Assert.That(page.Text, Does.Not.Contain(incident["id"]!.ToString()).And.Not.Contain(incident["reference"]!.ToString()), list);
        }
    }

    [TestCase("second-officer@BA-BIJACA-LAND")]
    [TestCase("supervisor@BA-BIJACA-LAND")]
    [TestCase("duty@BA-TIP")]
    [TestCase("lead@BA-SOM")]
    [TestCase("coordinator@BA")]
    [TestCase("second-coordinator@BA")]
    [TestCase("auditor@BA")]
    public async Task Is_there_for_those_whose_case_it_is(string insider)
    {
        var desk = await registry.AsAsync(insider);
        var id = incident["id"]!.ToString();
        var reference = incident["reference"]!.ToString();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}")).Status, Is.EqualTo(200));
            Assert.That((await desk.GetAsync($"/v1/incidents/{reference.ToLowerInvariant()}")).Json?["id"]?.ToString(), Is.EqualTo(id));
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}/versions")).Status, Is.EqualTo(200));
            Assert.That((await desk.GetAsync($"/v1/incidents/{id}/routing")).Status, Is.EqualTo(200));
            Assert.That((await desk.GetAsync("/v1/incidents?limit=200")).Text, Does.Contain(id));
            Assert.That((await desk.GetAsync("/v1/referrals?limit=200")).Text, Does.Contain(id));
            foreach (var leg in incident["referrals"]!.AsArray())
                Assert.That((await desk.GetAsync($"/v1/referrals/{leg!["id"]}")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Shows_the_partner_system_only_what_it_filed()
    {
        var partner = await registry.AsAsync("partner@ME");
        var own = await partner.FileAsync(Scenarios.Fresh("01"));
        var units = await (await registry.AsAsync("officer@ME-BAR-PCU")).FileAsync(Scenarios.Fresh("01"));
        var list = await partner.GetAsync("/v1/incidents?limit=200");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Status, Is.EqualTo(201), own.Text);
            Assert.That((await partner.GetAsync($"/v1/incidents/{own["id"]}")).Status, Is.EqualTo(200));
            Assert.That((await partner.GetAsync($"/v1/incidents/{units["id"]}")).Status, Is.EqualTo(404));
            Assert.That(list.Json!["items"]!.AsArray().Select(item => item!["id"]!.ToString()), Is.EqualTo(new[] { own["id"].ToString() }));
            Assert.That((await (await registry.AsAsync("partner@RS")).GetAsync($"/v1/incidents/{own["id"]}")).Status, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Stays_with_the_unit_when_its_officer_goes()
    {
        // The officer of Gradiška files, and then holds a seat in a task force instead.
        var moved = registry.Person("second-officer@BA-GRADISKA-LAND");
        var filed = await (await registry.AsAsync(moved.User)).FileAsync(Scenarios.Fresh("10"));
        Assert.That(filed.Status, Is.EqualTo(201), filed.Text);
        registry.Execute(
            $"""
            UPDATE Seat SET Role = 'duty', Place = 'BA-PROSECUTION'
            WHERE PrincipalId = (SELECT PrincipalId FROM PrincipalName WHERE Name = '{moved.User}')
            """);
        var desk = registry.As(moved with { AppRoles = ["Incident.File", "Referral.Triage"] });
        Assert.That((await desk.GetAsync("/v1/me")).Text, Does.Contain("duty@BA-PROSECUTION"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await desk.GetAsync($"/v1/incidents/{filed["id"]}")).Status, Is.EqualTo(404));
            Assert.That((await desk.GetAsync("/v1/incidents?limit=200&mine=true")).Text, Does.Not.Contain(filed["id"].ToString()));
            Assert.That((await desk.GetAsync("/v1/referrals?limit=200")).Text, Does.Not.Contain(filed["id"].ToString()));
        }
    }

    private static Task<Answer> TryAsync(Desk desk, Door door, string id) => desk.SendAsync(
        door.Method, door.Address(id), door.Body?.DeepClone(), ifMatch: "\"1\"", purpose: "supervision",
        mediaType: door.Method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");

    private IReadOnlyList<Entry> Denied(string user, string asked) =>
        [.. registry.Journal("e.Kind = 'denied'")
            .Where(entry => entry.By == user && string.Equals(entry["asked"], asked, StringComparison.OrdinalIgnoreCase))];

    // Everything an answer tells, but for the instant and the trace.
    private static string Told(Answer answer)
    {
        var body = answer.Json?.DeepClone().AsObject();
        body?.Remove("traceId");
        // What the caller has left counts requests, whatever they are for.
        var headers = answer.Headers.Where(header => header.Key is not ("Date" or "RateLimit"))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}");
        return $"{answer.Status}\n{string.Join('\n', headers)}\n{body?.ToJsonString()}";
    }
}
