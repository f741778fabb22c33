using System.Threading.Channels;
using CaseReferral.Domain.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CaseReferral.Storage;

/// <summary>
/// One thread that owns the only writing connection of this process. It takes all acts that wait, up to the group limit, runs them
/// back to back in one transaction, and answers each after that commit is durable: one flush of the disk serves them all.
/// </summary>
internal sealed partial class SqliteWriter
{
    // The writer's thread is woken on the thread that queues an act, with nothing in between.
    private readonly Channel<Pending> queue = Channel.CreateUnbounded<Pending>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string connectionString;
    private readonly SqliteOptions options;
    private readonly ILogger logger;
    private SqliteSession? session;

    public SqliteWriter(string connectionString, SqliteOptions options, ILogger logger)
    {
        this.connectionString = connectionString;
        this.options = options;
        this.logger = logger;
        new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();
    }

    /// <summary>How an attempt to run a group went.</summary>
    private enum Attempt
    {
        /// <summary>Every act has its outcome, and only the acts that succeeded have changed anything.</summary>
        Clean,

        /// <summary>An act changed something and then lost or failed.</summary>
        Spoilt,

        /// <summary>A statement ended the transaction by itself.</summary>
        Ended,
    }

    public Task<Commit> CommitAsync(Act act, CancellationToken ct)
    {
        // Arguments are read here, on the caller's thread: the writer's time is what everybody waits for.
        var pending = new Pending(act);
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<Commit>(ct);
        pending.CancelWith(ct);
        ObjectDisposedException.ThrowIf(!queue.Writer.TryWrite(pending), typeof(SqliteDatabase));
        return pending.Task;
    }

    /// <summary>Takes no more acts, finishes those that were queued, and closes the connection.</summary>
    public Task FinishAsync()
    {
        queue.Writer.TryComplete();
        return finished.Task;
    }

    private void Run()
    {
        var group = new List<Pending>(options.GroupLimit);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < options.GroupLimit && queue.Reader.TryRead(out var pending))
            {
                if (pending.TryTake())
                    group.Add(pending);
            }

