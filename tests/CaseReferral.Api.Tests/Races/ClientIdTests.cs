using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Races;

/// <summary>A device that got no answer sends again, and again; its <c>clientId</c> makes that one incident.</summary>
[TestFixture(Meet.AsTheyCome)]
[TestFixture(Meet.WhenAllAreDecided)]
public sealed class A_clientId_sent_fifty_times_at_once(Meet meet) : Race(meet)
{
    private Desk officer = null!;

    [OneTimeSetUp]
    public async Task SignInAsync() => officer = await AsAsync("officer@ME-BAR-PCU");

    [Test]
    public async Task Files_one_incident_and_replays_it_to_all_others()
    {
        var once = await GrowthOfAsync(() => officer.FiledAsync(Scenarios.Fresh("01")));
        var filing = Scenarios.Fresh("01");
        Answer[] answers = [];

        var growth = await GrowthOfAsync(async () => answers = await AtOnceAsync(Crowd, _ => officer.FileAsync(filing)));

        using (Assert.EnterMultipleScope())
        {
            AssertOneFiled(answers);
            Assert.That(
                answers.Where(answer => answer.Status == 200), Has.Exactly(Crowd - 1).Items.And.All.Property(nameof(Answer.Replayed)).True);
            Assert.That(growth, Is.EqualTo(once), "legs, clocks, content, sights, journal and what waits for a seal: each exactly once");
            Assert.That(ActsOn(answers[0]["id"]), Is.EqualTo((string[])["1 incident-filed"]));
        }
    }

    [Test]
    public async Task Under_one_key_gives_all_the_first_answer()
    {
        var filing = Scenarios.Fresh("02").With("unitId", "ME-BAR-PCU");
        var key = Scenarios.NewClientId();

        var answers = await AtOnceAsync(Crowd, _ => officer.FileAsync(filing, key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => (answer.Status, answer.Text)).Distinct().Count(), Is.EqualTo(1));
            Assert.That(answers[0].Status, Is.EqualTo(201), answers[0].Text);
            Assert.That(answers.Count(answer => !answer.Replayed), Is.EqualTo(1));
            Assert.That(answers.Select(answer => (answer.ETag, answer.Headers["Location"])).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task With_as_many_bodies_files_one_and_tells_the_others_which()
    {
        var filing = Scenarios.Fresh("06");

        var answers = await AtOnceAsync(Crowd, at => officer.FileAsync(filing.With("facts", $"Seen from gate {at}.")));

        AssertOthersTold(answers, AssertOneFiled(answers), Crowd - 1);
    }

    [Test]
    public async Task With_two_bodies_replays_the_one_and_refuses_the_other()
    {
        var filing = Scenarios.Fresh("06");
        JsonObject[] bodies = [filing.With("facts", "One container."), filing.With("facts", "Two containers.")];

        var answers = await AtOnceAsync(Crowd, at => officer.FileAsync(bodies[at % 2]));

        var filed = AssertOneFiled(answers);
        Assert.That(
            answers.Where(answer => answer.Status == 200), Has.Exactly(Crowd / 2 - 1).Items.And.All.Property(nameof(Answer.Replayed)).True);
        AssertOthersTold(answers, filed, Crowd / 2);
    }

    private static Answer AssertOneFiled(Answer[] answers)
    {
        Assert.That(
            answers.Where(answer => answer.Status == 201), Has.Exactly(1).Items,
            string.Join('\n', answers.Select(answer => answer.Text).Distinct()));
        var filed = answers.Single(answer => answer.Status == 201);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(filed.Replayed, Is.False);
            foreach (var replay in answers.Where(answer => answer.Status == 200))
            {
                Assert.That(
                    replay.Json, Is.EqualTo(filed.Json).Using<JsonNode>(JsonNode.DeepEquals), "equal in everything decided at filing");
                Assert.That(replay.ETag, Is.EqualTo(filed.ETag));
            }
        }

        return filed;
    }

    private static void AssertOthersTold(Answer[] answers, Answer filed, int others)
    {
        var refused = answers.Where(answer => answer.Status == 409).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Has.Count.EqualTo(others));
            Assert.That(refused.Select(answer => answer.Problem), Is.All.EqualTo("already-filed-differently"));
            Assert.That(
                refused.Select(answer => (answer.Says("/incidentId"), answer.Says("/reference"), answer.Says("/etag"))),
                Is.All.EqualTo((filed.Says("/id"), filed.Says("/reference"), filed.ETag)));
            Assert.That(refused.SelectMany(ProblemShape.Faults), Is.Empty);
            Assert.That(ActsOn(filed["id"]), Is.EqualTo((string[])["1 incident-filed"]));
        }
    }
}
