using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Races;

/// <summary>A move that is sent again under its key is answered, not made again, and never told that it came too late for itself.</summary>
[TestFixture(Meet.AsTheyCome)]
[TestFixture(Meet.WhenAllAreDecided)]
public sealed class An_Idempotency_Key_used_fifty_times_at_once(Meet meet) : Race(meet)
{
    private Desk duty = null!;

    [OneTimeSetUp]
    public async Task SignInAsync() => duty = await AsAsync("duty@ME-OPTEAM");

    [Test]
    public async Task Accepts_once_and_replays_the_answer_to_all_others()
    {
        var (leg, etag) = await ClaimedAsync();
        var once = await GrowthOfAsync(async () => Assert.That((await AcceptAsync(leg, etag)).Status, Is.EqualTo(200)));
        (leg, etag) = await ClaimedAsync();
        var key = Scenarios.NewClientId();
        Answer[] answers = [];

        var growth = await GrowthOfAsync(async () => answers = await AtOnceAsync(Crowd, _ => AcceptAsync(leg, etag, key)));

        using (Assert.EnterMultipleScope())
        {
            AssertOneActed(answers, Crowd);
            Assert.That(answers[0].Says("/state"), Is.EqualTo("accepted"));
            Assert.That(growth, Is.EqualTo(once));
            Assert.That(ActsOn(leg["incidentId"]), Is.EqualTo((string[])["1 incident-filed", "2 referral-claim", "3 referral-accept"]));
        }
    }

    [Test]
    public async Task Is_refused_to_another_body()
    {
        var (leg, etag) = await ClaimedAsync();
        var accepted = await AcceptAsync(leg, etag);
        JsonObject[] bodies =
        [
            new() { ["outcome"] = "unsubstantiated", ["feedback"] = "The container was empty." },
            new() { ["outcome"] = "confirmed_som", ["feedback"] = "Nine people were found." },
        ];
        var key = Scenarios.NewClientId();

        var answers = await AtOnceAsync(Crowd, at => duty.MoveAsync(leg, "conclude", accepted.ETag!, bodies[at % 2], key));

        var refused = answers.Where(answer => answer.Status != 200).ToList();
        using (Assert.EnterMultipleScope())
        {
            AssertOneActed([.. answers.Except(refused)], Crowd / 2);
            Assert.That(refused.Select(answer => (answer.Status, answer.Problem)), Is.All.EqualTo((422, "idempotency-key-reused")));
            Assert.That(refused.SelectMany(ProblemShape.Faults), Is.Empty);
            Assert.That(ActsOn(leg["incidentId"]), Has.Count.EqualTo(4).And.Exactly(1).EqualTo("4 referral-conclude"));
        }
    }

    [Test]
    public async Task Is_refused_to_another_move()
    {
        var (leg, etag) = await ClaimedAsync();
        var key = Scenarios.NewClientId();

        var answers = await AtOnceAsync(Crowd, at => duty.MoveAsync(leg, at % 2 == 0 ? "accept" : "release", etag, idempotencyKey: key));

        var refused = answers.Where(answer => answer.Status != 200).ToList();
        using (Assert.EnterMultipleScope())
        {
            AssertOneActed([.. answers.Except(refused)], Crowd / 2);
            Assert.That(refused.Select(answer => (answer.Status, answer.Problem)), Is.All.EqualTo((422, "idempotency-key-reused")));
        }
    }

    [Test]
    public async Task Is_not_the_key_of_a_colleague()
    {
        var second = await AsAsync("second@ME-OPTEAM");
        var filed = await FiledAsync();
        var leg = filed.Leg("ME-OPTEAM");
        var etag = (await duty.GetAsync($"/v1/referrals/{leg["id"]}")).ETag!;
        var key = Scenarios.NewClientId();

        var answers = await AtOnceAsync(Crowd, at => (at % 2 == 0 ? duty : second).MoveAsync(leg, "claim", etag, idempotencyKey: key));

        var (dutys, seconds) = (answers.Where((_, at) => at % 2 == 0).ToArray(), answers.Where((_, at) => at % 2 == 1).ToArray());
        var (winners, losers, loser) = dutys[0].Status == 200 ? (dutys, seconds, second) : (seconds, dutys, duty);
        AssertOneActed(winners, Crowd / 2);
        foreach (var refused in losers)
            await AssertToldAsync(loser, leg, refused);
    }

    [Test]
    public async Task Is_told_that_the_first_still_runs_once_that_takes_long()
    {
        var (leg, etag) = await ClaimedAsync();
        var key = Scenarios.NewClientId();
        var place = (MeetingPoint)Registry.Services.GetRequiredService<Database>();
        place.Expect(2);
        var first = AcceptAsync(leg, etag, key);
        await place.FirstCome;
        await Registry.AdvanceAsync("PT11S");

        var early = await AcceptAsync(leg, etag, key);
        // Whoever comes now is the second, and both go on.
        await FiledAsync();
        var accepted = await first;
        var late = await AcceptAsync(leg, etag, key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((early.Status, early.Problem), Is.EqualTo((409, "idempotency-key-in-use")), early.Text);
            Assert.That(early.Headers["Retry-After"], Is.EqualTo("1"));
            Assert.That(ProblemShape.Faults(early), Is.Empty);
            Assert.That((accepted.Status, accepted.Replayed), Is.EqualTo((200, false)), accepted.Text);
            Assert.That((late.Status, late.Replayed, late.Text), Is.EqualTo((200, true, accepted.Text)));
        }
    }

    private static void AssertOneActed(Answer[] answers, int all)
    {
        Assert.That(answers, Has.Length.EqualTo(all), string.Join('\n', answers.Select(answer => answer.Text).Distinct()));
        Assert.That(answers.Select(answer => (answer.Status, answer.ETag, answer.Text)).Distinct(), Has.Exactly(1).Items);
        Assert.That(answers[0].Status, Is.EqualTo(200), answers[0].Text);
        Assert.That(answers.Count(answer => !answer.Replayed), Is.EqualTo(1));
    }

    private async Task<(JsonNode Leg, string ETag)> ClaimedAsync()
    {
        var claimed = await duty.MoveNowAsync((await FiledAsync()).Leg("ME-OPTEAM"), "claim");
        Assert.That(claimed.Status, Is.EqualTo(200), claimed.Text);
        return (claimed.Json!, claimed.ETag!);
    }

    private Task<Answer> AcceptAsync(JsonNode leg, string etag, string? key = null) =>
        duty.MoveAsync(leg, "accept", etag, idempotencyKey: key ?? Scenarios.NewClientId());
}
