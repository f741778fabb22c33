using CaseReferral.Storage.Migrations;
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
        file = new TemporaryFile();
        await new SqliteMigrator(file.ConnectionString, TimeProvider.System).MigrateAsync("test", CancellationToken.None);
        connection = new SqliteConnection($"{file.ConnectionString};Pooling=False");
        connection.Open();
    }

    [OneTimeTearDown]
    public void Close()
    {
        connection.Dispose();
        file.Dispose();
    }

    [TestCase("ClockStore.Due", "SEARCH c USING COVERING INDEX Clock_fires (FiresAt<?)")]
    [TestCase("NotificationStore.Due", "SEARCH n USING INDEX Notification_due (NextAt<?)")]
    public void Seeks_in_an_index_that_is_in_its_order(string statement, string plan)
    {
        var text = Statement.All(typeof(Database).Assembly).Single(one => one.Name == statement).Variants(SqlDialect.Sqlite).Single();
        using var command = new SqliteCommand($"EXPLAIN QUERY PLAN {text}", connection);
        command.Parameters.AddWithValue("@Now", 0L);
        command.Parameters.AddWithValue("@Limit", 1L);
        using var reader = command.ExecuteReader();
        List<string> steps = [];
        while (reader.Read())
            steps.Add(reader.GetString(3));

        // One step: nothing is scanned, nothing sorted.
        Assert.That(steps, Is.EqualTo(new[] { plan }));
    }
}
