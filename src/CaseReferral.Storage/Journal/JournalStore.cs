using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Journal;

/// <summary>The journal: insert only. Everything that tells others what happened reads it.</summary>
public static class JournalStore
{
    private static readonly Statement InsertEntry = new(_ => """
        INSERT INTO JournalEntry (Id, Log, Kind, IncidentId, Sequence, PrincipalId, SeatId, Agency, At, Commitment)
        VALUES (@Id, @Log, @Kind, @Incident, @Sequence, @Principal, @Seat, @Agency, @At, @Commitment)
        """);

    private static readonly Statement InsertPayload = new(_ => """
        INSERT INTO JournalPayload (EntryId, Log, Salt, Payload) VALUES (@Id, @Log, @Salt, @Payload)
        """);

    private static readonly Statement InsertUnsealed = new(_ => """
        INSERT INTO Unsealed (EntryId, Log, LeafHash) VALUES (@Id, @Log, @LeafHash)
        """);

    // Consultations lie in logs of their own.
    private static readonly Statement ListWithoutIncident = new(
        d => $"""
            SELECT {d.Top("@Limit")} e.Id, e.Kind, e.At, e.PrincipalId, e.SeatId, e.Agency, n.Name, p.Payload
            FROM JournalEntry e
            LEFT JOIN JournalPayload p ON p.EntryId = e.Id
            LEFT JOIN PrincipalName n ON n.PrincipalId = e.PrincipalId
            WHERE e.Log = CASE WHEN @Audience = 'R:registry' THEN 'registry/acts'
                WHEN @Audience LIKE 'J:%' THEN CONCAT(SUBSTRING(@Audience, 3, 2), '/acts') END
                AND e.IncidentId IS NULL {Statement.Filters}
            ORDER BY e.Id DESC {d.Limit("@Limit")}
            """,
        [
            new("BeforeId", "e.Id < @BeforeId"),
            new("Kind", "e.Kind = @Kind"),
        ]);

    /// <summary>A page of the acts of a log that are about no incident, newest first: of seats, sign-ins and reference data.</summary>
    /// <param name="scope">A jurisdiction sees its own log, administrators the registry's, a unit or task force none.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="before">Where the last page ended.</param>
    /// <param name="kind">Only of this kind.</param>
    public static Load<IReadOnlyList<ActRow>> ListActsWithoutIncident(AccessScope scope, int limit, EntryId? before, string? kind) =>
        Load.List<ActRow>(ListWithoutIncident, scope, new { Limit = limit, BeforeId = before, Kind = kind });

    /// <summary>Adds the act's one entry, its payload, and the row that waits for sealing.</summary>
    public static Act Record(this Act act, JournalEntry entry) => act
        .Do(InsertEntry, new
        {
            entry.Id,
            entry.Log,
            entry.Kind,
            entry.Incident,
            entry.Sequence,
            entry.Principal,
            entry.Seat,
            Agency = entry.Agency?.Code(),
            entry.At,
            entry.Commitment,
        })
        .Do(InsertPayload, new { entry.Id, entry.Log, entry.Salt, entry.Payload })
        .Do(InsertUnsealed, new { entry.Id, entry.Log, LeafHash = entry.LeafHash() });
}

/// <summary>An act as the journal holds it.</summary>
public sealed record ActRow
{
    /// <summary>Its entry.</summary>
    public EntryId Id { get; init; }

    /// <summary>What happened.</summary>
    public string Kind { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who did it; null for the registry itself.</summary>
    public PrincipalId? PrincipalId { get; init; }

    /// <summary>Under which seat.</summary>
    public SeatId? SeatId { get; init; }

    /// <summary>Code of the seat's agency at that moment.</summary>
    public string? Agency { get; init; }

    /// <summary>Their name; null when none was given, or it was erased.</summary>
    public string? Name { get; init; }

    /// <summary>JSON of references, codes and ids; null once retention deleted it.</summary>
    public string? Payload { get; init; }
}
