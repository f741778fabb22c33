using System.Text.Json.Nodes;
using CaseReferral.Api.Development;
using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Seats;

/// <summary>
/// What a genuine token is worth: its app roles and its bearer's seats must agree, in the jurisdiction of its tenant, now.
/// </summary>
public sealed class A_signed_in_caller
{
    private const string Queue = "/v1/referrals";

    // In the store's microseconds.
    private const long Hour = 3_600_000_000;

    private Registry registry;

    // Each test has people of its own, so that none changes another's seats.
    [OneTimeSetUp]
    public void Start() => registry = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await registry.DisposeAsync();

    [Test]
    public async Task With_roles_and_no_seat_may_nothing_and_is_told_why()
    {
        var stranger = registry.As(registry.Person("duty@ME-OPTEAM") with { ObjectId = new Guid("44444444-4444-4444-8444-444444444444") });

        await ExpectAsync(stranger, 403, "no-seat");
        Assert.That((await MeAsync(stranger)).Says("/missing/0"), Does.Contain("doesn't know this sign-in"));
    }

    [Test]
    public async Task With_a_seat_and_without_its_role_may_nothing_and_is_told_why([Values] bool otherRoles)
    {
        var without = registry.As(
            registry.Person("duty@ME-OPTEAM") with { AppRoles = otherRoles ? [AppRoles.TaskForceLead, AppRoles.RegistryAdminister] : [] });

        await ExpectAsync(without, 403, "no-seat");
        Assert.That((await MeAsync(without)).Says("/seats/0/whyNot"), Is.EqualTo("The token lacks the app role Referral.Triage."));
    }

    [Test]
    public async Task Needs_every_role_of_the_seat() =>
        await ExpectAsync(registry.As(registry.Person("lead@ME-OPTEAM") with { AppRoles = [AppRoles.TaskForceLead] }), 403, "no-seat");

    [Test]
    public async Task Gains_no_seat_by_a_role()
    {
        var ambitious = registry.As(registry.Person("officer@ME-BAR-PCU") with { AppRoles = AppRoles.All });

        Assert.That((await MeAsync(ambitious)).Each("/seats", "/name"), Is.EqualTo((string[])["officer@ME-BAR-PCU"]));
        Assert.That((await ambitious.GetAsync("/v1/incidents?unit=RS-BEG-ACCU")).Status, Is.Not.EqualTo(500).And.Not.EqualTo(401));
        Assert.That((await ambitious.SendAsync(HttpMethod.Get, Queue, actingAs: "duty@ME-OPTEAM")).Problem, Is.EqualTo("seat-unknown"));
    }

    [Test]
    public async Task With_two_seats_says_under_which()
    {
        AlsoSeat("duty@AL-TF", "duty", "AL-SOCIAL", "AL");
        var duty = await registry.AsAsync("duty@AL-TF");

        var asked = await duty.GetAsync(Queue);
        Assert.That((asked.Status, asked.Problem), Is.EqualTo((400, "seat-required")));
        Assert.That(asked.Each("/choices", "/name"), Is.EquivalentTo((string[])["duty@AL-TF", "duty@AL-SOCIAL"]));

        foreach (var choice in asked.Items("/choices"))
        {
            Assert.That((await duty.SendAsync(HttpMethod.Get, Queue, actingAs: choice.Says("/name"))).Status, Is.EqualTo(200));
            Assert.That((await duty.SendAsync(HttpMethod.Get, Queue, actingAs: choice.Says("/id"))).Status, Is.EqualTo(200));
        }

        foreach (var others in new[] { "duty@RS-TF", "lead@AL-TF", "DUTY@AL-TF", "00000000-0000-4000-8000-000000000001" })
        {
            var refused = await duty.SendAsync(HttpMethod.Get, Queue, actingAs: others);
            Assert.That((refused.Status, refused.Problem), Is.EqualTo((403, "seat-unknown")), others);
        }
    }

    [Test]
    public async Task Holds_a_seat_until_it_ends_and_not_a_second_longer()
    {
        var duty = await registry.AsAsync("duty@BA-TIP");
        registry.Execute($"UPDATE Seat SET ValidTo = {Now() + Hour} WHERE PrincipalId = {PrincipalOf("duty@BA-TIP")}");

        await registry.AdvanceAsync("PT59M");
        Assert.That((await duty.GetAsync(Queue)).Status, Is.EqualTo(200));

        await registry.AdvanceAsync("PT1M1S");
        await ExpectAsync(duty, 403, "no-seat");
        Assert.That((await MeAsync(duty)).Says("/missing/0"), Does.Contain("You hold no seat now"));
    }

