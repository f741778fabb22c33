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
    [TestCase("acknowledge", "routed", "duty@ME-OPTEAM", "second@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("claim", "acknowledged", "duty@ME-OPTEAM", "second@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("release", "in_triage", "duty@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("reassign", "in_triage", "lead@ME-OPTEAM")]
    [TestCase("change-priority", "in_triage", "duty@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("record-age-decision", "in_triage", "duty@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("request-information", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("answer", "info_requested", "officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU")]
    [TestCase("accept", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("decline", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("confirm-decline", "decline_proposed", "second@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("reject-decline", "decline_proposed", "second@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("withdraw", "routed", "supervisor@ME-BAR-PCU")]
    [TestCase("merge", "in_triage", "duty@ME-OPTEAM")]
    [TestCase("unmerge", "merged", "duty@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("conclude", "accepted", "duty@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("confirm-conclusion", "conclusion_proposed", "second@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("reject-conclusion", "conclusion_proposed", "second@ME-OPTEAM", "lead@ME-OPTEAM")]
    [TestCase("reopen", "concluded", "lead@ME-OPTEAM")]
    public async Task Takes_it_once(string action, string state, params string[] users)
    {
        var staged = new StagedReferrals(Registry);
        await TakesItOnceAsync(action, await staged.InAsync(state), await staged.BodyAsync(action, state), users);
    }

    [Test]
    public async Task Transfers_once() => await TakesItOnceAsync(
        "transfer", await new StagedReferrals(Registry).ForAnAdvocateAsync(), StagedReferrals.ToSocialWork(), "lead@XK-ADVOCATE");

    [Test]
    public async Task Voids_once()
    {
        var supervisor = await AsAsync("supervisor@ME-BAR-PCU");
        var filed = await FiledAsync();
        var address = $"{IncidentDesk.AddressOf(filed)}/void";

        var answers = await AtOnceAsync(Callers, _ => supervisor.SendAsync(
            HttpMethod.Post, address, new JsonObject { ["reason"] = "Filed twice." }, filed.ETag));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1), Texts(answers));
            Assert.That(
                answers.Where(answer => answer.Status != 200).Select(answer => (answer.Status, answer.Problem)),
                Is.All.AnyOf((412, "precondition-failed"), (409, "incident-voided")), Texts(answers));
            Assert.That(ActsOn(filed["id"]), Is.EqualTo((string[])["1 incident-filed", "2 incident-voided"]));
        }
    }

    // One decides that they are adults, the other that one is a child: whoever comes later must first read what was decided.
    [Test]
    public async Task Decides_an_age_once_whatever_each_would_have_decided()
    {
        var leg = await new StagedReferrals(Registry).InAsync("in_triage");
        Desk[] desks = [await AsAsync("duty@ME-OPTEAM"), await AsAsync("lead@ME-OPTEAM")];
        var etag = (await desks[0].GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;

        var answers = await AtOnceAsync(Callers, at => desks[at % 2].MoveAsync(leg, "record-age-decision", etag, Age(at)));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1), Texts(answers));
        foreach (var (at, refused) in answers.Index().Where(answer => answer.Item.Status != 200))
        {
            Assert.That(refused.Status, Is.EqualTo(412), refused.Text);
            await AssertToldAsync(desks[at % 2], leg, refused);
        }

        Assert.That(ActsOn(leg["incidentId"]).Skip(2), Is.EqualTo((string[])["3 referral-record-age-decision"]));
        var again = await desks[0].MoveNowAsync(leg, "record-age-decision", Age(0));
        Assert.That((again.Status, again.ETag), Is.EqualTo((200, "\"4\"")), again.Text);

        static JsonObject Age(int at) => new() { ["childStatus"] = at % 2 == 0 ? "adult" : "child", ["basis"] = "A passport." };
    }

    // Whoever may take it does so at the same moment, each from several devices.
    private async Task TakesItOnceAsync(string action, JsonNode leg, JsonNode? body, params string[] users)
    {
        var desks = await Task.WhenAll(users.Select(AsAsync));
        var etag = (await desks[0].GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;
        var acts = ActsOn(leg["incidentId"]).Count;

        var answers = await AtOnceAsync(Callers, at => desks[at % desks.Length].MoveAsync(leg, action, etag, body?.DeepClone()));

        Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1), Texts(answers));
        foreach (var (at, refused) in answers.Index().Where(answer => answer.Item.Status != 200))
            await AssertToldAsync(desks[at % desks.Length], leg, refused);
        Assert.That(ActsOn(leg["incidentId"]), Has.Count.EqualTo(acts + 1));
    }

    private static string Texts(IEnumerable<Answer> answers) => string.Join('\n', answers.Select(answer => answer.Text));
}
