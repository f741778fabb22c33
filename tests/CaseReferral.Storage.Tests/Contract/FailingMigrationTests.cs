using CaseReferral.Storage.Migrations;
using CaseReferral.Storage.SqlServer;
using CaseReferral.Storage.Tests.TransactSql;
using CaseReferral.Tests;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>Migrations, rights and their checks against a server that answers what a script says: no server is needed for these.</summary>
[TestFixture]
public sealed class A_migration_on_a_server_that_fails
{
    private const string Role = "DATABASE_PRINCIPAL_ID('registry_service')";

    private const string Rights = "DECLARE @rights";

    private static readonly ScriptedAnswer Suits = ScriptedAnswer.Row(1, 1, "DISABLED", "READ_WRITE");

    private static readonly IReadOnlyList<MigrationScript> Scripts = new SqlServerMigrator("Server=none", TimeProvider.System).Scripts;

    [Test]
    public void Says_what_the_engine_said_and_where()
    {
        using var server = Failing(ScriptedAnswer.Error(515, 16, "Cannot insert the value NULL into column 'Id'.", line: 3));

        Assert.That(Migrate(server), Refused(
            "Migration 0001_failing failed and was undone: error 515 at line 4 of it (INSERT INTO BeforeTheFault (Id) VALUES (NULL);): "
            + "Cannot insert the value NULL into column 'Id'."));
    }

    [TestCase(1505, "rows that are alike")]
    [TestCase(2601, "rows that are alike")]
    [TestCase(2627, "rows that are alike")]
    [TestCase(245, "values that don't fit")]
    [TestCase(2628, "values that don't fit")]
    public void Keeps_the_values_that_the_engine_tells_to_itself(int number, string advice)
    {
        using var server = Failing(ScriptedAnswer.Error(number, 14));

        Assert.That(
            Migrate(server),
            Throws.TypeOf<MigrationRefusedException>().With.Message.Contains($"error {number}").And.Message.Contains(advice)
                .And.Message.Not.Contains("secret-word"));
    }

    [Test]
    public void Says_what_its_script_says_is_to_be_done()
    {
        using var server = Failing(ScriptedAnswer.Error(50014, 16, "Find the two and give one another id."));

        Assert.That(Migrate(server), Refused("Migration 0001_failing failed and was undone: Find the two and give one another id."));
    }

    [Test]
    public async Task Waits_briefly_for_a_table_and_lets_others_have_their_turn()
    {
        var attempts = 0;
        using var server = Failing(() => ++attempts < 3 ? ScriptedAnswer.Error(1222) : ScriptedAnswer.Nothing);

        Assert.That(await Migrate(server)(), Is.EqualTo(["0001_failing"]));

        var sent = server.Asked.Where(text => text.Contains("BeforeTheFault", StringComparison.Ordinal)).ToList();
        Assert.That(sent, Has.All.Contains("SET LOCK_TIMEOUT 2000;"));
        Assert.That(
            sent.Count(text => text.Contains("CREATE TABLE", StringComparison.Ordinal)), Is.EqualTo(3),
            "each attempt begins at the beginning");
    }

