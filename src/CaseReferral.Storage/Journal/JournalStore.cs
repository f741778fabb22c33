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
        INSERT INTO JournalPayload (EntryId, Salt, Payload) VALUES (@Id, @Salt, @Payload)
        """);

    private static readonly Statement InsertUnsealed = new(_ => """
        INSERT INTO Unsealed (EntryId, Log, LeafHash) VALUES (@Id, @Log, @LeafHash)
        """);

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
        .Do(InsertPayload, new { entry.Id, entry.Salt, entry.Payload })
        .Do(InsertUnsealed, new { entry.Id, entry.Log, LeafHash = entry.LeafHash() });
}
