using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CaseReferral.Storage;

/// <summary>One open connection with its prepared commands. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    // Far more than the statements of a registry; a list with many filters has many texts, and each prepared one holds memory.
    private const int MostCommands = 512;

    private readonly Dictionary<RenderedStatement, SqliteCommand> commands = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RenderedStatement, sqlite3_stmt> changes = new(ReferenceEqualityComparer.Instance);
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

    /// <summary>Runs every statement of a script.</summary>
    /// <remarks>
    /// Stepped to the end here: behind the first statement that gives rows, the package runs the rest while it disposes, and swallows
    /// what fails.
    /// </remarks>
    public void RunScript(string text)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = text;
        using var results = command.ExecuteReader();
        do
        {
            while (results.Read())
            {
            }
        }
        while (results.NextResult());
    }

    /// <summary>Runs a statement that changes rows.</summary>
    /// <remarks>
    /// Steps SQLite's own prepared statement: rows are what an act costs, and a command would look each parameter up by name and make a
    /// reader for every one of them.
    /// </remarks>
    /// <returns>How many it changed; triggers and cascades aside.</returns>
    public int Change(RenderedStatement statement, object[] values)
    {
        var database = Connection.Handle!;
        var prepared = Prepared(statement, database);
        try
        {
            for (var i = 0; i < values.Length; i++)
                Check(Bind(prepared, i + 1, values[i]), database);

            int result;
            do
                result = raw.sqlite3_step(prepared);
            while (result == raw.SQLITE_ROW);
            Check(result, database);
            return raw.sqlite3_changes(database);
        }
        finally
        {
            // Says again what the step said.
            _ = raw.sqlite3_reset(prepared);
        }
    }

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

    private static void Check(int result, sqlite3 database) => SqliteException.ThrowExceptionForRC(result, database);

    private static int Bind(sqlite3_stmt statement, int index, object value) => value switch
    {
        DBNull => raw.sqlite3_bind_null(statement, index),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        string text => Bind(statement, index, text),
        // Nothing is bound as null, so an empty value has a form of its own.
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, index, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        double number => raw.sqlite3_bind_double(statement, index, number),
        _ => throw new NotSupportedException($"A {value.GetType().Name} has no form in the store."),
    };

    private static int Bind(sqlite3_stmt statement, int index, string text)
    {
        if (text.Length == 0)
            return raw.sqlite3_bind_text(statement, index, text);

        // SQLite keeps a copy.
        byte[]? rented = null;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= 1024 ? stackalloc byte[1024] : (rented = ArrayPool<byte>.Shared.Rent(most));
        var result = raw.sqlite3_bind_text(statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return result;
    }

    private sqlite3_stmt Prepared(RenderedStatement statement, sqlite3 database)
    {
        if (changes.TryGetValue(statement, out var known))
            return known;
        if (changes.Count == MostCommands)
            ForgetCommands();

        Check(raw.sqlite3_prepare_v3(database, statement.Text, raw.SQLITE_PREPARE_PERSISTENT, out var prepared), database);
        // SQLite numbers parameters as they appear, and so does the statement.
        for (var i = 0; i < statement.Parameters.Length; i++)
        {
            if (raw.sqlite3_bind_parameter_index(prepared, $"@{statement.Parameters[i]}") != i + 1)
                throw new InvalidOperationException($"{statement.Statement} numbers its parameters otherwise than SQLite.");
        }

        changes.Add(statement, prepared);
        return prepared;
    }

    private void ForgetCommands()
    {
        foreach (var prepared in changes.Values)
            prepared.Dispose();
        changes.Clear();
        foreach (var command in commands.Values)
            command.Dispose();
        commands.Clear();
    }
}
