using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaseReferral.Api.Tests.Platform;

/// <summary>What the registry does by itself, one thing after the other.</summary>
public sealed class A_worker
{
    [Test]
    public async Task Does_all_else_in_the_same_tick_when_the_oldest_of_what_is_due_can_not_be_done()
    {
        var clock = new RegistryClock(TimeProvider.System);
        using var worker = new Doing(clock, new WorkerState("test", clock), NullLogger.Instance);
        await worker.StartAsync(CancellationToken.None);

        Assert.That(await worker.FirstTick.Task.WaitAsync(TimeSpan.FromSeconds(30)), Is.EqualTo((int[])[2, 3, 4, 5]));
        await worker.StopAsync(CancellationToken.None);
    }

    private sealed class Doing(RegistryClock clock, WorkerState state, ILogger log) : Worker(clock, state, log)
    {
        public TaskCompletionSource<IReadOnlyList<int>> FirstTick { get; } = new();

        protected override async Task<Tick> TickAsync(DateTimeOffset now, CancellationToken ct)
        {
            List<int> done = [];
            await TryEachAsync(
                [1, 2, 3, 4, 5], 1,
                (one, _) =>
                {
                    if (one == 1)
                        throw new InvalidOperationException("This one can't be read.");
                    done.Add(one);
                    return Task.FromResult(true);
                },
                ct);
            FirstTick.TrySetResult(done);
            return default;
        }
    }
}
