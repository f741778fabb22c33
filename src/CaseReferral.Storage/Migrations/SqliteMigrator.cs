using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Migrations;

/// <summary>Migrates a SQLite file, which is made, with its folder, when it is missing.</summary>
/// <param name="connectionString">As Microsoft.Data.Sqlite reads it.</param>
/// <param name="clock">For the instant of application.</param>
/// <param name="assembly">Where the scripts are embedded; the registry's own when null.</param>
/// <param name="prefix">Of their resource names; the registry's own when null.</param>
/// <param name="release">This build's release; the assembly's when null.</param>
/// <param name="without">How many of the last scripts to leave out, as a build before them had it.</param>
public sealed class SqliteMigrator(
    string connectionString, TimeProvider clock, Assembly? assembly = null, string? prefix = null, Version? release = null,
    int without = 0)
    : Migrator(assembly ?? typeof(Migrator).Assembly, prefix ?? "CaseReferral.Storage.Migrations.Sqlite.", release, without)
{
    private const string MigrationTable = """
        CREATE TABLE Migration (
            Number INTEGER NOT NULL PRIMARY KEY,
            Name TEXT NOT NULL,
            Sha256 TEXT NOT NULL,
            AppliedAt INTEGER NOT NULL,
            AppliedBy TEXT NOT NULL,
            CompatibleFrom TEXT NULL) STRICT
        """;

    // The first releases kept the table without it.
    private const string CompatibleFromColumn = "ALTER TABLE Migration ADD COLUMN CompatibleFrom TEXT NULL";

    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> MigrateAsync(string appliedBy, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<IReadOnlyList<string>>(Migrate(appliedBy, ct));
        }
        catch (Exception e)
        {
            // A task tells its failures when it is awaited.
            return Task.FromException<IReadOnlyList<string>>(Told(e));
        }
    }

    private static Exception Told(Exception e) => e switch
    {
        SqliteException failed when failed.Fault() is StorageFault.Corrupt =>
            new MigrationRefusedException("The file is not a database, or is damaged: restore it from a backup, or name another file.", e),
        SqliteException failed when failed.Fault() is { } fault => new StorageUnavailableException(fault, e),
        // The folder can't be made.
        IOException or UnauthorizedAccessException => new StorageUnavailableException(StorageFault.CannotOpen, e),
        _ => e,
    };

    /// <inheritdoc/>
    public override Task CheckAsync(CancellationToken ct) => Look(session =>
    {
        RefuseOlder(Applied(session));
        return true;
    });

    /// <inheritdoc/>
    public override Task<string> ScriptAsync(string appliedBy, CancellationToken ct) => Look(session =>
    {
        var script = new StringBuilder();
        if (!HasTable(session))
            script.Append(MigrationTable).Append(";\n\n");
        else if (!HasCompatibleFrom(session))
            script.Append(CompatibleFromColumn).Append(";\n\n");
        foreach (var missing in Missing(Applied(session)))
        {
            var compatible = missing.CompatibleFrom is { } oldest ? $"'{oldest.ToString(3)}'" : "NULL";
            script.Append(CultureInfo.InvariantCulture, $"""
                BEGIN IMMEDIATE;
                {missing.Text.TrimEnd()}
                INSERT INTO Migration (Number, Name, Sha256, AppliedAt, AppliedBy, CompatibleFrom)
                VALUES ({missing.Number}, '{missing.Name}', '{missing.Sha256}', unixepoch() * 1000000,
                    '{appliedBy.Replace("'", "''", StringComparison.Ordinal)}', {compatible});
                COMMIT;


                """);
        }

        return script.Length > 0 ? script.ToString() : "-- Nothing to do: the database has every migration of this build.\n";
    });

    private static bool HasTable(SqliteSession session) => session.Ask("SELECT 1 FROM sqlite_schema WHERE name = 'Migration'") is not null;

    private static bool HasCompatibleFrom(SqliteSession session) =>
        session.Ask("SELECT 1 FROM pragma_table_info('Migration') WHERE name = 'CompatibleFrom'") is not null;

    private static List<AppliedMigration> History(SqliteSession session)
    {
        if (!HasTable(session))
        {
            Applied(session);
            session.Ask(MigrationTable);
        }
        else if (!HasCompatibleFrom(session))
        {
            session.Ask(CompatibleFromColumn);
        }

        return Applied(session);
    }

    private static List<AppliedMigration> Applied(SqliteSession session)
    {
        if (!HasTable(session))
        {
            return session.Ask("SELECT 1 FROM sqlite_schema") is null
                ? []
                : throw new MigrationRefusedException("The file is a database, but not a registry's.");
        }

        using var query = session.Connection.CreateCommand();
        query.CommandText = HasCompatibleFrom(session)
            ? "SELECT Number, Name, Sha256, CompatibleFrom FROM Migration ORDER BY Number"
            : "SELECT Number, Name, Sha256, NULL FROM Migration ORDER BY Number";
        using var rows = query.ExecuteReader();
        var history = new List<AppliedMigration>();
        while (rows.Read())
        {
            history.Add(new AppliedMigration(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), ReadRelease(rows.IsDBNull(3) ? null : rows.GetString(3))));
        }

        return history;
    }

    // A file that isn't there yet has no history; looking doesn't make it.
    private Task<T> Look<T>(Func<SqliteSession, T> look)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder(SqliteFile.ConnectionString(connectionString, SqliteOpenMode.ReadOnly));
            if (!File.Exists(settings.DataSource))
                (settings.DataSource, settings.Mode) = (":memory:", SqliteOpenMode.Memory);
            using var session = new SqliteSession(settings.ConnectionString, BusyTimeout);
            return Task.FromResult(look(session));
        }
        catch (Exception e)
        {
            // A task tells its failures when it is awaited.
            return Task.FromException<T>(Told(e));
        }
    }

    private List<string> Migrate(string appliedBy, CancellationToken ct)
    {
        var settings = SqliteFile.ConnectionString(connectionString, SqliteOpenMode.ReadWriteCreate);
        if (Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(settings).DataSource)) is { } folder)
            Directory.CreateDirectory(folder);

        using var session = new SqliteSession(settings, BusyTimeout);
        session.Ask("PRAGMA journal_mode = WAL");
        session.Ask("PRAGMA synchronous = FULL");
        // SQLite changes a table by making it anew; the references are checked before each commit instead.
        session.Ask("PRAGMA foreign_keys = OFF");

        var names = new List<string>();
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            // The write lock is the lock between processes: what is missing is read again under it.
            session.Say("BEGIN IMMEDIATE");
            if (Missing(History(session)) is not [var script, ..])
                break;
            Apply(session, script, appliedBy);
            session.Say("COMMIT");
            names.Add(script.Name);
        }

        session.Say("ROLLBACK");
        return names;
    }

    private void Apply(SqliteSession session, MigrationScript script, string appliedBy)
    {
        try
        {
            session.RunScript(script.Text);
        }
        catch (SqliteException e) when (e.Fault() is null)
        {
            throw new MigrationRefusedException($"Migration {script.Name} failed and was undone.", e);
        }

        if (session.IsIdle)
            throw new MigrationRefusedException($"Migration {script.Name} ends the transaction that it runs in.");
        if (session.Ask("PRAGMA foreign_key_check") is not null)
            throw new MigrationRefusedException($"Migration {script.Name} leaves references to rows that don't exist, and was undone.");

        using var note = session.Connection.CreateCommand();
        note.CommandText = Note;
        foreach (var (name, value) in NoteOf(script, appliedBy, clock.GetUtcNow()))
            note.Parameters.AddWithValue(name, value);
        note.ExecuteNonQuery();
    }
}
