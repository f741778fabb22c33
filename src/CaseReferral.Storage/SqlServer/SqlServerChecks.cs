using CaseReferral.Storage.Migrations;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>What a server, a database and a login must be like. Each refusal is one sentence that says what to do.</summary>
internal static class SqlServerChecks
{
    /// <summary>The database's settings, and that its engine is new enough.</summary>
    public static async Task ServerAsync(SqlConnection connection, CancellationToken ct)
    {
        await using (var command = new SqlCommand(
            """
            SELECT CONVERT(int, d.is_read_committed_snapshot_on), CONVERT(int, d.snapshot_isolation_state),
                CONVERT(nvarchar(60), d.delayed_durability_desc), CONVERT(nvarchar(60), DATABASEPROPERTYEX(d.name, 'Updateability'))
            FROM sys.databases d WHERE d.name = DB_NAME()
            """, connection))
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
                throw new StorageUnavailableException(StorageFault.NoDatabase);
            RefuseSettings(
                row.IsDBNull(0) ? 0 : row.GetInt32(0), row.IsDBNull(1) ? 0 : row.GetInt32(1), row.IsDBNull(2) ? "" : row.GetString(2),
                row.IsDBNull(3) ? "" : row.GetString(3));
        }

        // Asked by doing it: what decides is the database's compatibility level, not the server's version.
        try
        {
            await using var json = new SqlCommand("SELECT COUNT(*) FROM OPENJSON(N'[1]')", connection);
            await json.ExecuteScalarAsync(ct);
        }
        catch (SqlException e) when (e.Fault() is null)
        {
            throw new MigrationRefusedException(
                "The database can't read JSON: it takes SQL Server 2019 or later and ALTER DATABASE CURRENT SET COMPATIBILITY_LEVEL = 150.",
                e);
        }
    }

    private static void RefuseSettings(int readCommittedSnapshot, int snapshotIsolation, string durability, string updateability)
    {
        if (updateability == "READ_ONLY")
            throw new MigrationRefusedException("The database is read-only, or a replica: connect to the primary.");
        if (readCommittedSnapshot != 1)
        {
            throw new MigrationRefusedException(
                "READ_COMMITTED_SNAPSHOT is off, so readers would wait for writers: "
                + "ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON.");
        }

        if (snapshotIsolation != 1)
        {
            throw new MigrationRefusedException(
                "ALLOW_SNAPSHOT_ISOLATION is off, and reading several tables needs one moment: "
                + "ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON.");
        }

        if (durability == "FORCED")
        {
            throw new MigrationRefusedException(
                "DELAYED_DURABILITY is FORCED, so an acknowledged act could be lost: "
                + "ALTER DATABASE CURRENT SET DELAYED_DURABILITY = DISABLED.");
        }
    }
}
