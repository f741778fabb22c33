using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.AccessLog;

/// <summary>What can't be put on record doesn't happen.</summary>
public sealed class An_access_log_that_cannot_be_written
{
    private Registry registry = null!;
    private Desk officer = null!;
    private Answer filed = null!;

    [SetUp]
    public async Task FileAsync()
    {
        registry = Registry.Start();
        officer = await registry.AsAsync("officer@ME-BAR-PCU");
        filed = await officer.FiledAsync(Scenarios.Fresh("01"));
    }

    [TearDown]
    public ValueTask StopAsync() => registry.DisposeAsync();

    [Test]
    public async Task Stops_reads_of_content_and_lets_filing_go_on()
    {
        registry.Execute(
            """
            CREATE TRIGGER Full BEFORE INSERT ON JournalEntry WHEN NEW.Log LIKE '%/consultations' BEGIN SELECT RAISE(ABORT, 'full'); END
            """);
        var stranger = await registry.AsAsync("duty@BA-TIP");
        Answer[] unrecorded =
        [
            await officer.OpenAsync(filed),
            await officer.OpenAsync(filed, "audit"),
            await stranger.GetAgainAsync(filed),
            await stranger.GetAsync("/v1/incidents/019a0000-0000-7000-8000-0000000000aa"),
            await officer.GetAsync("/v1/incidents?priority=P1"),
            await officer.GetAsync("/v1/access-log"),
            await stranger.MoveAsync(filed.Leg("ME-OPTEAM"), "acknowledge", "*"),
            await officer.MoveAsync(filed.Leg("ME-OPTEAM"), "acknowledge", "*"),
        ];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unrecorded.Select(answer => answer.Status), Is.All.GreaterThanOrEqualTo(500));
            Assert.That(unrecorded.Select(answer => answer.Text), Is.All.Not.Contains("facts"));
            Assert.That((await officer.FileAsync(Scenarios.Fresh("01"))).Status, Is.EqualTo(201), "filing writes an entry of its own");
            Assert.That((await officer.GetAgainAsync(filed)).Status, Is.EqualTo(200), "a summary is no content");
        }

        registry.Execute("DROP TRIGGER Full");
        Assert.That((await officer.OpenAsync(filed)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Stops_filing_too_when_the_journal_takes_nothing_at_all()
    {
        registry.Execute("CREATE TRIGGER Full BEFORE INSERT ON JournalEntry BEGIN SELECT RAISE(ABORT, 'full'); END");
        var before = registry.Query("SELECT COUNT(*) FROM Incident", row => row.GetInt32(0));

        Assert.That((await officer.FileAsync(Scenarios.Fresh("01"))).Status, Is.GreaterThanOrEqualTo(500));
        Assert.That(registry.Query("SELECT COUNT(*) FROM Incident", row => row.GetInt32(0)), Is.EqualTo(before));
    }

    [Test]
    public async Task Stops_reads_of_content_while_the_store_is_locked()
    {
        using (registry.HoldWriteLock())
        {
            var opened = await officer.OpenAsync(filed);
            Assert.That(opened.Problem, Is.EqualTo("storage-unavailable"), opened.Text);
        }

        Assert.That((await officer.OpenAsync(filed)).Status, Is.EqualTo(200));
    }
}
