using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CaseReferral.Api.Development;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>An entry of the journal, as it is in the store.</summary>
/// <param name="Log">Its log, for example <c>ME/consultations</c>.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Sequence">The incident's sequence; null for what changes nothing.</param>
/// <param name="By">The sign-in name of whoever did it.</param>
/// <param name="Payload">Its payload.</param>
public sealed record Entry(string Log, string Kind, long? Sequence, string? By, JsonNode Payload)
{
    /// <summary>A text of the payload.</summary>
    public string? this[string name] => Payload[name]?.ToString();
}

/// <summary>What a test does behind the doors: a second connection to the store, tokens that nobody issues, the process's log.</summary>
public static class Backstage
{
    /// <summary>Changes the store through a connection of the test's own; gives the number of rows changed.</summary>
    public static int Execute(this Registry registry, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={registry.File};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Holds the store's write lock until it is disposed: the registry can read, and can't write a word.</summary>
    public static IDisposable HoldWriteLock(this Registry registry)
    {
        var connection = new SqliteConnection($"Data Source={registry.File};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>What the journal holds under this condition, in the order it was written.</summary>
    public static IReadOnlyList<Entry> Journal(this Registry registry, string where) => registry.Query(
        $"""
        SELECT e.Log, e.Kind, e.Sequence, n.Name, p.Payload FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id
        LEFT JOIN PrincipalName n ON n.PrincipalId = e.PrincipalId JOIN Unsealed u ON u.EntryId = e.Id
        WHERE {where} ORDER BY u.Seq
        """,
        row => new Entry(
            row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3),
            JsonNode.Parse(row.GetString(4))!));

    /// <summary>A demo sign-in, to change what its token says.</summary>
    public static DemoPerson Person(this Registry registry, string user) =>
        registry.Services.GetRequiredService<IReadOnlyList<DemoPerson>>().Single(person => person.User == user);

    /// <summary>Somebody with the token that the issuer would make for <paramref name="person"/>.</summary>
    public static Desk As(this Registry registry, DemoPerson person) =>
        new(registry.Http, person.User, registry.Services.GetRequiredService<LocalIssuer>().Issue(person));

    /// <summary>Collects from now on what the process logs.</summary>
    public static LogCapture CaptureLog(this Registry registry)
    {
        var capture = new LogCapture();
        registry.Services.GetRequiredService<ILoggerFactory>().AddProvider(capture);
        return capture;
    }
}

/// <summary>Everything that is logged, as a sink would write it: message, members, exception and scopes.</summary>
public sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = [];
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    /// <summary>What was logged.</summary>
    public string Text => string.Join('\n', lines);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Sink(this, categoryName);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Sink(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => capture.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            List<string> said = [category, formatter(state, exception), exception?.ToString() ?? ""];
            if (state is IEnumerable<KeyValuePair<string, object?>> members)
                said.AddRange(members.Select(member => $"{member.Key}={member.Value}"));
            capture.scopes.ForEachScope((scope, all) => all.Add($"{scope}"), said);
            capture.lines.Enqueue(string.Join(" | ", said));
        }
    }
}
