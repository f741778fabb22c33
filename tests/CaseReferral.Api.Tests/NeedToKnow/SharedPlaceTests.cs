using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>A partner's system and the coordinator of one jurisdiction: two desks at one place.</summary>
public sealed class A_partner_at_the_coordinators_place
{
    private Registry registry = null!;
    private Desk partner = null!;
    private Desk coordinator = null!;
    private Answer filed = null!;

    [SetUp]
    public async Task FileAsync()
    {
        registry = Registry.Start();
        partner = await registry.AsAsync("partner@ME");
        coordinator = await registry.AsAsync("coordinator@ME");
        filed = await partner.FiledAsync(Scenarios.Fresh("01"));
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Does_not_read_why_the_coordinator_sent_a_proposal_back_nor_who_did()
    {
        var leg = filed.Leg("ME-OPTEAM");
        var duty = await registry.AsAsync("duty@ME-OPTEAM");
        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "other_jurisdiction", ["explanation"] = "Not ours." });
        registry.Execute("UPDATE Seat SET EndedAt = 1, ValidTo = 1 WHERE Place = 'ME-OPTEAM' AND Role <> 'duty'");
        var rejected = await coordinator.MoveNowAsync(leg, "reject-decline", new JsonObject { ["reason"] = "The uncle is watched." });
        Assert.That(rejected.Status, Is.EqualTo(200), rejected.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await coordinator.OpenAsync(filed, "supervision")).Text, Does.Contain("The uncle is watched."));
            Assert.That((await partner.OpenAsync(filed, "filing")).Text, Does.Not.Contain("The uncle is watched."));
            Assert.That(await WhoAsync(coordinator, "referral-reject-decline"), Is.Not.Null);
            Assert.That(await WhoAsync(partner, "referral-reject-decline"), Is.Null);
            Assert.That(await WhoAsync(partner, "incident-filed"), Is.Not.Null);
            Assert.That(await WhoAsync(coordinator, "incident-filed"), Is.Null);
        }
    }

    [Test]
    public async Task Does_not_read_why_the_coordinator_would_void_a_case_until_it_is()
    {
        var leg = filed.Leg("ME-OPTEAM");
        await (await registry.AsAsync("lead@ME-OPTEAM")).MoveNowAsync(leg, "claim");
        await (await registry.AsAsync("lead@ME-OPTEAM")).MoveNowAsync(
            leg, "decline", new JsonObject { ["reason"] = "other_jurisdiction" });
        await (await registry.AsAsync("second@ME-OPTEAM")).MoveNowAsync(leg, "confirm-decline");
        var voided = await coordinator.PostNowAsync(filed, "/void", new JsonObject { ["reason"] = "The boy is a decoy." });
        Assert.That(voided.Says("/voidProposed"), Is.EqualTo("true"), voided.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await coordinator.OpenAsync(filed, "supervision")).Text, Does.Contain("The boy is a decoy."));
            Assert.That((await partner.OpenAsync(filed, "filing")).Text, Does.Not.Contain("The boy is a decoy."));
        }
    }

    [Test]
    public async Task Does_not_show_the_coordinator_which_seat_wrote_its_message()
    {
        var path = $"/v1/referrals/{filed.Leg("ME-OPTEAM")["id"]}/messages";
        var sent = await partner.SendAsync(HttpMethod.Post, path, new JsonObject { ["text"] = "Call me." });
        Assert.That(sent.Status, Is.EqualTo(201), sent.Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await partner.GetAsync(path)).Says("/items/0/from/seat"), Is.Not.Null);
            Assert.That((await coordinator.GetAsync(path)).Says("/items/0/from/seat"), Is.Null);
        }
    }

    private async Task<string?> WhoAsync(Desk reader, string kind) =>
        (await reader.GetAsync($"/v1/incidents/{filed.Says("/id")}/timeline?limit=200")).Items("/items")
            .Single(entry => entry.Says("/kind") == kind).Says("/by/seat");
}
