using System.Text;
using System.Text.RegularExpressions;
using CaseReferral.Storage.Migrations;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>A right of a role in a table.</summary>
/// <param name="Role">Whose.</param>
/// <param name="Table">In which table.</param>
/// <param name="Name">For example <c>SELECT</c>.</param>
/// <param name="Column">The only column that it is for; null when it is for all.</param>
internal sealed record SqlServerRight(string Role, string Table, string Name, string? Column);

/// <summary>Who may do what in which table: the list of <c>deploy/sql/rights.sql</c>, which is embedded.</summary>
internal static partial class SqlServerRights
{
    /// <summary>The role that the running service is a member of.</summary>
    public const string Service = "registry_service";

    // More than these don't help whoever reads the sentence.
    private const int Named = 3;

    /// <summary>Gives and takes until the rights are those of the list.</summary>
    public static string Script { get; } = Read();

    /// <summary>The list.</summary>
    public static IReadOnlyList<SqlServerRight> All { get; } =
    [
        .. Line().Matches(Script).SelectMany(line => line.Groups["names"].Value.Split(", ").Select(name => new SqlServerRight(
            line.Groups["role"].Value, line.Groups["table"].Value, name,
            line.Groups["column"] is { Success: true } column ? column.Value : null))),
    ];

    private static readonly string Lacking = WriteLacking();

    /// <summary>That the login has what the service needs: all of it, asked at once.</summary>
    public static async Task CheckAsync(SqlConnection connection, CancellationToken ct)
    {
        var lacking = new List<string>();
        await using (var command = new SqlCommand(Lacking, connection))
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
                lacking.Add($"{rows.GetString(1)} in {rows.GetString(0)}");
        }

        if (lacking.Count == 0)
            return;
        var more = lacking.Count > Named ? $", and {lacking.Count - Named} more" : "";
        throw new MigrationRefusedException(
            $"The login may not {string.Join(", ", lacking.Take(Named))}{more}: run the migrate command or deploy/sql/rights.sql with a "
            + "login that may change the schema, and deploy/sql/logins.sql if the login isn't in the service's role.");
    }

    /// <summary>Whether the database has the service's role, and the login may see it.</summary>
    public static async Task<bool> HasRoleAsync(SqlConnection connection, CancellationToken ct)
    {
        await using var command = new SqlCommand($"SELECT DATABASE_PRINCIPAL_ID('{Service}')", connection);
        return await command.ExecuteScalarAsync(ct) is not DBNull and not null;
    }

    private static string WriteLacking()
    {
        var rights = All.Where(right => right.Role == Service)
            .Select(right => $"(N'{right.Table}', N'{right.Name}', {(right.Column is null ? "NULL" : $"N'{right.Column}'")})");
        return new StringBuilder()
            .Append("SELECT r.TableName, r.Name FROM (VALUES\n    ").AppendJoin(",\n    ", rights).Append(
                """
                ) r (TableName, Name, ColumnName)
                WHERE COALESCE(CASE WHEN r.ColumnName IS NULL THEN HAS_PERMS_BY_NAME(r.TableName, 'OBJECT', r.Name)
                    ELSE HAS_PERMS_BY_NAME(r.TableName, 'OBJECT', r.Name, r.ColumnName, 'COLUMN') END, 0) <> 1
                """).ToString();
    }

    private static string Read()
    {
        using var reader = new StreamReader(
            typeof(SqlServerRights).Assembly.GetManifestResourceStream($"{typeof(SqlServerRights).Namespace}.rights.sql")!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(
        @"^ *\(N'(?<role>\w+)', N'(?<table>\w+)', N'(?<names>[A-Z, ]+)', (NULL|N'(?<column>\w+)')\)[,;]$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
