using System.Diagnostics;
using CaseReferral.Storage.Migrations;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>SQL Server's store against ports on the loopback that are no server: no server is needed for these.</summary>
[TestFixture]
public sealed class A_server_that_is_not_there
{
    private static readonly Statement Anything = new(_ => "SELECT 1 FROM Nothing");

    private static readonly Statement Change = new(_ => "UPDATE Nothing SET At = @At");

    private static readonly SqlServerOptions Hasty = new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(1),
        TotalTimeout = TimeSpan.FromSeconds(20),
        Retries = 2,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(2),
    };

    [TestCase(Manner.Refuses, StorageFault.Unreachable)]
    [TestCase(Manner.Stalls, StorageFault.Slow)]
    [TestCase(Manner.Closes, StorageFault.Unreachable)]
    [TestCase(Manner.Resets, StorageFault.Unreachable)]
    public async Task Is_told_as_unavailable_and_asked_again(Manner manner, StorageFault fault)
    {
        using var metrics = new MetricsCapture();
        using var listener = new Listener(manner);
        await using var database = new SqlServerDatabase(listener.ConnectionString, TimeProvider.System, Hasty);

        Assert.That(() => ReadAsync(database), Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(fault));
        Assert.That(
            metrics.Seen.Count(told => told.StartsWith("case_referral.storage.retries operation=load ", StringComparison.Ordinal)),
            Is.EqualTo(Hasty.Retries));
        // Within one attempt the driver may itself dial again after a reset.
        if (manner != Manner.Refuses)
            Assert.That(listener.Connections, manner == Manner.Resets ? Is.AtLeast(1 + Hasty.Retries) : Is.EqualTo(1 + Hasty.Retries));
    }

    [TestCase(Manner.Refuses)]
    [TestCase(Manner.Stalls)]
    [TestCase(Manner.Closes)]
    [TestCase(Manner.Resets)]
    public async Task Stores_no_act_and_says_so(Manner manner)
    {
        using var listener = new Listener(manner);
        await using var database = new SqlServerDatabase(listener.ConnectionString, TimeProvider.System, Hasty with { Retries = 1 });

        // No connection was had, so nothing can have been stored: the outcome is known.
        Assert.That(
            () => CommitAsync(database),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").Not.EqualTo(StorageFault.OutcomeUnknown));
        Assert.That(await database.ProbeAsync(CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Takes_no_longer_than_all_attempts_may()
    {
        using var listener = new Listener(Manner.Stalls);
        await using var database = new SqlServerDatabase(
            listener.ConnectionString, TimeProvider.System,
            Hasty with { AttemptTimeout = TimeSpan.FromSeconds(1), TotalTimeout = TimeSpan.FromSeconds(2), Retries = 100 });

        var started = Stopwatch.GetTimestamp();
        Assert.That(() => ReadAsync(database), Throws.TypeOf<StorageUnavailableException>());
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task Is_given_a_rest_after_many_failures_and_says_until_when()
    {
        using var metrics = new MetricsCapture();
        using var listener = new Listener(Manner.Closes);
        await using var database = new SqlServerDatabase(
            listener.ConnectionString, TimeProvider.System,
            Hasty with { Retries = 1, BreakerThroughput = 4, BreakerRest = TimeSpan.FromMinutes(1) });
        for (var i = 0; i < 3; i++)
            Assert.That(() => ReadAsync(database), Throws.TypeOf<StorageUnavailableException>());

        var asked = listener.Connections;
        Assert.That(
            () => ReadAsync(database),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.Resting)
                .And.Property("RetryAfter").GreaterThan(TimeSpan.FromSeconds(30)));
        Assert.That(() => CommitAsync(database), Throws.TypeOf<StorageUnavailableException>());
        Assert.That(
            await database.ProbeAsync(CancellationToken.None), Is.EqualTo(StorageFault.Resting),
            "an instance whose server rests isn't ready");
        Assert.That(listener.Connections, Is.EqualTo(asked));
        Assert.That(metrics.Seen, Does.Contain("case_referral.storage.breaker state=open")
            .And.Contain("case_referral.storage.retries operation=load fault=Unreachable")
            .And.Contain("case_referral.storage.duration operation=load outcome=Resting"));
    }

    [TestCase(Manner.Refuses)]
    [TestCase(Manner.Closes)]
    public void Is_told_by_the_migrator_too(Manner manner)
    {
        using var listener = new Listener(manner);
        var migrator = new SqlServerMigrator(listener.ConnectionString, TimeProvider.System);
        Assert.That(
            () => migrator.CheckAsync(CancellationToken.None),
            Throws.TypeOf<StorageUnavailableException>().With.Property("Fault").EqualTo(StorageFault.Unreachable));
    }

    [Test]
    public async Task Stops_waiting_when_the_caller_does()
    {
        using var listener = new Listener(Manner.Stalls);
        await using var database = new SqlServerDatabase(
            listener.ConnectionString, TimeProvider.System,
            Hasty with { AttemptTimeout = TimeSpan.FromMinutes(5), TotalTimeout = TimeSpan.FromMinutes(5) });
        using var gone = new CancellationTokenSource();
        var reading = database.ReadAsync(Load.List<int>(Anything, AccessScope.Registry("test")), gone.Token);
        await gone.CancelAsync();
        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
    }

    private static Task<IReadOnlyList<int>> ReadAsync(Database database) =>
        database.ReadAsync(Load.List<int>(Anything, AccessScope.Registry("test")), CancellationToken.None);

    private static Task<Commit> CommitAsync(Database database) =>
        database.CommitAsync(new Act(default).Do(Change, new { At = DateTimeOffset.UnixEpoch }), CancellationToken.None);
}
