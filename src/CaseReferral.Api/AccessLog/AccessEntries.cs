using System.Text.Json;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;

namespace CaseReferral.Api.AccessLog;

/// <summary>Makes entries of a jurisdiction's log of consultations. They change nothing, so they have no sequence.</summary>
internal static class AccessEntries
{
    /// <summary>An entry that is the act.</summary>
    /// <param name="act">The act.</param>
    /// <param name="kind">What happened, in the past tense.</param>
    /// <param name="jurisdiction">Whose log; null for the registry's own.</param>
    /// <param name="incident">The incident it is about; null for none.</param>
    /// <param name="seat">Under which seat; null when none was found.</param>
    /// <param name="now">When.</param>
    /// <param name="payload">References, codes and ids; never content.</param>
    public static JournalEntry Make(
        Act act, string kind, string? jurisdiction, IncidentId? incident, Seat? seat, DateTimeOffset now, object payload) => new()
        {
            Id = act.Id,
            Log = JournalEntry.ConsultationsOf(jurisdiction),
            Kind = kind,
            Incident = incident,
            Principal = seat?.Principal,
            Seat = seat?.Id,
            Agency = seat?.Agency,
            At = now,
            Salt = IdFactory.NewSalt(),
            Payload = JsonSerializer.Serialize(payload, StoredJson.Options),
        };
}
