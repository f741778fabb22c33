using Microsoft.Data.Sqlite;
using static CaseReferral.Storage.Tests.Statements;

namespace CaseReferral.Storage.Tests;

[TestFixture]
public sealed class A_statement : A_store
{
    private static readonly Statement Filtered = new(d => $"""
        SELECT {d.Top("@Limit")} Name FROM Counter
        WHERE Value >= 0 {Statement.Filters}
        ORDER BY Name {d.Limit("@Limit")}
        """,
        [new("Name", "Name = @Name"), new("Least", "Value >= @Least"), new("Even", "Value % 2 = 0 OR Name = '@x'")]);

    private static readonly Statement Placeless = new(_ => "SELECT Name FROM Counter", [new("Name", "Name = @Name")]);

    private static readonly Statement Unfiltered = new(_ => $"SELECT Name FROM Counter WHERE 1 = 1 {Statement.Filters}");

    [TestCase(null, null, false, "a b c d")]
    [TestCase("c", null, false, "c")]
    [TestCase(null, 2, false, "c d")]
    [TestCase(null, null, true, "a c")]
    [TestCase("c", 2, true, "c")]
    [TestCase("b", 2, true, "")]
    public async Task Filters_by_the_arguments_that_are_given(string? name, int? least, bool even, string found)
    {
        await using var database = File.Open();
        var act = new Act(NewEntry());
        for (var i = 0; i < 4; i++)
            act.Do(InsertCounter, new { Name = $"{(char)('a' + i)}", Value = i });
        await database.CommitAsync(act);

        var rows = await database.ReadAsync(
            Load.List<string>(Filtered, Scope, new { Name = name, Least = least, Even = even, Limit = 50 }),
            CancellationToken.None);

        Assert.That(string.Join(' ', rows), Is.EqualTo(found));
    }

    [Test]
    public async Task Refuses_arguments_that_lack_a_filter()
    {
        await using var database = File.Open();
        Assert.That(
            async () => await database.ReadAsync(
                Load.List<string>(Filtered, Scope, new { Name = "a", Even = true, Limit = 1 }), CancellationToken.None),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "StatementTests.Filtered has the filter Least, which its arguments lack."));
    }

    [Test]
    public void Has_a_place_for_its_filters()
    {
        Assert.That(() => Placeless.Variants(SqlDialect.Sqlite).ToList(), Throws.InvalidOperationException);
        Assert.That(() => Unfiltered.Variants(SqlDialect.Sqlite).ToList(), Throws.InvalidOperationException);
    }

    [Test]
    public void Prepares_with_no_filter_with_all_with_each_and_with_each_pair()
    {
        var variants = Filtered.Variants(SqlDialect.Sqlite).ToList();
        Assert.That(variants, Has.Count.EqualTo(8).And.Unique);

        using var connection = new SqliteConnection(File.ConnectionString + ";Pooling=False");
        connection.Open();
        foreach (var text in variants)
            Assert.That(() => new SqliteCommand(text, connection).Prepare(), Throws.Nothing, text);
    }

    [Test]
    public void Says_what_differs_in_each_dialect()
    {
        Assert.That(
            Filtered.Variants(SqlDialect.Sqlite).First(), Does.StartWith("SELECT  Name").And.EndsWith("ORDER BY Name LIMIT @Limit"));
        Assert.That(
            Filtered.Variants(SqlDialect.SqlServer).First(), Does.StartWith("SELECT TOP (@Limit) Name").And.EndsWith("ORDER BY Name "));
    }

    [Test]
    public void Is_named_after_its_file_and_field() => Assert.That(Filtered.Name, Is.EqualTo("StatementTests.Filtered"));

    [Test]
    public void Is_always_a_static_field()
    {
        var found = Statement.All(typeof(Database).Assembly).Concat(Statement.All(typeof(A_statement).Assembly)).ToHashSet();
        Assert.That(found, Does.Contain(Filtered).And.Contain(Advance));
        var hidden = Statement.Constructed.Except(found).Select(statement => statement.Name);
        Assert.That(hidden, Is.SubsetOf(new List<string> { "StatementTests.Is_noticed_when_it_is_made_in_a_method" }));
    }

    [Test]
    public void Is_noticed_when_it_is_made_in_a_method()
    {
        var hidden = new Statement(_ => "SELECT 1");
        Assert.That(Statement.Constructed, Does.Contain(hidden));
        Assert.That(Statement.All(typeof(A_statement).Assembly), Does.Not.Contain(hidden));
    }
}
