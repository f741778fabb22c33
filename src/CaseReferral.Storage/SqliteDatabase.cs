using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CaseReferral.Storage;

/// <summary>How the embedded store is run.</summary>
public sealed record SqliteOptions
{
    /// <summary>The most acts committed in one transaction; 1 gives every act its own.</summary>
    public int GroupLimit { get; init; } = 256;

    /// <summary>How long to wait for another process's write before <see cref="StorageFault.Busy"/>.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A query that finds an act by <c>@Id</c>, to resolve an ambiguous commit: a row means committed.</summary>
    public Statement? EntryExists { get; init; }

    /// <summary>Called with the writer's connection each time it is opened, for example to set a page limit.</summary>
    public Action<SqliteConnection>? WriterOpened { get; init; }
}

/// <summary>The embedded store: one SQLite file, one writer that commits waiting acts in groups, pooled read-only connections.</summary>
public sealed class SqliteDatabase : Database
{
    /// <summary>Opens nothing yet: connections are opened when they are first needed.</summary>
    /// <param name="connectionString">As Microsoft.Data.Sqlite reads it, for example <c>Data Source=data/registry.db</c>.</param>
    /// <param name="clock">For the instant that <see cref="ProbeAsync"/> writes.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="logger">Told when the writer becomes unavailable.</param>
    public SqliteDatabase(
        string connectionString, TimeProvider clock, SqliteOptions? options = null, ILogger<SqliteDatabase>? logger = null)
    {
        _ = (connectionString, clock, options, logger);
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqlDialect.Sqlite;

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Func<Reader, T> work, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<Commit> CommitAsync(Act act, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