    [Test]
    public void Gives_up_where_a_table_is_never_let_go()
    {
        using var server = Failing(ScriptedAnswer.Error(1222));

        Assert.That(Migrate(server), Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.Busy));
    }

    [Test]
    public void Has_not_run_for_a_login_that_sees_nothing_or_its_rights_were_not_given()
    {
        using var server = new ScriptedServer
        {
            Answer = text => Settings(text)
                ?? (text.Contains("COUNT", StringComparison.Ordinal) ? ScriptedAnswer.Row(0) : ScriptedAnswer.Row([null])),
        };

        Assert.That(
            Check(server),
            Throws.TypeOf<MigrationRefusedException>().With.Message.Contains("it lacks migration 0001_the_registry_runs")
                .And.Message.Contains("deploy/sql/rights.sql").And.Message.Contains("deploy/sql/logins.sql"));
    }

    [Test]
    public void Is_no_use_to_a_login_that_lacks_a_right()
    {
        using var server = Migrated(text => text.Contains("HAS_PERMS_BY_NAME", StringComparison.Ordinal)
            ? ScriptedAnswer.Table(["Clock", "DELETE"], ["Referral", "UPDATE"], ["Seat", "SELECT"], ["Unit", "SELECT"], ["Unit", "UPDATE"])
            : null);

        Assert.That(
            Check(server),
            Throws.TypeOf<MigrationRefusedException>()
                .With.Message.StartsWith("The login may not DELETE in Clock, UPDATE in Referral, SELECT in Seat, and 2 more: ")
                .And.Message.Contains("deploy/sql/rights.sql"));
    }

    [Test]
    public async Task Is_checked_for_every_right_of_the_service_at_once()
    {
        using var server = Migrated(text => text.Contains("HAS_PERMS_BY_NAME", StringComparison.Ordinal) ? ScriptedAnswer.NoRow(2) : null);
        await Check(server)();

        var asked = server.Asked.Single(text => text.Contains("HAS_PERMS_BY_NAME", StringComparison.Ordinal));
        Assert.That(SqlServerSchema.Parse(asked[asked.IndexOf("SELECT", StringComparison.Ordinal)..]), Is.Empty);
        Assert.That(
            SqlServerRights.All.Where(right => right.Role == SqlServerRights.Service).Where(right => !asked.Contains(
                $"(N'{right.Table}', N'{right.Name}', {(right.Column is null ? "NULL" : $"N'{right.Column}'")})",
                StringComparison.Ordinal)),
            Is.Empty);
    }

    [TestCase(0, true, 1)]
    [TestCase(0, false, 0)]
    [TestCase(1, true, 0)]
    public async Task Gives_the_rights_to_the_service_s_role_where_there_is_one_and_no_later_release_has(int later, bool role, int times)
    {
        using var server = Migrated(
            text => text.Contains(Role, StringComparison.Ordinal) ? ScriptedAnswer.Row(role ? [7] : [null])
                : text.Contains(Rights, StringComparison.Ordinal) ? ScriptedAnswer.Nothing : null,
            later);

        Assert.That(await Registry(server).GrantAsync(CancellationToken.None), Is.EqualTo(role));
        Assert.That(server.Asked.Count(text => text.Contains(Rights, StringComparison.Ordinal)), Is.EqualTo(times));
    }

    [Test]
    public void Says_why_the_rights_were_not_given()
    {
        using var server = Migrated(text => text.Contains(Role, StringComparison.Ordinal) ? ScriptedAnswer.Row(7)
            : text.Contains(Rights, StringComparison.Ordinal) ? ScriptedAnswer.Error(50001, 16, "There is no table Clock.") : null);

        Assert.That(
            () => Registry(server).GrantAsync(CancellationToken.None),
            Refused("The rights of deploy/sql/rights.sql were not given: There is no table Clock."));
    }

    [Test]
    public async Task Is_printed_for_one_who_migrates_at_a_time()
    {
        using var server = new ScriptedServer
        {
            Answer = text => text.Contains("COUNT", StringComparison.Ordinal) ? ScriptedAnswer.Row(0)
                : text.Contains(Role, StringComparison.Ordinal) ? ScriptedAnswer.Row(7) : ScriptedAnswer.Row([null]),
        };
        var script = await Registry(server).ScriptAsync("test", CancellationToken.None);

        Assert.That(SqlServerMigrator.Batches(script).SelectMany(SqlServerSchema.Parse), Is.Empty);
        Assert.That(
            new[]
            {
                "sp_getapplock", "CREATE TABLE Migration", "<> 0", "SET LOCK_TIMEOUT", "CREATE TABLE Incident", Rights,
                "sp_releaseapplock",
            }
                .Select(part => script.IndexOf(part, StringComparison.Ordinal)),
            Is.Ordered.Ascending.And.All.GreaterThanOrEqualTo(0));
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refused(string sentence) =>
        Throws.TypeOf<MigrationRefusedException>().With.Message.EqualTo(sentence);

    private static SqlServerMigrator Registry(ScriptedServer server) =>
        new(server.ConnectionString, TimeProvider.System) { Pause = TimeSpan.Zero };

    private static Func<Task> Check(ScriptedServer server) => () => Registry(server).CheckAsync(CancellationToken.None);

    private static Func<Task<IReadOnlyList<string>>> Migrate(ScriptedServer server) => () => new SqlServerMigrator(
        server.ConnectionString, TimeProvider.System, typeof(StoreContract).Assembly,
        "CaseReferral.Storage.Tests.Migrations.Scripts.Failing.")
    {
        Pause = TimeSpan.Zero,
    }.MigrateAsync("test", CancellationToken.None);

    private static ScriptedAnswer? Settings(string text) =>
        text.Contains("sys.databases", StringComparison.Ordinal) ? Suits
            : text.Contains("OPENJSON", StringComparison.Ordinal) ? ScriptedAnswer.Row(1) : null;

    private static ScriptedServer Failing(ScriptedAnswer answer) => Failing(() => answer);

    // An empty database; the insertion of the script is answered so.
    private static ScriptedServer Failing(Func<ScriptedAnswer> answer) => new()
    {
        Answer = text => Settings(text)
            ?? (text.Contains("VALUES (NULL)", StringComparison.Ordinal) ? answer()
            : text.Contains("OBJECT_ID", StringComparison.Ordinal) ? ScriptedAnswer.Row([null])
            : text.Contains("sp_getapplock", StringComparison.Ordinal) || text.Contains("COUNT", StringComparison.Ordinal)
                ? ScriptedAnswer.Row(0)
            : ScriptedAnswer.Nothing),
    };

    // A database with every migration, and with some that this build doesn't know.
    private static ScriptedServer Migrated(Func<string, ScriptedAnswer?> answer, int later = 0) => new()
    {
        Answer = text => Settings(text) ?? answer(text)
            ?? (text.Contains("FROM Migration", StringComparison.Ordinal)
                ? ScriptedAnswer.Table(
                [
                    .. Scripts.Select(script => (object?[])[script.Number, script.Name, script.Sha256, "0.0.0"]),
                    .. Enumerable.Range(Scripts.Count + 1, later).Select(number => (object?[])[number, "later", "", "0.0.0"]),
                ])
                : ScriptedAnswer.Row(1)),
    };
}
