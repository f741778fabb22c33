using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.Dac.Model;
using Index = Microsoft.SqlServer.Dac.Model.Index;

namespace CaseReferral.Storage.Tests.TransactSql;

/// <summary>A column of SQL Server's schema.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Column">Its name.</param>
/// <param name="Type">Its type as it is declared, for example <c>nvarchar(40)</c>.</param>
/// <param name="IsNullable">Whether it may be null.</param>
internal sealed record SqlServerColumn(string Table, string Column, string Type, bool IsNullable)
{
    public override string ToString() => $"{Table}.{Column} ({Type})";
}

/// <summary>What both schemas must have in common, as sentences that can be compared.</summary>
internal static partial class SchemaShape
{
    /// <summary>The columns that are written; what the server computes from them is left out.</summary>
    public static IEnumerable<SqlServerColumn> Columns(TSqlModel model) =>
        from table in model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass)
        from column in table.GetReferenced(Table.Columns)
        where !IsComputed(column)
        select new SqlServerColumn(Last(table), Last(column), TypeOf(column), column.GetProperty<bool>(Column.Nullable));

    /// <summary>Columns, keys, references and indexes that SQL Server's migrations leave.</summary>
    public static IReadOnlyList<string> Of(SqlServerSchema schema)
    {
        using var model = schema.Model();
        var shape = new List<string>();
        shape.AddRange(Columns(model).Select(column => Say(column.Table, column.Column, FamilyOf(column.Type), column.IsNullable)));
        shape.AddRange(schema.Computed().Select(column => SayComputed(column.Table, column.Column, column.Expression)));
        shape.AddRange(model.GetObjects(DacQueryScopes.UserDefined, PrimaryKeyConstraint.TypeClass).Select(key =>
            $"{Last(key.GetReferenced(PrimaryKeyConstraint.Host).Single())} has the key "
            + $"{Names(key.GetReferenced(PrimaryKeyConstraint.Columns))}"));
        shape.AddRange(model.GetObjects(DacQueryScopes.UserDefined, ForeignKeyConstraint.TypeClass).Select(key =>
            $"{Last(key.GetReferenced(ForeignKeyConstraint.Host).Single())} ({Names(key.GetReferenced(ForeignKeyConstraint.Columns))}) "
            + $"refers to {Last(key.GetReferenced(ForeignKeyConstraint.ForeignTable).Single())} "
            + $"({Names(key.GetReferenced(ForeignKeyConstraint.ForeignColumns))})"));
        shape.AddRange(model.GetObjects(DacQueryScopes.UserDefined, Index.TypeClass).Select(index => SayIndex(
            Last(index), Last(index.GetReferenced(Index.IndexedObject).Single()),
            index.GetProperty<bool>(Index.Unique), Names(index.GetReferenced(Index.Columns)),
            schema.FilterOf(Last(index)))));
        return shape;
    }

    /// <summary>The same of SQLite's.</summary>
    public static IReadOnlyList<string> Of(SqliteConnection connection)
    {
        var shape = new List<string>();
        var tables = Query(
            connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'Migration'");
        foreach (var table in tables)
        {
            foreach (var column in Query(connection, $"SELECT name || '|' || type || '|' || \"notnull\" FROM pragma_table_info('{table}')"))
            {
                var parts = column.Split('|');
                shape.Add(Say(table, parts[0], parts[1] switch { "TEXT" => "text", "BLOB" => "bytes", _ => "number" }, parts[2] == "0"));
            }

            var created = Query(connection, $"SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{table}'").Single();
            shape.AddRange(Computed().Matches(created).Select(column =>
                SayComputed(table, column.Groups["name"].Value, column.Groups["expression"].Value)));

            var key = Query(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk");
            shape.Add($"{table} has the key {string.Join(", ", key)}");
            shape.AddRange(Query(connection, $"""
                SELECT '{table} (' || group_concat("from", ', ') || ') refers to ' || "table" || ' (' || group_concat("to", ', ') || ')'
                FROM pragma_foreign_key_list('{table}') GROUP BY id
                """));
            var indexes = Query(connection, $"SELECT name || '|' || \"unique\" FROM pragma_index_list('{table}') WHERE origin = 'c'");
            foreach (var index in indexes)
            {
                var (name, unique) = (index.Split('|')[0], index.EndsWith('1'));
                var text = Query(connection, $"SELECT sql FROM sqlite_schema WHERE name = '{name}'").Single();
                var columns = Query(connection, $"SELECT name FROM pragma_index_info('{name}') ORDER BY seqno");
                shape.Add(SayIndex(
                    name, table, unique, string.Join(", ", columns.Take(KeysOf(text) ?? columns.Count)),
                    text.Contains(" WHERE ", StringComparison.Ordinal) ? text[(text.IndexOf(" WHERE ", StringComparison.Ordinal) + 7)..]
                        : null));
            }
        }

        return shape;
    }

    // SQLite's indexes include nothing: what SQL Server's include stands behind a mark, as further columns.
    private static int? KeysOf(string index) =>
        index.IndexOf("/* include */", StringComparison.Ordinal) is var mark and >= 0 ? index[..mark].Count(sign => sign == ',') : null;

    private static string Say(string table, string column, string family, bool isNullable) =>
        $"{table}.{column} is {family}{(isNullable ? " or null" : "")}";

    private static string SayIndex(string name, string table, bool unique, string columns, string? filter) =>
        $"{(unique ? "unique " : "")}index {name} on {table} ({columns})"
        + (string.IsNullOrEmpty(filter) ? ""
            : $" where {Bare(filter)}");

    private static string SayComputed(string table, string column, string expression) =>
        $"{table}.{column} is computed as {Bare(expression)}";

    private static string Bare(string expression) =>
        new([.. expression.Where(sign => !"()[]".Contains(sign, StringComparison.Ordinal) && !char.IsWhiteSpace(sign))]);

    private static bool IsComputed(TSqlObject column) => column.GetMetadata<ColumnType>(Column.ColumnType) == ColumnType.ComputedColumn;

    private static string FamilyOf(string type) => type.Split('(')[0] switch
    {
        "nvarchar" => "text",
        "binary" or "varbinary" => "bytes",
        "bigint" or "int" or "bit" or "float" => "number",
        _ => type,
    };

    private static string TypeOf(TSqlObject column)
    {
        var type = Last(column.GetReferenced(Column.DataType).Single()).ToLowerInvariant();
        if (column.GetProperty<bool>(Column.IsMax))
            return $"{type}(max)";
        return type is "nvarchar" or "binary" or "varbinary" ? $"{type}({column.GetProperty<int>(Column.Length)})" : type;
    }

    [GeneratedRegex(@"(?<name>\w+) INTEGER AS \((?<expression>.*?)\) VIRTUAL", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Computed();

    private static string Last(TSqlObject named) => named.Name.Parts[^1];

    private static string Names(IEnumerable<TSqlObject> columns) => string.Join(", ", columns.Select(Last));

    private static List<string> Query(SqliteConnection connection, string text)
    {
        using var command = new SqliteCommand(text, connection);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(0));
        return found;
    }
}
