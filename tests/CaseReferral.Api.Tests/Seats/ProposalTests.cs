using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Tests.Seats;

/// <summary>Two administrators together appoint a coordinator.</summary>
public sealed class An_appointment
{
    private Registry registry;
    private Desk admin;
    private Desk second;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        admin = await registry.AsAsync("admin@registry");
        second = await registry.AsAsync("second-admin@registry");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Counts_once_another_administrator_confirms_it()
    {
        var coordinator = registry.Stranger(SeatRole.Coordinator);
        var path = SeatDesks.Fresh("seat-proposals");
        var proposed = await admin.MadeAsync(path, SeatDesks.Appointing(await coordinator.CodeAsync()));
        (await coordinator.GetAsync("/v1/seats")).Expect(403, "no-seat");
        (await admin.DecideAsync(path, "confirm", proposed.ETag!)).Expect(409, "second-person-required");
        Assert.That((await second.GetAsync($"{path}")).Says("/holder"), Is.EqualTo("Coordinator Vuković"));

        var confirmed = await second.DecideAsync(path, "confirm", proposed.ETag!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (confirmed.Status, confirmed.Says("/state"), confirmed.Says("/holder")), Is.EqualTo((200, "confirmed", (string?)null)),
                confirmed.Text);
            Assert.That((await coordinator.GetAsync("/v1/seats")).Status, Is.EqualTo(200));
            (await second.DecideAsync(path, "confirm", confirmed.ETag!)).Expect(409, "proposal-closed");
            (await second.DecideAsync(path, "reject", confirmed.ETag!)).Expect(409, "proposal-closed");
            (await second.DecideAsync(path, "reject", proposed.ETag!)).Expect(412, "precondition-failed");
        }