            if (group.Count > 0)
                Decide(group);
            foreach (var pending in group)
                pending.Answer();
            group.Clear();
        }

        Close();
        finished.SetResult();
    }

    /// <summary>Gives every act of the group its outcome. Throws nothing: the writer outlives every failure.</summary>
    private void Decide(List<Pending> group)
    {
        try
        {
            session ??= Open();
            session.Say("BEGIN IMMEDIATE");
            var attempt = RunAll(group, eachSaved: false);
            if (attempt == Attempt.Spoilt)
            {
                session.Say("ROLLBACK");
                session.Say("BEGIN IMMEDIATE");
                attempt = RunAll(group, eachSaved: true);
            }

            if (attempt == Attempt.Ended)
                DecideOneByOne(group, new InvalidOperationException("A statement ended the transaction that it ran in."));
            else
                CommitGroup(group);
        }
        catch (SqliteException e) when (e.Fault() is { } fault)
        {
            FailAll(group, new StorageUnavailableException(fault, e));
        }
        catch (Exception e)
        {
            // Not an act's failure (those are kept with the act) and not the store's: say it to everybody, and go on.
            FailAll(group, e);
        }
    }

    private Attempt RunAll(List<Pending> group, bool eachSaved)
    {
        foreach (var pending in group)
        {
            if (eachSaved)
                session!.Say("SAVEPOINT act");
            var leftChanges = !RunSteps(pending);
            if (session!.IsIdle)
                return Attempt.Ended;
            if (leftChanges && !eachSaved)
                return Attempt.Spoilt;
            if (leftChanges)
                session.Say("ROLLBACK TO act");
            if (eachSaved)
                session.Say("RELEASE act");
        }

        return Attempt.Clean;
    }

    /// <summary>Runs one act and sets its outcome.</summary>
    /// <returns>False when the act didn't succeed but left changes, which must be undone.</returns>
    private bool RunSteps(Pending pending)
    {
        (pending.Outcome, pending.Failure) = (default, null);
        var changed = false;
        for (var i = 0; i < pending.Runs.Count; i++)
        {
            var (statement, values, exactlyOne, step) = pending.Runs[i];
            try
            {
                var rows = session!.Change(statement, values);
                changed |= rows > 0;
                if (!exactlyOne || rows == 1)
                    continue;
                pending.Outcome = Commit.LostBy(statement.Statement, step);
            }
            catch (SqliteException e) when (e.IsTakenKey())
            {
                // SQLite has undone what the statement did.
                pending.Outcome = Commit.LostBy(statement.Statement, step);
            }
            catch (Exception e) when (e is not SqliteException failed || failed.Fault() is null)
            {
                // A bug in one act fails that act, never its neighbours.
                pending.Failure = e;
            }

            return !changed;
        }

        pending.Outcome = Commit.Committed;
        return true;
    }

    private void CommitGroup(List<Pending> group)
    {
        try
        {
            session!.Say("COMMIT");
        }
        catch (SqliteException e) when (session!.IsIdle)
        {
            Resolve(group, e);
        }
        catch (SqliteException e) when (e.Fault() is null)
        {
            // A constraint that is checked at the end: some act is broken, and only running each alone tells which.
            session!.Say("ROLLBACK");
            DecideOneByOne(group, e);
        }
    }

    private void DecideOneByOne(List<Pending> group, Exception reason)
    {
        if (group is [var alone])
        {
            alone.Failure ??= reason;
            return;
        }

        foreach (var pending in group)
            Decide([pending]);
    }

    /// <summary>COMMIT failed and ended the transaction, so the acts may be stored or not: their ids, on a new connection, tell.</summary>
    private void Resolve(List<Pending> group, SqliteException e)
    {
        var fault = StorageFault.OutcomeUnknown;
        Close();
        try
        {
            if (options.EntryExists is { } entryExists)
            {
                session = Open();
                // The group is one transaction: an act of it that is stored tells that all are.
                if (group.Exists(pending => pending.Failure is null && pending.Outcome.Succeeded && IsStored(entryExists, pending)))
                    return;
                fault = e.Fault() ?? StorageFault.Failing;
            }
        }
        catch (SqliteException)
        {
            // What went wrong at the commit still does; the outcome stays unknown.
        }

        FailAll(group, new StorageUnavailableException(fault, e));
    }

    private bool IsStored(Statement entryExists, Pending pending)
    {
        var args = new { pending.Id };
        var rendered = entryExists.Render(SqlDialect.Sqlite, args);
        using var found = session!.Query(rendered, rendered.Values(args));
        return found.Read();
    }

    private void FailAll(List<Pending> group, Exception failure)
    {
        CannotCommit(logger, group.Count, failure.Message);
        Close();
        foreach (var pending in group)
            pending.Failure = failure;
    }

    private SqliteSession Open()
    {
        var opened = new SqliteSession(connectionString, options.BusyTimeout);
        try
        {
            if (opened.Ask("PRAGMA journal_mode = WAL") is not "wal")
                throw new StorageUnavailableException(StorageFault.NoSharedMemory);
            opened.Ask("PRAGMA synchronous = FULL");
            options.WriterOpened?.Invoke(opened.Connection);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private void Close()
    {
        // Closing rolls back what is open; the next group opens a new connection.
        session?.Dispose();
        session = null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Acts} acts could not be committed: {Reason}")]
    private static partial void CannotCommit(ILogger logger, int acts, string reason);

    /// <summary>An act in the queue: its statements rendered, its arguments read, its caller waiting.</summary>
    private sealed class Pending : TaskCompletionSource<Commit>
    {
        private const int Waiting = 0;
        private const int Taken = 1;
        private const int Cancelled = 2;

        private CancellationTokenRegistration cancellation;
        private int state = Waiting;

        public Pending(Act act) : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            Id = act.Id;
            Runs = new(act.Steps.Count);
            for (var i = 0; i < act.Steps.Count; i++)
            {
                var step = act.Steps[i];
                foreach (var args in step.Runs)
                {
                    var rendered = step.Statement.Render(SqlDialect.Sqlite, args);
                    Runs.Add((rendered, rendered.Values(args), step.ExactlyOne, i));
                }
            }
        }

        public EntryId Id { get; }

        public List<(RenderedStatement Statement, object[] Values, bool ExactlyOne, int Step)> Runs { get; }

        public Commit Outcome { get; set; }

        public Exception? Failure { get; set; }

        public void CancelWith(CancellationToken ct)
        {
            if (ct.CanBeCanceled)
                cancellation = ct.UnsafeRegister(static (self, token) => ((Pending)self!).Cancel(token), this);
        }

        public bool TryTake() => Interlocked.CompareExchange(ref state, Taken, Waiting) == Waiting;

        public void Answer()
        {
            cancellation.Unregister();
            if (Failure is null)
                SetResult(Outcome);
            else
                SetException(Failure);
        }

        private void Cancel(CancellationToken ct)
        {
            if (Interlocked.CompareExchange(ref state, Cancelled, Waiting) == Waiting)
                SetCanceled(ct);
        }
    }
}
