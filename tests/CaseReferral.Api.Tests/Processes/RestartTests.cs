using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Processes;

[Category("Process")]
public sealed class A_start
{
    private const int Samples = 10;

    [Test]
    public async Task Keeps_what_is_there_and_seeds_nothing_twice()
    {
        using var data = new DataFolder();
        await using (var first = await RunningRegistry.StartAsync(data.Launch))
            first.Kill();
        var before = Rows(data);

        await using (var second = await RunningRegistry.StartAsync(data.Launch))
            second.Kill();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Rows(data), Is.EqualTo(before));
            Assert.That(before["Incident"], Is.EqualTo(Samples));
            Assert.That(data.Faults(), Is.Empty);
        }
    }

    [Test]
    public async Task Completes_a_seeding_that_was_killed()
    {
        const int Done = 4;
        using var data = new DataFolder();
        await using (var empty = await RunningRegistry.StartAsync(data.Launch with { Arguments = ["--DemoData:Enabled=false"] }))
            empty.Kill();
        // The act after these never ends, so that the kill comes in the middle of it.
        data.Execute($"""
            CREATE TRIGGER Stall AFTER INSERT ON Referral WHEN (SELECT COUNT(*) FROM Incident) > {Done}
            BEGIN
                SELECT COUNT(*) FROM (WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT 1 FROM n) SELECT x FROM n);
            END
            """);

        await using (var cutShort = RunningRegistry.Begin(data.Launch))
        {
            await Eventually.SeesAsync(() => data.Count("SELECT COUNT(*) FROM Incident"), count => count == Done);
            cutShort.Kill();
        }

        Assert.That(data.Count("SELECT COUNT(*) FROM Incident"), Is.EqualTo(Done));
        data.Execute("DROP TRIGGER Stall");

        await using var whole = await RunningRegistry.StartAsync(data.Launch);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(data.Count("SELECT COUNT(*) FROM Incident"), Is.EqualTo(Samples));
            Assert.That(data.Faults(), Is.Empty);
        }
    }

    [Test]
    public async Task Shares_an_empty_file_with_another()
    {
        using var data = new DataFolder();

        var both = await Task.WhenAll(RunningRegistry.StartAsync(data.Launch), RunningRegistry.StartAsync(data.Launch));
        await using var one = both[0];
        await using var other = both[1];

        var filing = Builders.Scenarios.Fresh("02");
        var filed = await Burst.RefileAsync(one, filing);
        var again = await Burst.RefileAsync(other, filing);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(filed.Status, Is.EqualTo(201), filed.Text);
            Assert.That((again.Status, again.Replayed), Is.EqualTo((200, true)), again.Text);
            Assert.That(data.Count("SELECT COUNT(*) FROM Incident"), Is.EqualTo(Samples + 1));
            Assert.That(data.Faults(), Is.Empty);
        }
    }

    private static Dictionary<string, long> Rows(DataFolder data) =>
        data.Tables().ToDictionary(table => table, table => data.Count($"SELECT COUNT(*) FROM {table}"));
}
