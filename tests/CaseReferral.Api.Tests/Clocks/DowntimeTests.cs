using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Api.Tests.Processes;

namespace CaseReferral.Api.Tests.Clocks;

/// <summary>Real processes that are killed, restarted later, and share a file: no level is lost, early or fired twice.</summary>
[TestFixture, Category("Process")]
public sealed class Escalation_across_processes
{
    private const string Officer = "officer@ME-BAR-PCU";

    // As many as a build waits for; CASE_REFERRAL_KILLS=100 runs the long one.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CASE_REFERRAL_KILLS") ?? "8", null);

    [Test]
    public async Task Loses_no_level_that_was_due_while_the_registry_was_down()
    {
        using var data = new DataFolder();
        HashSet<Guid> legs;
        await using (var before = await RunningRegistry.StartAsync(data.Launch))
        {
            legs = await FileAsync(before, 1);
            before.Kill();
        }

        Assert.That(Level.Of(data, legs), Is.Empty);

        await using var after = await RunningRegistry.StartAsync(data.Launch with { Arguments = ["--DevelopmentClock:Ahead=PT46M"] });
        var levels = await Eventually.SeesAsync(() => Level.Of(data, legs), levels => levels.Count >= 3);
        var filed = data.Read(
            $"SELECT MadeAt FROM Referral WHERE hex(Id) = '{legs.Single().ToString("N").ToUpperInvariant()}'",
            row => Storage.Instants.FromStore(row.GetInt64(0))).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(levels.Select(level => level.Number), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(levels.Select(level => (level.DueAt - filed).TotalMinutes), Is.EqualTo(new[] { 15, 30, 45 }));
        }
    }

    [Test]
    public async Task Fires_each_level_once_however_many_share_the_file()
    {
        const int Filed = 40;
        const int Processes = 3;
        using var data = new DataFolder();
        HashSet<Guid> legs;
        await using (var before = await RunningRegistry.StartAsync(data.Launch))
        {
            legs = await FileAsync(before, Filed);
            before.Kill();
        }

        var late = data.Launch with { Arguments = ["--DemoData:Enabled=false", "--DevelopmentClock:Ahead=PT46M"] };
        var registries = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => RunningRegistry.StartAsync(late)));
        await Eventually.SeesAsync(() => Level.Of(data, legs), levels => levels.Count >= 3 * Filed);
        foreach (var registry in registries)
            await registry.DisposeAsync();

        AssertInOrder(data, Level.Of(data, legs), expected: 3);
    }

    [Test]
    public async Task Fires_each_level_once_under_kills_at_random_points()
    {
        const int Filed = 60;
        var random = new Random(20261124);
        using var data = new DataFolder();
        HashSet<Guid> legs;
        await using (var before = await RunningRegistry.StartAsync(data.Launch))
        {
            legs = await FileAsync(before, Filed);
            before.Kill();
        }

        for (var kill = 1; kill <= Kills; kill++)
        {
            var done = Level.Of(data, legs).Count;
            var enough = done + random.Next(3 * Filed / Kills + 2);
            var late = data.Launch with { Arguments = ["--DemoData:Enabled=false", $"--DevelopmentClock:Ahead=PT{46 + kill}M"] };
            await using var registry = await RunningRegistry.StartAsync(late);
            await Eventually.SeesAsync(() => Level.Of(data, legs).Count, count => count >= Math.Min(enough, 3 * Filed));
            registry.Kill();

            AssertInOrder(data, Level.Of(data, legs), expected: null);
        }

        await using var last = await RunningRegistry.StartAsync(
            data.Launch with { Arguments = ["--DemoData:Enabled=false", $"--DevelopmentClock:Ahead=PT{47 + Kills}M"] });
        await Eventually.SeesAsync(() => Level.Of(data, legs).Count(level => level.Number == 3), count => count >= Filed);
        AssertInOrder(data, Level.Of(data, legs), expected: null);
    }

    // Level 3 repeats; that a repeat is no double is told by the instant it was due.
    private static void AssertInOrder(DataFolder data, IReadOnlyList<Level> levels, int? expected)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var leg in levels.GroupBy(level => level.Leg))
            {
                var ladder = leg.Select(level => level.Number).ToList();
                Assert.That(ladder.Take(3), Is.EqualTo(Enumerable.Range(1, Math.Min(3, ladder.Count))), $"{leg.Key}");
                Assert.That(ladder.Skip(3), Is.All.EqualTo(3));
                Assert.That(leg.Select(level => level.DueAt), Is.Ordered.And.Unique, $"{leg.Key}");
                if (expected is not null)
                    Assert.That(ladder, Has.Count.EqualTo(expected));
            }

            Assert.That(levels.Where(level => level.FiredAt < level.DueAt), Is.Empty, "none is early");
            Assert.That(data.Faults(), Is.Empty);
        }
    }

    // The leading legs: 15 minutes to acknowledge each.
    private static async Task<HashSet<Guid>> FileAsync(RunningRegistry registry, int count)
    {
        var desk = new Desk(registry.Http, Officer, await registry.TokenAsync(Officer));
        HashSet<Guid> legs = [];
        for (var filed = 0; filed < count; filed++)
            legs.Add(Guid.Parse((await desk.FiledAsync(Scenarios.Fresh("01"))).Leg("ME-OPTEAM")["id"]!.ToString()));
        return legs;
    }
}
