using System.Diagnostics;
using CaseReferral.Storage.SqlServer;
using Microsoft.Data.SqlClient;
using Polly;

namespace CaseReferral.Storage;

/// <summary>How the server is asked.</summary>
public sealed record SqlServerOptions
{
    /// <summary>How long one attempt at an act or a load may take, its connection included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long one statement waits for a lock. Shorter than an attempt, so that it is the server that gives up and says so: nothing was
    /// stored and that is certain, the connection stays, and it counts as neighbours in the way and not as a server that is away.
    /// </summary>
    public TimeSpan LockTimeout => AttemptTimeout * 0.6;

    /// <summary>How long all attempts together may take.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often an act or a load is tried again.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the first retry, doubled each time, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait before a retry.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many attempts within <see cref="BreakerSampling"/> it takes before the breaker judges: half of them failing opens it. Few, for a
    /// client knocks at a closed door for the whole attempt.
    /// </summary>
    public int BreakerThroughput { get; init; } = 5;

    /// <summary>The window that the breaker looks at.</summary>
    public TimeSpan BreakerSampling { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server isn't asked once the breaker is open.</summary>
    public TimeSpan BreakerRest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Sends reads that may lag to a readable replica (<c>ApplicationIntent=ReadOnly</c>).</summary>
    public bool ReadFromReplica { get; init; }

    /// <summary>A query that finds an act by <c>@Id</c>, to resolve an ambiguous commit: a row means committed.</summary>
    public Statement? EntryExists { get; init; }
}

/// <summary>
/// The production store: SQL Server 2019 and later, or Azure SQL. An act is one T-SQL batch in a transaction, a load one batch in one
/// snapshot; both are retried as a whole. Any number of instances may share the database.
/// </summary>
public sealed class SqlServerDatabase : Database
{
    private readonly SqlServerOptions options;
    private readonly ResiliencePipeline pipeline;
    private readonly ResiliencePipeline replicas;
    private readonly string primary;
    private readonly string lagging;
    private readonly TimeProvider clock;
    private volatile bool disposed;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="connectionString">As Microsoft.Data.SqlClient reads it.</param>
    /// <param name="clock">For the instant that <see cref="Database.ProbeAsync"/> writes.</param>
    /// <param name="options">How the server is asked.</param>
    /// <param name="time">For timeouts and retries; the system's when null.</param>
    public SqlServerDatabase(string connectionString, TimeProvider clock, SqlServerOptions? options = null, TimeProvider? time = null)
    {
        this.clock = clock;
        this.options = options ?? new SqlServerOptions();
        pipeline = Resilience.Of(this.options, time ?? TimeProvider.System);
        replicas = Resilience.Of(
            this.options with { Retries = 1, TotalTimeout = this.options.AttemptTimeout }, time ?? TimeProvider.System);
        primary = SqlServerConnections.ConnectionString(connectionString, this.options.AttemptTimeout, ApplicationIntent.ReadWrite);
        lagging = this.options.ReadFromReplica
            ? SqlServerConnections.ConnectionString(connectionString, this.options.AttemptTimeout, ApplicationIntent.ReadOnly)
            : primary;
    }

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqlDialect.SqlServer;

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Load<T> load, CancellationToken ct) => ReadAsync(load, primary, pipeline, ct);

    /// <inheritdoc/>
    public override async Task<T> ReadLaggingAsync<T>(Load<T> load, CancellationToken ct)
    {
        if (lagging == primary)
            return await ReadAsync(load, ct);
        try
        {
            return await ReadAsync(load, lagging, replicas, ct);
        }
        catch (StorageUnavailableException)
        {
            // A replica that is away costs its readers a moment, and the primary nothing but their reads.
            return await ReadAsync(load, ct);
        }
    }

