using System.Text.Json;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Journal;

namespace CaseReferral.Api.Journal;

/// <summary>
/// Makes an act's one journal entry. Payloads hold references, codes, states, ids and digests of content, never content.
/// </summary>
public static class JournalEntries
{
    /// <summary>Records that an incident was filed.</summary>
    public static Act RecordFiled(this Act act, Incident incident, IReadOnlyList<ContentPart> parts, Seat seat) =>
        act.Record(Entry(act, incident, "incident-filed", seat, incident.ReceivedAt, new
        {
            incident.Reference,
            incident.Version,
            priority = incident.Priority.Code(),
            pack = incident.PackVersion,
            incident.Exercise,
            legs = incident.Legs.Select(Spell),
            content = parts.Select(Spell),
        }));

    /// <summary>Records that an incident was amended: which members, never their values.</summary>
    public static Act RecordAmended(this Act act, IncidentAmended amended, IReadOnlyList<ContentPart> parts, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act, amended.After, "incident-amended", seat, now, new
        {
            amended.After.Reference,
            amended.After.Version,
            priority = amended.After.Priority.Code(),
            amended.Changed,
            restricted = amended.After.Restricted && !amended.Before.Restricted ? true : (bool?)null,
            added = amended.NewLegs.Select(Spell),
            legs = amended.ChangedLegs.Select(Spell),
            content = parts.Select(Spell),
        }));

    /// <summary>Records that an incident was voided, or that voiding was proposed.</summary>
    public static Act RecordVoided(this Act act, IncidentVoided voided, ContentPart reason, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act, voided.After, voided.IsFinal ? "incident-voided" : "incident-void-proposed", seat, now, new
        {
            voided.After.Reference,
            voided.After.Version,
            legs = voided.After.Legs.Select(Spell),
            content = new[] { Spell(reason) },
        }));

    /// <summary>Records a move on a leg.</summary>
    public static Act RecordMoved(this Act act, Incident after, LegMoved moved, IReadOnlyList<ContentPart> parts, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act, after, $"referral-{moved.Action.Code()}", seat, now, new
        {
            after.Reference,
            from = moved.Before.State.Code(),
            leg = Spell(moved.After),
            outcome = moved.After.Outcome?.Code(),
            content = parts.Select(Spell),
        }));

    /// <summary>Records that content was opened: who, under which seat, for what, which rows.</summary>
    public static Act RecordOpened(this Act act, Incident incident, string purpose, int version, string view, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act, incident, "content-opened", seat, now, new { incident.Reference, purpose, version, view, seat = seat.Name }) with
        {
            Log = JournalEntry.ConsultationsOf(incident.Jurisdiction),
            Sequence = null,
        });

    /// <summary>Records that somebody has opened content more often than <paramref name="usual"/> within the hour.</summary>
    public static Act RecordUnusualVolume(this Act act, int usual, Seat seat, DateTimeOffset now) =>
        act.Record(new JournalEntry
        {
            Id = act.Id,
            Log = JournalEntry.ConsultationsOf(seat.Jurisdiction),
            Kind = "unusual-volume",
            Principal = seat.Principal,
            Seat = seat.Id,
            Agency = seat.Agency,
            At = now,
            Salt = IdFactory.NewSalt(),
            Payload = JsonSerializer.Serialize(new { openedMoreThan = usual, within = "PT1H", seat = seat.Name }, StoredJson.Options),
        });

    /// <summary>Records something that is about no incident.</summary>
    public static Act RecordRegistryWide(this Act act, string kind, object payload, DateTimeOffset now) =>
        act.Record(new JournalEntry
        {
            Id = act.Id,
            Log = JournalEntry.RegistryActs,
            Kind = kind,
            At = now,
            Salt = IdFactory.NewSalt(),
            Payload = JsonSerializer.Serialize(payload, StoredJson.Options),
        });

    private static JournalEntry Entry(Act act, Incident incident, string kind, Seat seat, DateTimeOffset now, object payload) => new()
    {
        Id = act.Id,
        Log = JournalEntry.ActsOf(incident.Jurisdiction),
        Kind = kind,
        Incident = incident.Id,
        Sequence = incident.Sequence,
        Principal = seat.Principal,
        Seat = seat.Id,
        Agency = seat.Agency,
        At = now,
        Salt = IdFactory.NewSalt(),
        Payload = JsonSerializer.Serialize(payload, StoredJson.Options),
    };

    private static object Spell(Leg leg) => new
    {
        id = leg.Id.Value,
        kind = leg.Kind.Code(),
        leg.TaskForce,
        state = leg.State.Code(),
        priority = leg.Priority.Code(),
        leg.Lead,
        leg.AcknowledgeBy,
        leg.DecideBy,
        leg.LegalBasis,
    };

    private static object Spell(ContentPart part) => new { part.Id, part.Kind, digest = Convert.ToHexStringLower(part.Digest) };
}
