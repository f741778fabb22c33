using System.Security.Cryptography;
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
    // Unless the configured string says otherwise. Some servers compile each statement anew for each session, and fifty callers at once
    // needn't have fifty of them.
    private const int Sessions = 8;
    private const int SecondsToConnect = 60;

    // Fixtures and test projects run beside each other, and a server makes or drops one database at a time: others find its model in use.
    private const string OneAtATime = """
        DECLARE @turn int;
        EXEC @turn = sp_getapplock
            @Resource = 'case_referral_test_databases', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 600000;
        IF @turn < 0 THROW 50001, 'Another run makes or drops a database, and has for ten minutes.', 1;
        """;

    private readonly string server;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        Name = name;
        var settings = new SqlConnectionStringBuilder(server) { InitialCatalog = name };
        if (!settings.ShouldSerialize("Max Pool Size"))
            settings.MaxPoolSize = Sessions;
        if (!settings.ShouldSerialize("Connect Timeout"))
            settings.ConnectTimeout = SecondsToConnect;
        ConnectionString = settings.ConnectionString;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Connects to it.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates an empty database with the settings that deploy/sql gives one; skips the test when there is no server.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase(
            TestServer.ConnectionString, $"case_referral_{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        await using var connection = await database.AloneAsync();
        await ExecuteAsync(connection, $"CREATE DATABASE {database.Name}");
        // Some servers have the snapshots always on, and no command for it.
        if (await database.ScalarAsync(
            "SELECT CONVERT(int, is_read_committed_snapshot_on) FROM sys.databases WHERE name = DB_NAME()") is not 1)
            await ExecuteAsync(connection, $"ALTER DATABASE {database.Name} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE");
        if (await database.ScalarAsync("SELECT CONVERT(int, snapshot_isolation_state) FROM sys.databases WHERE name = DB_NAME()") is not 1)
            await ExecuteAsync(connection, $"ALTER DATABASE {database.Name} SET ALLOW_SNAPSHOT_ISOLATION ON");
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
        await using var connection = await AloneAsync();
        try
        {
            await ExecuteAsync(connection, $"ALTER DATABASE {Name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        }
        catch (SqlException)
        {
            // Not every server can throw others out; where nobody is left, dropping works all the same.
        }

        await ExecuteAsync(connection, $"DROP DATABASE {Name}");
    }

    // Closing the connection ends the turn.
    private async Task<SqlConnection> AloneAsync()
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            await ExecuteAsync(connection, OneAtATime);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(SqlConnection connection, string sql)
    {
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
