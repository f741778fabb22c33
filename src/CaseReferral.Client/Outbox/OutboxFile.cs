using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Client.Outbox;

internal sealed record OutboxRow(
    Guid ClientId, OutboxState State, DateTimeOffset AddedAt, int Tries, byte[] Fingerprint, byte[]? Payload, byte[]? Answer,
    string? Reference, Guid? IncidentId, string? ETag, string? Code, byte[]? Why);

/// <summary>The outbox's rows. Each change is one durable statement, so that a kill leaves the state before or after it.</summary>
internal sealed class OutboxFile : IDisposable
{
    private const string Columns = "ClientId, State, AddedAt, Tries, Fingerprint, Payload, Answer, Reference, IncidentId, ETag, Code, Why";

    private readonly SqliteConnection connection;
    private readonly Lock oneAtATime = new();

    public OutboxFile(string path)
    {
        connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        // FULL: what was taken survives the battery too. secure_delete: what was sent is overwritten, sealed as it is.
        Run("PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON");
        using var making = connection.BeginTransaction(deferred: false);
        Run("""
            CREATE TABLE IF NOT EXISTS Filing (
                Position INTEGER PRIMARY KEY AUTOINCREMENT, ClientId BLOB NOT NULL UNIQUE, State INTEGER NOT NULL, AddedAt TEXT NOT NULL,
                Tries INTEGER NOT NULL, Fingerprint BLOB NOT NULL, Payload BLOB NULL, Answer BLOB NULL,
                Reference TEXT NULL, IncidentId BLOB NULL, ETag TEXT NULL, Code TEXT NULL, Why BLOB NULL);
            CREATE TABLE IF NOT EXISTS KeyCheck (Only INTEGER PRIMARY KEY CHECK (Only = 1), Value BLOB NOT NULL)
            """);
        if (Each("SELECT name FROM pragma_table_info('Filing') WHERE name = 'Why'", row => row.GetString(0)) is [])
            Run("ALTER TABLE Filing ADD COLUMN Why BLOB NULL");
        making.Commit();
    }

    /// <summary>What only the file's key opens; null in a file that isn't bound to one yet.</summary>
    public byte[]? KeyCheck() => Each("SELECT Value FROM KeyCheck", row => row.GetFieldValue<byte[]>(0)).SingleOrDefault();

    /// <summary>Binds the file to a key. Of two that do it at once, one stands.</summary>
    public void KeepKeyCheck(byte[] value) =>
        Run("INSERT INTO KeyCheck (Only, Value) VALUES (1, @value) ON CONFLICT DO NOTHING", ("@value", value));

    public OutboxRow Add(Guid clientId, DateTimeOffset addedAt, byte[] payload, byte[] fingerprint)
    {
        Run("""
            INSERT INTO Filing (ClientId, State, AddedAt, Tries, Fingerprint, Payload) VALUES (@id, 0, @at, 0, @fingerprint, @payload)
            ON CONFLICT (ClientId) DO NOTHING
            """,
            ("@id", Bytes(clientId)), ("@at", addedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            ("@fingerprint", fingerprint), ("@payload", payload));
        return Find(clientId)!;
    }

    public OutboxRow? Find(Guid clientId) => Read("WHERE ClientId = @id", ("@id", Bytes(clientId))).SingleOrDefault();

    public IReadOnlyList<OutboxRow> List() => Read("ORDER BY Position");

    public OutboxRow? NextWaiting() => Read("WHERE State = 0 ORDER BY Position LIMIT 1").SingleOrDefault();

    public OutboxRow Filed(Guid clientId, Guid incidentId, string reference, string etag, byte[] answer) => Change(
        clientId,
        """
        State = 1, Tries = Tries + 1, Payload = NULL, Answer = @answer, IncidentId = @incident, Reference = @reference, ETag = @etag,
        Code = NULL, Why = NULL
        """,
        ("@answer", answer), ("@incident", Bytes(incidentId)), ("@reference", reference), ("@etag", etag));

    public OutboxRow Refused(Guid clientId, string? code, byte[]? why, Guid? incidentId, string? reference, string? etag) => Change(
        clientId, "State = 2, Tries = Tries + 1, Code = @code, Why = @why, IncidentId = @incident, Reference = @reference, ETag = @etag",
        ("@code", code), ("@why", why), ("@incident", incidentId is { } id ? Bytes(id) : null), ("@reference", reference), ("@etag", etag));

    public OutboxRow Waits(Guid clientId, string code, byte[]? why) =>
        Change(clientId, "Tries = Tries + 1, Code = @code, Why = @why", ("@code", code), ("@why", why));

    public void Retry(Guid clientId) => Run("UPDATE Filing SET State = 0 WHERE ClientId = @id AND State = 2", ("@id", Bytes(clientId)));

    public bool Discard(Guid clientId) => Run("DELETE FROM Filing WHERE ClientId = @id AND State <> 0", ("@id", Bytes(clientId))) == 1;

    public void Dispose()
    {
        lock (oneAtATime)
            connection.Dispose();
    }

    private OutboxRow Change(Guid clientId, string set, params (string Name, object? Value)[] parameters)
    {
        // Only what waits changes: another process on the same file may have been faster, and what it learnt stands.
        Run($"UPDATE Filing SET {set} WHERE ClientId = @id AND State = 0", [("@id", Bytes(clientId)), .. parameters]);
        return Find(clientId)!;
    }

    private int Run(string sql, params (string Name, object? Value)[] parameters)
    {
        lock (oneAtATime)
        {
            using var command = Command(sql, parameters);
            return command.ExecuteNonQuery();
        }
    }

    private List<OutboxRow> Read(string where, params (string Name, object? Value)[] parameters) => Each(
        $"SELECT {Columns} FROM Filing {where}",
        row => new OutboxRow(
            Id(row.GetFieldValue<byte[]>(0)), (OutboxState)row.GetInt32(1),
            DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), row.GetInt32(3),
            row.GetFieldValue<byte[]>(4), Value<byte[]>(row, 5), Value<byte[]>(row, 6), Value<string>(row, 7),
            Value<byte[]>(row, 8) is { } incident ? Id(incident) : null, Value<string>(row, 9), Value<string>(row, 10),
            Value<byte[]>(row, 11)),
        parameters);

    private List<T> Each<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        lock (oneAtATime)
        {
            using var command = Command(sql, parameters);
            using var row = command.ExecuteReader();
            List<T> rows = [];
            while (row.Read())
                rows.Add(read(row));
            return rows;
        }
    }

    private SqliteCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static T? Value<T>(SqliteDataReader row, int column) where T : class =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private static Guid Id(byte[] bytes) => new(bytes, bigEndian: true);
}