        var told = (await (await registry.AsAsync("auditor@ME")).GetAsync("/v1/administrative-acts?limit=5")).Each("/items", "/kind");
        Assert.That(told.Take(2), Is.EqualTo((string[])["seat-given", "seat-proposed"]));
    }

    [Test]
    public async Task Of_a_coordinator_is_proposed_again_for_other_dates()
    {
        var (coordinator, seat) = await AppointedAsync();
        (await admin.PutAsync(
            $"/v1/seats/{seat.Says("/id")}", SeatDesks.ById(seat.Says("/principal")!, "coordinator", "ME")
                .With("validTo", "2040-01-01T00:00:00Z"), "\"1\""))
            .Expect(409, "two-administrators-required");

        var path = SeatDesks.Fresh("seat-proposals");
        var dates = SeatDesks.Appointing("").Without("code").With("principal", seat.Says("/principal"))
            .With("validTo", $"{registry.Now().AddHours(3):O}");
        await second.MadeAsync(path, dates);
        await admin.DecideAsync(path, "confirm");
        Assert.That((await coordinator.GetAsync("/v1/seats")).Status, Is.EqualTo(200));
        Assert.That(
            (await admin.GetAsync($"/v1/seats?principal={seat.Says("/principal")}")).Items("/items").Single().Says("/validTo"),
            Is.Not.Null);

        await registry.AdvanceAsync("PT3H1S");
        (await coordinator.GetAsync("/v1/seats")).Expect(403, "no-seat");
    }

    [Test]
    public async Task Is_ended_by_one_administrator_and_no_coordinator()
    {
        var (coordinator, seat) = await AppointedAsync();
        var path = $"/v1/seats/{seat.Says("/id")}";
        (await (await registry.AsAsync("coordinator@ME")).SendAsync(HttpMethod.Delete, path, ifMatch: "\"1\"")).Expect(
            403, "seat-not-yours-to-give");

        Assert.That((await second.SendAsync(HttpMethod.Delete, path, ifMatch: "\"1\"")).Status, Is.EqualTo(200));
        (await coordinator.GetAsync("/v1/seats")).Expect(403, "no-seat");
    }

    [Test]
    public async Task Is_rejected_also_by_who_proposed_it()
    {
        var coordinator = registry.Stranger(SeatRole.Coordinator);
        var path = SeatDesks.Fresh("seat-proposals");
        await admin.MadeAsync(path, SeatDesks.Appointing(await coordinator.CodeAsync()));
        (await admin.DecideAsync(path, "reject", "\"9\"")).Expect(412, "precondition-failed");

        Assert.That((await admin.DecideAsync(path, "reject")).Says("/state"), Is.EqualTo("rejected"));
        (await second.DecideAsync(path, "confirm", "\"2\"")).Expect(409, "proposal-closed");
        (await coordinator.GetAsync("/v1/seats")).Expect(403, "no-seat");
        Assert.That(
            (await second.GetAsync("/v1/seat-proposals?state=rejected&limit=200")).Each("/items", "/id"),
            Does.Contain(path.Split('/')[^1]));
    }

    [Test]
    public async Task Never_changes_under_its_id()
    {
        var path = SeatDesks.Fresh("seat-proposals");
        var body = SeatDesks.Appointing(await registry.Stranger(SeatRole.Coordinator).CodeAsync());
        var proposed = await admin.MadeAsync(path, body);

        Assert.That((await admin.PutAsync(path, body)).Status, Is.EqualTo(200));
        (await admin.PutAsync(path, body.With("agency", "customs"))).Expect(428, "precondition-required");
        (await admin.PutAsync(path, body.With("agency", "customs"), proposed.ETag)).Expect(409, "proposal-closed");
        (await admin.PutNewAsync(path, body)).Expect(412, "precondition-failed");
    }

    [Test]
    public async Task Is_not_about_oneself()
    {
        // The home tenant is a jurisdiction's too, and an administrator once had a seat there.
        var principal = (await admin.PrincipalAsync())!;
        registry.Execute($"""
            INSERT INTO Seat (Id, PrincipalId, Role, Place, Jurisdiction, Agency, ValidFrom, ValidTo, EndedAt)
            VALUES (randomblob(16), X'{Guid.Parse(principal):N}', 'officer', 'ME-BAR-PCU', 'ME', 'police', 0, 1, 1)
            """);
        var body = SeatDesks.Appointing("").Without("code").With("principal", principal);
        (await admin.PutAsync(SeatDesks.Fresh("seat-proposals"), body)).Expect(403, "own-seat");

        var path = SeatDesks.Fresh("seat-proposals");
        await second.MadeAsync(path, body);
        (await admin.DecideAsync(path, "confirm")).Expect(403, "own-seat");
        (await second.DecideAsync(path, "confirm")).Expect(409, "second-person-required");
        await second.DecideAsync(path, "reject");
    }

    [Test]
    public async Task Is_refused_where_it_makes_no_sense()
    {
        var code = await registry.Stranger(SeatRole.Coordinator).CodeAsync();
        (await admin.PutAsync(SeatDesks.Fresh("seat-proposals"), SeatDesks.Appointing(code, "RS"))).Expect(409, "sign-in-code-unknown");
        (await admin.PutAsync(SeatDesks.Fresh("seat-proposals"), SeatDesks.Appointing(code).With("validTo", "2001-01-01T00:00:00Z")))
            .Expect(400, "validation-failed", "/validTo");
        var system = await registry.Stranger(SeatRole.Partner, isPerson: false).CodeAsync();
        (await admin.PutAsync(SeatDesks.Fresh("seat-proposals"), SeatDesks.Appointing(system))).Expect(400, "validation-failed", "/role");
        (await (await registry.AsAsync("coordinator@ME")).PutAsync(SeatDesks.Fresh("seat-proposals"), SeatDesks.Appointing(code))).Expect(
            403, "role-required");
    }

    [Test]
    public async Task Is_confirmed_within_the_time_it_was_proposed_for()
    {
        var path = SeatDesks.Fresh("seat-proposals");
        var body = SeatDesks.Appointing(await registry.Stranger(SeatRole.Coordinator).CodeAsync())
            .With("validTo", $"{registry.Now().AddHours(1):O}");
        await admin.MadeAsync(path, body);
        await registry.AdvanceAsync("PT1H1S");

        (await second.DecideAsync(path, "confirm")).Expect(409, "proposal-closed");
    }

    private async Task<(Desk Coordinator, JsonNode Seat)> AppointedAsync()
    {
        var coordinator = registry.Stranger(SeatRole.Coordinator);
        var path = SeatDesks.Fresh("seat-proposals");
        var proposed = await admin.MadeAsync(path, SeatDesks.Appointing(await coordinator.CodeAsync()));
        Assert.That((await second.DecideAsync(path, "confirm")).Status, Is.EqualTo(200));
        return (coordinator, (await admin.GetAsync($"/v1/seats?principal={proposed.Says("/principal")}")).Items("/items").Single());
    }
}

/// <summary>Two coordinators together bind a further sign-in: a migration of tenants changes nothing about who did what.</summary>
public sealed class A_further_sign_in
{
    private static readonly Guid NewTenant = new("5ee00000-0000-4000-8000-0000000000a3");

