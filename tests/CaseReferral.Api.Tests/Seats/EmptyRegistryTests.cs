using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Tests.Seats;

/// <summary>A registry as it is installed: nothing in it but the administrators that its configuration names.</summary>
public sealed class An_empty_registry
{
    private static readonly Guid RegistryTenant = new("7e9157a2-0000-8000-8000-000000000001");
    private static readonly Guid MeTenant = new("5ee00000-0000-4000-8000-000000000003");
    private static readonly Guid First = new("a0000000-0000-4000-8000-000000000001");
    private static readonly Guid Second = new("a0000000-0000-4000-8000-000000000002");
    private static readonly Guid Later = new("a0000000-0000-4000-8000-000000000003");

    [Test]
    public async Task Is_filled_by_its_api()
    {
        await using var registry = Start(First, Second);
        var (admin, second) = (Admin(registry, First), Admin(registry, Second));

        // Nobody of ME is let in before the tenant is bound, and everybody is on the next request.
        var coordinator = registry.Stranger(MeTenant, SeatRole.Coordinator);
        (await coordinator.GetAsync("/v1/me")).Expect(401, "token-refused");
        await admin.MadeAsync("/v1/jurisdictions/ME", Jurisdiction("Montenegro", "Europe/Podgorica", MeTenant));
        Assert.That((await coordinator.GetAsync("/v1/me")).Status, Is.EqualTo(200));
        await admin.MadeAsync("/v1/units/ME-BAR-PCU", Unit());
        await admin.MadeAsync("/v1/task-forces/ME-OPTEAM", new JsonObject { ["name"] = "Operational team" });

        var proposal = SeatDesks.Fresh("seat-proposals");
        await admin.MadeAsync(proposal, SeatDesks.Appointing(await coordinator.CodeAsync()));
        Assert.That((await second.DecideAsync(proposal, "confirm")).Status, Is.EqualTo(200));

        (SeatRole, string)[] seats = [(SeatRole.Officer, "ME-BAR-PCU"), (SeatRole.Duty, "ME-OPTEAM"), (SeatRole.Auditor, "ME")];
        foreach (var (role, where) in seats)
        {
            var person = registry.Stranger(MeTenant, role);
            await coordinator.MadeAsync(
                SeatDesks.Fresh("seats"), SeatDesks.ByCode(await person.CodeAsync(), role.ToString().ToLowerInvariant(), where));
            Assert.That((await person.GetAsync("/v1/incidents")).Status, Is.EqualTo(200));
            if (role != SeatRole.Officer)
                continue;
            // As far as it goes: a pack is published by an operation that is still to come.
            (await person.FileAsync(Scenarios.Fresh("10").With("unitId", "ME-BAR-PCU").Without("siteCode"))).Expect(
                409, "no-pack-in-force");
        }

        Assert.That(
            registry.Query("SELECT Kind FROM JournalEntry WHERE Log = 'registry/acts' ORDER BY Id", row => row.GetString(0)),
            Is.EqualTo((string[])
            ["administrators-from-configuration", "jurisdiction-added", "unit-added", "task-force-added"]));
        Assert.That(
            registry.Query("SELECT Kind FROM JournalEntry WHERE Log = 'ME/acts' ORDER BY Id", row => row.GetString(0)),
            Is.EqualTo((string[])
            ["seat-proposed", "seat-given", "seat-given", "seat-given", "seat-given"]));
    }

    [Test]
    public async Task With_one_administrator_appoints_nobody()
    {
        await using var registry = Start(First);
        var admin = Admin(registry, First);
        await admin.MadeAsync("/v1/jurisdictions/ME", Jurisdiction("Montenegro", "Europe/Podgorica", MeTenant));

        var proposal = SeatDesks.Fresh("seat-proposals");
        await admin.MadeAsync(proposal, SeatDesks.Appointing(await registry.Stranger(MeTenant, SeatRole.Coordinator).CodeAsync()));
        (await admin.DecideAsync(proposal, "confirm")).Expect(409, "second-person-required");
    }

    [Test]
    public async Task Takes_administrators_from_configuration_only_while_it_has_none()
    {
        await using var registry = Start(First, Second);
        await using (var again = registry.StartBeside(Settings(Later)))
        {
            (await Admin(again, Later).GetAsync("/v1/seats")).Expect(403, "no-seat");
            Assert.That((await Admin(again, First).GetAsync("/v1/seats?active=true")).Items("/items"), Has.Count.EqualTo(2));
        }

        registry.Execute("UPDATE Seat SET EndedAt = 1, ValidTo = 1");
        await using var last = registry.StartBeside(Settings(Later));
        Assert.That((await Admin(last, Later).GetAsync("/v1/seats?active=true")).Items("/items"), Has.Count.EqualTo(1));
        (await Admin(last, First).GetAsync("/v1/seats")).Expect(403, "no-seat");
    }

