using Microsoft.Data.Sqlite;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

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
        var answers = await CommitTogetherAsync(
            database, gate, Entry(), new Act(NewEntry()).Do(Advance, new { Name = "a", Value = 7 }), Entry());

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

    [Test]
    public async Task Amid_a_group_tells_all_of_the_group_and_goes_on()
    {
        var failing = true;
        var gate = new Gate(opened: connection =>
        {
            connection.CreateFunction("disk", () => failing ? throw new SqliteException("", SQLitePCL.raw.SQLITE_IOERR) : 1);
            new SqliteCommand("CREATE TEMP TRIGGER Disk BEFORE INSERT ON Label BEGIN SELECT disk(); END", connection).ExecuteNonQuery();
        });
        await using var database = File.Open(gate.Options);

        var answers = await CommitTogetherAsync(
            database, gate, Entry(), new Act(NewEntry()).Do(InsertLabel, new { Code = "x", Text = "" }), Entry());

        foreach (var answer in answers)
        {
            Assert.That(
                async () => await answer,
                Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.Failing));
        }

        failing = false;
        Assert.That(await database.CountAsync(), Is.Zero);
        Assert.That((await database.CommitAsync(Entry())).Succeeded, Is.True);
    }

    private static Gate FailingAtCommit(Statement? entryExists, int code, out Action<bool> fail)
    {
        var failing = false;
        fail = value => Volatile.Write(ref failing, value);
        return new Gate(
            entryExists: entryExists, opened: connection => WalHook.Set(connection, () => Volatile.Read(ref failing) ? code : 0));
    }
}
