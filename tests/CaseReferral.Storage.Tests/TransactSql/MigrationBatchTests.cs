using CaseReferral.Storage.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CaseReferral.Storage.Tests.TransactSql;

/// <summary>
/// SQL Server compiles a batch before it runs any of it, and then knows no column of an existing table that the batch is yet to add (error
/// 207). DacFx and servers that take statements one by one don't mind, so it is read from the text.
/// </summary>
[TestFixture]
public sealed class Each_batch_of_a_migration
{
    private static IEnumerable<TestCaseData> Scripts => new SqlServerMigrator("Server=none", TimeProvider.System).Scripts
        .Select(script => new TestCaseData(script.Text).SetArgDisplayNames(script.Name));

    [TestCaseSource(nameof(Scripts))]
    public void Uses_no_column_that_it_adds(string script) => Assert.That(SqlServerMigrator.Batches(script).SelectMany(TooEarly), Is.Empty);

    [TestCase("ALTER TABLE Unit ADD New int NULL; UPDATE Unit SET New = 1;", "New")]
    [TestCase("ALTER TABLE Unit ADD New int NULL; DELETE FROM Clock WHERE Level IN (SELECT u.New FROM Unit u);", "New")]
    [TestCase("ALTER TABLE Unit ADD New int NULL; CREATE INDEX Unit_new ON Unit (Code) WHERE New IS NOT NULL;", "New")]
    [TestCase("ALTER TABLE Unit ADD New int NULL; IF EXISTS (SELECT 1 FROM Unit WHERE New = 1) BEGIN; THROW 50014, N'No.', 1; END;", "New")]
    [TestCase("ALTER TABLE Unit ADD New int NULL; CREATE INDEX Unit_new ON Unit (New);", null)]
    [TestCase("ALTER TABLE Unit ADD New int NULL; UPDATE Seat SET New = 1;", null)]
    [TestCase("CREATE TABLE Table1 (New int NULL); INSERT INTO Table1 (New) VALUES (1);", null)]
    public void Is_named_when_it_does(string batch, string? column) =>
        Assert.That(TooEarly(batch), column is null ? Is.Empty : Is.EqualTo([column]));

    private static IEnumerable<string> TooEarly(string batch)
    {
        var read = new Reading();
        SqlServerSchema.Tree(batch, out _).Accept(read);
        return read.Added.Where(added => read.Uses.Any(use => use.Tables.Contains(added.Table) && use.Columns.Contains(added.Column)))
            .Select(added => added.Column);
    }

    private sealed class Reading : TSqlFragmentVisitor
    {
        public List<(string Table, string Column)> Added { get; } = [];

        public List<Names> Uses { get; } = [];

        public override void Visit(AlterTableAddTableElementStatement node) => Added.AddRange(node.Definition.ColumnDefinitions
            .Select(column => (node.SchemaObjectName.BaseIdentifier.Value, column.ColumnIdentifier.Value)));

        public override void Visit(DataModificationStatement node) => Use(node);

        public override void Visit(QueryExpression node) => Use(node);

        public override void Visit(CreateIndexStatement node)
        {
            if (node.FilterPredicate is { } filter)
                Use(filter, node.OnName.BaseIdentifier.Value);
        }

        private void Use(TSqlFragment part, params string[] tables)
        {
            var names = new Names();
            names.Tables.UnionWith(tables);
            part.Accept(names);
            Uses.Add(names);
        }
    }

    private sealed class Names : TSqlFragmentVisitor
    {
        public HashSet<string> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Columns { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(NamedTableReference node) => Tables.Add(node.SchemaObject.BaseIdentifier.Value);

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is { Identifiers: [.., var name] })
                Columns.Add(name.Value);
        }
    }
}
