using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Tests.Seats;

/// <summary>Seats: who gives which, to whom, and that a change holds on the next request.</summary>
public sealed class A_seat
{
    private Registry registry;
    private Desk coordinator;
    private Desk second;
    private Desk auditor;
    private Desk admin;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        coordinator = await registry.AsAsync("coordinator@ME");
        second = await registry.AsAsync("second-coordinator@ME");
        auditor = await registry.AsAsync("auditor@ME");
        admin = await registry.AsAsync("admin@registry");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Is_given_by_a_code_and_counts_on_the_next_request()
    {
        var officer = registry.Stranger(SeatRole.Officer);
        (await officer.GetAsync("/v1/incidents")).Expect(403, "no-seat");
        var code = await officer.CodeAsync();

        var path = SeatDesks.Fresh("seats");
        // As it is heard and typed.
        var given = await coordinator.MadeAsync(
            path, SeatDesks.ByCode(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal).Replace('1', 'l')));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(given.Headers["Location"], Is.EqualTo(path));
            Assert.That(
                (given.Says("/name"), given.Says("/holder"), given.Says("/active")),
                Is.EqualTo(("officer@ME-BAR-PCU", "Officer Kaljević", "true")));
            Assert.That((await officer.GetAsync("/v1/incidents")).Status, Is.EqualTo(200));
            Assert.That(await officer.PrincipalAsync(), Is.EqualTo(given.Says("/principal")));
            Assert.That((await coordinator.GetAsync(path)).ETag, Is.EqualTo(given.ETag));
        }
    }

    [Test]
    public async Task That_ends_ends_for_the_next_request_and_stays_on_record()
    {
        var (officer, path, given) = await GivenAsync();
        (await coordinator.SendAsync(HttpMethod.Delete, path)).Expect(428, "precondition-required");
        (await coordinator.SendAsync(HttpMethod.Delete, path, ifMatch: "\"7\"")).Expect(412, "precondition-failed");

        var ended = await second.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((ended.Status, ended.Says("/active")), Is.EqualTo((200, "false")), ended.Text);
            Assert.That(ended.Says("/endedBy"), Is.EqualTo(await second.PrincipalAsync()));
            (await officer.GetAsync("/v1/incidents")).Expect(403, "no-seat");
            Assert.That((await auditor.GetAsync(path)).Says("/endedAt"), Is.EqualTo(ended.Says("/endedAt")));
        }

        // A retry finds its own work; nothing brings it back.
        Assert.That((await second.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag)).Status, Is.EqualTo(200));
        (await coordinator.PutAsync(
            path, SeatDesks.ById(given.Says("/principal")!).With("validTo", "2040-01-01T00:00:00Z"), ended.ETag)).Expect(409, "seat-ended");

        // They are known, so a new code leads to who they are.
        var again = await coordinator.MadeAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(await officer.CodeAsync()).Without("name"));
        Assert.That(again.Says("/principal"), Is.EqualTo(given.Says("/principal")));
    }

    [Test]
    public async Task Counts_from_and_until_its_dates()
    {
        var officer = registry.Stranger(SeatRole.Officer);
        var now = registry.Now();
        var path = SeatDesks.Fresh("seats");
        var body = SeatDesks.ByCode(await officer.CodeAsync()).With("validFrom", $"{now.AddHours(1):O}")
            .With("validTo", $"{now.AddHours(2):O}");
        var given = await coordinator.MadeAsync(path, body);
        Assert.That(given.Says("/active"), Is.EqualTo("false"));
        (await officer.GetAsync("/v1/incidents")).Expect(403, "no-seat");

        await registry.AdvanceAsync("PT1H1M");
        Assert.That((await officer.GetAsync("/v1/incidents")).Status, Is.EqualTo(200));

        var longer = SeatDesks.ById(given.Says("/principal")!).With("validTo", $"{now.AddHours(5):O}");
        (await coordinator.PutAsync(path, longer)).Expect(428, "precondition-required");
        (await coordinator.PutAsync(path, longer, "\"2\"")).Expect(412, "precondition-failed");
        (await coordinator.PutNewAsync(path, longer)).Expect(412, "precondition-failed");
        var changed = await coordinator.PutAsync(path, longer, given.ETag);
        Assert.That((changed.Status, changed.ETag), Is.EqualTo((200, "\"2\"")), changed.Text);

        await registry.AdvanceAsync("PT2H");
        Assert.That((await officer.GetAsync("/v1/incidents")).Status, Is.EqualTo(200));
        await registry.AdvanceAsync("PT2H");
        (await officer.GetAsync("/v1/incidents")).Expect(403, "no-seat");
    }

    [Test]
    public async Task Sent_again_changes_nothing()
    {
        var officer = registry.Stranger(SeatRole.Officer);
        var (path, body) = (SeatDesks.Fresh("seats"), SeatDesks.ByCode(await officer.CodeAsync()));
        var given = await coordinator.MadeAsync(path, body);

        var before = registry.State();
        var again = await coordinator.PutAsync(path, body);
        Assert.That(
            (again.Status, again.ETag, again.Says("/principal")), Is.EqualTo((200, given.ETag, given.Says("/principal"))), again.Text);
        Assert.That(registry.State(), Is.EqualTo(before));

        // Of somebody else it isn't the same.
        (await coordinator.PutAsync(path, SeatDesks.ByCode(await registry.Stranger(SeatRole.Officer).CodeAsync()))).Expect(
            428, "precondition-required");
        (await coordinator.PutAsync(path, SeatDesks.ByCode(await registry.Stranger(SeatRole.Officer).CodeAsync()), given.ETag))
            .Expect(400, "validation-failed", "/code");
    }

    [Test]
    public async Task Never_becomes_another_seat()
    {
        var (_, path, given) = await GivenAsync();
        var same = SeatDesks.ById(given.Says("/principal")!);

        (await coordinator.PutAsync(path, same.With("role", "duty").With("where", "ME-OPTEAM").With("agency", "customs"), given.ETag))
            .Expect(400, "validation-failed", "/role", "/where", "/agency");
        (await coordinator.PutAsync(path, same.With("validFrom", "2040-01-01T00:00:00Z"), given.ETag)).Expect(
            400, "validation-failed", "/validFrom");
        (await coordinator.PutAsync(path, same.With("validTo", "2001-01-01T00:00:00Z"), given.ETag)).Expect(
            400, "validation-failed", "/validTo");
        (await coordinator.PutAsync(path, SeatDesks.ById(Scenarios.NewClientId()), given.ETag)).Expect(
            400, "validation-failed", "/principal");
    }

    [TestCase("officer", "ME-OPTEAM", "/where")]
    [TestCase("officer", "RS-BEG-ACCU", "/where")]
    [TestCase("duty", "ME-BAR-PCU", "/where")]
    [TestCase("duty", "RS-TF", "/where")]
    [TestCase("auditor", "RS", "/where")]
    [TestCase("auditor", "me", "/where")]
    [TestCase("partner", "ME", "/role")]
    public async Task Is_in_a_place_of_its_kind_in_the_givers_jurisdiction(string role, string where, string pointer) =>
        (await coordinator.PutAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ByCode(await registry.Stranger(SeatRole.Officer).CodeAsync(), role, where)))
            .Expect(400, "validation-failed", pointer);

    [Test]
    public async Task Of_a_partner_is_a_systems()
    {
        var system = registry.Stranger(SeatRole.Partner, isPerson: false);
        var code = await system.CodeAsync();
        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code))).Expect(400, "validation-failed", "/role");

        await coordinator.MadeAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code, "partner", "ME"));
        Assert.That((await system.GetAsync("/v1/incidents")).Status, Is.EqualTo(200));
    }

    [TestCase("coordinator", "ME")]
    [TestCase("admin", "registry")]
    public async Task Of_a_coordinator_or_administrator_is_not_a_coordinators_to_give(string role, string where) =>
        (await coordinator.PutAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ByCode(await registry.Stranger(SeatRole.Coordinator).CodeAsync(), role, where)))
            .Expect(403, "seat-not-yours-to-give");

    [TestCase("officer", "ME-BAR-PCU", 403, "seat-not-yours-to-give")]
    [TestCase("auditor", "ME", 403, "seat-not-yours-to-give")]
    [TestCase("admin", "registry", 403, "seat-not-yours-to-give")]
    [TestCase("coordinator", "ME", 409, "two-administrators-required")]
    public async Task Is_not_one_administrators_to_give(string role, string where, int status, string problem) =>
        (await admin.PutAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ByCode(await registry.Stranger(SeatRole.Officer).CodeAsync(), role, where))).Expect(
                status, problem);

    [Test]
    public async Task Of_ones_own_is_nobodys_to_give_change_or_end()
    {
        var own = (await coordinator.PrincipalAsync())!;
        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ById(own))).Expect(403, "own-seat");

        var (_, path, given) = await GivenAsync();
        registry.Execute($"UPDATE Seat SET PrincipalId = X'{Guid.Parse(own):N}' WHERE Id = X'{Guid.Parse(given.Says("/id")!):N}'");
        (await coordinator.PutAsync(path, SeatDesks.ById(own).With("validTo", "2040-01-01T00:00:00Z"), given.ETag)).Expect(403, "own-seat");
        (await coordinator.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag)).Expect(403, "own-seat");
        Assert.That((await second.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag)).Status, Is.EqualTo(200));

        var administrators = await admin.GetAsync("/v1/seats?role=admin");
        var mine = administrators.Items("/items").Single(seat => seat.Says("/holder") == "admin@registry").Says("/id");
        (await admin.SendAsync(HttpMethod.Delete, $"/v1/seats/{mine}", ifMatch: "\"1\"")).Expect(403, "own-seat");
    }

    [Test]
    public async Task Is_held_once()
    {
        var (_, _, given) = await GivenAsync();
        var again = await second.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ById(given.Says("/principal")!));

        again.Expect(409, "seat-given-already");
        Assert.That(again.Says("/seat"), Is.EqualTo(given.Says("/id")));
        // Another role is another seat.
        await second.MadeAsync(SeatDesks.Fresh("seats"), SeatDesks.ById(given.Says("/principal")!, "supervisor"));
    }

    [Test]
    public async Task Is_given_to_somebody_named_once_and_known_here()
    {
        var theirs = (await (await registry.AsAsync("officer@RS-BEG-ACCU")).PrincipalAsync())!;
        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ById(theirs))).Expect(400, "validation-failed", "/principal");
        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ById(Scenarios.NewClientId()))).Expect(
            400, "validation-failed", "/principal");
        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ById(theirs).Without("principal"))).Expect(
            400, "validation-failed", "/principal");
        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode("7K3F-9QDM").With("principal", theirs))).Expect(
            400, "validation-failed", "/principal");
        (await coordinator.PutAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ByCode(await registry.Stranger(SeatRole.Officer).CodeAsync()).Without("name")))
            .Expect(400, "validation-failed", "/name");
    }

    [Test]
    public async Task Of_another_jurisdiction_does_not_exist_and_its_id_is_not_free()
    {
        var (_, path, given) = await GivenAsync();
        var theirs = await registry.AsAsync("coordinator@RS");

        (await theirs.GetAsync(path)).Expect(404, "not-found");
        (await theirs.PutAsync(path, SeatDesks.ByCode("7K3F-9QDM", "officer", "RS-BEG-ACCU"))).Expect(404, "not-found");
        (await theirs.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag)).Expect(404, "not-found");
        (await admin.GetAsync(path)).Expect(404, "not-found");
        Assert.That((await theirs.GetAsync("/v1/seats?limit=200")).Each("/items", "/jurisdiction"), Is.All.EqualTo("RS"));
        Assert.That((await theirs.GetAsync("/v1/seats?jurisdiction=ME")).Items("/items"), Is.Empty);
        Assert.That((await admin.GetAsync("/v1/seats?limit=200")).Each("/items", "/role"), Is.All.AnyOf("coordinator", "admin"));
    }

    [Test]
    public async Task Is_listed_by_place_principal_role_and_whether_it_counts_page_by_page()
    {
        var (_, path, given) = await GivenAsync();
        await coordinator.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag);
        var principal = given.Says("/principal");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (await auditor.GetAsync($"/v1/seats?principal={principal}")).Each("/items", "/id"),
                Is.EqualTo((string[])[given.Says("/id")!]));
            Assert.That((await auditor.GetAsync($"/v1/seats?principal={principal}&active=true")).Items("/items"), Is.Empty);
            Assert.That((await auditor.GetAsync($"/v1/seats?principal={principal}&active=false")).Items("/items"), Has.Count.EqualTo(1));
            Assert.That(
                (await auditor.GetAsync("/v1/seats?place=ME-OPTEAM&role=duty")).Each("/items", "/name"),
                Is.EqualTo((string[])["duty@ME-OPTEAM"]));
        }

        var all = (await auditor.GetAsync("/v1/seats?limit=200")).Each("/items", "/id").ToList();
        List<string?> paged = [];
        for (var next = "/v1/seats?limit=7"; next is not null;)
        {
            var page = await auditor.GetAsync(next);
            paged.AddRange(page.Each("/items", "/id"));
            next = page.Says("/next") is { } cursor ? $"/v1/seats?limit=7&cursor={cursor}" : null;
        }

        Assert.That(paged, Is.EqualTo(all));
    }

    [Test]
    public async Task Is_told_to_the_auditor_with_every_change()
    {
        var (_, path, given) = await GivenAsync();
        var changed = await second.PutAsync(
            path, SeatDesks.ById(given.Says("/principal")!).With("validTo", "2040-01-01T00:00:00Z"), given.ETag);
        await coordinator.SendAsync(HttpMethod.Delete, path, ifMatch: changed.ETag);

        var told = (await auditor.GetAsync("/v1/administrative-acts?limit=200")).Items("/items")
            .Where(act => act.Says("/details/seat") == given.Says("/id")).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(act => act.Says("/kind")), Is.EqualTo((string[])["seat-ended", "seat-changed", "seat-given"]));
            Assert.That(
                told.Select(act => act.Says("/byName")), Is.EqualTo(
                    (string[])["coordinator@ME", "second-coordinator@ME", "coordinator@ME"]));
            Assert.That(told.Select(act => act.ToJsonString()), Has.None.Contains("Kaljević"));
            Assert.That(
                (await (await registry.AsAsync("auditor@RS")).GetAsync("/v1/administrative-acts?limit=200")).Text,
                Does.Not.Contain(given.Says("/id")!));
            Assert.That((await admin.GetAsync("/v1/administrative-acts?limit=200")).Text, Does.Not.Contain(given.Says("/id")!));
            Assert.That(
                (await auditor.GetAsync("/v1/administrative-acts?kind=seat-ended")).Each("/items", "/kind"), Is.All.EqualTo("seat-ended"));
        }
    }

    [TestCase("officer@ME-BAR-PCU")]
    [TestCase("lead@ME-OPTEAM")]
    [TestCase("partner@ME")]
    public async Task Is_nothing_that_others_look_at(string user)
    {
        var desk = await registry.AsAsync(user);
        foreach (var path in (string[])["/v1/seats", "/v1/sign-ins", "/v1/seat-proposals", "/v1/sign-in-proposals",
            "/v1/administrative-acts"])
            (await desk.GetAsync(path)).Expect(403, "role-required");
        (await desk.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode("7K3F-9QDM"))).Expect(403, "role-required");
        (await auditor.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode("7K3F-9QDM"))).Expect(403, "role-required");
    }

    private async Task<(Desk Officer, string Path, Answer Given)> GivenAsync()
    {
        var officer = registry.Stranger(SeatRole.Officer);
        var path = SeatDesks.Fresh("seats");
        return (officer, path, await coordinator.MadeAsync(path, SeatDesks.ByCode(await officer.CodeAsync())));
    }
}
