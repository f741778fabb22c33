using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Races;

/// <summary>Who moves a referral at the same moment as somebody else wins, or is told.</summary>
[TestFixture(Meet.AsTheyCome)]
[TestFixture(Meet.WhenAllAreDecided)]
public sealed class Two_moves_at_once(Meet meet) : Race(meet)
{
    private Desk duty = null!;
    private Desk second = null!;
    private Desk lead = null!;

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        duty = await AsAsync("duty@ME-OPTEAM");
        second = await AsAsync("second@ME-OPTEAM");
        lead = await AsAsync("lead@ME-OPTEAM");
    }

    [Test]
    public async Task Of_two_officers_who_claim_give_it_to_one()
    {
        var leg = (await FiledAsync()).Leg("ME-OPTEAM");
        var etag = await TagAsync(leg);

        var (one, other) = await AtOnceAsync(() => duty.MoveAsync(leg, "claim", etag), () => second.MoveAsync(leg, "claim", etag));

        var (winner, loser, refused) = one.Status == 200 ? (one, second, other) : (other, duty, one);
        Assert.That(winner.Status, Is.EqualTo(200), winner.Text);
        Assert.That(refused.Status, Is.EqualTo(412), refused.Text);
        await AssertToldAsync(loser, leg, refused);
        Assert.That(ActsOn(leg["incidentId"]), Is.EqualTo((string[])["1 incident-filed", "2 referral-claim"]));
    }

    [Test]
    public async Task Of_two_officers_who_acknowledge_whatever_it_is_tell_the_later_one_its_state()
    {
        var leg = (await FiledAsync()).Leg("ME-OPTEAM");

        var (one, other) = await AtOnceAsync(
            () => duty.MoveAsync(leg, "acknowledge", "*"), () => second.MoveAsync(leg, "acknowledge", "*"));

        var (winner, loser, refused) = one.Status == 200 ? (one, second, other) : (other, duty, one);
        Assert.That(winner.Status, Is.EqualTo(200), winner.Text);
        Assert.That(refused.Status, Is.EqualTo(409), refused.Text);
        await AssertToldAsync(loser, leg, refused);
        Assert.That(ActsOn(leg["incidentId"]), Is.EqualTo((string[])["1 incident-filed", "2 referral-acknowledge"]));
    }

    [Test]
    public async Task That_accept_from_two_devices_accept_once()
    {
        var claimed = await duty.MoveNowAsync((await FiledAsync()).Leg("ME-OPTEAM"), "claim");

        var answers = await AtOnceAsync(Crowd, _ => duty.MoveAsync(claimed.Json!, "accept", claimed.ETag!));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Status == 412), Is.EqualTo(Crowd - 1));
        await AssertToldAsync(duty, claimed.Json!, answers.First(answer => answer.Status == 412));
        Assert.That(ActsOn(claimed["incidentId"]), Is.EqualTo((string[])["1 incident-filed", "2 referral-claim", "3 referral-accept"]));
    }

    [Test]
    public async Task Of_the_officer_who_accepts_and_the_lead_who_releases_take_one()
    {
        var claimed = await duty.MoveNowAsync((await FiledAsync()).Leg("ME-OPTEAM"), "claim");

        var (accepts, releases) = await AtOnceAsync(
            () => duty.MoveAsync(claimed.Json!, "accept", claimed.ETag!), () => lead.MoveAsync(claimed.Json!, "release", claimed.ETag!));

        var (winner, loser, refused) = accepts.Status == 200 ? (accepts, lead, releases) : (releases, duty, accepts);
        Assert.That(winner.Status, Is.EqualTo(200), winner.Text);
        await AssertToldAsync(loser, claimed.Json!, refused);
        Assert.That((await duty.GetAsync($"/v1/referrals/{claimed["id"]}")).Says("/state"), Is.EqualTo(winner.Says("/state")));
    }

    [Test]
    public async Task On_two_legs_of_one_incident_are_both_made()
    {
        var filed = await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Builders.Scenarios.Fresh("01"));
        var child = await AsAsync("duty@ME-CHILD");
        var (leg, childs) = (filed.Leg("ME-OPTEAM"), filed.Leg("ME-CHILD"));
        var (etag, childsTag) = (await TagAsync(leg), (await child.GetAsync($"/v1/referrals/{childs["id"]}")).ETag!);

        var (one, other) = await AtOnceAsync(() => duty.MoveAsync(leg, "claim", etag), () => child.MoveAsync(childs, "claim", childsTag));

        Assert.That((one.Status, other.Status), Is.EqualTo((200, 200)), one.Text + other.Text);
        Assert.That(ActsOn(filed["id"]), Is.EqualTo((string[])["1 incident-filed", "2 referral-claim", "3 referral-claim"]));
    }

    [Test]
    public async Task Of_a_task_force_and_of_the_unit_that_amends_are_both_made()
    {
        var officer = await AsAsync("officer@ME-BAR-PCU");
        var filed = await FiledAsync();
        var leg = filed.Leg("ME-OPTEAM");
        var etag = await TagAsync(leg);

        var (claims, amends) = await AtOnceAsync(
            () => duty.MoveAsync(leg, "claim", etag),
            () => officer.AmendAsync(IncidentDesk.AddressOf(filed), filed.ETag!, new JsonObject { ["assessment"] = "The seal is new." }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((claims.Status, amends.Status), Is.EqualTo((200, 200)), claims.Text + amends.Text);
            Assert.That(ActsOn(filed["id"]), Is.EquivalentTo((string[])["1 incident-filed", "2 referral-claim", "3 incident-amended"])
                .Or.EquivalentTo((string[])["1 incident-filed", "2 incident-amended", "3 referral-claim"]));
            var now = await officer.GetAgainAsync(filed);
            Assert.That((now.Says("/version"), now.Leg("ME-OPTEAM").Says("/state")), Is.EqualTo(("2", "in_triage")));
        }
    }

    [Test]
    public async Task Of_a_supervisor_who_voids_and_a_task_force_that_acknowledges_are_never_both_made()
    {
        var supervisor = await AsAsync("supervisor@ME-BAR-PCU");
        var filed = await FiledAsync();
        var leg = filed.Leg("ME-OPTEAM");

        var (voids, acknowledges) = await AtOnceAsync(
            () => supervisor.SendAsync(
                HttpMethod.Post, $"{IncidentDesk.AddressOf(filed)}/void", new JsonObject { ["reason"] = "Filed twice." }, filed.ETag),
            () => duty.MoveAsync(leg, "acknowledge", "*"));

        var now = await supervisor.GetAgainAsync(filed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ((int[])[voids.Status, acknowledges.Status]).Count(status => status == 200), Is.EqualTo(1), voids.Text + acknowledges.Text);
            Assert.That(now.Says("/status"), Is.EqualTo(voids.Status == 200 ? "voided" : "open"));
            Assert.That(now.Leg("ME-OPTEAM").Says("/state"), Is.EqualTo(voids.Status == 200 ? "withdrawn" : "acknowledged"));
            Assert.That(ActsOn(filed["id"]), Has.Count.EqualTo(2));
        }
    }

    private async Task<string> TagAsync(JsonNode leg) => (await duty.GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;
}
