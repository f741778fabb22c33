using CaseReferral.Api.Platform.SignIn;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Domain.Seats;

namespace CaseReferral.Api.Tests.Seats;

/// <summary>The code of somebody without a seat.</summary>
public sealed class A_sign_in_code
{
    private Registry registry;
    private Desk coordinator;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        coordinator = await registry.AsAsync("coordinator@ME");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Is_good_once()
    {
        var code = await registry.Stranger(SeatRole.Officer).CodeAsync();
        await coordinator.MadeAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code));

        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code, "supervisor"))).Expect(409, "sign-in-code-unknown");
    }

    [Test]
    public async Task Is_good_until_the_next_is_made()
    {
        var officer = registry.Stranger(SeatRole.Officer);
        var first = await officer.CodeAsync();
        var next = await officer.CodeAsync();

        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(first))).Expect(409, "sign-in-code-unknown");
        await coordinator.MadeAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(next));
    }

    [Test]
    public async Task Is_good_for_a_day()
    {
        var code = await registry.Stranger(SeatRole.Officer).CodeAsync();
        await registry.AdvanceAsync("P1DT1S");

        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code))).Expect(409, "sign-in-code-unknown");
    }

    [Test]
    public async Task Is_good_in_the_jurisdiction_of_its_tenant()
    {
        var code = await registry.Stranger(registry.Person("officer@RS-BEG-ACCU").TenantId, SeatRole.Officer).CodeAsync();

        (await coordinator.PutAsync(SeatDesks.Fresh("seats"), SeatDesks.ByCode(code))).Expect(409, "sign-in-code-unknown");
        await (await registry.AsAsync("coordinator@RS")).MadeAsync(
            SeatDesks.Fresh("seats"), SeatDesks.ByCode(code, "officer", "RS-BEG-ACCU"));
    }

    [Test]
    public async Task Is_not_for_who_holds_a_seat() =>
        (await (await registry.AsAsync("officer@ME-BAR-PCU")).SendAsync(HttpMethod.Post, "/v1/me/code")).Expect(409, "seat-held");

    [Test]
    public async Task Is_not_in_the_store()
    {
        var code = await registry.Stranger(SeatRole.Officer).CodeAsync();

        // In the file and in what waits beside it.
        foreach (var file in Directory.EnumerateFiles(registry.Folder, "registry.db*")
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await read.CopyToAsync(bytes);
            Assert.That(bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(code)), Is.EqualTo(-1), file);
        }

        Assert.That(registry.Query("SELECT hex(Digest) FROM SignInCode", row => row.GetString(0)),
            Has.None.Contains(
                Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(code)))));
    }

    [Test]
    public async Task Is_what_somebody_without_a_seat_is_told_to_make()
    {
        var me = await registry.Stranger(SeatRole.Officer).GetAsync("/v1/me");
        Assert.That(me.Says("/missing/0"), Does.Contain("POST /v1/me/code"));
    }

    [Test]
    public async Task Is_followed_by_a_me_that_says_what_one_may_do()
    {
        var lead = await (await registry.AsAsync("lead@ME-OPTEAM")).GetAsync("/v1/me");
        var without = await registry.As(registry.Person("lead@ME-OPTEAM") with { AppRoles = [AppRoles.ReferralTriage] }).GetAsync("/v1/me");
        var admin = await (await registry.AsAsync("admin@registry")).GetAsync("/v1/me");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                lead.At("/seats/0/operations")!.ToJsonString(),
                Does.Contain("ClaimReferral").And.Not.Contain("PutSeat").And.Not.Contain("FileIncident"));
            Assert.That(lead.At("/seats/0/accessPurposes")!.ToJsonString(), Does.Contain("supervision").And.Contain("triage"));
            Assert.That(without.Says("/seats/0/whyNot"), Is.EqualTo("The token lacks the app role TaskForce.Lead."));
            Assert.That(
                (without.At("/seats/0/operations")!.ToJsonString(), without.At("/seats/0/accessPurposes")!.ToJsonString()),
                Is.EqualTo(("[]", "[]")));
            Assert.That(admin.At("/seats/0/operations")!.ToJsonString(), Does.Contain("PutUnit").And.Not.Contain("ListIncidents"));
            Assert.That(admin.At("/seats/0/accessPurposes")!.ToJsonString(), Is.EqualTo("[]"));
        }
    }
}
