using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Races;

/// <summary>Whatever is done to a referral by many devices at once is done once, and all others are told how it stands.</summary>
[TestFixture(Meet.AsTheyCome)]
[TestFixture(Meet.WhenAllAreDecided)]
public sealed class A_crowd_that_takes_one_action(Meet meet) : Race(meet)
{
    private const int Callers = 12;

    [TestCase("assign", "unrouted", "coordinator@BA")]
    [TestCase("acknowledge", "routed", "duty@ME-OPTEAM")]
    [TestCase("claim", "acknowledged", "duty@ME-OPTEAM")]
    [TestCase("release", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("reassign", "in_triage", "lead@ME-OPTEAM")]
    [TestCase("change-priority", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("request-information", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("answer", "info_requested", "officer@ME-BAR-PCU")]
    [TestCase("accept", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("decline", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("confirm-decline", "decline_proposed", "second@ME-OPTEAM")]
    [TestCase("reject-decline", "decline_proposed", "second@ME-OPTEAM")]
    [TestCase("withdraw", "routed", "supervisor@ME-BAR-PCU")]
    [TestCase("merge", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("unmerge", "merged", "duty@ME-OPTEAM")]
    [TestCase("conclude", "accepted", "duty@ME-OPTEAM")]
    [TestCase("confirm-conclusion", "conclusion_proposed", "second@ME-OPTEAM")]
    [TestCase("reject-conclusion", "conclusion_proposed", "second@ME-OPTEAM")]
    [TestCase("reopen", "concluded", "lead@ME-OPTEAM")]
    public async Task Takes_it_once(string action, string state, string user)
    {
        var staged = new StagedReferrals(Registry);
        await TakesItOnceAsync(action, await staged.InAsync(state), await staged.BodyAsync(action, state), await AsAsync(user));
    }

    [Test]
    public async Task Transfers_once() => await TakesItOnceAsync(
        "transfer", await new StagedReferrals(Registry).ForAnAdvocateAsync(), StagedReferrals.ToSocialWork(),
        await AsAsync("lead@XK-ADVOCATE"));

    private async Task TakesItOnceAsync(string action, JsonNode leg, JsonNode? body, Desk desk)
    {
        var etag = (await desk.GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;
        var acts = ActsOn(leg["incidentId"]).Count;

        var answers = await AtOnceAsync(Callers, _ => desk.MoveAsync(leg, action, etag, body?.DeepClone()));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1), string.Join('\n', answers.Select(answer => answer.Text)));
        foreach (var refused in answers.Where(answer => answer.Status != 200))
            await AssertToldAsync(desk, leg, refused);
        Assert.That(ActsOn(leg["incidentId"]), Has.Count.EqualTo(acts + 1));
    }
}
