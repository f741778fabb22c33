using CaseReferral.Domain.Shared;
using Microsoft.Data.Sqlite;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

/// <summary>A store on a real file, and a gate that holds its writer at the first act until a group has queued up.</summary>
public abstract class A_store
{
    private protected TemporaryFile File { get; private set; } = null!;

    [SetUp]
    public async Task MakeFile() => File = await TemporaryFile.MigratedAsync();

    [TearDown]
    public void DeleteFile() => File.Dispose();

    /// <summary>Commits the acts in one group, in this order: the writer is held until all have queued.</summary>
    private protected static async Task<Task<Commit>[]> CommitTogetherAsync(SqliteDatabase database, Gate gate, params Act[] acts)
    {
        var first = database.CommitAsync(new Act(NewEntry()).DoAny(Gate.Hold, new { }));
        await gate.Reached;
        var all = acts.Select(database.CommitAsync).ToArray();
        gate.Open();
        await first;
        await Task.WhenAll(all.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        return all;
    }

    /// <summary>An SQL function on the writer's connection that waits, and counts the transactions that the writer commits.</summary>
    private protected sealed class Gate
    {
        public static readonly Statement Hold = new(_ => "DELETE FROM Migration WHERE hold() = 0");

        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource open = new();
        private int commits;

        public Gate(int groupLimit = 256, Statement? entryExists = null, Action<SqliteConnection>? opened = null) => Options = new SqliteOptions
        {
            GroupLimit = groupLimit,
            EntryExists = entryExists,
            BusyTimeout = TimeSpan.FromSeconds(5),
            WriterOpened = connection =>
            {
                connection.CreateFunction("hold", () =>
                {
                    reached.TrySetResult();
                    open.Task.Wait();
                    return 1;
                });
                SQLitePCL.raw.sqlite3_commit_hook(connection.Handle, _ => Interlocked.Increment(ref commits) * 0, null);
                opened?.Invoke(connection);
            },
        };

        public SqliteOptions Options { get; }

        public Task Reached => reached.Task;

        public int Commits => Volatile.Read(ref commits);

        public void Open() => open.TrySetResult();
    }
}

[TestFixture]
public sealed class Waiting_acts : A_store
{
    [Test]
    public async Task Are_committed_in_one_transaction()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(Entry("first"));
        var before = gate.Commits;

        var answers = await CommitTogetherAsync(database, gate, [.. Enumerable.Range(0, 200).Select(_ => Entry())]);

        Assert.That(answers.Select(answer => answer.Result.Succeeded), Is.All.True);
        Assert.That(await database.CountAsync(), Is.EqualTo(201));
        Assert.That(gate.Commits - before, Is.EqualTo(2), "one for the act that was held, one for all others");
    }

    [Test]
    public async Task Have_a_transaction_each_when_the_group_limit_is_one()
    {
        var gate = new Gate(groupLimit: 1);
        await using var database = File.Open(gate.Options);

        await CommitTogetherAsync(database, gate, [.. Enumerable.Range(0, 20).Select(_ => Entry())]);

        Assert.That(gate.Commits, Is.EqualTo(21));
    }

    [Test]
    public async Task Are_finished_before_the_store_closes()
    {
        var gate = new Gate();
        Task<Commit>[] answers;
        await using (var database = File.Open(gate.Options))
        {
            var held = database.CommitAsync(new Act(NewEntry()).DoAny(Gate.Hold, new { }));
            await gate.Reached;
            answers = [.. Enumerable.Range(0, 20).Select(_ => database.CommitAsync(Entry()))];
            var closing = database.DisposeAsync();
            Assert.That(closing.IsCompleted, Is.False);
            Assert.That(async () => await database.CommitAsync(Entry()), Throws.TypeOf<ObjectDisposedException>());
            gate.Open();
            await closing;
            await held;
        }

        Assert.That(answers.Select(answer => answer.IsCompletedSuccessfully && answer.Result.Succeeded), Is.All.True);
        await using var again = File.Open();
        Assert.That(await again.CountAsync(), Is.EqualTo(20));
    }

