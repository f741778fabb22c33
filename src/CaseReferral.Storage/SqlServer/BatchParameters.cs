using System.Globalization;
using Microsoft.Data.SqlClient;

namespace CaseReferral.Storage.SqlServer;

/// <summary>What a batch is sent with: how long it waits for locks, and typed and sized parameters, which are counted.</summary>
internal static class BatchParameters
{
    /// <summary>SQL Server takes 2,100; the client needs a few itself.</summary>
    public const int Most = 2_000;

    /// <summary>The parameter of a statement that is not alone in its batch.</summary>
    public static string Name(string parameter, int at) => $"{parameter}_{at}";

    /// <summary>The beginning of a batch: a pooled connection forgets it when it is given out again.</summary>
    public static string WaitingFor(TimeSpan locks) =>
        string.Create(CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {Math.Max(1, (int)locks.TotalMilliseconds)};\n");

    public static void Add(SqlCommand command, string name, ParameterType type, object value)
    {
        // A value that is longer than its column is compared as it is: cut off, it might equal another one.
        var length = value switch
        {
            string text => text.Length,
            byte[] bytes => bytes.Length,
            _ => 0,
        };
        command.Parameters.Add(
            new SqlParameter($"@{name}", type.Type, type.Size > 0 ? Math.Max(type.Size, length) : type.Size) { Value = value });
    }

    public static void Add(SqlCommand command, RenderedStatement statement, object[] values, Func<string, string> rename)
    {
        for (var i = 0; i < values.Length; i++)
            Add(command, rename(statement.Parameters[i]), ParameterTypes.Of(statement.Parameters[i]), values[i]);
    }

    public static void Check(SqlCommand command, string what)
    {
        if (command.Parameters.Count > Most)
            throw new NotSupportedException(
                $"{what} has {command.Parameters.Count} parameters; SQL Server takes {Most} in one batch. Use DoEach.");
    }
}
