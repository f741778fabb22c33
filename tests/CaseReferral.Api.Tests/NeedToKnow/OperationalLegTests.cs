using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.NeedToKnow;

/// <summary>An integrity recipient brings in a task force on a suspicion of complicity, which stays hidden from everybody else.</summary>
public sealed class A_task_force_that_is_brought_in
{
    private static readonly string[] Others =
    [
        "second-officer@ME-BAR-PCU", "supervisor@ME-BAR-PCU", "duty@ME-CHILD", "coordinator@ME", "second-coordinator@ME", "auditor@ME",
        "partner@ME", "duty@RS-INTEGRITY",
    ];

    private Registry registry = null!;
    private Desk filer = null!;
    private Desk integrity = null!;
    private Desk duty = null!;

    [OneTimeSetUp]
    public async Task SignInAsync()
    {
        registry = Registry.Start();
        filer = await registry.AsAsync("officer@ME-BAR-PCU");
        integrity = await registry.AsAsync("lead@ME-PROSECUTION");
        duty = await registry.AsAsync("duty@ME-OPTEAM");
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Sees_all_of_it_and_decides_its_referral()
    {
        var suspected = await SuspectedAsync();
        var added = await AddedAsync(suspected);
        var leg = added.Leg("ME-OPTEAM");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((leg.Says("/kind"), leg.Says("/state"), leg["lead"]!.GetValue<bool>()), Is.EqualTo(("action", "routed", false)));
            Assert.That(added.Leg("ME-PROSECUTION")["lead"]!.GetValue<bool>(), Is.True);
            Assert.That((await duty.GetAgainAsync(suspected)).Status, Is.EqualTo(200));
            Assert.That((await duty.OpenAsync(suspected, "triage")).Status, Is.EqualTo(200));
            Assert.That((await duty.GetAsync("/v1/referrals?limit=200")).Text, Does.Contain(leg.Says("/id")!));
            Assert.That((await duty.MoveNowAsync(leg, "claim")).Status, Is.EqualTo(200));
            Assert.That((await duty.MoveNowAsync(leg, "accept")).Status, Is.EqualTo(200));
            Assert.That(
                (await filer.GetAgainAsync(suspected)).Leg("ME-OPTEAM").Says("/state"),
                Is.EqualTo("accepted"), "its filer follows it");
            Assert.That(
                (await filer.GetAsync($"{IncidentDesk.AddressOf(suspected)}/timeline")).Items("/items").Select(
                    entry => entry.Says("/kind")),
                Does.Contain("operational-leg-added"));
        }
    }

