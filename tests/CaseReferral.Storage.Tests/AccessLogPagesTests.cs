using CaseReferral.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests;

/// <summary>The access log grows by every look at a person for years: whatever a page is narrowed to, it is found by a seek.</summary>
[TestFixture]
public sealed class A_page_of_the_access_log
{
    private static IEnumerable<Statement> Pages =>
        Statement.All(typeof(Database).Assembly).Where(statement => statement.Name.StartsWith("AccessLogStore.Page", StringComparison.Ordinal));

    [Test]
    public async Task Is_found_by_a_seek_and_never_sorted()
    {
        using var file = new TemporaryFile();
        await new SqliteMigrator(file.ConnectionString, TimeProvider.System).MigrateAsync("test", CancellationToken.None);
        using var connection = new SqliteConnection($"{file.ConnectionString};Pooling=False");
        connection.Open();
        Assert.That(Pages.ToList(), Has.Count.EqualTo(2));

        foreach (var text in Pages.SelectMany(page => page.Variants(SqlDialect.Sqlite)))
        {
            using var command = new SqliteCommand($"EXPLAIN QUERY PLAN {text}", connection);
            foreach (var name in new[] { "@Audience", "@Own", "@Limit", "@BeforeId", "@OfIncident", "@Id", "@Reference", "@Leg", "@Principal", "@Seat", "@Desk", "@Kind", "@Purpose", "@From", "@FromId", "@To", "@ToId", "@Person" })
                command.Parameters.AddWithValue(name, DBNull.Value);
            using var reader = command.ExecuteReader();
            List<string> plan = [];
            while (reader.Read())
                plan.Add(reader.GetString(3));
            Assert.That(plan, Has.None.StartsWith("SCAN").And.None.Contains("TEMP B-TREE"), text);
        }
    }
}
