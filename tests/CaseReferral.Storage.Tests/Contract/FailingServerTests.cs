using CaseReferral.Storage.Migrations;
using CaseReferral.Tests;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>SQL Server's store against a server that answers what a script says: no server is needed for these.</summary>
[TestFixture]
public sealed class A_server_that_fails
{
    private static readonly Statement Anything = new(_ => "SELECT Value FROM Nothing");

    private static readonly Statement Change = new(_ => "UPDATE Nothing SET At = @At");

    private static readonly Statement EntryExists = new(_ => "SELECT 1 FROM Nothing WHERE Id = @Id");

    private static readonly SqlServerOptions Hasty = new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(5),
        TotalTimeout = TimeSpan.FromSeconds(20),
        Retries = 2,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(2),
        BreakerThroughput = 100,
    };

    // Each number with what it means, and whether it may pass: then the whole is tried again.
    private static IEnumerable<TestCaseData> Errors()
    {
        (int Number, StorageFault Fault, bool Passes)[] errors =
        [
            (1205, StorageFault.Busy, true), (1222, StorageFault.Busy, true), (3960, StorageFault.Busy, true),
            (701, StorageFault.Busy, true),
            (10928, StorageFault.Busy, true), (10929, StorageFault.Busy, true), (8645, StorageFault.Busy, true),
            (40613, StorageFault.Unreachable, true), (40197, StorageFault.Unreachable, true), (40501, StorageFault.Unreachable, true),
            (6005, StorageFault.Unreachable, true), (49918, StorageFault.Unreachable, true),
            (9002, StorageFault.Full, false), (1105, StorageFault.Full, false), (40544, StorageFault.Full, false),
            (3906, StorageFault.ReadOnly, true), (978, StorageFault.ReadOnly, true), (976, StorageFault.Unreachable, true),
            (983, StorageFault.Unreachable, true),
            (229, StorageFault.Denied, false), (916, StorageFault.Denied, false),
            (3952, StorageFault.Unfit, false),
            (823, StorageFault.Failing, false),
        ];
        return errors.Select(error => new TestCaseData(error.Number, error.Fault, error.Passes));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Is_asked_for_its_replica_by_reads_that_may_lag_and_by_nothing_else(bool configured)
    {
        using var server = new ScriptedServer { Answer = _ => ScriptedAnswer.Row(1) };
        await using var database = new SqlServerDatabase(
            server.ConnectionString, TimeProvider.System, Hasty with { ReadFromReplica = configured });
        var load = Load.One<int>(Anything, AccessScope.Registry("test"));

        await database.ReadAsync(load, CancellationToken.None);
        await database.ReadLaggingAsync(load, CancellationToken.None);
        server.Answer = _ => ScriptedAnswer.CommittedAct();
        await CommitAsync(database);

        Assert.That(
            server.ReadOnlySignIns,
            Is.EqualTo(configured ? (bool[])[false, true] : [false]), "a pool for each, and the act in the first");
    }

    [Test]
    public async Task Is_left_for_the_primary_by_reads_that_may_lag_and_opens_no_breaker_for_acts()
    {
        using var server = new ScriptedServer();
        await using var database = new SqlServerDatabase(
            server.ConnectionString, TimeProvider.System, Hasty with { ReadFromReplica = true, BreakerThroughput = 2 });
        var load = Load.One<int>(Anything, AccessScope.Registry("test"));
        server.AtReadOnlySignIn = ScriptedAnswer.Error(40613, 14);
        server.Answer = text => text.Contains("BEGIN TRANSACTION", StringComparison.Ordinal)
            ? ScriptedAnswer.CommittedAct()
            : ScriptedAnswer.Row(7);

        for (var read = 0; read < 12; read++)
            Assert.That(await database.ReadLaggingAsync(load, CancellationToken.None), Is.EqualTo(7));

        Assert.That((await CommitAsync(database)).Succeeded);
        Assert.That(server.ReadOnlySignIns.Count(readOnly => readOnly), Is.InRange(2, 12), "its own breaker rests");
    }

    [Test]
    public async Task Once_it_was_the_primary_is_left_for_whoever_is_now()
    {
        using var server = new ScriptedServer();
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);
        server.Answer = _ => ScriptedAnswer.CommittedAct();
        await CommitAsync(database);
        Assert.That(server.SignIns, Is.EqualTo(1));

        // The connection that is kept leads to what has become a secondary; a new one to the new primary.
        server.Answer = _ => server.SignIns == 1 ? ScriptedAnswer.FailedAct(3906) : ScriptedAnswer.CommittedAct();

        Assert.That((await CommitAsync(database)).Succeeded);
        Assert.That(server.SignIns, Is.EqualTo(2));
    }

    [TestCase(18456, StorageFault.Denied, false)]
    [TestCase(18470, StorageFault.Denied, false)]
    [TestCase(4060, StorageFault.NoDatabase, true)]
    [TestCase(40613, StorageFault.Unreachable, true)]
    [TestCase(10928, StorageFault.Busy, true)]
    [TestCase(18401, StorageFault.Unreachable, true)]
    [TestCase(17142, StorageFault.Unreachable, true)]
    public async Task Is_told_by_what_it_answers_to_a_sign_in(int number, StorageFault fault, bool passes)
    {
        using var server = new ScriptedServer { AtSignIn = ScriptedAnswer.Error(number, 14) };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        Assert.That(() => ReadAsync(database), Told(fault));
        Assert.That(server.SignIns, Is.EqualTo(passes ? 1 + Hasty.Retries : 1));
        Assert.That(() => CommitAsync(database), Told(fault), "nobody signed in, so nothing can have been stored");
        Assert.That(
            () => new SqlServerMigrator(server.ConnectionString, TimeProvider.System).CheckAsync(CancellationToken.None),
            Told(fault));
    }

    [TestCaseSource(nameof(Errors))]
    public async Task Is_told_by_what_it_answers_to_a_load(int number, StorageFault fault, bool passes)
    {
        using var server = new ScriptedServer { Answer = _ => ScriptedAnswer.Error(number) };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        Assert.That(() => ReadAsync(database), Told(fault));
        Assert.That(server.Asked, Has.Count.EqualTo(passes ? 1 + Hasty.Retries : 1));
    }

    [TestCaseSource(nameof(Errors))]
    public async Task Is_told_by_how_an_act_failed(int number, StorageFault fault, bool passes)
    {
        using var server = new ScriptedServer { Answer = _ => ScriptedAnswer.FailedAct(number) };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        Assert.That(() => CommitAsync(database), Told(fault), "the server said that it was undone: the outcome is known");
        Assert.That(server.Asked, Has.Count.EqualTo(passes ? 1 + Hasty.Retries : 1));
        Assert.That(await database.ProbeAsync(CancellationToken.None), Is.EqualTo(fault));
    }

    [TestCase(1205)]
    [TestCase(1222)]
    [TestCase(40613)]
    public async Task Is_asked_again_when_it_may_pass(int number)
    {
        var attempts = 0;
        using var server = new ScriptedServer
        {
            Answer = _ => ++attempts < 3 ? ScriptedAnswer.FailedAct(number) : ScriptedAnswer.CommittedAct(),
        };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        Assert.That((await CommitAsync(database)).Succeeded, Is.True);
        Assert.That(attempts, Is.EqualTo(3));
    }

    [Test]
    public async Task By_killing_the_session_is_asked_on_another_one()
    {
        const int killed = 596;
        var attempts = 0;
        using var server = new ScriptedServer { Answer = _ => ++attempts < 2 ? ScriptedAnswer.Error(killed, 21) : ScriptedAnswer.Row(7) };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        Assert.That(await ReadAsync(database), Is.EqualTo([7]));
        Assert.That(server.SignIns, Is.EqualTo(2));
    }

    [Test]
    public async Task In_the_middle_of_an_act_leaves_its_outcome_unknown()
    {
        using var server = new ScriptedServer { Answer = _ => ScriptedAnswer.Error(596, 21) };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        Assert.That(() => CommitAsync(database), Told(StorageFault.OutcomeUnknown));
    }

    [TestCase(true, "committed")]
    [TestCase(false, "lost")]
    public async Task In_the_middle_of_an_act_is_asked_for_its_entry_when_it_is_back(bool stored, string outcome)
    {
        var acts = 0;
        using var metrics = new MetricsCapture();
        using var server = new ScriptedServer
        {
            Answer = text => text.Contains("WHERE Id = @Id", StringComparison.Ordinal)
                ? stored ? ScriptedAnswer.Row(1) : ScriptedAnswer.NoRow(1)
                : ++acts == 1 ? ScriptedAnswer.Error(596, 21) : ScriptedAnswer.LostAct(),
        };
        await using var database = new SqlServerDatabase(
            server.ConnectionString, TimeProvider.System, Hasty with { EntryExists = EntryExists });

        var commit = await CommitAsync(database);

        Assert.That(
            (commit.Succeeded, commit.Lost), Is.EqualTo((stored, stored ? null : Change)), "it lost to itself, or to somebody else");
        Assert.That(acts, Is.EqualTo(2));
        Assert.That(metrics.Seen, Does.Contain($"case_referral.storage.ambiguous_commits outcome={outcome}"));
    }

    [Test]
    public async Task Is_asked_again_after_its_rest_and_by_everybody_once_it_answers()
    {
        var time = new Leaping();
        using var metrics = new MetricsCapture();
        using var server = new ScriptedServer { AtSignIn = ScriptedAnswer.Error(40613, 14), Answer = _ => ScriptedAnswer.CommittedAct() };
        await using var database = new SqlServerDatabase(
            server.ConnectionString, TimeProvider.System,
            Hasty with { BreakerThroughput = 2, BreakerSampling = TimeSpan.FromMinutes(1), BreakerRest = TimeSpan.FromMinutes(2) }, time);
        Assert.That(() => CommitAsync(database), Throws.TypeOf<StorageUnavailableException>());
        Assert.That(() => CommitAsync(database), Told(StorageFault.Resting));

        server.AtSignIn = null;
        Assert.That(() => CommitAsync(database), Told(StorageFault.Resting), "it isn't asked before its time");
        time.By = TimeSpan.FromMinutes(3);

        Assert.That((await CommitAsync(database)).Succeeded);
        Assert.That((await CommitAsync(database)).Succeeded);
        Assert.That(await database.ProbeAsync(CancellationToken.None), Is.Null, "an instance becomes ready by itself");
        Assert.That(metrics.Seen, Is.SupersetOf((string[])
            ["case_referral.storage.breaker state=half-open", "case_referral.storage.breaker state=closed"]));
    }

    [Test]
    public async Task Is_never_sent_more_parameters_than_it_takes()
    {
        using var server = new ScriptedServer();
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);
        var act = new Act(default);
        for (var step = 0; step <= 2_000; step++)
            act.Do(Change, new { At = DateTimeOffset.UnixEpoch });

        Assert.That(
            () => database.CommitAsync(act, CancellationToken.None),
            Throws.TypeOf<NotSupportedException>().With.Message.EqualTo(
                "An act has 2001 parameters; SQL Server takes 2000 in one batch. Use DoEach."));
        Assert.That(server.Asked, Is.Empty);
    }

    [Test]
    public async Task To_answer_while_every_connection_waits_is_told_as_exhausted()
    {
        using var server = new ScriptedServer { Answer = _ => ScriptedAnswer.Silence };
        await using var database = new SqlServerDatabase(
            $"{server.ConnectionString};Max Pool Size=1;Connect Timeout=1", TimeProvider.System, Hasty with { Retries = 1 });
        using var gone = new CancellationTokenSource();
        var waiting = database.ReadAsync(Load.List<int>(Anything, AccessScope.Registry("test")), gone.Token);
        await Until(() => server.Asked.Count == 1);

        Assert.That(() => ReadAsync(database), Told(StorageFault.Exhausted));

        await gone.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Is_told_how_long_a_statement_waits_for_a_lock()
    {
        using var server = new ScriptedServer
        {
            Answer = text => text.Contains("UPDATE", StringComparison.Ordinal) ? ScriptedAnswer.CommittedAct() : ScriptedAnswer.Row(7),
        };
        await using var database = new SqlServerDatabase(server.ConnectionString, TimeProvider.System, Hasty);

        await CommitAsync(database);
        await ReadAsync(database);

        Assert.That(Hasty.LockTimeout, Is.LessThan(Hasty.AttemptTimeout), "the server gives up before the client does");
        Assert.That(server.Asked, Has.Count.EqualTo(2).And.All.Contains("SET LOCK_TIMEOUT 3000;"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Told(StorageFault fault) =>
        Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(fault);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
            await Task.Delay(10, patience.Token);
    }

    private static Task<IReadOnlyList<int>> ReadAsync(Database database) =>
        database.ReadAsync(Load.List<int>(Anything, AccessScope.Registry("test")), CancellationToken.None);

    private static Task<Commit> CommitAsync(Database database) =>
        database.CommitAsync(new Act(default).Do(Change, new { At = DateTimeOffset.UnixEpoch }), CancellationToken.None);

    // Timers run as ever; what time it is can be moved.
    private sealed class Leaping : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
