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

    // Whoever waits to change a table keeps everybody from reading it: so it waits less long than a reader does, and tries again when those
    // that came meanwhile have had their turn.
    private const int TableLockMilliseconds = 2_000;
    private const int Attempts = 20;

    // From this number on errors are thrown by scripts, which say in a sentence what to do.
    private const int OfAScript = 50_000;

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

    private const string TakeLock = """
        DECLARE @taken int;
        EXEC @taken = sp_getapplock @Resource = N'CaseReferral.Migration', @LockMode = N'Exclusive', @LockOwner = N'Session',
            @LockTimeout = @milliseconds;
        """;

    private const string GiveLock = """
        SET NOEXEC OFF;
        GO
        IF APPLOCK_MODE(N'public', N'CaseReferral.Migration', N'Session') <> N'NoLock'
            EXEC sp_releaseapplock @Resource = N'CaseReferral.Migration', @LockOwner = N'Session';
        GO

        """;

    // Tools that run scripts begin with settings of their own, under which no filtered index can be made.
    private static readonly string Begin = $"""
        SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, XACT_ABORT ON;
        SET NUMERIC_ROUNDABORT OFF;
        SET LOCK_TIMEOUT {TableLockMilliseconds};
        BEGIN TRANSACTION;
        GO

        """;

    // They also go on with the next batch when one failed: then nothing more may run, and least of all the note that it was applied.
    private const string OrStop = """
        IF @@ERROR <> 0 AND @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        IF @@TRANCOUNT = 0 SET NOEXEC ON;
        GO

        """;

    private static readonly string Settings = $"SET XACT_ABORT ON; SET LOCK_TIMEOUT {TableLockMilliseconds};";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly string settings = SqlServerConnections.ConnectionString(connectionString, ConnectTimeout, ApplicationIntent.ReadWrite);

    /// <summary>How long others have their turn before a table is asked for again that they held.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The batches of a script: parts between lines that say GO.</summary>
    public static IEnumerable<string> Batches(string script) => Parts(script).Select(part => part.Batch);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> MigrateAsync(string appliedBy, CancellationToken ct) =>
        ConnectedAsync<IReadOnlyList<string>>(connection => MigrateAsync(connection, appliedBy, ct), ct);

    /// <inheritdoc/>
    public override Task CheckAsync(CancellationToken ct) => ConnectedAsync(
        async connection =>
        {
            await SqlServerChecks.ServerAsync(connection, ct);
            var history = await AppliedAsync(connection, ct);
            if (history.Count == 0)
            {
                throw new MigrationRefusedException(
                    $"The database is empty, or shows this login nothing: it lacks migration {Scripts[0].Name}. Run the migrate command "
                    + "with a login that may change the schema: it gives the service's role the rights of deploy/sql/rights.sql too, and "
                    + "deploy/sql/logins.sql makes a login one of that role.");
            }

            RefuseOlder(history);
            await SqlServerRights.CheckAsync(connection, ct);
            return true;
        }, ct);

    /// <inheritdoc/>
    public override Task<bool> GrantAsync(CancellationToken ct) => ConnectedAsync(
        async connection =>
        {
            await LockAsync(connection, ct);
            if (!await SqlServerRights.HasRoleAsync(connection, ct))
                return false;
            if (IsLater(await AppliedAsync(connection, ct)))
                return true;
            try
            {
                foreach (var part in Parts(SqlServerRights.Script))
                    await WithoutBlockingAsync(() => RunAsync(connection, null, part.Batch));
            }
            catch (SqlException e) when (e.Fault() is null)
            {
                throw new MigrationRefusedException(
                    $"The rights of deploy/sql/rights.sql were not given: {Reason(e, new ScriptPart(SqlServerRights.Script, 1))}", e);
            }

            return true;
        }, ct);

    /// <inheritdoc/>
    public override Task<string> ScriptAsync(string appliedBy, CancellationToken ct) => ConnectedAsync(
        async connection =>
        {
            var script = new StringBuilder();
            var history = await AppliedAsync(connection, ct);
            var scripts = Missing(history);
            if (scripts.Count > 0)
                script.Append(Prologue(history.Count));
            foreach (var missing in scripts)
            {
                script.Append(Begin);
                foreach (var batch in Batches(missing.Text))
                    script.Append(batch.Trim()).Append("\nGO\n").Append(OrStop);
                script.Append(CultureInfo.InvariantCulture, $"""
                    IF @@TRANCOUNT > 0
                    BEGIN
                    INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy, CompatibleFrom)
                    VALUES ({missing.Number}, {Quoted(missing.Name)}, {Quoted(missing.Sha256)},
                        DATEDIFF_BIG(microsecond, '19700101', SYSUTCDATETIME()), {Quoted(appliedBy)},
                        {Quoted(missing.CompatibleFrom?.ToString(3))});
                    COMMIT TRANSACTION;
                    END
                    GO


                    """);
            }

            if (scripts.Count == 0)
                script.Append("-- Nothing to do: the database has every migration of this build.\n");
            if (!IsLater(history) && await SqlServerRights.HasRoleAsync(connection, ct))
                script.Append('\n').Append(SqlServerRights.Script);
            if (scripts.Count > 0)
                script.Append(GiveLock);
            return script.ToString();
        }, ct);

    // Nobody else migrates meanwhile, and nobody has since the script was printed.
    private static string Prologue(int applied) => $"""
        {TakeLock.Replace("@milliseconds", LockMilliseconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)}
        IF @taken < 0
        BEGIN
            RAISERROR (N'Somebody else migrates the database.', 16, 1);
            SET NOEXEC ON;
        END
        GO

        IF OBJECT_ID(N'Migration', N'U') IS NULL
            {MigrationTable};
        GO

        IF (SELECT COUNT(*) FROM Migration) <> {applied}
        BEGIN
            RAISERROR (N'The database was migrated since this was printed: print it again.', 16, 1);
            SET NOEXEC ON;
        END
        GO


        """;

    // Its rights may be more than this build knows of.
    private bool IsLater(List<AppliedMigration> history) => history.Count > Scripts.Count;

    private static IEnumerable<ScriptPart> Parts(string script)
    {
        var from = 0;
        foreach (var go in Go().Matches(script).Select(go => (go.Index, go.Length)).Append((script.Length, 0)))
        {
            if (script[from..go.Item1] is var batch && !string.IsNullOrWhiteSpace(batch))
                yield return new ScriptPart(batch, 1 + script.AsSpan(0, from).Count('\n'));
            from = go.Item1 + go.Item2;
        }
    }

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
                : throw new MigrationRefusedException(
                    "The database has tables, but they are not a registry's, or this login may not read Migration: "
                    + "then run deploy/sql/rights.sql.");
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
            $"""
            {TakeLock}
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
            await WithoutBlockingAsync(() => ApplyAsync(connection, script, appliedBy));
            names.Add(script.Name);
        }

        return names;
    }

    private async Task ApplyAsync(SqlConnection connection, MigrationScript script, string appliedBy)
    {
        await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(CancellationToken.None);
        foreach (var part in Parts(script.Text))
        {
            try
            {
                await RunAsync(connection, transaction, part.Batch);
            }
            catch (SqlException e) when (e.Fault() is null)
            {
                throw new MigrationRefusedException($"Migration {script.Name} failed and was undone: {Reason(e, part)}", e);
            }
        }

        await using var note = new SqlCommand(Note, connection, transaction);
        foreach (var (name, value) in NoteOf(script, appliedBy, clock.GetUtcNow()))
            note.Parameters.AddWithValue(name, value);
        await note.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private static async Task RunAsync(SqlConnection connection, SqlTransaction? transaction, string batch)
    {
        await using var command = new SqlCommand($"{Settings}\n{batch}", connection, transaction) { CommandTimeout = ScriptSeconds };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>What the engine said, without a value of any row.</summary>
    private static string Reason(SqlException failure, ScriptPart part)
    {
        var error = failure.Errors[0];
        var said = error.Message.ReplaceLineEndings(" ");
        // A script's own sentence.
        if (error.Number >= OfAScript)
            return said;

        // The settings stand on a line before it.
        var at = error.LineNumber - 2;
        var lines = part.Batch.Split('\n');
        var where = $"error {error.Number}"
            + (at >= 0 && at < lines.Length ? $" at line {part.Line + at} of it ({lines[at].Trim()})" : "");
        return error.Number switch
        {
            1505 or 2601 or 2627 => $"{where}: look for rows that are alike in what must be unique from now on.",
            220 or 232 or 244 or 245 or 248 or 2628 => $"{where}: look for rows with values that don't fit the new type.",
            _ => $"{where}: {said.TrimEnd('.')}.",
        };
    }

    // A whole step at a time: what it did before it met the lock was undone.
    private async Task WithoutBlockingAsync(Func<Task> step)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (SqlException e) when (attempt < Attempts && e.Fault() is StorageFault.Busy)
            {
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
        }
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

    /// <summary>A batch of a script.</summary>
    /// <param name="Batch">Its text.</param>
    /// <param name="Line">On which line of the script it begins, from 1.</param>
    private readonly record struct ScriptPart(string Batch, int Line);

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Go();
}
