using CaseReferral.Storage.Migrations;
using CaseReferral.Tests;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>Migrations of a database on a server; skipped where none is configured.</summary>
[TestFixture]
public sealed class A_migration_on_a_server
{
    private TestDatabase database = null!;

    [SetUp]
    public async Task Create() => database = await TestDatabase.CreateAsync();

    [TearDown]
    public async Task Drop()
    {
        if (database is not null)
            await database.DisposeAsync();
    }

    [Test]
    public async Task Is_applied_once_by_processes_that_start_together()
    {
        var starts = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => Of("Contract.SqlServer").MigrateAsync("test", CancellationToken.None))));

        Assert.That(starts.SelectMany(names => names), Is.EqualTo(["0001_contract"]));
    }

    [Test]
    public async Task Can_be_printed_and_run_by_a_tool_with_settings_of_its_own()
    {
        var script = await new SqlServerMigrator(database.ConnectionString, TimeProvider.System).ScriptAsync("it's me", CancellationToken.None);

        Assert.That(await RunAsync(script), Is.Empty);

        var migrator = new SqlServerMigrator(database.ConnectionString, TimeProvider.System);
        await migrator.CheckAsync(CancellationToken.None);
        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM Migration WHERE AppliedBy = 'it''s me'"), Is.EqualTo(migrator.Scripts.Count));
        Assert.That(await migrator.ScriptAsync("me", CancellationToken.None), Does.StartWith("-- Nothing to do"));
    }

    [Test]
    public async Task That_fails_when_it_is_run_from_paper_is_not_noted_as_applied()
    {
        var script = await Of("Failing").ScriptAsync("test", CancellationToken.None);

        Assert.That(await RunAsync(script), Is.Not.Empty);

        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM Migration"), Is.EqualTo(0));
        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM sys.tables WHERE name = 'BeforeTheFault'"), Is.EqualTo(0), "it was undone");
    }

    [Test]
    public async Task That_fails_is_undone()
    {
        Assert.That(
            () => Of("Failing").MigrateAsync("test", CancellationToken.None),
            Throws.TypeOf<MigrationRefusedException>().With.Message.EqualTo("Migration 0001_failing failed and was undone."));
        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM sys.tables WHERE name = 'BeforeTheFault'"), Is.EqualTo(0));
    }

    [TestCase("0.9.1", null)]
    [TestCase("0.8.7", "it has migration 0002_later, which takes release 0.9.0 or later.")]
    public async Task That_this_build_does_not_know_says_which_releases_it_suits(string release, string? sentence)
    {
        await Of("Contract.SqlServer").MigrateAsync("test", CancellationToken.None);
        await database.ScalarAsync("""
            INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy, CompatibleFrom)
            VALUES (2, N'0002_later', N'', 0, N'test', N'0.9.0')
            """);

        var build = Of("Contract.SqlServer", Version.Parse(release));

        if (sentence is null)
            Assert.That(await build.MigrateAsync("test", CancellationToken.None), Is.Empty);
        else
            Assert.That(
                () => build.MigrateAsync("test", CancellationToken.None),
                Throws.TypeOf<MigrationRefusedException>().With.Message.Contains(sentence));
    }

    private SqlServerMigrator Of(string scripts, Version? release = null) => new(
        database.ConnectionString, TimeProvider.System, typeof(StoreContract).Assembly,
        $"CaseReferral.Storage.Tests.Migrations.Scripts.{scripts}.", release);

    // As sqlcmd does it: batch after batch on one connection, whatever became of the one before, without quoted identifiers.
    private async Task<List<int>> RunAsync(string script)
    {
        await using var connection = new SqlConnection(
            new SqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        List<int> errors = [];
        foreach (var batch in SqlServerMigrator.Batches(script).Prepend("SET QUOTED_IDENTIFIER OFF"))
        {
            try
            {
                await using var command = new SqlCommand(batch, connection) { CommandTimeout = 120 };
                await command.ExecuteNonQueryAsync();
            }
            catch (SqlException failed)
            {
                errors.Add(failed.Number);
            }
        }

        return errors;
    }
}
