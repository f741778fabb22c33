using System.Text.RegularExpressions;
using CaseReferral.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests.Referrals;

/// <summary>What a jurisdiction has open stays small while what it ever saw grows for years.</summary>
[TestFixture]
public sealed class A_page_of_what_is_open
{
    [Test]
    public async Task Is_read_from_what_is_open_in_its_order()
    {
        using var file = new TemporaryFile();
        await new SqliteMigrator(file.ConnectionString, TimeProvider.System).MigrateAsync("test", CancellationToken.None);
        using var connection = new SqliteConnection($"{file.ConnectionString};Pooling=False");
        connection.Open();
        var page = Statement.All(typeof(Database).Assembly).Single(one => one.Name == "ReferralStore.Open");

        foreach (var text in page.Variants(SqlDialect.Sqlite))
        {
            using var command = new SqliteCommand($"EXPLAIN QUERY PLAN {text}", connection);
            foreach (var name in Regex.Matches(text, @"@\w+").Select(match => match.Value).Distinct())
                command.Parameters.AddWithValue(name, DBNull.Value);
            using var reader = command.ExecuteReader();
            List<string> plan = [];
            while (reader.Read())
                plan.Add(reader.GetString(3));
            Assert.That(plan[0], Does.StartWith("SEARCH r USING INDEX Referral_open (Jurisdiction=?"), text);
            Assert.That(plan, Has.None.StartsWith("SCAN").And.None.EqualTo("USE TEMP B-TREE FOR ORDER BY"), text);
        }
    }
}
