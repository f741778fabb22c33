using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CaseReferral.Api.Tests.Processes;

[Category("Process")]
public sealed class A_start_that_can_not_go_well
{
    private const int Unavailable = 69;
    private const int CannotWrite = 73;
    private const int Unreadable = 74;
    private const int Misconfigured = 78;

    private static readonly Launch Production = new()
    {
        Environment = "Production",
        // Nothing is asked of it: what is refused is refused before.
        Arguments = ["--AzureAd:ClientId=6f1d1f3e-2f0a-4c55-9d0e-ca5e4efe44a1"],
    };

    private DataFolder data;

    [SetUp]
    public void MakeFolder()
    {
        data = new DataFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(data.File)!);
    }

    [TearDown]
    public void DeleteFolder() => data.Dispose();

    [Test]
    public async Task Is_told_of_a_taken_port()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await Expect(Unavailable, address, data.Launch with { Urls = address });
    }

    [Test]
    public async Task Is_told_of_a_data_folder_that_can_not_be_made()
    {
        await File.WriteAllTextAsync(data.File, "a file where a folder should be");

        await Expect(CannotWrite, "The data folder", data.Launch with { File = Path.Combine(data.File, "below", "registry.db") });
    }

    [Test]
    public async Task Is_told_of_a_file_that_can_not_be_made() =>
        await Expect(CannotWrite, "can't be opened", data.Launch with { File = Path.GetDirectoryName(data.File)! });

    [Test]
    public async Task Is_told_of_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(data.File, new string('x', 5_000));

        await Expect(Unreadable, "is not a database, or is damaged", data.Launch);
        Assert.That(await File.ReadAllTextAsync(data.File), Is.EqualTo(new string('x', 5_000)), "it is left as it was");
    }

    [Test]
    public async Task Is_told_of_a_damaged_database()
    {
        await using (var sound = await RunningRegistry.StartAsync(data.Launch))
            sound.Kill();
        // Every page but the first, which holds the schema's root: some are met while opening, some only while seeding.
        data.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var file = new FileStream(data.File, FileMode.Open))
        {
            file.Position = 4096;
            await file.WriteAsync(Encoding.ASCII.GetBytes(new string('x', (int)file.Length - 4096)));
        }

        await Expect(Unreadable, "is not a database, or is damaged", data.Launch);
    }

    [Test]
    public async Task Is_told_of_damage_that_only_seeding_meets()
    {
        await using (var sound = await RunningRegistry.StartAsync(data.Launch))
            sound.Kill();
        data.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var page = data.Count("SELECT rootpage FROM sqlite_schema WHERE name = 'Jurisdiction'");
        await using (var file = new FileStream(data.File, FileMode.Open))
        {
            file.Position = (page - 1) * 4096;
            await file.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 4096)));
        }

        await Expect(Unreadable, "is not a database, or is damaged", data.Launch);
    }

    [Test]
    public async Task Is_told_of_somebody_elses_database()
    {
        data.Execute("CREATE TABLE Invoice (Id INTEGER)");

        await Expect(Unreadable, "The file is a database, but not a registry's", data.Launch);
        Assert.That(data.Tables(), Is.EqualTo((string[])["Invoice"]), "it is left as it was");
    }

    [Test]
    public async Task Is_told_of_a_database_from_the_future()
    {
        await using (var registry = await RunningRegistry.StartAsync(data.Launch))
            registry.Kill();
        data.Execute("INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy) VALUES (999, '0999_later', '', 0, 'test')");

        await Expect(Unreadable, "newer than this build", data.Launch);
    }

    [Test]
    public async Task Is_told_of_a_database_that_takes_a_later_release()
    {
        await MeetLaterMigration("99.1.0");

        await Expect(Unreadable, "which takes release 99.1.0 or later", data.Launch);
    }

    [Test]
    public async Task Goes_well_on_a_newer_database_that_suits_it()
    {
        await MeetLaterMigration("0.1.0");

        await using var running = await RunningRegistry.StartAsync(data.Launch);
        using var ready = await running.Http.GetAsync("health/ready");
        Assert.That((int)ready.StatusCode, Is.EqualTo(200));
    }

    // What a later release's migration leaves, and from which release on others may run beside it.
    private async Task MeetLaterMigration(string compatibleFrom)
    {
        await using (var registry = await RunningRegistry.StartAsync(data.Launch))
            registry.Kill();
        data.Execute($"""
            INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy, CompatibleFrom)
            SELECT MAX(Number) + 1, 'later', '', 0, 'test', '{compatibleFrom}' FROM Migration
            """);
    }

    [TestCase("nonsense", "can't be read as a SQLite connection string")]
    [TestCase("Data Source=:memory:", "must name a file")]
    [TestCase("Data Source=cases;Mode=Memory", "must name a file")]
    [TestCase("Foreign Keys=True", "must name a file")]
    [TestCase("Data Source=registry.db;Password=secret-word", "has a password")]
    public async Task Is_told_of_a_connection_string_that_names_no_file(string connection, string sentence)
    {
        var error = await Expect(Misconfigured, sentence, new Launch { Arguments = [$"--ConnectionStrings:Registry={connection}"] });
        Assert.That(error, Does.Not.Contain("secret-word"));
    }

    [Test]
    public async Task Is_told_of_a_group_of_nothing() =>
        await Expect(
            Misconfigured, "Storage:Sqlite:GroupLimit must be 1 or more",
            data.Launch with { Arguments = ["--Storage:Sqlite:GroupLimit=0"] });

    [TestCase("1", "c2hvcnQ=")]
    [TestCase("1", "secret word")]
    [TestCase("first", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task Is_told_of_a_matching_key_that_can_not_be_used(string version, string key)
    {
        var error = await Expect(
            Misconfigured, $"Matching:Keys:{version} can't be used", data.Launch with { Arguments = [$"--Matching:Keys:{version}={key}"] });
        Assert.That(error, Does.Not.Contain(key));
    }

    [Test]
    public async Task Is_told_of_a_matching_key_that_was_cut_short()
    {
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(data.File)!, "matching.key"), "short");

        await Expect(Misconfigured, "isn't the key that this registry made", data.Launch);
    }

    [TestCase("DevelopmentSignIn:Enabled")]
    [TestCase("DemoData:Enabled")]
    public async Task Is_told_that_what_is_for_development_stays_there(string flag)
    {
        await Expect(
            Misconfigured, $"{flag} is set in the environment Production",
            Production with { File = data.File, Arguments = [.. Production.Arguments, $"--{flag}=true"] });
        Assert.That(File.Exists(data.File), Is.False, "nothing was made");
    }

    [Test]
    public async Task Is_told_that_nobody_could_sign_in() =>
        await Expect(Misconfigured, "AzureAd:ClientId is missing", new Launch { Environment = "Production", File = data.File });

    internal static async Task<string> Expect(int exitCode, string sentence, Launch launch)
    {
        await using var refused = RunningRegistry.Begin(launch);
        var code = await refused.EndAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(exitCode));
            Assert.That(refused.Error, Does.Contain(sentence));
            Assert.That(refused.Error.TrimEnd('\n'), Does.Not.Contain('\n'), "one line");
            Assert.That(refused.Output, Is.Empty);
        }

        return refused.Error;
    }
}
