using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests;

/// <summary>What a worker asks once a tick, however many clocks run and however many notifications were ever written.</summary>
[TestFixture]
public sealed class A_query_for_what_is_due
{
    private TemporaryFile file = null!;
    private SqliteConnection connection = null!;

    [OneTimeSetUp]
    public async Task MigrateAsync()
    {
        file = await TemporaryFile.OfRegistryAsync();
        connection = file.Connect();
    }

    [OneTimeTearDown]
    public void Close()
    {
        connection.Dispose();
        file.Dispose();
    }

    [TestCase("ClockStore.Due", "SEARCH c USING COVERING INDEX Clock_fires (FiresAt<?)")]
    [TestCase("DisclosureStore.Due", "SEARCH q USING COVERING INDEX DisclosureRequest_fires (FiresAt<?)")]
    [TestCase("NotificationStore.Due", "SEARCH n USING INDEX Notification_due (NextAt<?)")]
    public void Seeks_in_an_index_that_is_in_its_order(string statement, string plan)
    {
        var text = Statement.All(typeof(Database).Assembly).Single(one => one.Name == statement).Variants(SqlDialect.Sqlite).Single();

        // One step: nothing is scanned, nothing sorted.
        Assert.That(connection.PlanOf(text), Is.EqualTo(new[] { plan }));
    }
}
