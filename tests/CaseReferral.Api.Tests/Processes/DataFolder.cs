using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace CaseReferral.Api.Tests.Processes;

/// <summary>A data folder of its own, and what the file in it holds, whoever has it open.</summary>
public sealed class DataFolder : IDisposable
{
    // Each counts the rows that should not be there.
    private static readonly (string Fault, string Count)[] HalfWritten =
    [
        ("incidents without a leg",
            "SELECT COUNT(*) FROM Incident i WHERE NOT EXISTS (SELECT 1 FROM Referral r WHERE r.IncidentId = i.Id)"),
        ("incidents without a leading leg", """
            SELECT COUNT(*) FROM Incident i
            WHERE NOT EXISTS (SELECT 1 FROM Referral r WHERE r.IncidentId = i.Id AND r.IsLead = 1)
            """),
        ("legs without a clock", """
            SELECT COUNT(*) FROM Referral r
            WHERE r.Kind <> 'notice' AND NOT EXISTS (SELECT 1 FROM Clock c WHERE c.ReferralId = r.Id)
            """),
        ("incidents without a version", """
            SELECT COUNT(*) FROM Incident i
            WHERE NOT EXISTS (SELECT 1 FROM IncidentVersion v WHERE v.IncidentId = i.Id AND v.Version = i.Version)
            """),
        ("incidents without a routing decision",
            "SELECT COUNT(*) FROM Incident i WHERE NOT EXISTS (SELECT 1 FROM RoutingDecision d WHERE d.IncidentId = i.Id)"),
        ("rows under another jurisdiction than their incident's", """
            SELECT COUNT(*) FROM Incident i WHERE
                EXISTS (SELECT 1 FROM Sight s WHERE s.IncidentId = i.Id AND s.Jurisdiction <> i.Jurisdiction)
                OR EXISTS (SELECT 1 FROM Referral r WHERE r.IncidentId = i.Id AND r.Jurisdiction <> i.Jurisdiction)
                OR EXISTS (SELECT 1 FROM Content c WHERE c.IncidentId = i.Id AND c.Jurisdiction <> i.Jurisdiction)
            """),
        ("payloads under another log than their entry's", """
            SELECT COUNT(*) FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id WHERE p.Log <> e.Log
            """),
        ("incidents that nobody sees", """
            SELECT COUNT(*) FROM Incident i
            WHERE NOT EXISTS (SELECT 1 FROM Sight s WHERE s.IncidentId = i.Id AND s.Audience LIKE 'U:%')
            """),
        ("legs that their queue doesn't see", """
            SELECT COUNT(*) FROM Referral r
            WHERE NOT EXISTS (SELECT 1 FROM Sight s WHERE s.IncidentId = r.IncidentId AND s.Audience = r.Queue)
            """),
        ("incidents whose entries aren't 1 to their sequence", """
            SELECT COUNT(*) FROM Incident i WHERE i.Sequence <> (
                SELECT COUNT(*) FROM JournalEntry e WHERE e.IncidentId = i.Id AND e.Sequence BETWEEN 1 AND i.Sequence)
            """),
        ("incidents without the entry of their filing", """
            SELECT COUNT(*) FROM Incident i WHERE NOT EXISTS (
                SELECT 1 FROM JournalEntry e WHERE e.IncidentId = i.Id AND e.Sequence = 1 AND e.Kind = 'incident-filed')
            """),
        ("entries without their incident", """
            SELECT COUNT(*) FROM JournalEntry e
            WHERE e.IncidentId IS NOT NULL AND NOT EXISTS (SELECT 1 FROM Incident i WHERE i.Id = e.IncidentId)
            """),
        ("entries without a payload",
            "SELECT COUNT(*) FROM JournalEntry e WHERE NOT EXISTS (SELECT 1 FROM JournalPayload p WHERE p.EntryId = e.Id)"),
        ("entries that wait for no seal", """
            SELECT COUNT(*) FROM JournalEntry e
            WHERE NOT EXISTS (SELECT 1 FROM Unsealed u WHERE u.EntryId = e.Id AND u.Log = e.Log)
            """),
        ("filings whose legs aren't those of their entry", """
            SELECT COUNT(*) FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id
            WHERE e.Kind = 'incident-filed' AND (
                (SELECT COUNT(*) FROM Referral r WHERE r.IncidentId = e.IncidentId) <> json_array_length(p.Payload, '$.legs')
                OR EXISTS (
                    SELECT 1 FROM json_each(p.Payload, '$.legs') leg
                    WHERE NOT EXISTS (
                        SELECT 1 FROM Referral r
                        WHERE r.IncidentId = e.IncidentId AND lower(hex(r.Id)) = replace(leg.value ->> '$.id', '-', ''))))
            """),
        ("filings whose content isn't that of their entry", """
            SELECT COUNT(*) FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id
            WHERE e.Kind = 'incident-filed' AND (
                (SELECT COUNT(*) FROM Content c WHERE c.IncidentId = e.IncidentId) <> json_array_length(p.Payload, '$.content')
                OR EXISTS (
                    SELECT 1 FROM json_each(p.Payload, '$.content') part
                    WHERE NOT EXISTS (
                        SELECT 1 FROM Content c
                        WHERE c.IncidentId = e.IncidentId AND lower(hex(c.Id)) = replace(part.value ->> '$.id', '-', '')
                            AND lower(hex(c.Digest)) = part.value ->> '$.digest')))
            """),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("case-referral-");

    /// <summary>The folder.</summary>
    public string Path => folder.FullName;

    /// <summary>The store's file.</summary>
    public string File => System.IO.Path.Combine(Path, "data", "registry.db");

    /// <summary>How to start a registry on it.</summary>
    public Launch Launch => new() { File = File };

    /// <summary>
    /// Every way in which the store is damaged or holds half of something; empty for a sound store that only ever was filed to.
    /// </summary>
    public IReadOnlyList<string> Faults()
    {
        using var connection = Open();
        List<string> faults = [];
        if (Rows(connection, "PRAGMA integrity_check", row => row.GetString(0)) is not ["ok"] and var damage)
            faults.AddRange(damage);
        faults.AddRange(Rows(
            connection, "PRAGMA foreign_key_check",
            row => $"a row of {row.GetString(0)} refers to a missing row of {row.GetString(2)}"));
        foreach (var (fault, count) in HalfWritten)
        {
            if (Rows(connection, count, row => row.GetInt64(0)) is [var found and > 0])
                faults.Add($"{found} {fault}");
        }

        var forged = Rows(
            connection, "SELECT p.Salt, p.Payload, e.Commitment FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id",
            row => SHA256.HashData([.. (byte[])row.GetValue(0), .. Encoding.UTF8.GetBytes(row.GetString(1))])
                .AsSpan().SequenceEqual((byte[])row.GetValue(2)))
            .Count(kept => !kept);
        if (forged > 0)
            faults.Add($"{forged} entries whose payload isn't what they commit to");
        return faults;
    }

    /// <summary>How often each device's filing is there, by <c>clientId</c>.</summary>
    public IReadOnlyDictionary<Guid, int> Filed()
    {
        using var connection = Open();
        return Rows(connection, "SELECT ClientId, COUNT(*) FROM Incident GROUP BY ClientId", row =>
            (Id: new Guid((byte[])row.GetValue(0), bigEndian: true), Count: row.GetInt32(1))).ToDictionary(row => row.Id, row => row.Count);
    }

    /// <summary>The number that a query finds.</summary>
    public long Count(string sql)
    {
        using var connection = Open();
        return Rows(connection, sql, row => row.GetInt64(0)).Single();
    }

    /// <summary>The rows that a query finds.</summary>
    public IReadOnlyList<T> Read<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = Open();
        return Rows(connection, sql, read);
    }

    /// <summary>Its tables, by name.</summary>
    public IReadOnlyList<string> Tables()
    {
        using var connection = Open();
        return Rows(
            connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            row => row.GetString(0));
    }

    /// <summary>Does something to the file that no registry would; makes it when it is missing.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