    [Test]
    public async Task Is_the_only_one_who_learns_of_it([ValueSource(nameof(Others))] string other)
    {
        var suspected = await SuspectedAsync();
        await AddedAsync(suspected);
        var desk = await registry.AsAsync(other);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await desk.GetAgainAsync(suspected)).Status, Is.EqualTo(404));
            foreach (var list in (string[])["/v1/incidents?limit=200", "/v1/referrals?limit=200"])
                Assert.That((await desk.GetAsync(list)).Text, Does.Not.Contain(suspected.Says("/id")!), list);
        }
    }

    [Test]
    public async Task Had_lost_sight_when_the_suspicion_was_raised()
    {
        var filed = await filer.FiledAsync(Scenarios.Fresh("01"));
        var raised = await filer.AmendNowAsync(filed, new JsonObject { ["complicityConcern"] = true });
        Assert.That((await duty.GetAgainAsync(filed)).Status, Is.EqualTo(404));
        await AddedAsync(raised);

        Assert.That((await duty.OpenAsync(filed, "triage")).Status, Is.EqualTo(200));
        Assert.That((await (await registry.AsAsync("duty@ME-CHILD")).GetAgainAsync(filed)).Status, Is.EqualTo(404));
    }

    [TestCase("ME-PROSECUTION", "integrity recipient")]
    [TestCase("RS-TF", "within the jurisdiction")]
    [TestCase("ME-CHILD", "no mandate")]
    [TestCase("ME-NOBODY", "knows no task force")]
    public async Task Is_one_that_may_be(string taskForce, string why)
    {
        var answer = await AddAsync(integrity, await SuspectedAsync(), taskForce);

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((409, "recipient-refused")), answer.Text);
        Assert.That(answer.Text, Does.Contain(why));
    }

    [Test]
    public async Task Is_brought_in_once_however_many_ask_at_once()
    {
        var suspected = await SuspectedAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AddAsync(integrity, suspected, "ME-OPTEAM")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
            Assert.That(
                answers.Where(answer => answer.Status != 200).Select(answer => answer.Problem),
                Is.All.EqualTo("recipient-refused"));
        }
    }

    [TestCase("officer@ME-BAR-PCU", 403, "role-required")]
    [TestCase("coordinator@ME", 403, "role-required")]
    [TestCase("duty@ME-OPTEAM", 404, "not-found")]
    [TestCase("duty@ME-PROSECUTION", 403, "role-required")]
    public async Task Is_brought_in_by_whoever_works_on_it_for_an_integrity_recipient(string user, int status, string problem)
    {
        var answer = await AddAsync(await registry.AsAsync(user), await SuspectedAsync(), "ME-OPTEAM");

        Assert.That((answer.Status, answer.Problem), Is.EqualTo((status, problem)), answer.Text);
    }

    [Test]
    public async Task Brings_in_nobody_itself()
    {
        var suspected = await SuspectedAsync();
        var added = await AddedAsync(suspected);
        await duty.MoveNowAsync(added.Leg("ME-OPTEAM"), "claim");
        var lowered = await duty.SendAsync(
            HttpMethod.Post, $"{IncidentDesk.AddressOf(suspected)}/lower-complicity",
            new JsonObject { ["reason"] = "No.", ["facts"] = "A lorry." }, suspected.ETag);
        var transferred = await (await registry.AsAsync("lead@ME-OPTEAM")).MoveNowAsync(
            added.Leg("ME-OPTEAM"), "transfer", new JsonObject { ["taskForce"] = "ME-CHILD", ["reason"] = "Theirs." });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((lowered.Status, lowered.Problem), Is.EqualTo((403, "not-your-queue")), lowered.Text);
            Assert.That((transferred.Status, transferred.Problem), Is.EqualTo((409, "recipient-refused")), transferred.Text);
        }
    }

    [Test]
    public async Task Declines_and_the_integrity_recipient_goes_on_alone()
    {
        var suspected = await SuspectedAsync();
        var added = await AddedAsync(suspected);
        var leg = added.Leg("ME-OPTEAM");
        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "not_mandate", ["explanation"] = "Not ours." });
        var declined = await (await registry.AsAsync("second@ME-OPTEAM")).MoveNowAsync(leg, "confirm-decline");
        Assert.That((declined.Status, declined.Says("/state")), Is.EqualTo((200, "declined")), declined.Text);

        var after = await filer.GetAgainAsync(suspected);
        Assert.That(
            after.Items("/referrals").Select(one => $"{one.Says("/taskForce")} {one.Says("/state")} {one["lead"]}"),
            Is.EqualTo((string[])["ME-PROSECUTION routed true", "ME-OPTEAM declined false"]));
        Assert.That((await (await registry.AsAsync("coordinator@ME")).GetAgainAsync(suspected)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Is_told_nothing_of_the_integrity_recipient_once_its_own_referral_has_ended()
    {
        var suspected = await SuspectedAsync();
        var added = await AddedAsync(suspected);
        var (leg, integritys) = (added.Leg("ME-OPTEAM"), added.Leg("ME-PROSECUTION"));
        await duty.MoveNowAsync(leg, "claim");
        await duty.MoveNowAsync(leg, "decline", new JsonObject { ["reason"] = "not_mandate", ["explanation"] = "Not ours." });
        await (await registry.AsAsync("second@ME-OPTEAM")).MoveNowAsync(leg, "confirm-decline");
        var then = await SeenAsync();

        foreach (var action in (string[])["claim", "accept"])
            Assert.That((await integrity.MoveNowAsync(integritys, action)).Status, Is.EqualTo(200), action);

        Assert.That(await SeenAsync(), Is.EqualTo(then));

        async Task<string> SeenAsync()
        {
            var seen = await duty.GetAsync($"/v1/referrals/{integritys["id"]}");
            var refused = await duty.MoveAsync(integritys, "accept", "\"0\"");
            return $"{seen.Says("/state")} {seen.ETag} {refused.Status} {refused.Says("/state")}";
        }
    }

    private static Task<Answer> AddAsync(Desk desk, Answer incident, string taskForce) => desk.SendAsync(
        HttpMethod.Post, $"{IncidentDesk.AddressOf(incident)}/operational-legs",
        new JsonObject { ["taskForce"] = taskForce, ["reason"] = "They must meet them." },
        incident.ETag);

    private async Task<Answer> AddedAsync(Answer incident)
    {
        var added = await AddAsync(integrity, incident, "ME-OPTEAM");
        Assert.That(added.Status, Is.EqualTo(200), added.Text);
        return added;
    }

    private async Task<Answer> SuspectedAsync()
    {
        var filing = Scenarios.Fresh("01");
        filing["complicityConcern"] = true;
        return await filer.FiledAsync(filing);
    }
}