    [Test]
    public async Task Holds_no_seat_before_it_begins()
    {
        registry.Execute($"UPDATE Seat SET ValidFrom = {Now() + Hour} WHERE PrincipalId = {PrincipalOf("duty@BA-SOM")}");
        var duty = await registry.AsAsync("duty@BA-SOM");

        await ExpectAsync(duty, 403, "no-seat");
        await registry.AdvanceAsync("PT1H1S");
        Assert.That((await duty.GetAsync(Queue)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task From_another_tenant_can_not_use_a_seat_whatever_the_sign_in_says()
    {
        // Somebody bound a sign-in of RS to a principal of MK.
        var elsewhere = registry.Person("duty@MK-OTITV") with { TenantId = registry.Person("auditor@RS").TenantId };
        AlsoSignIn(elsewhere);
        var caller = registry.As(elsewhere);

        await ExpectAsync(caller, 403, "no-seat");
        Assert.That(
            (await MeAsync(caller)).Says("/seats/0/whyNot"),
            Is.EqualTo("The token comes from another tenant than the seat's jurisdiction."));
    }

    [Test]
    public async Task From_a_jurisdiction_can_not_administer_the_registry()
    {
        AlsoSeat("coordinator@ME", "admin", "registry", null);
        var coordinator = registry.As(
            registry.Person("coordinator@ME") with { AppRoles = [AppRoles.JurisdictionCoordinate, AppRoles.RegistryAdminister] });

        var seats = (await MeAsync(coordinator)).Items("/seats");
        Assert.That(
            seats.Single(seat => seat.Says("/role") == "admin").Says("/whyNot"),
            Is.EqualTo("The token comes from a tenant that doesn't administer the registry."));
        Assert.That(seats.Single(seat => seat.Says("/role") == "coordinator").Says("/usable"), Is.EqualTo("true"));
    }

    [Test]
    public async Task Of_a_tenant_that_is_no_longer_bound_is_refused()
    {
        var duty = await registry.AsAsync("officer@XK-VERMICE-LAND");
        registry.Execute("DELETE FROM JurisdictionTenant WHERE Jurisdiction = 'XK'; UPDATE ReferenceRevision SET Revision = Revision + 1");

        await ExpectAsync(duty, 401, "token-refused");
        Assert.That((await (await registry.AsAsync("duty@RS-TF")).GetAsync(Queue)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task That_is_a_system_can_not_make_a_persons_move()
    {
        var filed = await (await registry.AsAsync("partner@ME")).FiledAsync(FilingFor("ME-BAR-PCU"));
        var partner = await registry.AsAsync("partner@ME");

        var moved = await partner.MoveAsync(filed.At("/referrals/0")!, "acknowledge", "*");
        Assert.That((moved.Status, moved.Problem), Is.EqualTo((403, "person-required")));
        var voided = await partner.PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "A mistake." });
        Assert.That((voided.Status, voided.Problem), Is.EqualTo((403, "person-required")));
    }

    [Test]
    public async Task That_is_a_system_can_not_use_a_persons_seat_nor_a_person_a_systems()
    {
        var machine = registry.As(registry.Person("duty@ME-OPTEAM") with { IsPerson = false });
        await ExpectAsync(machine, 403, "no-seat");
        Assert.That((await MeAsync(machine)).Says("/seats/0/whyNot"), Is.EqualTo("The seat is a person's, and the token a system's."));

        await ExpectAsync(registry.As(registry.Person("partner@ME") with { IsPerson = true }), 403, "no-seat");
    }

    [Test]
    public async Task That_is_a_system_can_not_file_for_a_unit_of_another_jurisdiction()
    {
        var filed = await (await registry.AsAsync("partner@ME")).FileAsync(FilingFor("RS-BEG-ACCU"));

        Assert.That((filed.Status, filed.Problem), Is.EqualTo((403, "not-your-unit")));
    }

    private static async Task ExpectAsync(Desk caller, int status, string code)
    {
        var answer = await caller.GetAsync(Queue);
        Assert.That((answer.Status, answer.Problem), Is.EqualTo((status, code)), answer.Text);
        Assert.That(ProblemShape.Faults(answer), Is.Empty);
    }

    private static async Task<Answer> MeAsync(Desk caller)
    {
        var me = await caller.GetAsync("/v1/me");
        Assert.That(me.Status, Is.EqualTo(200), me.Text);
        return me;
    }

    private static JsonObject FilingFor(string unit)
    {
        var filing = Scenarios.Fresh("10");
        filing["unitId"] = unit;
        filing.Remove("siteCode");
        return filing;
    }

    private static string Hex(Guid id) => $"X'{Convert.ToHexString(id.ToByteArray(bigEndian: true))}'";

    private long Now() => registry.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    private static string PrincipalOf(string user) => $"(SELECT PrincipalId FROM PrincipalName WHERE Name = '{user}')";

    private void AlsoSeat(string user, string role, string place, string? jurisdiction) => registry.Execute(
        $"""
        INSERT INTO Seat (Id, PrincipalId, Role, Place, Jurisdiction, Agency, ValidFrom, ValidTo)
        VALUES (randomblob(16), {PrincipalOf(user)}, '{role}', '{place}', {(jurisdiction is null ? "NULL" : $"'{jurisdiction}'")},
            'police', 0, NULL)
        """);

    private void AlsoSignIn(DemoPerson person) => registry.Execute(
        "INSERT INTO SignIn (TenantId, ObjectId, ValidFrom, ValidTo, PrincipalId) "
        + $"VALUES ({Hex(person.TenantId)}, {Hex(person.ObjectId)}, 0, NULL, {PrincipalOf(person.User)})");
}
