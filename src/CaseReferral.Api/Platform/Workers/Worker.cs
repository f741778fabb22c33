using CaseReferral.Api.Platform.Clock;
using CaseReferral.Storage;

namespace CaseReferral.Api.Platform.Workers;

/// <summary>
/// Does what is due, again and again, in every instance of the registry: a tick reads what is due and commits one guarded act each, so that
/// it doesn't matter how many instances tick. Instances start at different offsets. Nothing that fails ends it: the next tick tries again.
/// </summary>
public abstract partial class Worker(RegistryClock clock, WorkerState state, ILogger log) : BackgroundService
{
    /// <summary>The time between two ticks when nothing waits.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private TaskCompletionSource nudge = NewNudge();
    private bool broke;

    /// <summary>Now, by the registry's clock.</summary>
    protected DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Does what is due at <paramref name="now"/>.</summary>
    /// <returns>Since when the oldest of it was due, and whether more waits.</returns>
    protected abstract Task<Tick> TickAsync(DateTimeOffset now, CancellationToken ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // When the development clock is moved, a tick comes at once.
        clock.Advanced += Nudge;
        try
        {
            await PauseAsync(Every * Random.Shared.NextDouble(), stoppingToken);
            while (true)
            {
                Interlocked.Exchange(ref nudge, NewNudge());
                if (!await TryAsync(stoppingToken))
                    await PauseAsync(Every, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The registry stops; what is due stays due.
        }
        finally
        {
            clock.Advanced -= Nudge;
        }
    }

    /// <summary>
    /// Tries each of what is due, some side by side, so that their acts share the store's commits. One that breaks is said, and keeps none
    /// of the others: a row that can't be read would else be the oldest, and the first, of every tick.
    /// </summary>
    /// <returns>How many of them were done.</returns>
    protected async Task<int> TryEachAsync<T>(
        IEnumerable<T> due, int sideBySide, Func<T, CancellationToken, Task<bool>> tryOne, CancellationToken ct)
    {
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = sideBySide, CancellationToken = ct };
        await Parallel.ForEachAsync(due, options, async (one, stopping) =>
        {
            try
            {
                if (await tryOne(one, stopping))
                    Interlocked.Increment(ref done);
            }
            catch (Exception bug) when (bug is not (StorageUnavailableException or OperationCanceledException))
            {
                OneBroke(bug, state.Name);
                Volatile.Write(ref broke, true);
            }
        });
        return done;
    }

    private async Task<bool> TryAsync(CancellationToken ct)
    {
        try
        {
            var now = Now;
            Volatile.Write(ref broke, false);
            var tick = await TickAsync(now, ct);
            // What couldn't be done shows as degraded once it lasts.
            if (Volatile.Read(ref broke))
                return false;
            state.Ticked(clock.GetTimestamp(), tick.OldestDueAt is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero);
            return tick.More;
        }
        catch (StorageUnavailableException unavailable)
        {
            TickFailed(state.Name, unavailable.Fault.ToString());
        }
        catch (Exception bug) when (bug is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // A bug, or a row that can't be read: said, shown as degraded once it lasts, and no reason to leave everything else undone.
            TickBroke(bug, state.Name);
        }

        return false;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(Task.Delay(pause, clock, ended.Token), nudge.Task);
        await ended.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private void Nudge() => nudge.TrySetResult();

    private static TaskCompletionSource NewNudge() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A tick of {Worker} could not be done: {Fault}")]
    private partial void TickFailed(string worker, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "One of what was due for {Worker} broke; the others go on.")]
    private partial void OneBroke(Exception bug, string worker);

    [LoggerMessage(Level = LogLevel.Error, Message = "A tick of {Worker} broke.")]
    private partial void TickBroke(Exception bug, string worker);
}

/// <summary>What a tick found.</summary>
/// <param name="OldestDueAt">Since when the oldest of what was due was due; null when nothing was.</param>
/// <param name="More">Whether more waits, so that the next tick comes at once.</param>
public readonly record struct Tick(DateTimeOffset? OldestDueAt, bool More);
