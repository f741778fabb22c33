using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Life;

/// <summary>A leg that goes on within another incident's: whatever becomes of that, its filer is told an end, or its queue may have it back.</summary>
[TestFixture]
public sealed class A_carried_leg
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Desk duty = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        duty = await registry.AsAsync("duty@ME-OPTEAM");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public async Task Is_told_that_the_other_was_declined_for_good_and_taken_out_of_it()
    {
        var (carried, carrier) = await CarriedAsync();
        await duty.MoveNowAsync(carrier.Leg, "request-information", NeedToKnow.Doors.BodyOf("request-information"));
        await officer.MoveNowAsync(carrier.Leg, "answer", NeedToKnow.Doors.BodyOf("answer"));
        var declined = await duty.MoveNowAsync(carrier.Leg, "decline", new JsonObject { ["reason"] = "insufficient_information" });

        var told = await officer.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var seen = await duty.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var back = await duty.MoveNowAsync(carried.Leg, "unmerge");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(declined.Says("/state"), Is.EqualTo("declined"), declined.Text);
            Assert.That((told.Says("/state"), told.Says("/declineReason")), Is.EqualTo(("merged", "insufficient_information")), told.Text);
            Assert.That(seen.Items("/allowed").Select(action => action.ToString()), Has.Member("unmerge"), seen.Text);
            Assert.That((back.Status, back.Says("/state"), back.At("/declineReason")), Is.EqualTo((200, "in_triage", (JsonNode?)null)), back.Text);
        }
    }

    [Test]
    public async Task Comes_back_when_a_suspicion_has_taken_the_other_away()
    {
        var (carried, carrier) = await CarriedAsync();
        await officer.AmendNowAsync(carrier.Incident, new JsonObject { ["complicityConcern"] = true });

        var gone = await duty.GetAsync($"/v1/referrals/{carrier.Leg["id"]}");
        var told = await officer.GetAsync($"/v1/referrals/{carried.Leg["id"]}");
        var back = await duty.MoveNowAsync(carried.Leg, "unmerge");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(gone.Status, Is.EqualTo(404));
            Assert.That((told.Says("/state"), told.At("/declineReason"), told.At("/outcome")), Is.EqualTo(("merged", (JsonNode?)null, (JsonNode?)null)));
            Assert.That((back.Status, back.Says("/state")), Is.EqualTo((200, "in_triage")), back.Text);
        }
    }

    [Test]
    public async Task Is_not_offered_what_is_refused_once_the_other_is_concluded()
    {
        var (carried, carrier) = await CarriedAsync();
        await duty.MoveNowAsync(carrier.Leg, "accept");
        await duty.MoveNowAsync(carrier.Leg, "conclude", new JsonObject { ["outcome"] = "other_offence", ["feedback"] = "Thank you." });

        var late = await duty.MoveNowAsync(carried.Leg, "unmerge");
        Assert.That((late.Status, late.Problem), Is.EqualTo((409, "illegal-transition")), late.Text);
        Assert.That(late.Items("/allowed").Select(action => action.ToString()), Has.No.Member("unmerge"), late.Text);
    }

    [Test]
    public async Task Of_a_voided_incident_ties_the_other_no_more()
    {
        var (carried, carrier) = await CarriedAsync();
        var voided = await (await registry.AsAsync("lead@ME-OPTEAM")).PostNowAsync(
            carried.Incident, "/void", new JsonObject { ["reason"] = "Filed twice." });

        var withdrawn = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            carrier.Leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        var entry = (await officer.GetAsync($"{IncidentDesk.AddressOf(carrier.Incident)}/timeline")).Items("/items")[^2];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((voided.Status, voided.Says("/status")), Is.EqualTo((200, "voided")), voided.Text);
            Assert.That((withdrawn.Status, withdrawn.Says("/state")), Is.EqualTo((200, "withdrawn")), withdrawn.Text);
            Assert.That((entry.Says("/kind"), entry.At("/by")), Is.EqualTo(("referral-unmerge", (JsonNode?)null)), entry.ToString());
        }
    }

    [Test]
    public async Task That_was_a_duplicate_is_reopened_like_any_other()
    {
        var (carried, carrier) = await CarriedAsync("decline");
        var reopened = await (await registry.AsAsync("lead@ME-OPTEAM")).MoveNowAsync(
            carried.Leg, "reopen", new JsonObject { ["evidence"] = "A statement." });
        var withdrawn = await (await registry.AsAsync("supervisor@ME-BAR-PCU")).MoveNowAsync(
            carrier.Leg, "withdraw", new JsonObject { ["reason"] = "Another crate." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((reopened.Status, reopened.Says("/state"), reopened.At("/goesOnIn")), Is.EqualTo((200, "in_triage", (JsonNode?)null)), reopened.Text);
            Assert.That((withdrawn.Status, withdrawn.Says("/state")), Is.EqualTo((200, "withdrawn")), withdrawn.Text);
        }
    }

    private async Task<((Answer Incident, JsonNode Leg) Carried, (Answer Incident, JsonNode Leg) Carrier)> CarriedAsync(string move = "merge")
    {
        var (one, other) = (await ClaimedAsync(), await ClaimedAsync());
        var into = other.Leg["id"]!.ToString();
        var gone = await duty.MoveNowAsync(
            one.Leg, move, move == "merge" ? new JsonObject { ["into"] = into } : new JsonObject { ["reason"] = "duplicate", ["duplicateOf"] = into });
        Assert.That(gone.Says("/goesOnIn"), Is.EqualTo(into), gone.Text);
        return (one, other);
    }

    private async Task<(Answer Incident, JsonNode Leg)> ClaimedAsync()
    {
        var filed = await officer.FiledAsync(Scenarios.Fresh("06"));
        var claimed = await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        return (filed, claimed.Json!);
    }
}
