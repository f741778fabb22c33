using CaseReferral.Domain.Shared;
using CaseReferral.Tests;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>SQL Server's store while real connections to it are cut; skipped where no server is configured.</summary>
[TestFixture]
public sealed class A_connection_that_is_cut
{
    private static readonly AccessScope Scope = AccessScope.Registry("test");

    private static readonly Statement InsertEntry = new(_ => "INSERT INTO Entry (Id, Notes) VALUES (@Id, @Notes)");

    private static readonly Statement EntryExists = new(_ => "SELECT 1 FROM Entry WHERE Id = @Id");

    private static readonly Statement Entries = new(_ => "SELECT Id FROM Entry");

    private TestDatabase home = null!;
    private Proxy proxy = null!;
    private SqlServerDatabase database = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        home = await TestDatabase.CreateAsync();
        await The_server_s_store.MigrateAsync(home);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (home is not null)
            await home.DisposeAsync();
    }

    [SetUp]
    public void Connect()
    {
        var server = new SqlConnectionStringBuilder(home.ConnectionString);
        var place = server.DataSource.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
        proxy = new Proxy(place[0], place.Length > 1 ? int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture) : 1433);
        server.DataSource = $"tcp:127.0.0.1,{proxy.Port}";
        database = new SqlServerDatabase(
            server.ConnectionString, TimeProvider.System,
            new SqlServerOptions
            {
                EntryExists = EntryExists,
                AttemptTimeout = TimeSpan.FromSeconds(20),
                TotalTimeout = TimeSpan.FromSeconds(60),
                Retries = 20,
                FirstDelay = TimeSpan.FromMilliseconds(10),
                BreakerThroughput = 10_000,
            });
    }

    [TearDown]
    public async Task Disconnect()
    {
        await database.DisposeAsync();
        proxy.Dispose();
    }

    [Test]
    public async Task After_the_act_was_sent_is_resolved_by_its_entry()
    {
        Assert.That((await CommitAsync(out var first)).Succeeded, Is.True, "the pool holds a connection now");
        proxy.DropAnswers(1);

        var commit = await CommitAsync(out var second);

        Assert.That(commit.Succeeded, Is.True, $"lost at {commit.LostAt}");
        Assert.That(await StoredAsync(), Is.SupersetOf(new[] { first, second }));
    }

    [Test]
    public async Task Again_and_again_loses_nothing_and_doubles_nothing()
    {
        var before = (await StoredAsync()).Count;
        var stored = new HashSet<EntryId>();
        for (var i = 0; i < 40; i++)
        {
            if (i % 4 == 1)
                proxy.Cut();
            else if (i % 4 == 3)
                proxy.DropAnswers(1);
            Assert.That((await CommitAsync(out var id)).Succeeded, Is.True);
            stored.Add(id);
        }

        var found = await StoredAsync();
        Assert.That(found, Is.SupersetOf(stored));
        Assert.That(found, Has.Count.EqualTo(before + 40));
    }

    [Test]
    public async Task While_many_write_leaves_every_acknowledged_act_once()
    {
        var acts = Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            if (i % 10 == 5)
                proxy.Cut();
            return ((await CommitAsync(out var id)).Succeeded, id);
        })).ToList();
        var outcomes = await Task.WhenAll(acts);

        Assert.That(outcomes.Select(outcome => outcome.Succeeded), Is.All.True);
        Assert.That(await StoredAsync(), Is.SupersetOf(outcomes.Select(outcome => outcome.id)));
    }

    [Test]
    public async Task Before_a_load_is_answered_is_made_anew()
    {
        await StoredAsync();
        proxy.DropAnswers(1);
        Assert.That(await StoredAsync(), Is.Not.Null);
    }

    private Task<Commit> CommitAsync(out EntryId id)
    {
        id = new EntryId(Ids.Next());
        return database.CommitAsync(new Act(id).Do(InsertEntry, new { Id = id, Notes = "x" }), CancellationToken.None);
    }

    private async Task<IReadOnlyList<EntryId>> StoredAsync() =>
        await database.ReadAsync(Load.List<EntryId>(Entries, Scope), CancellationToken.None);
}
