using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage.Migrations;
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

        Assert.That(ToService().Select(grant => grant.Table).Except(["Migration", "Sealed"]), Is.EquivalentTo(tables));
    }

    [Test]
    public void Grant_the_service_what_its_statements_do()
    {
        var granted = ToService().SelectMany(grant => grant.Rights.Select(right => $"{right} on {grant.Table}")).ToHashSet();
        var lacking = Statement.All(typeof(Database).Assembly)
            .SelectMany(statement => Needs(statement).Where(need => !granted.Contains(need))
            .Select(need => $"{statement} needs {need}"));

        Assert.That(lacking, Is.Empty);
    }

    [TestCase("JournalEntry", "INSERT SELECT")]
    [TestCase("JournalPayload", "INSERT SELECT")]
    [TestCase("Sealed", "INSERT SELECT")]
    [TestCase("Unsealed", "DELETE INSERT SELECT")]
    [TestCase("Migration", "SELECT")]
    public void Let_the_service_change_nothing_that_stays(string table, string rights) => Assert.That(
        string.Join(' ', ToService().Single(grant => grant.Table == table).Rights.Order()), Is.EqualTo(rights));

    [Test]
    public void Let_only_retention_delete_payloads() => Assert.That(
        Grants().Where(grant => grant.Table == "JournalPayload" && grant.Rights.Contains("DELETE")).Select(grant => grant.To),
        Is.EqualTo(["registry_retention"]));

    // What a text reads it needs SELECT on, and so it does on what it changes by a condition.
    private static IEnumerable<string> Needs(Statement statement)
    {
        var tables = new TablesOf();
        SqlServerSchema.Tree(statement.Variants(SqlDialect.SqlServer).First(), out _).Accept(tables);
        return tables.Needs;
    }

    private static IEnumerable<(string[] Rights, string Table, string To)> ToService() =>
        Grants().Where(grant => grant.To == "registry_service");

    private static IEnumerable<(string[] Rights, string Table, string To)> Grants() => Grant().Matches(Read("rights.sql")).Select(grant =>
        (grant.Groups["rights"].Value.Split(", "), grant.Groups["table"].Value, grant.Groups["to"].Value));

    private static string Read(string script) => File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "sql", script));

    [GeneratedRegex(@"GRANT (?<rights>[A-Z, ]+) ON (?<table>\w+) TO (?<to>\w+)")]
    private static partial Regex Grant();

    [GeneratedRegex(@"\$\(\w+\)")]
    private static partial Regex Variable();

    private sealed class TablesOf : TSqlFragmentVisitor
    {
        private readonly HashSet<TableReference> targets = [];

        public HashSet<string> Needs { get; } = [];

        public override void Visit(InsertSpecification node) => Changes("INSERT", node.Target);

        public override void Visit(UpdateSpecification node) => Changes("UPDATE", node.Target);

        public override void Visit(DeleteSpecification node) => Changes("DELETE", node.Target);

        public override void Visit(NamedTableReference node)
        {
            if (!targets.Contains(node))
                Needs.Add($"SELECT on {node.SchemaObject.BaseIdentifier.Value}");
        }

        private void Changes(string right, TableReference target)
        {
            targets.Add(target);
            Needs.Add($"{right} on {((NamedTableReference)target).SchemaObject.BaseIdentifier.Value}");
        }
    }
}
