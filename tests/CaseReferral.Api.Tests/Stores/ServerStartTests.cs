using System.Net;
using System.Net.Sockets;
using CaseReferral.Api.Tests.Processes;
using CaseReferral.Storage.Migrations;
using CaseReferral.Tests;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>
/// Starts on SQL Server that can't go well, each told in one sentence; what needs a server is skipped where none is configured.
/// </summary>
[TestFixture]
[Category("Process")]
public sealed class A_start_on_a_server
{
    private const int Unavailable = 69;
    private const int CannotWrite = 73;
    private const int Unreadable = 74;
    private const int Misconfigured = 78;

    private static Launch On(string connection, params string[] arguments) => new()
    {
        Environment = "Production",
        Arguments =
        [
            "--AzureAd:ClientId=6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1", "--Storage:Provider=SqlServer",
            $"--ConnectionStrings:Registry={connection}", .. arguments,
        ],
    };

    [Test]
    public async Task Is_told_of_a_provider_that_does_not_exist() =>
        await A_start_that_can_not_go_well.Expect(
            Misconfigured, "choose Sqlite or SqlServer", On("Server=x;Database=y", "--Storage:Provider=Oracle"));

    [TestCase("nonsense secret-word", "can't be read as a SQL Server connection string")]
    [TestCase("Server=somewhere;Password=secret-word", "must name a server and a database")]
    [TestCase("", "must name a server and a database")]
    public async Task Is_told_of_a_connection_string_that_says_too_little(string connection, string sentence)
    {
        var error = await A_start_that_can_not_go_well.Expect(Misconfigured, sentence, On(connection));
        Assert.That(error, Does.Not.Contain("secret-word"));
    }

