using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CaseReferral.Api.Tests.Processes;

/// <summary>Twenty-one kills, on two files side by side: each start goes through all that the file holds by then.</summary>
[TestFixture(11, 20260318), TestFixture(10, 20260319), Category("Process")]
public sealed class A_killed_registry(int kills, int seed)
{
    private const int MostAcknowledged = 90;

    [Test]
    public async Task Has_every_filing_that_it_acknowledged_exactly_once()
    {
        using var data = new DataFolder();
        var random = new Random(seed);
        Dictionary<Guid, JsonObject> acknowledged = [];
        Dictionary<Guid, JsonObject> unanswered = [];

        for (var kill = 0; kill <= kills; kill++)
        {
            await using var registry = await RunningRegistry.StartAsync(data.Launch);

            var filed = data.Filed();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(data.Faults(), Is.Empty, $"after {kill} kills");
                Assert.That(
                    acknowledged.Keys.Where(id => filed.GetValueOrDefault(id) != 1), Is.Empty, $"lost or doubled after {kill} kills");
                Assert.That(filed.Values, Is.All.EqualTo(1), $"after {kill} kills");
            }

            // The devices do what they do when nothing came back, and some send again what did.
            foreach (var (id, filing) in unanswered)
            {
                var answer = await Burst.RefileAsync(registry, filing);
                Assert.That(answer.Status, Is.EqualTo(filed.ContainsKey(id) ? 200 : 201), answer.Text);
                acknowledged.Add(id, filing);
            }

            if (acknowledged.Count > 0)
            {
                var again = await Burst.RefileAsync(registry, acknowledged.ElementAt(random.Next(acknowledged.Count)).Value);
                Assert.That((again.Status, again.Replayed), Is.EqualTo((200, true)), again.Text);
            }

            if (kill == kills)
                break;
            var burst = await Burst.StartAsync(registry, after: random.Next(MostAcknowledged));
            await burst.Enough;
            Spin(TimeSpan.FromMicroseconds(random.Next(4_000)));
            registry.Kill();
            await burst.Ended;

            Assert.That(burst.Refusals, Is.Empty);
            foreach (var (id, filing) in burst.Acknowledged)
                acknowledged.Add(id, filing);
            unanswered = new(burst.Unanswered);
        }

        Assert.That(data.Filed(), Is.SupersetOf(acknowledged.Keys.Select(id => KeyValuePair.Create(id, 1))));
    }

    // Shorter than any timer: where in a group's commit the kill falls is what varies.
    private static void Spin(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
            Thread.SpinWait(10);
    }
}
