using CaseReferral.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Storage.Tests;

/// <summary>A database file in a folder of its own, which is deleted at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("registry-");

    public string Folder => folder.FullName;

    public string Path => System.IO.Path.Combine(Folder, "registry.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>A file with the tables of the tests.</summary>
    public static async Task<TemporaryFile> MigratedAsync()
    {
        var file = new TemporaryFile();
        await file.Migrator("Good").MigrateAsync("test", CancellationToken.None);
        return file;
    }

    /// <summary>A file with the registry's tables.</summary>
    public static async Task<TemporaryFile> OfRegistryAsync()
    {
        var file = new TemporaryFile();
        await file.MigrateAsync();
        return file;
    }

    /// <summary>Brings the file to the registry's own schema.</summary>
    public async Task MigrateAsync() =>
        await new SqliteMigrator(ConnectionString, TimeProvider.System).MigrateAsync("test", CancellationToken.None);

    public SqliteMigrator Migrator(string scripts, string path = "registry.db", Version? release = null) => new(
        $"Data Source={System.IO.Path.Combine(Folder, path)}", TimeProvider.System, typeof(TemporaryFile).Assembly,
        $"CaseReferral.Storage.Tests.Migrations.Scripts.{scripts}.", release);

    public SqliteDatabase Open(SqliteOptions? options = null) => new(ConnectionString, TimeProvider.System, options);

    /// <summary>A connection of its own, which leaves the file when it is closed.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Runs a script.</summary>
    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>One column of every row, as text.</summary>
    public List<string> Read(string sql, int column = 0)
    {
        using var connection = Connect();
        using var command = new SqliteCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(column));
        return found;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
