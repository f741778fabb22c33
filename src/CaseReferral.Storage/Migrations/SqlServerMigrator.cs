using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CaseReferral.Storage.SqlServer;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.Migrations;

/// <summary>Migrates a SQL Server database, which must exist; its login may change the schema.</summary>
/// <param name="connectionString">As Microsoft.Data.SqlClient reads it.</param>
/// <param name="clock">For the instant of application.</param>
/// <param name="assembly">Where the scripts are embedded; the registry's own when null.</param>
/// <param name="prefix">Of their resource names; the registry's own when null.</param>
/// <param name="release">This build's release; the assembly's when null.</param>
/// <param name="without">How many of the last scripts to leave out, as a build before them had it.</param>
public sealed partial class SqlServerMigrator(
    string connectionString, TimeProvider clock, Assembly? assembly = null, string? prefix = null, Version? release = null,
    int without = 0)
    : Migrator(assembly ?? typeof(Migrator).Assembly, prefix ?? "CaseReferral.Storage.Migrations.SqlServer.", release, without)
{
    // A script may build an index over years of rows; the lock's holder may just be doing that.
    private const int ScriptSeconds = 3600;
    private const int LockMilliseconds = 600_000;

    private const string MigrationTable = """
        CREATE TABLE Migration (
            Number int NOT NULL,
            Name nvarchar(200) NOT NULL,
            Sha256 nvarchar(64) NOT NULL,
            AppliedAt bigint NOT NULL,
            AppliedBy nvarchar(200) NOT NULL,
            CompatibleFrom nvarchar(40) NULL,
            CONSTRAINT Migration_pk PRIMARY KEY CLUSTERED (Number)
        )
        """;

    // Tools that run scripts begin with settings of their own, under which no filtered index can be made.
    private const string Begin = """
        SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, XACT_ABORT ON;
        SET NUMERIC_ROUNDABORT OFF;
        BEGIN TRANSACTION;
        GO

        """;

    // They also go on with the next batch when one failed: then nothing more may run, and least of all the note that it was applied.
    private const string OrStop = """
        IF @@ERROR <> 0 AND @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        IF @@TRANCOUNT = 0 SET NOEXEC ON;
        GO

        """;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly string settings = SqlServerConnections.ConnectionString(connectionString, ConnectTimeout, ApplicationIntent.ReadWrite);

    /// <summary>The batches of a script: parts between lines that say GO.</summary>
    public static IEnumerable<string> Batches(string script) => Go().Split(script).Where(batch => !string.IsNullOrWhiteSpace(batch));

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> MigrateAsync(string appliedBy, CancellationToken ct) =>
        ConnectedAsync<IReadOnlyList<string>>(connection => MigrateAsync(connection, appliedBy, ct), ct);

    /// <inheritdoc/>
    public override Task CheckAsync(CancellationToken ct) => ConnectedAsync(
        async connection =>
        {
            await SqlServerChecks.ServerAsync(connection, ct);
            RefuseOlder(await AppliedAsync(connection, ct));
            await SqlServerChecks.RightsAsync(connection, ct);
            return true;
        }, ct);

    /// <inheritdoc/>
    public override Task<string> ScriptAsync(string appliedBy, CancellationToken ct) => ConnectedAsync(
        async connection =>
        {
            var script = new StringBuilder();
            if (!await HasTableAsync(connection, ct))
                script.Append(MigrationTable).Append(";\nGO\n\n");
            foreach (var missing in Missing(await AppliedAsync(connection, ct)))
            {
                script.Append(Begin);
                foreach (var batch in Batches(missing.Text))
                    script.Append(batch.Trim()).Append("\nGO\n").Append(OrStop);
                script.Append(CultureInfo.InvariantCulture, $"""
                    IF @@TRANCOUNT > 0
                    BEGIN
                    INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy, CompatibleFrom)
                    VALUES ({missing.Number}, {Quoted(missing.Name)}, {Quoted(missing.Sha256)},
                        DATEDIFF_BIG(microsecond, '19700101', SYSUTCDATETIME()), {Quoted(appliedBy)}, {Quoted(missing.CompatibleFrom?.ToString(3))});
                    COMMIT TRANSACTION;
                    END
                    GO


                    """);
            }

            return script.Length > 0 ? script.ToString() : "-- Nothing to do: the database has every migration of this build.\n";
        }, ct);

    private static string Quoted(string? text) => text is null ? "NULL" : $"N'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static async Task<bool> HasTableAsync(SqlConnection connection, CancellationToken ct) =>
        await ScalarAsync(connection, "SELECT OBJECT_ID('Migration', 'U')", ct) is not DBNull and not null;

    private static async Task<List<AppliedMigration>> AppliedAsync(SqlConnection connection, CancellationToken ct)
    {
        if (!await HasTableAsync(connection, ct))
        {
            // A service's login sees only what it may read: an empty database and a forbidden one look alike, and say so.
            return await ScalarAsync(connection, "SELECT COUNT(*) FROM sys.tables WHERE is_ms_shipped = 0", ct) is 0
                ? []
                : throw new MigrationRefusedException("The database has tables, but they are not a registry's.");
        }

        await using var query = new SqlCommand("SELECT Number, Name, Sha256, CompatibleFrom FROM Migration ORDER BY Number", connection);
        await using var rows = await query.ExecuteReaderAsync(ct);
        var history = new List<AppliedMigration>();
        while (await rows.ReadAsync(ct))
        {
            history.Add(new AppliedMigration(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), ReadRelease(rows.IsDBNull(3) ? null : rows.GetString(3))));
        }

        return history;
    }

    private static async Task<object?> ScalarAsync(SqlConnection connection, string text, CancellationToken ct)
    {
        await using var command = new SqlCommand(text, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    // The lock belongs to the session, so it ends with the connection, however that ends.
    private static async Task LockAsync(SqlConnection connection, CancellationToken ct)
    {
        await using var command = new SqlCommand(
            """
            DECLARE @taken int;
            EXEC @taken = sp_getapplock @Resource = N'CaseReferral.Migration', @LockMode = N'Exclusive', @LockOwner = N'Session',
                @LockTimeout = @milliseconds;
            SELECT @taken;
            """, connection);
        command.CommandTimeout = ScriptSeconds;
        command.Parameters.AddWithValue("@milliseconds", LockMilliseconds);
        if (await command.ExecuteScalarAsync(ct) is not >= 0)
            throw new StorageUnavailableException(StorageFault.Busy);
    }

    private async Task<IReadOnlyList<string>> MigrateAsync(SqlConnection connection, string appliedBy, CancellationToken ct)
    {
        await SqlServerChecks.ServerAsync(connection, ct);
        await LockAsync(connection, ct);
        var missing = Missing(await AppliedAsync(connection, ct));
        if (!await HasTableAsync(connection, ct))
            await ScalarAsync(connection, MigrationTable, ct);

        var names = new List<string>();
        foreach (var script in missing)
        {
            ct.ThrowIfCancellationRequested();
            await ApplyAsync(connection, script, appliedBy);
            names.Add(script.Name);
        }

        return names;
    }

    private async Task ApplyAsync(SqlConnection connection, MigrationScript script, string appliedBy)
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(CancellationToken.None);
        try
        {
            foreach (var batch in Batches(script.Text))
            {
                await using var command =
                    new SqlCommand($"SET XACT_ABORT ON;\n{batch}", connection, transaction) { CommandTimeout = ScriptSeconds };
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (SqlException e) when (e.Fault() is null)
        {
            throw new MigrationRefusedException($"Migration {script.Name} failed and was undone.", e);
        }

        await using var note = new SqlCommand(Note, connection, transaction);
        foreach (var (name, value) in NoteOf(script, appliedBy, clock.GetUtcNow()))
            note.Parameters.AddWithValue(name, value);
        await note.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task<T> ConnectedAsync<T>(Func<SqlConnection, Task<T>> work, CancellationToken ct)
    {
        try
        {
            // Not from the pool: the lock must end with the connection.
            return await SqlServerConnections.OnAsync(
                new SqlConnectionStringBuilder(settings) { Pooling = false }.ConnectionString, work, ct);
        }
        catch (SqlException e) when (e.Fault() is { } fault)
        {
            throw new StorageUnavailableException(fault, e);
        }
        catch (NotSupportedException e)
        {
            // The client's own sentence; it needs to know collations, which the invariant mode leaves out.
            throw new MigrationRefusedException(
                "SQL Server needs ICU: install it (libicu), and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset.", e);
        }
    }

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Go();
}
