using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CaseReferral.Storage.Tests.TransactSql;

/// <summary>
/// Case data is owned by a jurisdiction, row by row, so that whatever is kept, read or erased for one is found without another's.
/// </summary>
[TestFixture]
public sealed class Every_row_of_case_data
{
    // Everything else is case data, and so a new table is, until somebody says here why not.
    private static readonly Dictionary<string, string> NoCaseData = new()
    {
        ["Jurisdiction"] = "it is what the others name: Code",
        ["Principal"] = "a person or system, whose seats may lie in several jurisdictions",
        ["PrincipalName"] = "of a principal",
        ["SignIn"] = "of a principal; its tenant is bound to a jurisdiction in JurisdictionTenant",
        ["SignInCode"] = "of a sign-in that leads to nobody yet",
        ["Seat"] = "says where somebody may act, and administrators act in no jurisdiction: null",
        ["ReferenceRevision"] = "one row for all reference data",
        ["RegistryKey"] = "keys of the registry's own",
        ["Probe"] = "what readiness writes",
    };

    // An entry's log begins with its jurisdiction, or with 'registry'.
    private static readonly string[] OfTheJournal = ["JournalEntry", "JournalPayload", "Unsealed"];

    // Whose auditors read an entry: the jurisdiction's, or the registry's.
    private static readonly string[] OfTheAccessLog = ["AccessLog", "PersonSeen"];

    private static readonly ILookup<string, SqlServerColumn> Tables = Migrated();

    private static IEnumerable<string> CaseData => Tables.Select(table => table.Key).Except(NoCaseData.Keys);

    [TestCaseSource(nameof(CaseData))]
    public void Names_its_jurisdiction(string table) =>
        Assert.That(Tables[table], Has.Some.Matches<SqlServerColumn>(column => column.Column == Naming(table) && !column.IsNullable));

    [Test]
    public void Is_written_with_its_jurisdiction()
    {
        var insertions = Statement.All(typeof(Database).Assembly).SelectMany(InsertionsOf).ToList();
        var silent = insertions.Where(
            insertion => CaseData.Contains(insertion.Table) && !insertion.Columns.Contains(Naming(insertion.Table)));

        Assert.That(silent.Select(insertion => insertion.Statement), Is.Empty);
        Assert.That(
            insertions.Select(insertion => insertion.Table),
            Is.SupersetOf((string[])["Sight", "Idempotency", "JournalPayload", "MessagesRead"]));
    }

    [Test]
    public void Is_told_from_tables_that_exist() =>
        Assert.That(Tables.Select(table => table.Key), Is.SupersetOf(NoCaseData.Keys.Concat(OfTheJournal).Concat(OfTheAccessLog)));

    private static string Naming(string table) =>
        OfTheJournal.Contains(table) ? "Log" : OfTheAccessLog.Contains(table) ? "Audience" : "Jurisdiction";

    private static ILookup<string, SqlServerColumn> Migrated()
    {
        using var model = SqlServerSchema.Migrated().Model();
        return SchemaShape.Columns(model).ToLookup(column => column.Table);
    }

    private static IEnumerable<(string Statement, string Table, IReadOnlyList<string> Columns)> InsertionsOf(Statement statement)
    {
        var insertions = new Insertions();
        SqlServerSchema.Tree(statement.Variants(SqlDialect.SqlServer).First(), out _).Accept(insertions);
        return insertions.Found.Select(insertion => (
            statement.Name,
            ((NamedTableReference)insertion.Target).SchemaObject.BaseIdentifier.Value,
            (IReadOnlyList<string>)[.. insertion.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value)]));
    }

    private sealed class Insertions : TSqlFragmentVisitor
    {
        public List<InsertSpecification> Found { get; } = [];

        public override void Visit(InsertSpecification node) => Found.Add(node);
    }
}
