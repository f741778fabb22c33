using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaseReferral.Storage;

/// <summary>How the embedded store is run.</summary>
public sealed record SqliteOptions
{
    /// <summary>The most acts committed in one transaction; 1 gives every act its own.</summary>
    public int GroupLimit { get; init; } = 256;

    /// <summary>How long to wait for another process's write before <see cref="StorageFault.Busy"/>; about a second at least.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A query that finds an act by <c>@Id</c>, to resolve an ambiguous commit: a row means committed.</summary>
    public Statement? EntryExists { get; init; }

    /// <summary>Called with the writer's connection each time it is opened, for example to set a page limit.</summary>
    public Action<SqliteConnection>? WriterOpened { get; init; }
}

/// <summary>
/// The embedded store: one SQLite file in WAL mode with <c>synchronous=FULL</c>, one writer that commits waiting acts in groups, and
/// pooled read-only connections. Several processes may share the file.
/// </summary>
public sealed class SqliteDatabase : Database
{
    private const int MostIdleReaders = 64;

    private readonly ConcurrentStack<SqliteSession> idleReaders = new();
    private readonly SqliteWriter writer;
    private readonly string readOnly;
    private readonly TimeSpan busyTimeout;
    private readonly TimeProvider clock;
    private volatile bool disposed;

    /// <summary>Opens nothing yet: connections are opened when they are first needed, and a missing file is never made.</summary>
    /// <param name="connectionString">As Microsoft.Data.Sqlite reads it, for example <c>Data Source=data/registry.db</c>.</param>
    /// <param name="clock">For the instant that <see cref="Database.ProbeAsync"/> writes.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="logger">Told when the store can't be written.</param>
    /// <exception cref="ArgumentException">The connection string names no file.</exception>
    public SqliteDatabase(
        string connectionString, TimeProvider clock, SqliteOptions? options = null, ILogger<SqliteDatabase>? logger = null)
    {
        options ??= new SqliteOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GroupLimit, 1, nameof(options));

        this.clock = clock;
        busyTimeout = options.BusyTimeout;
        readOnly = SqliteFile.ConnectionString(connectionString, SqliteOpenMode.ReadOnly);
        writer = new SqliteWriter(
            SqliteFile.ConnectionString(connectionString, SqliteOpenMode.ReadWrite), options,
            logger ?? NullLogger<SqliteDatabase>.Instance);
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqlDialect.Sqlite;

    /// <inheritdoc/>
    /// <remarks>Runs on the caller's thread: a read takes microseconds, less than a change of threads.</remarks>
    public override Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<T>(ct);

        try
        {
            return Task.FromResult(Read(load));
        }
        catch (SqliteException e) when (e.Fault() is { } fault)
        {
            return Task.FromException<T>(new StorageUnavailableException(fault, e));
        }
        catch (Exception e)
        {
            // A task tells its failures when it is awaited.
            return Task.FromException<T>(e);
        }
    }

    /// <inheritdoc/>
    public override Task<Commit> CommitAsync(Act act, CancellationToken ct)
    {
        try
        {
            return writer.CommitAsync(act, ct);
        }
        catch (Exception e)
        {
            // A task tells its failures when it is awaited.
            return Task.FromException<Commit>(e);
        }
    }

    /// <inheritdoc/>
    public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => WriteProbe.WriteAsync(this, clock.GetUtcNow(), ct);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        disposed = true;
        await writer.FinishAsync();
        CloseIdleReaders();
    }

    private void CloseIdleReaders()
    {
        while (idleReaders.TryPop(out var session))
            session.Dispose();
    }

    private T Read<T>(Load<T> load)
    {
        ObjectDisposedException.ThrowIf(disposed, this);

        var session = idleReaders.TryPop(out var idle) ? idle : new SqliteSession(readOnly, busyTimeout);
        T result;
        try
        {
            session.Say("BEGIN");
            result = load.From(new Snapshot(session));
            session.Say("COMMIT");
        }
        catch
        {
            // Whatever state it is in, the next read shall not inherit it.
            session.Dispose();
            throw;
        }

        if (idleReaders.Count < MostIdleReaders)
            idleReaders.Push(session);
        else
            session.Dispose();
        if (disposed)
            CloseIdleReaders();
        return result;
    }

    private sealed class Snapshot(SqliteSession session) : RowSource
    {
        public override IReadOnlyList<TRow> Next<TRow>(Query<TRow> query)
        {
            var rendered = query.Render(SqlDialect.Sqlite);
            using var reader = session.Query(rendered, query.ValuesFor(rendered));
            return Query<TRow>.ReadAll(reader);
        }
    }
}
