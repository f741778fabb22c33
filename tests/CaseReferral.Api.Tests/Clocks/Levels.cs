using System.Data.Common;
using CaseReferral.Api.Tests.Processes;
using CaseReferral.Storage;

namespace CaseReferral.Api.Tests.Clocks;

/// <summary>A level of escalation as the journal has it.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Number">1 to 3.</param>
/// <param name="Queue">Whose channels it wakes.</param>
/// <param name="DueAt">The instant it was due.</param>
/// <param name="FiredAt">The instant it fired.</param>
public sealed record Level(Guid Leg, int Number, string Queue, DateTimeOffset DueAt, DateTimeOffset FiredAt)
{
    /// <summary>Every level that was reached, in the order of the incident's acts.</summary>
    public const string InOrder = """
        SELECT f.value ->> '$.leg', f.value ->> '$.level', f.value ->> '$.queue', f.value ->> '$.dueAt', e.At
        FROM JournalEntry e JOIN JournalPayload p ON p.EntryId = e.Id, json_each(p.Payload, '$.facts') f
        WHERE e.Kind = 'level-reached' AND f.value ->> '$.fact' = 'level-reached'
        ORDER BY e.IncidentId, e.Sequence
        """;

    /// <summary>Reads one.</summary>
    public static Level Read(DbDataReader row) => new(
        row.GetGuid(0), row.GetInt32(1), row.GetString(2), DateTimeOffset.Parse(row.GetString(3), null),
        Instants.FromStore(row.GetInt64(4)));

    /// <summary>What a data folder's journal has of these legs.</summary>
    public static IReadOnlyList<Level> Of(DataFolder data, IReadOnlySet<Guid> legs) =>
        [.. data.Read(InOrder, Read).Where(reached => legs.Contains(reached.Leg))];
}