    [Test]
    public async Task Keeps_reference_data_by_its_rules()
    {
        await using var registry = Start(First, Second);
        var admin = Admin(registry, First);
        var body = Jurisdiction("Montenegro", "Europe/Podgorica", MeTenant);
        var made = await admin.MadeAsync("/v1/jurisdictions/ME", body);

        // Tags: the one of GET is the one of PUT.
        Assert.That((await admin.GetAsync("/v1/jurisdictions/ME")).ETag, Is.EqualTo(made.ETag));
        Assert.That((await admin.PutAsync("/v1/jurisdictions/ME", body)).Status, Is.EqualTo(200));
        (await admin.PutAsync("/v1/jurisdictions/ME", body.With("label", "Crna Gora"))).Expect(428, "precondition-required");
        (await admin.PutNewAsync("/v1/jurisdictions/ME", body.With("label", "Crna Gora"))).Expect(412, "precondition-failed");
        (await admin.PutAsync("/v1/jurisdictions/ME", body.With("label", "Crna Gora"), "\"stale\"")).Expect(412, "precondition-failed");
        (await admin.PutAsync("/v1/jurisdictions/RS", body, made.ETag)).Expect(412, "precondition-failed");
        var changed = await admin.PutAsync("/v1/jurisdictions/ME", body.With("label", "Crna Gora"), made.ETag);
        Assert.That((changed.Status, changed.Says("/label")), Is.EqualTo((200, "Crna Gora")));
        Assert.That(
            registry.Query("SELECT COUNT(*) FROM JournalEntry WHERE Kind LIKE 'jurisdiction-%'", row => row.GetInt32(0)).Single(),
            Is.EqualTo(2));

        // What can't be.
        (await admin.PutAsync("/v1/jurisdictions/RS", Jurisdiction("Serbia", "Europe/Belgrade", MeTenant))).Expect(
            409, "tenant-bound-elsewhere");
        (await admin.PutAsync("/v1/jurisdictions/RS", Jurisdiction("Serbia", "Central Time", Later))).Expect(
            400, "validation-failed", "/timeZone");
        (await admin.PutAsync("/v1/jurisdictions/RS", Jurisdiction("Serbia", "Europe/Belgrade", Later, Later))).Expect(
            400, "validation-failed", "/tenants/1");
        (await admin.PutAsync("/v1/jurisdictions/FR", body)).Expect(404, "not-found");
        (await admin.PutAsync("/v1/units/RS-BEG-ACCU", Unit().Without("siteCode"))).Expect(404, "not-found");
        (await admin.PutAsync("/v1/units/me-bar-pcu", Unit())).Expect(404, "not-found");
        (await admin.PutAsync("/v1/units/ME-BAR-PCU", Unit().With("siteCode", "RSBEG"))).Expect(400, "validation-failed", "/siteCode");
        (await admin.PutAsync("/v1/units/ME-BAR-PCU", Unit().With("unitType", "TIP"))).Expect(400, "validation-failed", "/unitType");
        (await admin.PutAsync("/v1/task-forces/ME-", new JsonObject { ["name"] = "x" })).Expect(404, "not-found");
    }

    [Test]
    public async Task Lets_a_tenant_go_on_the_next_request()
    {
        await using var registry = Start(First, Second);
        var admin = Admin(registry, First);
        var made = await admin.MadeAsync("/v1/jurisdictions/ME", Jurisdiction("Montenegro", "Europe/Podgorica", MeTenant));
        var person = registry.Stranger(MeTenant, SeatRole.Officer);
        await person.CodeAsync();

        Assert.That(
            (await admin.PutAsync("/v1/jurisdictions/ME", Jurisdiction("Montenegro", "Europe/Podgorica"), made.ETag)).Status,
            Is.EqualTo(200));
        (await person.GetAsync("/v1/me")).Expect(401, "token-refused");
    }

    [Test]
    public async Task Is_seen_changed_by_another_instance_on_the_next_request()
    {
        await using var one = Start(First, Second);
        await using var other = one.StartBeside(Settings(First, Second));
        Assert.That((await Admin(other, Second).GetAsync("/v1/units")).Items("/items"), Is.Empty);

        await Admin(one, First).MadeAsync("/v1/jurisdictions/ME", Jurisdiction("Montenegro", "Europe/Podgorica", MeTenant));
        var person = other.Stranger(MeTenant, SeatRole.Officer);
        Assert.That((await person.GetAsync("/v1/me")).Status, Is.EqualTo(200));
        await Admin(one, First).MadeAsync("/v1/units/ME-BAR-PCU", Unit());
        Assert.That((await Admin(other, Second).GetAsync("/v1/units")).Each("/items", "/code"), Is.EqualTo((string[])["ME-BAR-PCU"]));
        await Admin(other, Second).MadeAsync("/v1/task-forces/ME-OPTEAM", new JsonObject { ["name"] = "Operational team" });
        Assert.That((await Admin(one, First).GetAsync("/v1/task-forces/ME-OPTEAM")).Status, Is.EqualTo(200));
    }

    private static Registry Start(params Guid[] administrators) => Registry.Start(Settings(administrators));

    private static (string, string)[] Settings(params Guid[] administrators) =>
    [
        ("DemoData:Enabled", "false"),
        .. administrators.SelectMany((id, at) => ((string, string)[])
        [
            ($"SignIn:FirstAdministrators:{at}:TenantId", RegistryTenant.ToString()),
            ($"SignIn:FirstAdministrators:{at}:ObjectId", id.ToString()),
            ($"SignIn:FirstAdministrators:{at}:Name", $"Administrator {at + 1}"),
        ]),
    ];

    private static Desk Admin(Registry registry, Guid id) => registry.Stranger(RegistryTenant, SeatRole.Admin, objectId: id);

    private static JsonObject Jurisdiction(string label, string zone, params Guid[] tenants) => new()
    {
        ["label"] = label,
        ["timeZone"] = zone,
        ["tenants"] = new JsonArray([.. tenants.Select(tenant => new JsonObject { ["tenantId"] = tenant.ToString() })]),
    };

    private static JsonObject Unit() =>
        new() { ["name"] = "Port Control Unit, Port of Bar", ["unitType"] = "PCU", ["siteFunction"] = "sea", ["siteCode"] = "MEBAR" };
}