    private Registry registry;
    private Desk coordinator;
    private Desk second;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        coordinator = await registry.AsAsync("coordinator@ME");
        second = await registry.AsAsync("second-coordinator@ME");
        var admin = await registry.AsAsync("admin@registry");
        var now = await admin.GetAsync("/v1/jurisdictions/ME");
        var body = new JsonObject
        {
            ["label"] = now.Says("/label"),
            ["timeZone"] = now.Says("/timeZone"),
            ["tenants"] = new JsonArray(now.At("/tenants/0")!.DeepClone(), new JsonObject { ["tenantId"] = NewTenant.ToString() }),
        };
        Assert.That((await admin.PutAsync("/v1/jurisdictions/ME", body, now.ETag)).Status, Is.EqualTo(200));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Leads_to_who_they_were_once_another_coordinator_confirms_it()
    {
        var before = await registry.AsAsync("officer@ME-BAR-PCU");
        var filed = await before.FiledAsync(Scenarios.Fresh("06"));
        var after = registry.Stranger(NewTenant, SeatRole.Officer);
        (await after.GetAsync("/v1/incidents")).Expect(403, "no-seat");

        var (path, proposed) = await ProposedAsync((await before.PrincipalAsync())!, after);
        (await after.GetAsync("/v1/incidents")).Expect(403, "no-seat");
        (await coordinator.DecideAsync(path, "confirm", proposed.ETag!)).Expect(409, "second-person-required");
        var confirmed = await second.DecideAsync(path, "confirm", proposed.ETag!);
        Assert.That((confirmed.Status, confirmed.Says("/state")), Is.EqualTo((200, "confirmed")), confirmed.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await after.PrincipalAsync(), Is.EqualTo(proposed.Says("/principal")));
            Assert.That((await after.GetAsync("/v1/incidents?mine=true&limit=200")).Each("/items", "/id"), Does.Contain(filed.Says("/id")));
            // The old one no longer leads to them.
            (await before.GetAsync("/v1/incidents")).Expect(403, "no-seat");
            var signIns = await coordinator.GetAsync($"/v1/sign-ins?principal={proposed.Says("/principal")}");
            Assert.That(
                signIns.Items("/items").Select(signIn => signIn.Says("/validTo") is null), Is.EquivalentTo((bool[])[false, true]),
                signIns.Text);
            Assert.That(
                (await (await registry.AsAsync("auditor@ME")).GetAsync("/v1/administrative-acts?kind=sign-in-bound")).Items("/items"),
                Is.Not.Empty);
        }
    }

    [Test]
    public async Task Is_rejected_and_leads_nowhere()
    {
        var after = registry.Stranger(NewTenant, SeatRole.Duty);
        var (path, _) = await ProposedAsync((await (await registry.AsAsync("duty@ME-OPTEAM")).PrincipalAsync())!, after, endsOthers: false);

        Assert.That((await second.DecideAsync(path, "reject")).Says("/state"), Is.EqualTo("rejected"));
        (await second.DecideAsync(path, "confirm", "\"2\"")).Expect(409, "proposal-closed");
        (await after.GetAsync("/v1/referrals")).Expect(403, "no-seat");
    }

    [Test]
    public async Task Of_ones_own_is_nobodys_to_propose_or_confirm()
    {
        (await coordinator.PutAsync(SeatDesks.Fresh("sign-in-proposals"), Body((await coordinator.PrincipalAsync())!, "7K3F-9QDM"))).Expect(
            403, "own-seat");

        var (path, _) = await ProposedAsync(
            (await second.PrincipalAsync())!, registry.Stranger(NewTenant, SeatRole.Coordinator), endsOthers: false);
        (await second.DecideAsync(path, "confirm")).Expect(403, "own-seat");
    }

    [Test]
    public async Task Of_somebody_of_another_jurisdiction_can_not_be_proposed()
    {
        var theirs = (await (await registry.AsAsync("officer@RS-BEG-ACCU")).PrincipalAsync())!;
        (await coordinator.PutAsync(
            SeatDesks.Fresh("sign-in-proposals"), Body(theirs, await registry.Stranger(NewTenant, SeatRole.Officer).CodeAsync())))
            .Expect(400, "validation-failed", "/principal");

        var own = (await (await registry.AsAsync("lead@ME-OPTEAM")).PrincipalAsync())!;
        var foreign = await registry.Stranger(registry.Person("officer@RS-BEG-ACCU").TenantId, SeatRole.Officer).CodeAsync();
        (await coordinator.PutAsync(SeatDesks.Fresh("sign-in-proposals"), Body(own, foreign))).Expect(409, "sign-in-code-unknown");
        var system = await registry.Stranger(NewTenant, SeatRole.Partner, isPerson: false).CodeAsync();
        (await coordinator.PutAsync(SeatDesks.Fresh("sign-in-proposals"), Body(own, system))).Expect(400, "validation-failed", "/code");

        var (path, _) = await ProposedAsync(own, registry.Stranger(NewTenant, SeatRole.Lead), endsOthers: false);
        (await (await registry.AsAsync("coordinator@RS")).DecideAsync(path, "confirm")).Expect(404, "not-found");
    }

    [Test]
    public async Task That_leads_to_somebody_already_can_not_be_bound()
    {
        var bearer = registry.Stranger(NewTenant, SeatRole.Duty);
        var (path, _) = await ProposedAsync(
            (await (await registry.AsAsync("second@ME-OPTEAM")).PrincipalAsync())!, bearer, endsOthers: false);
        // Meanwhile another coordinator took them for somebody new.
        await second.MadeAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(await bearer.CodeAsync(), "duty", "ME-OPTEAM"));

        (await second.DecideAsync(path, "confirm")).Expect(409, "sign-in-known");
    }

    private static JsonObject Body(string principal, string code, bool endsOthers = true) =>
        new() { ["principal"] = principal, ["code"] = code, ["endsOthers"] = endsOthers };

    private async Task<(string Path, Answer Proposed)> ProposedAsync(string principal, Desk bearer, bool endsOthers = true)
    {
        var path = SeatDesks.Fresh("sign-in-proposals");
        return (path, await coordinator.MadeAsync(path, Body(principal, await bearer.CodeAsync(), endsOthers)));
    }
}