    [Test]
    public async Task Can_be_cancelled_until_they_are_taken()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        using var cancellation = new CancellationTokenSource();
        var taken = database.CommitAsync(new Act(NewEntry()).DoAny(Gate.Hold, new { }).Do(InsertEntry, new { Id = NewEntry(), Note = "taken" }), cancellation.Token);
        await gate.Reached;
        var waiting = database.CommitAsync(Entry("waiting"), cancellation.Token);

        await cancellation.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>(), "answered at once, while the writer is held");
        Assert.That(taken.IsCompleted, Is.False);
        gate.Open();

        Assert.That((await taken).Succeeded, Is.True);
        Assert.That(await database.CommitAsync(Entry("after")), Is.EqualTo(Commit.Committed));
        Assert.That(
            await database.ReadAsync(reader => reader.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["taken", "after"]));
    }

    [Test]
    public async Task Are_not_queued_when_they_are_cancelled_already()
    {
        await using var database = File.Open();
        Assert.That(async () => await database.CommitAsync(Entry(), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await database.CountAsync(), Is.Zero);
    }
}

[TestFixture]
public sealed class An_act_that_loses : A_store
{
    [Test]
    public async Task At_its_first_step_costs_its_neighbours_nothing()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 5 }));
        var before = gate.Commits;

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), new Act(NewEntry()).Do(Advance, new { Name = "a", Value = 4 }).Do(InsertEntry, new { Id = NewEntry(), Note = "loser" }), Entry("after"));

        Assert.That((await answers[1]).Succeeded, Is.False);
        Assert.That((await answers[1]).LostAt, Is.Zero);
        Assert.That((await answers[1]).Lost, Is.SameAs(Advance));
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(gate.Commits - before, Is.EqualTo(2), "the held act, and all others without a second attempt");
        Assert.That(
            await database.ReadAsync(reader => reader.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task At_a_later_step_leaves_nothing_half_written()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 5 }));

        var answers = await CommitTogetherAsync(
            database, gate,
            Entry("before"),
            Entry("loser").DoAny(AdvanceAll, new { }).Do(Advance, new { Name = "a", Value = 4 }).Do(InsertEntry, new { Id = NewEntry(), Note = "never" }),
            Entry("after"));

        Assert.That((await answers[1]).LostAt, Is.EqualTo(2));
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(await database.ValueAsync("a"), Is.EqualTo(5));
        Assert.That(
            await database.ReadAsync(reader => reader.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task To_a_neighbour_of_the_same_group_is_told_so()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 0 }));

        var answers = await CommitTogetherAsync(
            database, gate, [.. Enumerable.Range(0, 10).Select(_ => new Act(NewEntry()).Do(Advance, new { Name = "a", Value = 0 }).Do(InsertEntry, new { Id = NewEntry(), Note = "" }))]);

        Assert.That(answers.Count(answer => answer.Result.Succeeded), Is.EqualTo(1));
        Assert.That(await database.ValueAsync("a"), Is.EqualTo(1));
        Assert.That(await database.CountAsync(), Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task To_a_taken_key_is_told_at_which_step(int step)
    {
        await using var database = File.Open();
        await database.CommitAsync(new Act(NewEntry()).Do(InsertLabel, new { Code = "x", Text = "first" }));

        var act = step == 0 ? new Act(NewEntry()) : Entry();
        var unique = await database.CommitAsync(act.DoAny(InsertLabel, new { Code = "x", Text = "second" }));
        Assert.That((unique.Succeeded, unique.LostAt, unique.Lost), Is.EqualTo((false, step, InsertLabel)));

        var id = NewEntry();
        await database.CommitAsync(new Act(id).Do(InsertEntry, new { Id = id, Note = "" }));
        var primary = await database.CommitAsync(new Act(id).Do(InsertEntry, new { Id = id, Note = "" }));
        Assert.That((primary.Succeeded, primary.LostAt), Is.EqualTo((false, 0)));
        Assert.That(await database.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task By_changing_two_rows_where_one_was_due_changes_none()
    {
        await using var database = File.Open();
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 1 }).Do(InsertCounter, new { Name = "b", Value = 1 }));

        var commit = await database.CommitAsync(new Act(NewEntry()).Do(AdvanceAll, new { }));

        Assert.That((commit.Succeeded, commit.LostAt), Is.EqualTo((false, 0)));
        Assert.That(await database.ValueAsync("a") + await database.ValueAsync("b"), Is.EqualTo(2));
    }
}

