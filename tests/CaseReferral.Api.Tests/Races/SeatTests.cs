using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Seats;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Tests.Races;

/// <summary>Who gives, confirms or changes at the same moment as somebody else wins, or is told.</summary>
[TestFixture(Meet.AsTheyCome)]
[TestFixture(Meet.WhenAllAreDecided)]
public sealed class Two_who_decide_about_seats_at_once(Meet meet) : Race(meet)
{
    [Test]
    public async Task Confirm_an_appointment_once()
    {
        var (admin, second) = (await AsAsync("admin@registry"), await AsAsync("second-admin@registry"));
        var third = await ThirdAsync();
        var path = SeatDesks.Fresh("seat-proposals");
        var proposed = await admin.MadeAsync(path, SeatDesks.Appointing(await Registry.Stranger(SeatRole.Coordinator).CodeAsync()));

        var (one, other) = await AtOnceAsync(() => second.DecideAsync(path, "confirm"), () => third.DecideAsync(path, "confirm"));

        Assert.That(((int[])[one.Status, other.Status]).Order(), Is.EqualTo((int[])[200, 412]), one.Text + other.Text);
        Assert.That((one.Status == 412 ? one : other).Says("/etag"), Is.EqualTo("\"2\""));
        Assert.That((await admin.GetAsync($"/v1/seats?principal={proposed.Says("/principal")}")).Items("/items"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Use_a_code_once()
    {
        var (coordinator, second) = (await AsAsync("coordinator@ME"), await AsAsync("second-coordinator@ME"));
        var code = await Registry.Stranger(SeatRole.Officer).CodeAsync();

        var (one, other) = await AtOnceAsync(
            () => coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code)),
            () => second.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code)));

        Assert.That(((int[])[one.Status, other.Status]).Order(), Is.EqualTo((int[])[201, 409]), one.Text + other.Text);
        Assert.That((one.Status == 409 ? one : other).Problem, Is.EqualTo("sign-in-code-unknown"));
    }

    [Test]
    public async Task Give_the_same_seat_once()
    {
        var (coordinator, second) = (await AsAsync("coordinator@ME"), await AsAsync("second-coordinator@ME"));
        var given = await coordinator.MadeAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ByCode(await Registry.Stranger(SeatRole.Officer).CodeAsync()));
        var body = SeatDesks.ById(given.Says("/principal")!, "supervisor");

        var (one, other) = await AtOnceAsync(
            () => coordinator.PutAsync(SeatDesks.Fresh("seats"), body), () => second.PutAsync(SeatDesks.Fresh("seats"), body));

        Assert.That(((int[])[one.Status, other.Status]).Order(), Is.EqualTo((int[])[201, 409]), one.Text + other.Text);
        Assert.That((one.Status == 409 ? one : other).Problem, Is.EqualTo("seat-given-already"));
    }

    [Test]
    public async Task End_and_prolong_a_seat_one_after_the_other()
    {
        var (coordinator, second) = (await AsAsync("coordinator@ME"), await AsAsync("second-coordinator@ME"));
        var path = SeatDesks.Fresh("seats");
        var given = await coordinator.MadeAsync(path, SeatDesks.ByCode(await Registry.Stranger(SeatRole.Officer).CodeAsync()));

        var (ends, prolongs) = await AtOnceAsync(
            () => coordinator.SendAsync(HttpMethod.Delete, path, ifMatch: given.ETag),
            () => second.PutAsync(path, SeatDesks.ById(given.Says("/principal")!).With("validTo", "2040-01-01T00:00:00Z"), given.ETag));

        Assert.That(((int[])[ends.Status, prolongs.Status]).Order(), Is.EqualTo((int[])[200, 412]), ends.Text + prolongs.Text);
        Assert.That((await coordinator.GetAsync(path)).Says("/endedAt") is not null, Is.EqualTo(ends.Status == 200));
    }

    [Test]
    public async Task Bind_a_tenant_to_one_jurisdiction()
    {
        var (admin, second) = (await AsAsync("admin@registry"), await AsAsync("second-admin@registry"));
        var tenant = Scenarios.NewClientId();
        var (hr, gr) = (await admin.GetAsync("/v1/jurisdictions/HR"), await admin.GetAsync("/v1/jurisdictions/GR"));

        var (one, other) = await AtOnceAsync(
            () => admin.PutAsync("/v1/jurisdictions/HR", Bound(hr, tenant), hr.ETag),
            () => second.PutAsync("/v1/jurisdictions/GR", Bound(gr, tenant), gr.ETag));

        Assert.That(((int[])[one.Status, other.Status]).Order(), Is.EqualTo((int[])[200, 409]), one.Text + other.Text);
        Assert.That((one.Status == 409 ? one : other).Problem, Is.EqualTo("tenant-bound-elsewhere"));
    }

    private static JsonObject Bound(Answer jurisdiction, string tenant) => new()
    {
        ["label"] = jurisdiction.Says("/label"),
        ["timeZone"] = jurisdiction.Says("/timeZone"),
        ["tenants"] = new JsonArray(new JsonObject { ["tenantId"] = tenant }),
    };

    // Configuration seats administrators in an empty registry only.
    private static async Task<Desk> ThirdAsync()
    {
        var tenant = Registry.Person("admin@registry").TenantId;
        var third = Registry.Stranger(tenant, SeatRole.Admin);
        var code = await third.CodeAsync();
        Assert.That(code, Is.Not.Empty);
        Registry.Execute($"""
            INSERT INTO Principal (Id, IsPerson, CreatedAt)
            SELECT substr(Digest, 1, 16), 1, 0 FROM SignInCode WHERE TenantId = X'{tenant:N}';
            INSERT INTO SignIn (TenantId, ObjectId, ValidFrom, PrincipalId)
            SELECT TenantId, ObjectId, 0, substr(Digest, 1, 16) FROM SignInCode WHERE TenantId = X'{tenant:N}';
            INSERT INTO Seat (Id, PrincipalId, Role, Place, Agency, ValidFrom)
            SELECT substr(Digest, 9, 16), substr(Digest, 1, 16), 'admin', 'registry', 'other', 0
            FROM SignInCode WHERE TenantId = X'{tenant:N}';
            DELETE FROM SignInCode WHERE TenantId = X'{tenant:N}';
            """);
        return third;
    }
}
