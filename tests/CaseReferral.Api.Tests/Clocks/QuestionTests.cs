using System.Globalization;
using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Clocks;

/// <summary>The unit is waited for at most a day; then the task force decides without it, and nobody has lost time by asking.</summary>
[TestFixture]
public sealed class A_question_that_nobody_answers
{
    private Registry registry = null!;
    private Desk duty = null!;
    private Desk officer = null!;
    private JsonNode claimed = null!;
    private JsonNode asked = null!;

    [SetUp]
    public async Task AskAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        duty = await registry.AsAsync("duty@ME-OPTEAM");
        // P3: a day to acknowledge, three to decide, and so a day to answer.
        var filed = await officer.FiledAsync(Scenarios.Fresh("06"));
        claimed = (await duty.MoveNowAsync(filed.Leg("ME-OPTEAM"), "claim")).Json!;
        await registry.AdvanceAsync("PT1H");
        var question = new JsonObject { ["question"] = "Which of the two trailers was the seal on?" };
        asked = (await duty.MoveNowAsync(claimed, "request-information", question)).Json!;
    }

    [TearDown]
    public async Task StopAsync() => await registry.DisposeAsync();

    [Test]
    public void Stops_the_decision_and_gives_the_unit_a_day()
    {
        var clocks = ClocksOf(asked);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.Says("/state"), Is.EqualTo("info_requested"));
            Assert.That(clocks.Keys, Is.EquivalentTo((string[])["answer", "decide"]));
            Assert.That(clocks["decide"]["pausedAt"], Is.Not.Null);
            Assert.That(Instant(asked["answerBy"]) - Instant(clocks["answer"]["startedAt"]), Is.EqualTo(TimeSpan.FromDays(1)));
        }
    }

    [Test]
    public async Task Goes_back_to_triage_by_itself_with_the_time_that_was_left()
    {
        await registry.AdvanceAsync("PT24H");

        var back = await SeenAsync("in_triage");
        var (before, after) = (ClocksOf(claimed)["decide"], ClocksOf(back)["decide"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ClocksOf(back).Keys, Is.EqualTo((string[])["decide"]));
            Assert.That(back["answerBy"], Is.Null);
            Assert.That(after["pausedAt"], Is.Null);
            Assert.That(Instant(after["dueAt"]) - Instant(before["dueAt"]), Is.EqualTo(TimeSpan.FromDays(1)));
            Assert.That(back.Says("/assignee/desk"), Is.EqualTo("ME-OPTEAM"), "whoever asked goes on");
            Assert.That(MissedAnswers(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Is_open_no_more_once_the_referral_has_ended()
    {
        var supervisor = await registry.AsAsync("supervisor@ME-BAR-PCU");
        var withdrawn = await supervisor.MoveNowAsync(asked, "withdraw", new JsonObject { ["reason"] = "The seal was found." });

        Assert.That((withdrawn.Says("/state"), withdrawn.At("/answerBy")), Is.EqualTo(("withdrawn", (JsonNode?)null)), withdrawn.Text);
    }

    [Test]
    public async Task Stops_the_decision_no_longer_than_it_was_open_though_the_registry_was_down()
    {
        await registry.AdvanceAsync("PT40H");

        var back = await SeenAsync("in_triage");
        Assert.That(
            Instant(ClocksOf(back)["decide"]["dueAt"]) - Instant(ClocksOf(claimed)["decide"]["dueAt"]), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [Test]
    public async Task Is_answered_too_late_afterwards_and_the_unit_is_told_so()
    {
        await registry.AdvanceAsync("PT24H");
        await SeenAsync("in_triage");

        var late = await officer.MoveNowAsync(asked, "answer", new JsonObject { ["answer"] = "On the second one." });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((late.Status, late.Problem, late.Says("/state")), Is.EqualTo((409, "illegal-transition", "in_triage")), late.Text);
            Assert.That(late.At("/allowed")!.AsArray(), Is.Empty);
        }
    }

    [Test]
    public async Task Is_enough_to_decline_for_lack_of_information()
    {
        await registry.AdvanceAsync("PT24H");
        await SeenAsync("in_triage");

        var declined = await duty.MoveNowAsync(asked, "decline", new JsonObject { ["reason"] = "insufficient_information" });

        Assert.That((declined.Status, declined.Says("/state")), Is.EqualTo((200, "declined")), declined.Text);
    }

    [Test]
    public async Task Never_escalates_while_the_unit_is_waited_for()
    {
        // The decision would have been due within these, had it run on.
        await registry.AdvanceAsync("PT23H");

        Assert.That((await duty.GetAsync($"/v1/referrals/{asked["id"]}")).Says("/escalation"), Is.EqualTo("0"));
        Assert.That(registry.Count("SELECT COUNT(*) FROM Clock WHERE PausedAt IS NOT NULL AND FiresAt IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task Lets_the_decision_run_on_from_an_answer_in_time()
    {
        await registry.AdvanceAsync("PT5H");
        var answered = (await officer.MoveNowAsync(asked, "answer", new JsonObject { ["answer"] = "On the second one." })).Json!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answered.Says("/state"), Is.EqualTo("in_triage"));
            Assert.That(
                Instant(ClocksOf(answered)["decide"]["dueAt"]) - Instant(ClocksOf(claimed)["decide"]["dueAt"]),
                Is.EqualTo(TimeSpan.FromHours(5)).Within(TimeSpan.FromMinutes(1)));
            Assert.That(MissedAnswers(), Is.Zero);
        }
    }

    private Task<JsonNode> SeenAsync(string state) => Eventually.SeesAsync(
        async () => (await duty.GetAsync($"/v1/referrals/{asked["id"]}")).Json!, seen => seen.Says("/state") == state);

    private int MissedAnswers() => registry.Journal($"e.Kind = 'answer-missed' AND p.Payload LIKE '%{asked["id"]}%'").Count;

    private static Dictionary<string, JsonNode> ClocksOf(JsonNode leg) =>
        leg["clocks"]!.AsArray().ToDictionary(clock => clock!["kind"]!.ToString(), clock => clock!);

    private static DateTimeOffset Instant(JsonNode? node) => DateTimeOffset.Parse(node!.ToString(), CultureInfo.InvariantCulture);
}