[TestFixture]
public sealed class An_act_with_a_bug : A_store
{
    [TestCase(false, TestName = "At_its_first_step_fails_alone")]
    [TestCase(true, TestName = "At_a_later_step_fails_alone")]
    public async Task Fails_alone(bool later)
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);
        var broken = later ? Entry("broken") : new Act(NewEntry());

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), broken.Do(InsertCounter, new { Name = "a", Value = -1 }), Entry("after"));

        Assert.That(async () => await answers[1], Throws.TypeOf<SqliteException>());
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(
            await database.ReadAsync(reader => reader.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task That_shows_only_at_the_commit_fails_alone()
    {
        var gate = new Gate();
        await using var database = File.Open(gate.Options);

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), Entry("broken").Do(InsertChild, new { Entry = NewEntry() }), Entry("after"));

        Assert.That(async () => await answers[1], Throws.TypeOf<SqliteException>());
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(
            await database.ReadAsync(reader => reader.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task That_ends_the_transaction_fails_alone()
    {
        var gate = new Gate(opened: connection => new SqliteCommand(
            "CREATE TEMP TRIGGER Ending BEFORE INSERT ON Label BEGIN SELECT RAISE(ROLLBACK, 'no'); END", connection).ExecuteNonQuery());
        await using var database = File.Open(gate.Options);

        var answers = await CommitTogetherAsync(
            database, gate, Entry("before"), Entry("broken").Do(InsertLabel, new { Code = "x", Text = "" }), Entry("after"));

        Assert.That(async () => await answers[1], Throws.TypeOf<SqliteException>());
        Assert.That((await answers[0]).Succeeded && (await answers[2]).Succeeded, Is.True);
        Assert.That(
            await database.ReadAsync(reader => reader.List<string>(EntryNotes, Scope), CancellationToken.None),
            Is.EquivalentTo(["before", "after"]));
    }

    [Test]
    public async Task In_its_arguments_never_reaches_the_writer()
    {
        await using var database = File.Open();
        Assert.That(
            async () => await database.CommitAsync(new Act(NewEntry()).Do(InsertEntry, new { Id = NewEntry() })),
            Throws.InvalidOperationException.With.Message.EqualTo("Statements.InsertEntry uses @Note, which its arguments lack."));
        Assert.That(
            async () => await database.CommitAsync(new Act(NewEntry()).Do(InsertEntry, new { Id = NewEntry(), Note = Priority.P1 })),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("pass its code"));
    }
}

[TestFixture]
public sealed class A_store_that_fails : A_store
{
    [Test]
    public async Task Because_it_is_full_says_so_and_recovers()
    {
        var pages = 40;
        await using var database = File.Open(new SqliteOptions
        {
            WriterOpened = connection => new SqliteCommand($"PRAGMA max_page_count = {pages}", connection).ExecuteScalar(),
        });
        var big = new string('x', 3000);
        var written = 0;
        StorageUnavailableException? full = null;
        while (full is null && written < 100)
        {
            try
            {
                await database.CommitAsync(Entry(big));
                written++;
            }
            catch (StorageUnavailableException e)
            {
                full = e;
            }
        }

        Assert.That(full?.Fault, Is.EqualTo(StorageFault.Full));
        Assert.That(full?.Message, Does.Not.Contain("INSERT").And.Not.Contain("xxx"));
        Assert.That(await database.CountAsync(), Is.EqualTo(written), "reads go on");

        pages = 400;
        Assert.That((await database.CommitAsync(Entry(big))).Succeeded, Is.True);
        Assert.That(await database.CountAsync(), Is.EqualTo(written + 1));
    }

    [Test]
    public async Task While_committing_what_was_stored_answers_committed()
    {
        var gate = FailingAtCommit(EntryExists, SQLitePCL.raw.SQLITE_IOERR, out var fail);
        await using var database = File.Open(gate.Options);
        await database.CommitAsync(new Act(NewEntry()).Do(InsertCounter, new { Name = "a", Value = 0 }));

        fail(true);
        var answers = await CommitTogetherAsync(database, gate, Entry(), new Act(NewEntry()).Do(Advance, new { Name = "a", Value = 7 }), Entry());

        Assert.That(answers.Select(answer => answer.Result.Succeeded), Is.EqualTo([true, false, true]));
        Assert.That(await database.CountAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task While_committing_what_can_not_be_looked_up_answers_unknown()
    {
        var gate = FailingAtCommit(entryExists: null, SQLitePCL.raw.SQLITE_IOERR, out var fail);
        await using var database = File.Open(gate.Options);
        fail(true);
        Assert.That(
            async () => await database.CommitAsync(Entry()),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.OutcomeUnknown));

        fail(false);
        Assert.That((await database.CommitAsync(Entry())).Succeeded, Is.True);
    }

    [Test]
    public async Task While_committing_what_was_not_stored_answers_unavailable()
    {
        var gate = FailingAtCommit(EntryExists, SQLitePCL.raw.SQLITE_IOERR, out var fail);
        await using var database = File.Open(gate.Options);
        fail(true);
        Assert.That(
            async () => await database.CommitAsync(new Act(NewEntry()).Do(InsertEntry, new { Id = NewEntry(), Note = "under another id" })),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.Failing));
    }

    [Test]
    public async Task Because_another_process_holds_the_lock_says_so_and_recovers()
    {
        await using var database = File.Open(new SqliteOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        await using var other = new SqliteConnection(File.ConnectionString + ";Pooling=False");
        other.Open();
        await using (var transaction = other.BeginTransaction())
        {
            Assert.That(
                async () => await database.CommitAsync(Entry()),
                Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.Busy));
            Assert.That(await database.ProbeAsync(CancellationToken.None), Is.EqualTo(StorageFault.Busy));
        }

        Assert.That((await database.CommitAsync(Entry())).Succeeded, Is.True);
        Assert.That(await database.ProbeAsync(CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Because_it_may_not_write_says_so_and_recovers()
    {
        var may = false;
        await using var database = File.Open(new SqliteOptions
        {
            WriterOpened = connection => new SqliteCommand($"PRAGMA query_only = {(may ? 0 : 1)}", connection).ExecuteNonQuery(),
        });
        Assert.That(
            async () => await database.CommitAsync(Entry()),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.ReadOnly));

        may = true;
        Assert.That((await database.CommitAsync(Entry())).Succeeded, Is.True);
    }

    [Test]
    public async Task Because_its_file_is_missing_says_so_to_readers_and_writers()
    {
        await using var database = new SqliteDatabase($"Data Source={File.Folder}/nowhere/registry.db", TimeProvider.System);
        Assert.That(
            async () => await database.CommitAsync(Entry()),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.CannotOpen));
        Assert.That(
            async () => await database.CountAsync(),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.CannotOpen));
    }

    [Test]
    public async Task Because_its_file_is_no_database_says_so()
    {
        var path = Path.Combine(File.Folder, "letter.db");
        await System.IO.File.WriteAllTextAsync(path, new string('x', 5000));
        await using var database = new SqliteDatabase($"Data Source={path}", TimeProvider.System);
        Assert.That(
            async () => await database.CommitAsync(Entry()),
            Throws.TypeOf<StorageUnavailableException>().With.Message.EqualTo("The file is not a database, or is damaged."));
        Assert.That(async () => await database.CountAsync(), Throws.TypeOf<StorageUnavailableException>());
    }

    private static Gate FailingAtCommit(Statement? entryExists, int code, out Action<bool> fail)
    {
        var failing = false;
        fail = value => Volatile.Write(ref failing, value);
        return new Gate(entryExists: entryExists, opened: connection => WalHook.Set(connection, () => Volatile.Read(ref failing) ? code : 0));
    }
}
