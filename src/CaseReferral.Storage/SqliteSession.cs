using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CaseReferral.Storage;

/// <summary>One open connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    // Far more than the statements of a registry; a list with many filters has many texts, and each prepared one holds memory.
    private const int MostCommands = 512;

    private readonly Dictionary<RenderedStatement, SqliteCommand> commands = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, SqliteCommand> phrases = new(StringComparer.Ordinal);
    public SqliteSession(string connectionString, TimeSpan busyTimeout)
    {
        Connection = new SqliteConnection(connectionString);
        try
        {
            Connection.Open();
            Ask($"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SqliteConnection Connection { get; }

    /// <summary>False inside a transaction. Some errors end it by themselves.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(Connection.Handle) != 0;

    /// <summary>Runs a phrase that is used again and again, such as BEGIN.</summary>
    public void Say(string phrase)
    {
        if (!phrases.TryGetValue(phrase, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = phrase;
            phrases.Add(phrase, command);
        }

        command.ExecuteNonQuery();
    }

    /// <summary>Runs a text once.</summary>
    /// <returns>The first value of its first row; null when there is none.</returns>
    public object? Ask(string text)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    /// <summary>Runs a statement that changes rows.</summary>
    /// <returns>How many it changed; triggers and cascades aside.</returns>
    public int Change(RenderedStatement statement, object[] values) => Bound(statement, values).ExecuteNonQuery();

    /// <summary>Runs a query. The reader must be disposed before the same statement runs again.</summary>
    public SqliteDataReader Query(RenderedStatement statement, object[] values) => Bound(statement, values).ExecuteReader();

    public void Dispose()
    {
        ForgetCommands();
        foreach (var command in phrases.Values)
            command.Dispose();
        Connection.Dispose();
    }

    private SqliteCommand Bound(RenderedStatement statement, object[] values)
    {
        if (!commands.TryGetValue(statement, out var command))
        {
            if (commands.Count == MostCommands)
                ForgetCommands();
            command = Connection.CreateCommand();
            command.CommandText = statement.Text;
            foreach (var parameter in statement.Parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"@{parameter}" });
            commands.Add(statement, command);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    private void ForgetCommands()
    {
        foreach (var command in commands.Values)
            command.Dispose();
        commands.Clear();
    }
}
