using CaseReferral.Storage.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CaseReferral.Storage.Tests.TransactSql;

/// <summary>Every statement in both dialects, with its filters, against both migrated schemas: without a server.</summary>
[TestFixture]
public sealed class Every_statement
{
    private static readonly IReadOnlyList<Statement> All = Statement.All(typeof(Database).Assembly);
    private static readonly SqlServerSchema Schema = SqlServerSchema.Migrated();

    private TemporaryFile file = null!;
    private SqliteConnection sqlite = null!;

    [OneTimeSetUp]
    public async Task Migrate()
    {
        file = await TemporaryFile.OfRegistryAsync();
        sqlite = file.Connect();
    }

    [OneTimeTearDown]
    public void Delete()
    {
        sqlite.Dispose();
        file.Dispose();
    }

    [Test]
    public void Parses_as_T_SQL() => Assert.That(
        All.SelectMany(statement => Variants(statement, SqlDialect.SqlServer)
            .SelectMany(variant => SqlServerSchema.Parse(variant.Text).Select(error => $"{statement}: {error}"))),
        Is.Empty);

    [Test]
    public void Binds_to_the_migrated_schema_of_SQL_Server()
    {
        var texts = All.SelectMany(statement => Variants(statement, SqlDialect.SqlServer))
            .Select(variant => ($"{variant.Statement}", variant.Text, SqlServerSchema.Declare(variant, name => name))).ToList();

        Assert.That(Schema.Bind(texts), Is.Empty);
        TestContext.Out.WriteLine($"{All.Count} statements, {texts.Count} variants bound");
    }

    [Test]
    public void Takes_the_same_parameters_in_both() => Assert.Multiple(() =>
    {
        foreach (var (one, other) in Pairs())
            Assert.That(other.Parameters.Order(), Is.EqualTo(one.Parameters.Order()), one.Statement.Name);
    });

    [Test]
    public void Gives_the_same_columns_by_the_same_names() => Assert.Multiple(() =>
    {
        foreach (var (one, other) in Pairs())
            Assert.That(SqlServerColumns(other.Text), Is.EqualTo(SqliteColumns(one.Text)), one.Statement.Name);
    });

    [Test]
    public void Makes_an_act_and_a_load_that_parse_and_bind()
    {
        var batches = new List<(string, string, IReadOnlyDictionary<string, string>)>();
        foreach (var statement in All.Select(statement => Variants(statement, SqlDialect.SqlServer).First()))
        {
            var named = SqlServerSchema.Declare(statement, name => BatchParameters.Name(name, 0));
            if (SqliteColumns(Variants(statement.Statement, SqlDialect.Sqlite).First().Text).Count > 0)
            {
                var twice = named.Concat(SqlServerSchema.Declare(statement, name => BatchParameters.Name(name, 1))).ToDictionary();
                batches.Add(($"{statement.Statement} as a load", LoadBatch.Write([statement]), named));
                batches.Add(($"{statement.Statement} as a load of two", LoadBatch.Write([statement, statement]), twice));
                continue;
            }

            batches.Add(($"{statement.Statement} as a step", ActBatch.TextOf([new(statement, true, false)]), named));
            batches.Add((
                $"{statement.Statement} for each", ActBatch.TextOf([new(statement, true, true)]),
                new Dictionary<string, string> { [BatchParameters.Name("Each", 0)] = "nvarchar(max)" }));
        }

        Assert.That(batches.SelectMany(batch => SqlServerSchema.Parse(batch.Item2).Select(error => $"{batch.Item1}: {error}")), Is.Empty);
        Assert.That(Schema.Bind(batches), Is.Empty);
    }

    [Test]
    public void Types_its_parameters_as_the_columns_of_their_names()
    {
        using var model = Schema.Model();
        var columns = SchemaShape.Columns(model).ToLookup(column => column.Column, column => column, StringComparer.Ordinal);
        var differing = All.SelectMany(statement => Variants(statement, SqlDialect.SqlServer)).SelectMany(variant => variant.Parameters)
            .Distinct()
            .Where(name => columns[name].Any() && columns[name].All(column => column.Type != ParameterTypes.Of(name).Declaration))
            .Select(name => $"@{name} is {ParameterTypes.Of(name).Declaration}, and {columns[name].First()} isn't");

        Assert.That(differing, Is.Empty);
    }

    [TestCase("SELECT Referense FROM Incident", "SQL71501", "Referense")]
    [TestCase("SELECT Id FROM Incidents", "SQL71502", "Incidents")]
    [TestCase("SELECT Id FROM Incident WHERE Id = @Undeclared", "SQL70590", "Undeclared")]
    public void Is_named_when_it_does_not_bind(string text, string code, string what) => Assert.That(
        Schema.Bind([("Store.Broken", text, new Dictionary<string, string>())]),
        Has.Some.Contains("Store.Broken").And.Some.Contains(code).And.Some.Contains(what));

    [TestCase("SELECT Id FROM Incident LIMIT @Limit")]
    [TestCase("INSERT INTO Probe (Id, At) VALUES (1, 2) ON CONFLICT DO NOTHING")]
    public void Is_named_when_it_is_no_T_SQL(string text) => Assert.That(SqlServerSchema.Parse(text), Is.Not.Empty);

    private static IEnumerable<RenderedStatement> Variants(Statement statement, SqlDialect dialect) =>
        statement.Variants(dialect).Select(text => new RenderedStatement(statement, text));

    private static IEnumerable<(RenderedStatement Sqlite, RenderedStatement SqlServer)> Pairs() =>
        All.SelectMany(statement => Variants(statement, SqlDialect.Sqlite).Zip(Variants(statement, SqlDialect.SqlServer)));

    private static List<string> SqlServerColumns(string text)
    {
        var statement = ((TSqlScript)SqlServerSchema.Tree(text, out _)).Batches.Single().Statements.Single();
        return statement is SelectStatement { QueryExpression: QuerySpecification query }
            ? [.. query.SelectElements.Cast<SelectScalarExpression>().Select(NameOf)]
            : [];
    }

    private static string NameOf(SelectScalarExpression element) =>
        element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier.Identifiers[^1].Value ?? "";

    private List<string> SqliteColumns(string text)
    {
        Assert.That(SQLitePCL.raw.sqlite3_prepare_v2(sqlite.Handle, text, out var prepared), Is.Zero, text);
        using (prepared)
        {
            // An expression without a name is named after its text.
            return [.. Enumerable.Range(0, SQLitePCL.raw.sqlite3_column_count(prepared))
                .Select(column => SQLitePCL.raw.sqlite3_column_name(prepared, column).utf8_to_string())
                .Select(name => name.All(char.IsAsciiLetter) ? name : "")];
        }
    }
}
