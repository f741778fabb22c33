using System.Text.RegularExpressions;
using CaseReferral.Storage.Migrations;
using CaseReferral.Tests;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>Migrations of a database on a server; skipped where none is configured.</summary>
[TestFixture]
public sealed partial class A_migration_on_a_server
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
        var script = await new SqlServerMigrator(database.ConnectionString, TimeProvider.System).ScriptAsync(
            "it's me", CancellationToken.None);

        Assert.That(await RunAsync(script), Is.Empty);

        var migrator = new SqlServerMigrator(database.ConnectionString, TimeProvider.System);
        await migrator.CheckAsync(CancellationToken.None);
        Assert.That(
            await database.ScalarAsync("SELECT COUNT(*) FROM Migration WHERE AppliedBy = 'it''s me'"),
            Is.EqualTo(migrator.Scripts.Count));
        Assert.That(await migrator.ScriptAsync("me", CancellationToken.None), Does.StartWith("-- Nothing to do"));
    }

    [Test]
    public async Task That_fails_when_it_is_run_from_paper_is_not_noted_as_applied()
    {
        var script = await Of("Failing").ScriptAsync("test", CancellationToken.None);

        Assert.That(await RunAsync(script), Is.Not.Empty);

        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM Migration"), Is.EqualTo(0));
        Assert.That(
            await database.ScalarAsync("SELECT COUNT(*) FROM sys.tables WHERE name = 'BeforeTheFault'"),
            Is.EqualTo(0), "it was undone");
    }

    [Test]
    public async Task That_fails_is_undone()
    {
        Assert.That(
            () => Of("Failing").MigrateAsync("test", CancellationToken.None),
            Throws.TypeOf<MigrationRefusedException>()
                .With.Message.StartsWith("Migration 0001_failing failed and was undone: error 515 at line 4"));
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

    [Test]
    public async Task Of_two_incidents_under_one_device_s_id_says_what_to_do()
    {
        const int before = 13;
        var scripts = new SqlServerMigrator(database.ConnectionString, TimeProvider.System).Scripts;
        await new SqlServerMigrator(database.ConnectionString, TimeProvider.System, without: scripts.Count - before)
            .MigrateAsync("test", CancellationToken.None);
        // Not every server can leave its constraints unchecked.
        await database.ScalarAsync((string)(await database.ScalarAsync("""
            SELECT STRING_AGG(CONVERT(nvarchar(max), 'ALTER TABLE Incident DROP CONSTRAINT ' + QUOTENAME(k.name)), '; ') FROM (
                SELECT name FROM sys.foreign_keys WHERE parent_object_id = OBJECT_ID('Incident')
                UNION ALL SELECT name FROM sys.check_constraints WHERE parent_object_id = OBJECT_ID('Incident')) k
            """))!);
        var columns = string.Join(
            ", ", Required().Matches(IncidentTable().Match(scripts[0].Text).Value).Select(column => column.Groups["name"].Value));
        foreach (var one in (string[])["1", "2"])
        {
            // What isn't in question is empty, and what names the incident differs.
            var values = string.Join(", ", columns.Split(", ").Select(column => column switch
            {
                "Id" => $"CONVERT(binary(16), {one})",
                "Reference" or "ClientScope" => $"N'{one}'",
                "UnitId" => "N'u'",
                "FiledBy" or "ClientId" => "CONVERT(binary(16), 7)",
                "FilingSalt" or "FilingDigest" => "0x00",
                _ => "0",
            }));
            await database.ScalarAsync($"INSERT INTO Incident ({columns}) VALUES ({values})");
        }

        Assert.That(
            () => new SqlServerMigrator(database.ConnectionString, TimeProvider.System).MigrateAsync("test", CancellationToken.None),
            Throws.TypeOf<MigrationRefusedException>().With.Message.Contains("UPDATE Incident SET ClientId = Id"));
    }

    [Test]
    public async Task Gives_the_service_its_rights_and_takes_away_what_is_not_its()
    {
        foreach (var role in (string[])["registry_service", "registry_retention"])
            await database.ScalarAsync($"CREATE ROLE {role}");
        var migrator = new SqlServerMigrator(database.ConnectionString, TimeProvider.System);
        await migrator.MigrateAsync("test", CancellationToken.None);

        Assert.That(await migrator.GrantAsync(CancellationToken.None), Is.True);
        var given = await RightsAsync();
        Assert.That(given, Does.Contain("UPDATE Content.ToVersion").And.Contain("INSERT JournalEntry.").And.Not.Contain("UPDATE Content."));

        await database.ScalarAsync("""
            GRANT DELETE ON Incident TO registry_service;
            GRANT UPDATE ON Content TO registry_service;
            REVOKE INSERT ON Clock FROM registry_service;
            """);
        Assert.That(await migrator.GrantAsync(CancellationToken.None), Is.True);

        Assert.That(await RightsAsync(), Is.EqualTo(given));
    }

    private async Task<string[]> RightsAsync()
    {
        var rights = await database.ScalarAsync("""
            SELECT STRING_AGG(
                CONVERT(
                    nvarchar(max), CONCAT(permission_name, ' ', OBJECT_NAME(major_id), '.', COL_NAME(major_id, NULLIF(minor_id, 0)))), ';')
                WITHIN GROUP (ORDER BY permission_name, OBJECT_NAME(major_id))
            FROM sys.database_permissions
            WHERE class = 1 AND major_id > 0 AND grantee_principal_id = DATABASE_PRINCIPAL_ID('registry_service')
            """);
        if (rights is DBNull)
        {
            // An approximation of SQL Server does so; the vendor's shows an administrator what was just granted.
            Assert.That(await database.ScalarAsync("SELECT @@VERSION"), Does.Not.StartWith("Microsoft"));
            Assert.Ignore("not told: this server grants, and lists no rights in sys.database_permissions");
        }

        return ((string)rights!).Split(';');
    }

    [GeneratedRegex(@"CREATE TABLE Incident \(.*?\n\);", RegexOptions.Singleline)]
    private static partial Regex IncidentTable();

    [GeneratedRegex(@"^    (?<name>\w+) \w+(\(\w+\))?( COLLATE \w+)? NOT NULL", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Required();

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
