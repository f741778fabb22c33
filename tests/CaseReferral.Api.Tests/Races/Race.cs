using System.Text.Json.Nodes;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Races;

/// <summary>How the requests of a race meet.</summary>
public enum Meet
{
    /// <summary>As fifty devices do: all are sent at once, and the server takes them as they come.</summary>
    AsTheyCome,

    /// <summary>The worst case: all are decided before the first is committed.</summary>
    WhenAllAreDecided,
}

/// <summary>The registry that all races share.</summary>
[SetUpFixture, NonParallelizable]
public sealed class RaceRegistry
{
    private static Registry? running;

    /// <summary>It, started.</summary>
    public static Registry Running => running!;

    [OneTimeSetUp]
    public void Start() => running = Registry.StartWith(MeetingPoint.Install);

    [OneTimeTearDown]
    public async Task Stop() => await running!.DisposeAsync();
}

/// <summary>Requests that are made at the same moment, on the whole stack; each race is run both ways of <see cref="Meet"/>.</summary>
public abstract class Race(Meet meet)
{
    /// <summary>How many retries are one crowd.</summary>
    protected const int Crowd = 50;

    /// <summary>Where it happens.</summary>
    protected static Registry Registry => RaceRegistry.Running;

    /// <summary>Signs somebody in there.</summary>
    protected static Task<Desk> AsAsync(string user) => Registry.AsAsync(user);

    /// <summary>Files an ordinary case: no child, no danger to life.</summary>
    protected static async Task<Answer> FiledAsync() => await (await AsAsync("officer@ME-BAR-PCU")).FiledAsync(Scenarios.Fresh("06"));

    /// <summary>Sends so many requests at once.</summary>
    protected async Task<Answer[]> AtOnceAsync(int requests, Func<int, Task<Answer>> send)
    {
        if (meet == Meet.WhenAllAreDecided)
            ((MeetingPoint)Registry.Services.GetRequiredService<Database>()).Expect(requests);
        return await Together.SendAsync(requests, send);
    }

    /// <summary>The same for two.</summary>
    protected async Task<(Answer One, Answer Other)> AtOnceAsync(Func<Task<Answer>> one, Func<Task<Answer>> other)
    {
        var answers = await AtOnceAsync(2, at => at == 0 ? one() : other());
        return (answers[0], answers[1]);
    }

    /// <summary>How many rows each table gains, where it gains any.</summary>
    protected static async Task<IReadOnlyDictionary<string, long>> GrowthOfAsync(Func<Task> work)
    {
        var before = Counts();
        await work();
        return Counts().Where(table => table.Value != before[table.Key])
            .ToDictionary(table => table.Key, table => table.Value - before[table.Key]);
    }

    /// <summary>
    /// The kinds of an incident's journal entries in their order, each with its sequence; an entry that waits for no seal is none.
    /// </summary>
    protected static IReadOnlyList<string> ActsOn(JsonNode? incident) =>
        [.. Registry.Journal($"e.IncidentId = x'{Guid.Parse(incident!.ToString()):N}' AND e.Sequence IS NOT NULL")
            .Select(entry => $"{entry.Sequence} {entry.Kind}")];

    /// <summary>Asserts that who came too late was told where the referral stands and what they may do now.</summary>
    protected static async Task AssertToldAsync(Desk loser, JsonNode leg, Answer refused)
    {
        var now = await loser.GetAsync($"/v1/referrals/{leg["id"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (refused.Status, refused.Problem), Is.AnyOf((412, "precondition-failed"), (409, "illegal-transition")), refused.Text);
            Assert.That(refused.Says("/state"), Is.EqualTo(now.Says("/state")));
            Assert.That(refused.At("/allowed")?.ToJsonString(), Is.EqualTo(now.At("/allowed")!.ToJsonString()));
            Assert.That(refused.Says("/etag"), Is.EqualTo(now.ETag));
            Assert.That(ProblemShape.Faults(refused), Is.Empty);
        }
    }

    private static Dictionary<string, long> Counts() =>
        Registry.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", row => row.GetString(0))
            .ToDictionary(table => table, table => Registry.Query($"SELECT COUNT(*) FROM \"{table}\"", row => row.GetInt64(0)).Single());
}

/// <summary>Starts things at one moment.</summary>
internal static class Together
{
    /// <summary>Sends so many requests, all at once, and gives their answers in that order.</summary>
    public static async Task<Answer[]> SendAsync(int requests, Func<int, Task<Answer>> send)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, requests).Select(async at =>
        {
            await start.Task;
            return await send(at);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(all);
    }
}
