using CaseReferral.Storage.Migrations;

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

    public SqliteMigrator Migrator(string scripts, string path = "registry.db", Version? release = null) => new(
        $"Data Source={System.IO.Path.Combine(Folder, path)}", TimeProvider.System, typeof(TemporaryFile).Assembly,
        $"CaseReferral.Storage.Tests.Migrations.Scripts.{scripts}.", release);

    public SqliteDatabase Open(SqliteOptions? options = null) => new(ConnectionString, TimeProvider.System, options);

    public void Dispose() => folder.Delete(recursive: true);
}
