using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Api.Tests.Life;

/// <summary>A registry that can be killed: what it has acknowledged lies in its file, and nothing else of it survives.</summary>
internal abstract class World : IAsyncDisposable
{
    private readonly Dictionary<Actor, Desk> desks = [];

    /// <summary>How far apart two clocks may be that say the same: nothing where the test holds the clock.</summary>
    public abstract TimeSpan Tolerance { get; }

    /// <summary>What the registry takes for now, as exactly as <see cref="Tolerance"/> says.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The store's file.</summary>
    protected abstract string File { get; }

    /// <summary>Starts one that knows the model's procedure and no case.</summary>
    public static async Task<World> BeginAsync<T>() where T : World, new()
    {
        var world = new T();
        await world.StartAsync(TimeSpan.Zero);
        world.Introduce();
        await world.RestartAsync(TimeSpan.Zero);
        return world;
    }

    /// <summary>Somebody at their desk, signed in where the registry now runs.</summary>
    public async Task<Desk> AsAsync(Actor actor) =>
        desks.TryGetValue(actor, out var desk) ? desk : desks[actor] = await SignInAsync(actor.ToString());

    /// <summary>Moves the registry's clock forward while it runs, and waits until it has done what is due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await AdvanceAsync(time);
        await CatchUpAsync();
    }

    /// <summary>Waits until the registry has done what is due.</summary>
    public Task CatchUpAsync() =>
        Eventually.SeesAsync(() => Read($"SELECT COUNT(*) FROM Clock WHERE FiresAt <= {Instants.ToStore(Now)}"), due => due == 0);

    /// <summary>Kills it, lets time pass, and starts it again.</summary>
    /// <param name="down">How long it was down.</param>
    public async Task RestartAsync(TimeSpan down)
    {
        desks.Clear();
        await KillAsync();
        await StartAsync(down);
        await CatchUpAsync();
    }

    /// <summary>
    /// Sends something, and lets the registry die in the middle of it. Whoever sent it gets no answer that it may believe.
    /// </summary>
    /// <param name="send">Sends it.</param>
    /// <param name="stored">Whether it should die after storing it and before telling anybody, or before.</param>
    /// <returns>Whether it was stored; null where only the registry knows.</returns>
    public async Task<bool?> DieInAsync(Func<Task<Answer>> send, bool stored)
    {
        try
        {
            return await DieAsync(send, stored);
        }
        catch (Exception lost) when (lost is HttpRequestException or AssertionException)
        {
            return IsCertain ? stored : null;
        }
    }

    /// <summary>What earlier interleavings left behind has no clock any more.</summary>
    public void Forget() => Execute("DELETE FROM Clock");

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Whether it dies where it is told to, and not somewhere near.</summary>
    protected abstract bool IsCertain { get; }

    protected abstract Task<bool?> DieAsync(Func<Task<Answer>> send, bool stored);

    protected abstract Task<Desk> SignInAsync(string user);

    protected abstract Task AdvanceAsync(TimeSpan time);

    protected abstract Task KillAsync();

    protected abstract Task StartAsync(TimeSpan down);

    /// <summary>The model's procedure comes into force, and the samples are forgotten. The registry reads it when it starts.</summary>
    protected void Introduce()
    {
        Execute("UPDATE SopPack SET Body = $body WHERE Jurisdiction = 'XK'", ("$body", Procedure.Pack));
        Forget();
    }

    private void Execute(string sql, params (string Name, string Value)[] values)
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private long Read(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
