namespace CaseReferral.Storage.Tests;

/// <summary>The access log grows by every look at a person for years: whatever a page is narrowed to, it is found by a seek.</summary>
[TestFixture]
public sealed class A_page_of_the_access_log
{
    private static IEnumerable<Statement> Pages =>
        Statement.All(typeof(Database).Assembly).Where(
            statement => statement.Name.StartsWith("AccessLogStore.Page", StringComparison.Ordinal));

    [Test]
    public async Task Is_found_by_a_seek_and_never_sorted()
    {
        using var file = await TemporaryFile.OfRegistryAsync();
        using var connection = file.Connect();
        Assert.That(Pages.ToList(), Has.Count.EqualTo(2));

        foreach (var text in Pages.SelectMany(page => page.Variants(SqlDialect.Sqlite)))
        {
            Assert.That(connection.PlanOf(text), Has.None.StartsWith("SCAN").And.None.Contains("TEMP B-TREE"), text);
        }
    }
}
