using System.Security.Cryptography;
using System.Text;

namespace CaseReferral.Api.Tests.Drivers;

/// <summary>Everything in the store but the access log: what a refused request must leave as it was.</summary>
public static class StoreState
{
    // The access log, and what health and sealing keep for themselves.
    private static readonly Dictionary<string, string> Rows = new(StringComparer.Ordinal)
    {
        ["JournalEntry"] = "SELECT * FROM JournalEntry WHERE Log NOT LIKE '%/consultations'",
        ["JournalPayload"] =
            "SELECT p.* FROM JournalPayload p JOIN JournalEntry e ON e.Id = p.EntryId WHERE e.Log NOT LIKE '%/consultations'",
        ["Unsealed"] = "SELECT u.EntryId, u.LeafHash FROM Unsealed u WHERE u.Log NOT LIKE '%/consultations' ORDER BY u.EntryId",
        ["AccessLog"] = "SELECT 1 WHERE 0",
        ["PersonSeen"] = "SELECT 1 WHERE 0",
        ["Probe"] = "SELECT 1 WHERE 0",
        ["sqlite_sequence"] = "SELECT 1 WHERE 0",
    };

    /// <summary>For each table the number of its rows and a digest of all that is in them.</summary>
    public static IReadOnlyDictionary<string, string> State(this Registry registry)
    {
        var tables = registry.Query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", row => row.GetString(0));
        return tables.ToDictionary(
            table => table, table => Digest(registry, Rows.GetValueOrDefault(table, $"SELECT * FROM \"{table}\"")), StringComparer.Ordinal);
    }

    private static string Digest(Registry registry, string rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = registry.Query(rows, row =>
        {
            for (var column = 0; column < row.FieldCount; column++)
                hash.AppendData(row.IsDBNull(column) ? "-"u8
                    : row.GetValue(column) is byte[] bytes ? bytes
                    : Encoding.UTF8.GetBytes($"|{row.GetValue(column)}"));
            return 0;
        }).Count;
        return $"{count} rows, {Convert.ToHexString(hash.GetHashAndReset())[..12]}";
    }
}