    [Test]
    public async Task Reads_its_secrets_from_files()
    {
        using var data = new DataFolder();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "ConnectionStrings__Registry"), "Server=somewhere;Password=secret-word");

        var launch = On("");
        var error = await A_start_that_can_not_go_well.Expect(
            Misconfigured, "must name a server and a database, like",
            launch with
            {
                Arguments =
                [.. launch.Arguments.Where(argument => !argument.Contains("Registry=")), $"--Secrets:Folder={data.Path}"]
            });
        Assert.That(error, Does.Not.Contain("secret-word"));
    }

    [Test]
    public async Task Can_be_probed()
    {
        using var data = new DataFolder();
        await using var running = await RunningRegistry.StartAsync(data.Launch);
        // On a busy machine its first answer may take longer than a probe waits.
        using var first = await running.Http.GetAsync("health/ready");
        await using var well = RunningRegistry.Begin(
            new Launch { Urls = null, Command = ["probe", $"{running.Http.BaseAddress}health/ready"], Environment = null });
        Assert.That(await well.EndAsync(), Is.Zero, well.Error);
        await using var wrong = RunningRegistry.Begin(
            new Launch { Urls = null, Command = ["probe", $"{running.Http.BaseAddress}health/nowhere"], Environment = null });
        Assert.That(await wrong.EndAsync(), Is.EqualTo(Unavailable));
        Assert.That(wrong.Error, Does.Contain("answered 404"));
    }

    [Test]
    public async Task Is_told_that_nobody_is_there()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var error = await A_start_that_can_not_go_well.Expect(
            Unavailable, "can't be reached", On(
                $"Server=tcp:127.0.0.1,{port};Database=Registry;User ID=u;Password=secret-word;Encrypt=Optional"));
        Assert.That(error, Does.Contain("The database Registry on tcp:127.0.0.1").And.Not.Contain("secret-word"));
    }

    [TestCase(18456, Misconfigured, "refuses this login")]
    [TestCase(18470, Misconfigured, "refuses this login")]
    [TestCase(4060, Misconfigured, "The database doesn't exist")]
    [TestCase(40613, Unavailable, "can't be reached")]
    [TestCase(10928, Unavailable, "locked by others, or its server has too much to do")]
    public async Task Is_told_of_a_login_that_is_refused(int number, int exitCode, string sentence)
    {
        using var server = new ScriptedServer { AtSignIn = ScriptedAnswer.Error(number, 14) };
        await Refused(server, exitCode, sentence);
    }

    [TestCase(0, 1, "DISABLED", "READ_WRITE", "READ_COMMITTED_SNAPSHOT is off")]
    [TestCase(1, 0, "DISABLED", "READ_WRITE", "ALLOW_SNAPSHOT_ISOLATION is off")]
    [TestCase(1, 1, "FORCED", "READ_WRITE", "DELAYED_DURABILITY is FORCED")]
    [TestCase(1, 1, "DISABLED", "READ_ONLY", "is read-only, or a replica")]
    public async Task Is_told_of_a_setting_that_does_not_suit(
        int readCommittedSnapshot, int snapshotIsolation, string durability, string updateability, string sentence)
    {
        using var server = new ScriptedServer
        {
            Answer = text => text.Contains("sys.databases", StringComparison.Ordinal)
                ? ScriptedAnswer.Row(readCommittedSnapshot, snapshotIsolation, durability, updateability)
                : ScriptedAnswer.Row(1),
        };
        await Refused(server, Unreadable, sentence);
        await Refused(server, Unreadable, sentence, "migrate");
    }

    [TestCase(-1, "older than this build: it lacks migration 0", "Run the migrate command")]
    [TestCase(1, "newer than this build: it has migration 9999_later", "which takes release 99.0.0 or later")]
    public async Task Is_told_of_a_schema_of_another_release(int further, string sentence, string advice)
    {
        var scripts = new SqlServerMigrator("Server=none", TimeProvider.System).Scripts;
        object?[][] history =
        [
            .. scripts.SkipLast(-Math.Min(further, 0)).Select(script => (object?[])[script.Number, script.Name, script.Sha256, "0.0.0"]),
            .. Enumerable.Repeat((object?[])[scripts.Count + 1, "9999_later", "", "99.0.0"], Math.Max(further, 0)),
        ];
        using var server = new ScriptedServer
        {
            Answer = text => text.Contains("sys.databases", StringComparison.Ordinal) ? ScriptedAnswer.Row(1, 1, "DISABLED", "READ_WRITE")
                : text.Contains("FROM Migration", StringComparison.Ordinal) ? ScriptedAnswer.Table(history) : ScriptedAnswer.Row(1),
        };
        Assert.That(await Refused(server, Unreadable, sentence), Does.Contain(advice));
    }

    [TestCase(229, Misconfigured, "lacks a right", "deploy/sql/logins.sql")]
    [TestCase(3906, CannotWrite, "can't be written", "on a server, the state and the log of the database")]
    [TestCase(9002, CannotWrite, "is full", "on a server, the state and the log of the database")]
    [TestCase(1205, Unavailable, "locked by others", "start it again")]
    [TestCase(596, Unavailable, "the connection to it broke", "Check the server's name and port")]
    public async Task Is_told_of_a_server_that_fails(int number, int exitCode, string sentence, string advice)
    {
        using var server = new ScriptedServer
        {
            Answer = text => text.Contains("sys.databases", StringComparison.Ordinal)
                ? ScriptedAnswer.Row(1, 1, "DISABLED", "READ_WRITE")
                : text.Contains("OPENJSON", StringComparison.Ordinal) ? ScriptedAnswer.Row(1)
                : ScriptedAnswer.Error(number, number == 596 ? (byte)21 : (byte)14),
        };
        Assert.That(await Refused(server, exitCode, sentence), Does.Contain(advice));
        await Refused(server, exitCode, sentence, "migrate");
    }

    private static async Task<string> Refused(ScriptedServer server, int exitCode, string sentence, params string[] command)
    {
        var launch = On(server.ConnectionString);
        var error = await A_start_that_can_not_go_well.Expect(
            exitCode, sentence, command.Length > 0 ? launch with { Urls = null, Command = command } : launch);
        Assert.That(error, Does.Contain("The database Registry on tcp:127.0.0.1").And.Not.Contain("secret-word"));
        return error;
    }

    [Test]
    public async Task Is_told_of_a_wrong_password()
    {
        var settings =
            new SqlConnectionStringBuilder(TestServer.ConnectionString) { Password = "secret-word-1", InitialCatalog = "Registry" };
        var error = await A_start_that_can_not_go_well.Expect(Misconfigured, "refuses this login", On(settings.ConnectionString));
        Assert.That(error, Does.Not.Contain("secret-word"));
    }

    [Test]
    public async Task Is_told_of_a_database_that_is_missing()
    {
        var settings = new SqlConnectionStringBuilder(TestServer.ConnectionString) { InitialCatalog = "case_referral_nowhere" };
        await A_start_that_can_not_go_well.Expect(Misconfigured, "The database doesn't exist", On(settings.ConnectionString));
    }

    [Test]
    public async Task Migrates_by_command_and_by_no_other_way_in_production()
    {
        await using var database = await TestDatabase.CreateAsync();
        await A_start_that_can_not_go_well.Expect(Unreadable, "lacks migration 0001_the_registry_runs", On(database.ConnectionString));
        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM sys.tables"), Is.EqualTo(0), "it changed nothing");

        var script = await RunAsync(database, "migrate", "--script");
        Assert.That(script, Does.Contain("CREATE TABLE Incident").And.Contain("INSERT INTO Migration"));
        Assert.That(await database.ScalarAsync("SELECT COUNT(*) FROM sys.tables"), Is.EqualTo(0), "it only printed");

        Assert.That(await RunAsync(database, "migrate"), Does.Contain("was migrated: 0001_the_registry_runs"));
        Assert.That(await RunAsync(database, "migrate"), Does.Contain("has every migration of this build"));
        Assert.That(await RunAsync(database, "migrate", "--script"), Does.StartWith("-- Nothing to do"));

        await database.ScalarAsync(
            "INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy) VALUES (999, N'0999_later', N'', 0, N'test')");
        await A_start_that_can_not_go_well.Expect(Unreadable, "newer than this build", On(database.ConnectionString));
    }

    private static async Task<string> RunAsync(TestDatabase database, params string[] command)
    {
        var launch = On(database.ConnectionString);
        await using var migrating = RunningRegistry.Begin(launch with { Urls = null, Command = command });
        var code = await migrating.EndAsync();
        Assert.That(code, Is.Zero, migrating.Error);
        return migrating.Output;
    }
}
