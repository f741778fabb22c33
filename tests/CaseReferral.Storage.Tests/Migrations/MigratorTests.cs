using CaseReferral.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests.Migrations;

[TestFixture]
public sealed class A_migration
{
    private TemporaryFile file = null!;

    [SetUp]
    public void MakeFolder() => file = new TemporaryFile();

    [TearDown]
    public void DeleteFolder() => file.Dispose();

    [Test]
    public async Task Is_applied_once()
    {
        Assert.That(await MigrateAsync("Good"), Is.EqualTo(["0001_counter", "0002_probe"]));
        Assert.That(await MigrateAsync("Good"), Is.Empty);
        Assert.That(await MigrateAsync("More"), Is.EqualTo(["0003_later"]));
        Assert.That(
            Ask("SELECT COUNT(*) FROM Migration WHERE AppliedBy = 'test' AND AppliedAt > 0 AND length(Sha256) = 64"), Is.EqualTo(3));
        Assert.That(Ask("PRAGMA journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task Is_applied_once_by_processes_that_start_together()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigrateAsync("More"))));
        Assert.That(starts.SelectMany(names => names), Is.EquivalentTo(["0001_counter", "0002_probe", "0003_later"]));
    }

    [Test]
    public async Task That_was_edited_is_refused()
    {
        await MigrateAsync("Good");
        Assert.That(
            () => MigrateAsync("Edited"),
            Refused("Migration 0001_counter was changed after it was applied; put it back and add a new one."));
    }

    [Test]
    public async Task That_was_mended_for_other_servers_stands_as_it_was_applied()
    {
        await MigrateAsync("Good");
        Assert.That(await MigrateAsync("Mended"), Is.Empty);
        Assert.That(
            () => MigrateAsync("Edited"),
            Throws.TypeOf<MigrationRefusedException>(), "only the text that names it may take its place");
    }

    [Test]
    public async Task That_this_build_does_not_know_is_refused()
    {
        await MigrateAsync("More");
        Assert.That(
            () => MigrateAsync("Good"),
            Refused("The database is newer than this build: it has migration 0003_later, which takes a release that brings it."));
    }

    [Test]
    public async Task That_this_build_does_not_know_may_say_that_it_suits_it()
    {
        await MigrateAsync("More");
        Ask("UPDATE Migration SET CompatibleFrom = '0.9.0' WHERE Number = 3");

        var suiting = file.Migrator("Good", release: new Version(0, 9, 1));
        Assert.That(await suiting.MigrateAsync("test", CancellationToken.None), Is.Empty);
        await suiting.CheckAsync(CancellationToken.None);
        var older = file.Migrator("Good", release: new Version(0, 8, 7));
        Assert.That(
            () => older.CheckAsync(CancellationToken.None),
            Refused("The database is newer than this build: it has migration 0003_later, which takes release 0.9.0 or later."));
    }

    [Test]
    public async Task Keeps_the_release_that_it_suits()
    {
        await MigrateAsync("Suiting");
        Assert.That(Ask("SELECT CompatibleFrom FROM Migration"), Is.EqualTo("1.2.0"));
    }

    [Test]
    public async Task Follows_a_history_from_before_releases_were_kept()
    {
        await MigrateAsync("Good");
        Ask("ALTER TABLE Migration DROP COLUMN CompatibleFrom");

        await file.Migrator("Good").CheckAsync(CancellationToken.None);
        Assert.That(await MigrateAsync("More"), Is.EqualTo(["0003_later"]));
        Assert.That(Ask("SELECT COUNT(*) FROM Migration WHERE CompatibleFrom IS NULL"), Is.EqualTo(3));
    }

    [Test]
    public async Task Is_missed_by_a_build_that_brings_it()
    {
        Assert.That(
            () => file.Migrator("Good").CheckAsync(CancellationToken.None),
            Throws.TypeOf<MigrationRefusedException>().With.Message.StartsWith(
                "The database is older than this build: it lacks migration 0001_counter."));
        Assert.That(File.Exists(file.Path), Is.False, "looking makes no file");
        await MigrateAsync("Good");
        await file.Migrator("Good").CheckAsync(CancellationToken.None);
    }

    [Test]
    public async Task Can_be_read_before_it_is_applied()
    {
        var script = await file.Migrator("Good").ScriptAsync("it's me", CancellationToken.None);
        Ask(script);

        await file.Migrator("Good").CheckAsync(CancellationToken.None);
        Assert.That(Ask("SELECT COUNT(*) FROM Migration WHERE AppliedBy = 'it''s me' AND AppliedAt > 0"), Is.EqualTo(2));
        Assert.That(await file.Migrator("Good").ScriptAsync("me", CancellationToken.None), Does.StartWith("-- Nothing to do"));
    }

    [Test]
    public async Task That_the_database_skipped_is_refused()
    {
        await MigrateAsync("More");
        Ask("DELETE FROM Migration WHERE Number = 2");
        Assert.That(() => MigrateAsync("More"), Refused("The database has migration 0003_later but lacks 0002_probe."));
    }

    [Test]
    public void Without_its_predecessor_is_refused() => Assert.That(
        () => MigrateAsync("Gap"), Refused("The migration scripts of this build are not numbered from 1 without a gap: 0003_later."));

    [Test]
    public void That_is_missing_altogether_is_refused() =>
        Assert.That(() => MigrateAsync("Nowhere"), Refused("This build has no migration scripts."));

    [Test]
    public void That_fails_is_undone()
    {
        Assert.That(() => MigrateAsync("Broken"), Refused("Migration 0001_broken failed and was undone."));
        Assert.That(Ask("SELECT COUNT(*) FROM sqlite_schema"), Is.Zero);
    }

    [Test]
    public void That_fails_behind_a_statement_that_gives_rows_is_undone()
    {
        Assert.That(() => MigrateAsync("BrokenLater"), Refused("Migration 0001_broken_later failed and was undone."));
        Assert.That(Ask("SELECT COUNT(*) FROM sqlite_schema"), Is.Zero);
    }

    [Test]
    public void That_breaks_references_is_undone()
    {
        Assert.That(
            () => MigrateAsync("Dangling"),
            Refused("Migration 0001_dangling leaves references to rows that don't exist, and was undone."));
        Assert.That(Ask("SELECT COUNT(*) FROM sqlite_schema"), Is.Zero);
    }

    [Test]
    public void That_commits_by_itself_is_refused() =>
        Assert.That(() => MigrateAsync("Committing"), Refused("Migration 0001_committing ends the transaction that it runs in."));

    [Test]
    public async Task Runs_to_its_end_when_it_also_selects()
    {
        await MigrateAsync("Selecting");
        Assert.That(Ask("SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('A', 'B')"), Is.EqualTo(2));
    }

    [Test]
    public async Task Of_a_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(file.Path, new string('x', 5000));
        Assert.That(
            () => MigrateAsync("Good"), Refused(
                "The file is not a database, or is damaged: restore it from a backup, or name another file."));
        Assert.That(await File.ReadAllTextAsync(file.Path), Is.EqualTo(new string('x', 5000)));
    }

    [Test]
    public async Task Of_a_damaged_file_is_refused()
    {
        await MigrateAsync("Good");
        await using (var stream = File.OpenWrite(file.Path))
        {
            stream.Position = 100;
            await stream.WriteAsync(Enumerable.Repeat((byte)0x5a, 3000).ToArray());
        }

        Assert.That(
            () => MigrateAsync("Good"), Refused(
                "The file is not a database, or is damaged: restore it from a backup, or name another file."));
    }

    [Test]
    public void Of_somebody_elses_database_is_refused()
    {
        Ask("CREATE TABLE Photos (Id INTEGER PRIMARY KEY)");
        Assert.That(() => MigrateAsync("Good"), Refused("The file is a database, but not a registry's."));
        Assert.That(Ask("SELECT COUNT(*) FROM sqlite_schema"), Is.EqualTo(1));
    }

    [Test]
    public async Task Makes_the_folder_of_the_file()
    {
        var nested = file.Migrator("Good", "data/deep/registry.db");
        Assert.That(await nested.MigrateAsync("test", CancellationToken.None), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task In_a_folder_that_can_not_be_made_says_so()
    {
        await File.WriteAllTextAsync(Path.Combine(file.Folder, "data"), "a file where the folder should be");
        var blocked = file.Migrator("Good", "data/registry.db");
        Assert.That(
            () => blocked.MigrateAsync("test", CancellationToken.None),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.CannotOpen));
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(string sentence) =>
        Throws.TypeOf<MigrationRefusedException>().With.Message.EqualTo(sentence);

    private async Task<IReadOnlyList<string>> MigrateAsync(string scripts) =>
        await file.Migrator(scripts).MigrateAsync("test", CancellationToken.None);

    private object? Ask(string text)
    {
        using var connection = new SqliteConnection(file.ConnectionString + ";Pooling=False");
        connection.Open();
        return new SqliteCommand(text, connection).ExecuteScalar();
    }
}
