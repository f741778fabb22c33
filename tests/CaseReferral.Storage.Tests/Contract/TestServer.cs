using Microsoft.Data.SqlClient;

namespace CaseReferral.Tests;

/// <summary>The SQL Server that tests may create and drop databases on, where one is configured.</summary>
public static class TestServer
{
    /// <summary>Holds a connection string to the server.</summary>
    public const string Variable = "CASEREFERRAL_TEST_SQLSERVER";

    /// <summary>Why a test was skipped; CI prints it.</summary>
    public const string Skipped = "skipped, no server configured";

    /// <summary>The connection string; ends the test as skipped when there is none.</summary>
    public static string ConnectionString
    {
        get
        {
            var configured = Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrWhiteSpace(configured))
                Assert.Ignore(Skipped);
            return configured!;
        }
    }
}

/// <summary>A database of its own on the test server, dropped at the end; any number of runs may share the server.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string server;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        Name = name;
        ConnectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Connects to it.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates an empty database with the settings that deploy/sql gives one; skips the test when there is no server.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var server = TestServer.ConnectionString;
        var name = $"case_referral_{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        var database = new TestDatabase(server, name);
        // Some servers have the snapshots always on, and no command for it.
        if (await database.ScalarAsync(
            "SELECT CONVERT(int, is_read_committed_snapshot_on) FROM sys.databases WHERE name = DB_NAME()") is not 1)
            await ExecuteAsync(server, $"ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE");
        if (await database.ScalarAsync("SELECT CONVERT(int, snapshot_isolation_state) FROM sys.databases WHERE name = DB_NAME()") is not 1)
            await ExecuteAsync(server, $"ALTER DATABASE {name} SET ALLOW_SNAPSHOT_ISOLATION ON");
        return database;
    }

    /// <summary>The first value that a query finds.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new SqlConnection(
            new SqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SqlConnection.ClearAllPools();
        try
        {
            await ExecuteAsync(server, $"ALTER DATABASE {Name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        }
        catch (SqlException)
        {
            // Not every server can throw others out; where nobody is left, dropping works all the same.
        }

        await ExecuteAsync(server, $"DROP DATABASE {Name}");
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
