using System.Data.Common;
using System.Text.RegularExpressions;
using CaseReferral.Api.Tests.Builders;
using CaseReferral.Api.Tests.Drivers;
using CaseReferral.Storage.Migrations;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Api.Tests.Stores;

/// <summary>
/// A registry that was at work under the schema before the last migration, and is started by this build. It stays true by itself for every
/// migration to come: which one is the last is read from the scripts.
/// </summary>
[OnBothStores]
public sealed partial class A_registry_of_the_schema_before_the_last_migration(Store store)
{
    [Test]
    public async Task Answers_as_if_it_had_never_had_another_schema()
    {
        await using var current = await Registry.StartAsync(store);
        var acts = new Walk(current);
        var incidents = await acts.ActAsync();

        // What was written, as the schema before had room for it: each table's columns that both have.
        await using var upgraded = await Registry.StartPreparedAsync(store, async before =>
        {
            await Migrator(before, without: 1).MigrateAsync("test", CancellationToken.None);
            await CopyAsync(current.ConnectionString, before);
        });
        var officer = await upgraded.AsAsync("officer@ME-BAR-PCU");

        Assert.That(
            upgraded.Count("SELECT COUNT(*) FROM Migration"),
            Is.EqualTo(Migrator("", without: 0).Scripts.Count), "it was upgraded");
        var (one, other) = (new Walk(current), new Walk(upgraded));
        await one.ReadAsync(incidents);
        await other.ReadAsync(incidents);
        Assert.Multiple(() =>
        {
            foreach (var (expected, got) in one.Told.Zip(other.Told))
                Assert.That(got, Is.EqualTo(expected));
        });
        Assert.That(one.Told.Count(answer => answer.Contains(": 200 ", StringComparison.Ordinal)), Is.GreaterThan(200));
        Assert.That((await officer.FileAsync(Scenarios.Fresh("01"))).Status, Is.EqualTo(201), "and it goes on");
    }

    private Migrator Migrator(string connectionString, int without) => store == Store.Sqlite
        ? new SqliteMigrator(connectionString, TimeProvider.System, without: without)
        : new SqlServerMigrator(connectionString.Length > 0 ? connectionString : "Server=none", TimeProvider.System, without: without);

    private async Task CopyAsync(string from, string to)
    {
        await using var source = Connect(from);
        await using var target = Connect(to);
        await source.OpenAsync();
        await target.OpenAsync();
        var there = await TablesAsync(target);
        var tables = Migrator("", without: 1).Scripts.SelectMany(script => Created().Matches(script.Text))
            .Select(table => table.Groups["name"].Value)
            .Where(there.Contains).Distinct().ToList();

        // The migrations themselves write a row or two.
        foreach (var table in tables.AsEnumerable().Reverse())
            await ExecuteAsync(target, $"DELETE FROM {table}");
        foreach (var table in tables)
        {
            var columns = (await ColumnsAsync(source, table)).Intersect(await ColumnsAsync(target, table));
            // The server counts by itself.
            await CopyAsync(
                source, target, table,
                [.. columns.Where(column => store == Store.Sqlite || !column.Equals("Seq", StringComparison.OrdinalIgnoreCase))]);
        }
    }

    private static async Task CopyAsync(DbConnection source, DbConnection target, string table, List<string> columns)
    {
        await using var select = source.CreateCommand();
        select.CommandText = $"SELECT {Names(columns)} FROM {table}";
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            // A null would have the type of a text.
            var filled = columns.Where((_, at) => !rows.IsDBNull(at)).ToList();
            await using var insert = target.CreateCommand();
            var parameters = string.Join(", ", filled.Select(column => $"@{column}"));
            insert.CommandText = $"INSERT INTO {table} ({Names(filled)}) VALUES ({parameters})";
            foreach (var column in filled)
            {
                var parameter = insert.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{column}", rows[columns.IndexOf(column)]);
                insert.Parameters.Add(parameter);
            }

            await insert.ExecuteNonQueryAsync();
        }
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"[{column}]"));

    // What a later script took away again isn't there.
    private static async Task<HashSet<string>> TablesAsync(DbConnection connection)
    {
        await using var ask = connection.CreateCommand();
        ask.CommandText = connection is SqlConnection
            ? "SELECT name FROM sys.tables"
            : "SELECT name FROM sqlite_schema WHERE type = 'table'";
        await using var rows = await ask.ExecuteReaderAsync();
        HashSet<string> tables = new(StringComparer.OrdinalIgnoreCase);
        while (await rows.ReadAsync())
            tables.Add(rows.GetString(0));
        return tables;
    }

    // What is computed isn't written.
    private static async Task<List<string>> ColumnsAsync(DbConnection connection, string table)
    {
        await using var ask = connection.CreateCommand();
        ask.CommandText = connection is SqlConnection
            ? $"SELECT name FROM sys.columns WHERE object_id = OBJECT_ID('{table}') AND is_computed = 0 ORDER BY column_id"
            : $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid";
        await using var rows = await ask.ExecuteReaderAsync();
        List<string> columns = [];
        while (await rows.ReadAsync())
            columns.Add(rows.GetString(0));
        return columns;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static DbConnection Connect(string connectionString) => connectionString.StartsWith("Data Source=/", StringComparison.Ordinal)
        ? new SqliteConnection($"{connectionString};Pooling=False;Foreign Keys=False")
        : new SqlConnection(connectionString);

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Created();
}
