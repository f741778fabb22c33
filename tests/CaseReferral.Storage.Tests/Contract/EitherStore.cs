using CaseReferral.Storage.Migrations;
using CaseReferral.Tests;

namespace CaseReferral.Storage.Tests.Contract;

/// <summary>The embedded store, held to the contract of both.</summary>
[TestFixture]
public sealed class The_embedded_store : StoreContract
{
    protected override async Task<(Database, Func<ValueTask>)> OpenAsync()
    {
        var file = new TemporaryFile();
        await file.Migrator("Contract.Sqlite").MigrateAsync("tests", CancellationToken.None);
        return (file.Open(new SqliteOptions { EntryExists = EntryExists }), Leave);

        ValueTask Leave()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>SQL Server, held to the contract of both; skipped where no server is configured.</summary>
[TestFixture]
public sealed class The_server_s_store : StoreContract
{
    protected override async Task<(Database, Func<ValueTask>)> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await MigrateAsync(database);
        return (
            new SqlServerDatabase(database.ConnectionString, TimeProvider.System, new SqlServerOptions { EntryExists = EntryExists }),
            database.DisposeAsync);
    }

    /// <summary>Makes the contract's tables.</summary>
    internal static Task MigrateAsync(TestDatabase database) => new SqlServerMigrator(
            database.ConnectionString, TimeProvider.System, typeof(StoreContract).Assembly,
            "CaseReferral.Storage.Tests.Migrations.Scripts.Contract.SqlServer.")
        .MigrateAsync("tests", CancellationToken.None);
}
