using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage.Migrations;
using CaseReferral.Storage.SqlServer;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CaseReferral.Storage.Tests.TransactSql;

/// <summary>The scripts that an administrator runs before the service may.</summary>
[TestFixture]
public sealed partial class The_deployment_s_scripts
{
    [TestCase("database.sql")]
    [TestCase("logins.sql")]
    [TestCase("rights.sql")]
    public void Parse(string script) => Assert.That(
        SqlServerMigrator.Batches(Variable().Replace(Read(script), "x")).SelectMany(SqlServerSchema.Parse), Is.Empty);

    [Test]
    public void Name_each_table()
    {
        using var model = SqlServerSchema.Migrated().Model();
        var tables = SchemaShape.Columns(model).Select(column => column.Table).Distinct();

        Assert.That(ToService().Select(right => right.Table).Distinct().Except(["Migration"]), Is.EquivalentTo(tables));
    }

    [Test]
    public void Grant_the_service_what_its_statements_do()
    {
        var granted = ToService().ToHashSet();
        var lacking = Statement.All(typeof(Database).Assembly)
            .SelectMany(statement => Needs(statement)
                .Where(need => !granted.Contains(need) && !granted.Contains(need with { Column = null }))
                .Select(need => $"{statement} needs {need.Name} on {need.Table}{(need.Column is null ? "" : $".{need.Column}")}"));

        Assert.That(lacking, Is.Empty);
    }

    [TestCase("JournalEntry", "INSERT SELECT")]
    [TestCase("JournalPayload", "INSERT SELECT")]
    [TestCase("Unsealed", "DELETE INSERT SELECT")]
    [TestCase("Migration", "SELECT")]
    public void Let_the_service_change_nothing_that_stays(string table, string rights) => Assert.That(
        string.Join(' ', ToService().Where(right => right.Table == table).Select(right => right.Name).Order()), Is.EqualTo(rights));

    [Test]
    public void Let_only_retention_delete_payloads() => Assert.That(
        SqlServerRights.All.Where(right => right.Table == "JournalPayload" && right.Name == "DELETE").Select(right => right.Role),
        Is.EqualTo(["registry_retention"]));

    [Test]
    public void Let_nothing_of_content_change_but_up_to_which_version_it_holds() => Assert.That(
        ToService().Where(right => right is { Table: "Content", Name: "UPDATE" }).Select(right => right.Column), Is.EqualTo(["ToVersion"]));

    [Test]
    public void List_nothing_that_the_start_does_not_read() => Assert.That(
        SqlServerRights.All.Select(right => right.Table).Distinct(),
        Is.EquivalentTo(Listed().Matches(Read("rights.sql")).Select(line => line.Groups["table"].Value).Distinct()));

    [Test]
    public void Run_the_version_of_the_server_that_tests_have_in_a_container() => Assert.That(
        Image().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "compose.yaml")))
            .Select(image => image.Groups["name"].Value).Distinct(),
        Is.EqualTo([ServerContainer.Image]).And.All.Matches(@"-CU\d+-"));

    // What a text reads it needs SELECT on, and so it does on what it changes by a condition.
    private static IEnumerable<SqlServerRight> Needs(Statement statement) => statement.Variants(SqlDialect.SqlServer).SelectMany(text =>
    {
        var tables = new TablesOf();
        SqlServerSchema.Tree(text, out _).Accept(tables);
        return tables.Needs;
    }).Distinct();

    private static IEnumerable<SqlServerRight> ToService() => SqlServerRights.All.Where(right => right.Role == SqlServerRights.Service);

    private static string Read(string script) => File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "sql", script));

    [GeneratedRegex(@"N'registry_\w+', N'(?<table>\w+)'")]
    private static partial Regex Listed();

    [GeneratedRegex(@"image: (&\w+ )?(?<name>\S+/mssql/server:\S+)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\$\(\w+\)")]
    private static partial Regex Variable();

    private sealed class TablesOf : TSqlFragmentVisitor
    {
        private readonly HashSet<TableReference> targets = [];

        public HashSet<SqlServerRight> Needs { get; } = [];

        public override void Visit(InsertSpecification node) => Changes("INSERT", node.Target);

        public override void Visit(UpdateSpecification node)
        {
            foreach (var set in node.SetClauses.Cast<AssignmentSetClause>())
                Changes("UPDATE", node.Target, set.Column.MultiPartIdentifier.Identifiers[^1].Value);
        }

        public override void Visit(DeleteSpecification node) => Changes("DELETE", node.Target);

        public override void Visit(NamedTableReference node)
        {
            if (!targets.Contains(node))
                Needs.Add(Need("SELECT", node));
        }

        private static SqlServerRight Need(string name, NamedTableReference table, string? column = null) =>
            new(SqlServerRights.Service, table.SchemaObject.BaseIdentifier.Value, name, column);

        private void Changes(string name, TableReference target, string? column = null)
        {
            targets.Add(target);
            Needs.Add(Need(name, (NamedTableReference)target, column));
        }
    }
}
