using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage;

/// <summary>What a connection string may say about the embedded store's file, and what the registry says itself.</summary>
internal static class SqliteFile
{
    /// <summary>Like <paramref name="given"/>, but opened in this mode, with the settings that correctness hangs on.</summary>
    public static string ConnectionString(string given, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder(given);
        if (settings.DataSource is "" or ":memory:" || settings.Mode == SqliteOpenMode.Memory)
            throw new ArgumentException("The connection string must name a file.", nameof(given));

        settings.Mode = mode;
        settings.Cache = SqliteCacheMode.Private;
        settings.ForeignKeys = true;
        // Sessions are kept open; the package's pool would keep handles to deleted files.
        settings.Pooling = false;
        // SQLite waits for locks itself; when it gives up, the package must not go on for another half minute.
        settings.DefaultTimeout = 1;
        return settings.ConnectionString;
    }
}
