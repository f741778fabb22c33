using CaseReferral.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Races;

/// <summary>
/// The real store behind a place where acts wait for each other: when asked to, it lets none through before all have been decided. So
/// every loser really decided on what was no longer true, whatever the machine's load.
/// </summary>
public sealed class MeetingPoint(Database store) : Database
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Meeting? meeting;

    /// <inheritdoc/>
    public override SqlDialect Dialect => store.Dialect;

    /// <summary>Puts a meeting point in front of the program's store.</summary>
    public static void Install(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(Database)).ImplementationFactory!;
        services.AddSingleton<Database>(all => new MeetingPoint((Database)real(all)));
    }

    /// <summary>The next acts, so many, go on together once the last of them has come; later ones pass.</summary>
    public void Expect(int acts) => Volatile.Write(ref meeting, new Meeting(acts));

    /// <summary>Ends when the first of those that are expected waits for the others.</summary>
    public Task FirstCome => Volatile.Read(ref meeting)!.First;

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct) => store.ReadAsync(load, ct);

    /// <inheritdoc/>
    public override async Task<Commit> CommitAsync(Act act, CancellationToken ct)
    {
        if (Volatile.Read(ref meeting) is { } here)
            await here.ComeAsync();
        return await store.CommitAsync(act, ct);
    }

    /// <inheritdoc/>
    public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => store.ProbeAsync(ct);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => store.DisposeAsync();

    private sealed class Meeting(int expected)
    {
        private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int come;

        public Task First => first.Task.WaitAsync(Patience);

        public Task ComeAsync()
        {
            var place = Interlocked.Increment(ref come);
            first.TrySetResult();
            if (place == expected)
                complete.SetResult();
            return place > expected ? Task.CompletedTask : complete.Task.WaitAsync(Patience);
        }
    }
}
