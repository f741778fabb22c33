using Microsoft.Data.Sqlite;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>
/// Tells what changed in a store since it was asked last, the access log aside. SQLite tells a connection whether another one has
/// committed anything, so that a request which wrote nothing costs next to nothing.
/// </summary>
public sealed class StoreWatch : IDisposable
{
    private readonly Registry registry;
    private readonly SqliteConnection connection;
    private IReadOnlyDictionary<string, string> state;
    private long version;

    /// <summary>Begins to watch.</summary>
    public StoreWatch(Registry registry)
    {
        this.registry = registry;
        connection = new($"Data Source={registry.File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        version = Version();
        state = registry.State();
    }

    /// <summary>The tables that changed since the last time, each with what it held before and what it holds now.</summary>
    public IReadOnlyList<string> Changes()
    {
        if (Version() is var now && now == version)
            return [];
        var before = state;
        (version, state) = (now, registry.State());
        return [.. state.Where(table => before.GetValueOrDefault(table.Key) != table.Value)
            .Select(table => $"{table.Key}: {before.GetValueOrDefault(table.Key)} -> {table.Value}")];
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private long Version()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }
}
