using System.Data;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>What a connection string may say, and what the registry says itself.</summary>
internal static class SqlServerConnections
{
    private const string Name = "case-referral";

    /// <summary>Like <paramref name="given"/>, with the settings that correctness hangs on.</summary>
    public static string ConnectionString(string given, TimeSpan attemptTimeout, ApplicationIntent intent)
    {
        var settings = new SqlConnectionStringBuilder(given)
        {
            // One owner of retries, and it isn't the client: an act is tried again as a whole.
            ConnectRetryCount = 0,
            // After a failed connection the pool would answer others with the same failure for up to a minute.
            PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
            Enlist = false,
            MultipleActiveResultSets = false,
            PersistSecurityInfo = false,
            ApplicationIntent = intent,
        };
        if (!settings.ShouldSerialize("Application Name"))
            settings.ApplicationName = Name;
        settings.ConnectTimeout = Math.Min(settings.ConnectTimeout == 0 ? int.MaxValue : settings.ConnectTimeout, Seconds(attemptTimeout));
        return settings.ConnectionString;
    }

    /// <summary>Does something on a connection of its own.</summary>
    public static async Task<T> OnAsync<T>(string connectionString, Func<SqlConnection, Task<T>> work, CancellationToken ct)
    {
        await using var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(ct);
        }
        catch (InvalidOperationException failure)
        {
            // By this kind of exception, and by nothing else, the pool tells that all its connections are in use.
            throw new StorageUnavailableException(StorageFault.Exhausted, failure);
        }

        try
        {
            return await work(connection);
        }
        catch (InvalidOperationException failure) when (connection.State != ConnectionState.Open)
        {
            // A reply that breaks off in its middle is told as misuse of a closed connection.
            throw new StorageUnavailableException(StorageFault.Unreachable, failure);
        }
    }

    public static void Prepare(SqlCommand command, SqlConnection connection, TimeSpan attemptTimeout)
    {
        command.Connection = connection;
        // A little longer than the attempt: the token stops it first, and this is for what ignores the token.
        command.CommandTimeout = Seconds(attemptTimeout) + 1;
    }

    public static void ClearPool(string connectionString)
    {
        using var connection = new SqlConnection(connectionString);
        SqlConnection.ClearPool(connection);
    }

    private static int Seconds(TimeSpan timeout) => Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
}