    /// <inheritdoc/>
    public override async Task<Commit> CommitAsync(Act act, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        // Arguments are read here, before anything is awaited. One command serves one attempt; a wrong one is a bug of the first.
        var command = ActBatch.Command(act, options.LockTimeout);
        ct.ThrowIfCancellationRequested();

        var mayBeStored = false;
        try
        {
            // From here on the act's outcome is awaited: whoever cancels now would never know.
            return await RunAsync(
                "act",
                pipeline,
                token => SqlServerConnections.OnAsync(
                    primary,
                    async connection =>
                    {
                        await using var attempt = command.Clone();
                        var wasSent = mayBeStored;
                        mayBeStored = true;
                        var result = await SendAsync(connection, attempt, token);
                        // The server has spoken, and what it says of this attempt is certain.
                        mayBeStored = wasSent;
                        var commit = Judge(act, result);
                        if (wasSent && !commit.Succeeded)
                            commit = await ResolveAsync(connection, act, commit, token);
                        else if (wasSent)
                            StorageMetrics.WasAmbiguous("tried-again");
                        return commit;
                    },
                    token),
                CancellationToken.None);
        }
        catch (Exception failure) when (mayBeStored && Resilience.Told(failure, StorageFault.OutcomeUnknown) is { } unknown)
        {
            StorageMetrics.WasAmbiguous("unknown");
            throw unknown;
        }
        finally
        {
            await command.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public override Task<StorageFault?> ProbeAsync(CancellationToken ct) => WriteProbe.WriteAsync(this, clock.GetUtcNow(), ct);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        disposed = true;
        SqlServerConnections.ClearPool(primary);
        if (lagging != primary)
            SqlServerConnections.ClearPool(lagging);
        return ValueTask.CompletedTask;
    }

    private async Task<T> ReadAsync<T>(Load<T> load, string connectionString, ResiliencePipeline through, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var queries = load.Queries.ToArray();
        if (queries.Length == 0)
            return load.From(new ReadRows([]));

        var rows = await RunAsync(
            "load",
            through,
            token => SqlServerConnections.OnAsync(
                connectionString,
                async connection =>
                {
                    await using var command = LoadBatch.Command(queries, options.LockTimeout);
                    SqlServerConnections.Prepare(command, connection, options.AttemptTimeout);
                    await using var reader = await command.ExecuteReaderAsync(token);
                    var sets = new object[queries.Length];
                    for (var at = 0; at < queries.Length; at++)
                    {
                        sets[at] = await queries[at].ReadAllAsync(reader, token);
                        await reader.NextResultAsync(token);
                    }

                    return sets;
                },
                token),
            ct);
        return load.From(new ReadRows(rows));
    }

    private async Task<ActResult> SendAsync(SqlConnection connection, SqlCommand command, CancellationToken ct)
    {
        SqlServerConnections.Prepare(command, connection, options.AttemptTimeout);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            throw new StorageUnavailableException(StorageFault.Unreachable);
        var result = new ActResult((ActOutcome)reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
        // Whatever the server sends after the row is read too: an error that ended the batch is thrown here.
        while (await reader.NextResultAsync(ct))
        {
        }

        return result;
    }

    private static Commit Judge(Act act, ActResult result) => result.Outcome switch
    {
        ActOutcome.Committed => Commit.Committed,
        ActOutcome.Lost => Commit.LostBy(act.Steps[result.Step].Statement, result.Step),
        _ when SqlServerFaults.IsTakenKey(result.Error) => Commit.LostBy(act.Steps[result.Step].Statement, result.Step),
        _ => throw (SqlServerFaults.Fault(result.Error) is { } fault
            ? new StorageUnavailableException(fault)
            : new StatementFailedException(act.Steps[result.Step].Statement, result.Error)),
    };

    /// <summary>An earlier attempt may have been stored, and this one lost: then its own entry tells whether it lost to itself.</summary>
    private async Task<Commit> ResolveAsync(SqlConnection connection, Act act, Commit lost, CancellationToken ct)
    {
        if (options.EntryExists is not { } entryExists)
            return lost;

        var args = new { act.Id };
        await using var command = LoadBatch.Command([new Query<int>(entryExists, Lookup, args)], options.LockTimeout);
        SqlServerConnections.Prepare(command, connection, options.AttemptTimeout);
        var found = await command.ExecuteScalarAsync(ct) is not null;
        StorageMetrics.WasAmbiguous(found ? "committed" : "lost");
        return found ? Commit.Committed : lost;
    }

    private async Task<T> RunAsync<T>(
        string operation, ResiliencePipeline through, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(Resilience.Operation, operation);
        try
        {
            var result = await through.ExecuteAsync(
                async attempt =>
                {
                    var token = attempt.CancellationToken;
                    try
                    {
                        return await work(token);
                    }
                    catch (Exception failure) when (Resilience.FaultOf(failure) is StorageFault.ReadOnly)
                    {
                        // The name may lead to another server by now; the connections that are kept don't.
                        SqlServerConnections.ClearPool(primary);
                        throw;
                    }
                    catch (Exception stopped) when (token.IsCancellationRequested && stopped is not OperationCanceledException)
                    {
                        // The client tells a cancelled command as an error of its own; the timeout that cancelled it wants to know.
                        throw new OperationCanceledException("The attempt was stopped.", stopped, token);
                    }
                },
                context);
            outcome = "done";
            return result;
        }
        catch (Exception failure) when (Resilience.Told(failure) is { } told)
        {
            outcome = told.Fault.ToString();
            if (ReferenceEquals(told, failure))
                throw;
            throw told;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            StorageMetrics.Took(operation, outcome, Stopwatch.GetElapsedTime(started));
        }
    }

    private static readonly AccessScope Lookup = AccessScope.Registry("whether an act was stored");

    private sealed class ReadRows(object[] sets) : RowSource
    {
        private int next;

        public override IReadOnlyList<TRow> Next<TRow>(Query<TRow> query) => (IReadOnlyList<TRow>)sets[next++];
    }
}

/// <summary>A statement of an act broke a rule of the schema: a bug. The message holds neither SQL nor values.</summary>
/// <param name="statement">The statement.</param>
/// <param name="error">The engine's number of the error.</param>
public sealed class StatementFailedException(Statement statement, int error)
    : Exception($"{statement} failed with error {error} of SQL Server, and the act was undone.")
{
    /// <summary>The engine's number of the error.</summary>
    public int Error { get; } = error;
}
