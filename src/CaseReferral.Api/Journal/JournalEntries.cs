using System.Text.Json;
using System.Text.Json.Nodes;
using CaseReferral.Api.AccessLog;
using CaseReferral.Api.Notifications;
using CaseReferral.Api.Platform.Json;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Domain.Complicity;
using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Messages;
using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage;
using CaseReferral.Storage.AccessLog;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Journal;

namespace CaseReferral.Api.Journal;

/// <summary>
/// Makes an act's one journal entry. Payloads hold references, codes, states, ids and digests of content, never content.
/// </summary>
public static class JournalEntries
{
    private static readonly JsonSerializerOptions Facts = WithCodes();

    /// <summary>Records that an incident was filed.</summary>
    public static Act RecordFiled(this Act act, Incident incident, IReadOnlyList<ContentPart> parts, Seat seat) =>
        act.RecordFiled(act.Id, incident, parts, seat);

    // Who was suspected may read the ordinary incident's entry: it is the filer's, and names neither the other incident nor its desk.
    private static Act RecordFiled(this Act act, EntryId entry, Incident incident, IReadOnlyList<ContentPart> parts, Seat seat) =>
        act.Record(Entry(entry, incident, ActKinds.IncidentFiled, seat, incident.ReceivedAt, new
        {
            incident.Reference,
            incident.Version,
            priority = incident.Priority.Code(),
            pack = incident.PackVersion,
            incident.Exercise,
            legs = incident.Legs.Select(Spell),
            content = parts.Select(Spell),
        }));

    /// <summary>Records that a suspicion of complicity was lowered, and the ordinary incident's filing in an entry of its own.</summary>
    /// <param name="act">The act.</param>
    /// <param name="lowered">What was lowered.</param>
    /// <param name="reason">Why; of the restricted incident.</param>
    /// <param name="parts">The content of the ordinary one.</param>
    /// <param name="filer">The seat that both were filed under.</param>
    /// <param name="seat">Who lowered it.</param>
    /// <param name="ids">For the ordinary incident's entry.</param>
    /// <param name="now">The instant of the act.</param>
    public static Act RecordLowered(
        this Act act, SuspicionLowered lowered, ContentPart reason, IReadOnlyList<ContentPart> parts, Seat filer, Seat seat, IdFactory ids,
        DateTimeOffset now) =>
        act.Record(Entry(act.Id, lowered.After, "complicity-lowered", seat, now, new
        {
            lowered.After.Reference,
            goesOnAs = lowered.GoesOnAs.Incident.Id.Value,
            content = new[] { Spell(reason) },
        })).RecordFiled(ids.NewEntry(), lowered.GoesOnAs.Incident, parts, filer);

    /// <summary>Records that an integrity recipient brought in a task force.</summary>
    public static Act RecordAdded(this Act act, OperationalLegAdded added, ContentPart reason, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act.Id, added.After, "operational-leg-added", seat, now, new
        {
            added.After.Reference,
            added = new[] { Spell(added.Leg) },
            facts = added.Facts.Select(Spell),
            content = new[] { Spell(reason) },
        }));

    /// <summary>Records that an incident was amended: which members, never their values.</summary>
    public static Act RecordAmended(
        this Act act, IncidentAmended amended, IReadOnlyList<ContentPart> parts, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act.Id, amended.After, "incident-amended", seat, now, new
        {
            amended.After.Reference,
            amended.After.Version,
            priority = amended.After.Priority.Code(),
            amended.Changed,
            restricted = amended.After.Restricted && !amended.Before.Restricted ? true : (bool?)null,
            added = amended.NewLegs.Select(Spell),
            legs = amended.ChangedLegs.Select(leg => Spell(leg, amended.Before.Leg(leg.Id))),
            facts = amended.Followed.Select(Spell),
            content = parts.Select(Spell),
        }));

    /// <summary>
    /// Records that an incident was voided, or that voiding was proposed. Where legs of it went on in other incidents, those are told that
    /// they don't any more, and nothing of who voided what.
    /// </summary>
    public static Act RecordVoided(this Act act, IncidentVoided voided, ContentPart reason, Seat seat, IdFactory ids, DateTimeOffset now)
    {
        act.Record(Entry(act.Id, voided.After, voided.IsFinal ? ActKinds.IncidentVoided : ActKinds.IncidentVoidProposed, seat, now, new
        {
            voided.After.Reference,
            voided.After.Version,
            legs = voided.After.Legs.Select(leg => Spell(leg, voided.Before.Leg(leg.Id))),
            facts = voided.Facts.Select(Spell),
            content = new[] { Spell(reason) },
        }));
        foreach (var (before, after) in voided.Released)
        {
            act.Record(Entry(ids.NewEntry(), after, ActKinds.Of(ReferralAction.Unmerge), null, now, new
            {
                after.Reference,
                legs = after.Legs.Where(leg => before.Leg(leg.Id) != leg).Select(leg => Spell(leg, before.Leg(leg.Id))),
                facts = Array.Empty<object>(),
            }));
        }

        return act;
    }

    /// <summary>
    /// Records a move on a leg with all that followed from it. What it changed of another incident stands in an entry of that incident's
    /// own log and sequence too.
    /// </summary>
    /// <param name="act">The act.</param>
    /// <param name="moved">The move.</param>
    /// <param name="parts">The texts that go with it.</param>
    /// <param name="seat">Who moved; null for the registry by itself.</param>
    /// <param name="ids">For the other incident's entry.</param>
    /// <param name="now">The instant of the act.</param>
    /// <param name="because">The attempt to tell somebody whose failure moved it; null for anything else.</param>
    public static Act RecordMoved(
        this Act act, ReferralMoved moved, IReadOnlyList<ContentPart> parts, Seat? seat, IdFactory ids, DateTimeOffset now,
        (Notification Notification, Attempt Attempt)? because = null)
    {
        var kind = moved.Action is { } action ? ActKinds.Of(action) : FactName(moved.Facts[0]);
        act.Record(Entry(act.Id, moved.After, kind, seat, now, new
        {
            moved.After.Reference,
            from = moved.LegBefore.State.Code(),
            leg = Spell(moved.Leg),
            outcome = moved.Leg.State is ReferralState.Concluded or ReferralState.ConclusionProposed ? moved.Leg.Outcome?.Code() : null,
            added = moved.NewLegs.Select(Spell),
            legs = moved.ChangedLegs.Where(leg => leg.Id != moved.Id).Select(leg => Spell(leg, moved.Before.Leg(leg.Id))),
            facts = FactsOf(moved, moved.After),
            content = parts.Select(Spell),
            notification = because is var (notification, attempt) ? Spell(notification, attempt) : null,
        }));
        return moved.Other is not { After: var other, Before: var before }
            ? act
            : act.Record(Entry(ids.NewEntry(), other, kind, seat, now, new
            {
                other.Reference,
                legs = other.Legs.Where(leg => before.Leg(leg.Id) != leg).Select(leg => Spell(leg, before.Leg(leg.Id))),
                facts = FactsOf(moved, other),
            }));
    }

    /// <summary>Records that something was written on a leg: that it was, never what it says.</summary>
    public static Act RecordSaid(this Act act, MessageSent sent, ContentPart words, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act.Id, sent.After, sent.Message.Kind == MessageKind.Note ? "note-added" : "message-sent", seat, now, new
        {
            sent.After.Reference,
            leg = sent.Progress is { } progress ? Spell(progress.Leg) : new { id = sent.Message.Leg.Value },
            message = sent.Message.Id.Value,
            corrects = sent.Message.Corrects?.Value,
            facts = sent.Progress is { } facts ? FactsOf(facts, facts.After) : null,
            content = new[] { Spell(words) },
        }));

    /// <summary>Records an attempt to wake somebody and what became of it: the queue and the channel's kind, no address.</summary>
    public static Act RecordAttempt(this Act act, Incident after, Notification notification, Attempt attempt, DateTimeOffset now) =>
        act.Record(Entry(act.Id, after, KindOf(notification, attempt), null, now, new
        {
            after.Reference,
            notification = Spell(notification, attempt),
        }));

    // What is told of a disclosure is read by those who read of disclosures.
    private static string KindOf(Notification notification, Attempt attempt) =>
        (notification.Reason.IsOfDisclosure() ? "disclosure-" : "")
        + (attempt.Delivered ? "notification-delivered" : "notification-failed");

    /// <summary>Records that a level of a disclosure request's clock was reached.</summary>
    /// <param name="act">The act.</param>
    /// <param name="before">The incident, which it changes nothing of.</param>
    /// <param name="reached">The level.</param>
    /// <param name="now">The instant of the act.</param>
    /// <param name="because">The attempt to tell somebody whose failure brought it; null when it was due.</param>
    public static Act RecordConsentLevel(
        this Act act, Incident before, ConsentLevelReached reached, DateTimeOffset now,
        (Notification Notification, Attempt Attempt)? because = null) =>
        act.Record(Entry(act.Id, before with { Sequence = before.Sequence + 1 }, "disclosure-level-reached", null, now, new
        {
            before.Reference,
            request = reached.After.Id.Value,
            reached.After.Recipient,
            facts = new[]
            {
                new
                {
                    fact = "level-reached",
                    taskForce = reached.Queue,
                    clock = ClockKind.Consent.Code(),
                    level = reached.After.Escalation,
                    reached.DueAt,
                },
            },
            notification = because is var (notification, attempt) ? Spell(notification, attempt) : null,
        }));

    /// <summary>Records a disclosure request, or the owner's answer to it.</summary>
    public static Act RecordDisclosure(
        this Act act, string kind, Incident before, DisclosureRequest request, ContentPart? text, Seat seat, DateTimeOffset now) =>
        act.Record(Entry(act.Id, before with { Sequence = before.Sequence + 1 }, kind, seat, now, new
        {
            before.Reference,
            request = request.Id.Value,
            request.Recipient,
            urgency = request.Urgency.Code(),
            state = request.State.Code(),
            request.DueAt,
            request.LegalBasis,
            request.Version,
            content = text is null ? [] : new[] { Spell(text) },
        }));

    /// <summary>Records that content was opened: who, under which seat, for what, which rows and whose files.</summary>
    /// <param name="act">An act that is nothing else.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="purpose">Code of the stated purpose.</param>
    /// <param name="version">The version that is opened.</param>
    /// <param name="view">How much of it: code of the reach.</param>
    /// <param name="parts">The rows that are shown.</param>
    /// <param name="seat">Under which seat.</param>
    /// <param name="now">When.</param>
    public static Act RecordOpened(
        this Act act, Incident incident, string purpose, int version, string view, IReadOnlyList<ContentPart> parts, Seat seat,
        DateTimeOffset now)
    {
        var persons = parts.Where(part => part.Kind == ContentKinds.Person).Select(part => part.SubjectId!.Value).ToList();
        return act.RecordAccess(
            AccessEntries.Make(act, "content-opened", incident.Jurisdiction, incident.Id, seat, now, new
            {
                incident.Reference,
                purpose,
                version,
                view,
                seat = seat.Name,
                persons,
                content = parts.Select(part => new { part.Id, part.Kind }),
            }),
            new(AccessKind.Consultation, incident.Jurisdiction, seat, purpose, persons));
    }

    /// <summary>Records that somebody has opened content more often than <paramref name="usual"/> within the hour.</summary>
    public static Act RecordUnusualVolume(this Act act, int usual, Seat seat, DateTimeOffset now) =>
        act.RecordAccess(
            AccessEntries.Make(
                act, "unusual-volume", seat.Jurisdiction, null, seat, now,
                new { openedMoreThan = usual, within = "PT1H", seat = seat.Name }),
            new(AccessKind.Alert, seat.Jurisdiction, seat, null, []));

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

    /// <summary>
    /// Records an act on seats, sign-ins or reference data: in the jurisdiction's log, where its auditors read it, or the registry's.
    /// </summary>
    /// <param name="act">The act.</param>
    /// <param name="kind">What happened, in the past tense.</param>
    /// <param name="jurisdiction">Whose it is; null for the registry itself.</param>
    /// <param name="payload">Ids, codes and instants; never a name.</param>
    /// <param name="seat">The seat it was done under.</param>
    /// <param name="now">When.</param>
    public static Act RecordAdministration(
        this Act act, string kind, string? jurisdiction, object payload, Seat seat, DateTimeOffset now) =>
        act.Record(new JournalEntry
        {
            Id = act.Id,
            Log = jurisdiction is null ? JournalEntry.RegistryActs : JournalEntry.ActsOf(jurisdiction),
            Kind = kind,
            Principal = seat.Principal,
            Seat = seat.Id,
            Agency = seat.Agency,
            At = now,
            Salt = IdFactory.NewSalt(),
            Payload = JsonSerializer.Serialize(payload, StoredJson.Options),
        });

    // Facts hold codes, ids and instants only, so they are written as they are.
    private static IEnumerable<JsonObject> FactsOf(ReferralMoved moved, Incident incident) => moved.Facts
        .Where(fact => incident.Leg(fact.Leg) is not null)
        .Select(Spell);

    private static JsonObject Spell(ReferralFact fact)
    {
        var spelled = JsonSerializer.SerializeToNode(fact, fact.GetType(), Facts)!.AsObject();
        spelled.Insert(0, "fact", FactName(fact));
        return spelled;
    }

    private static string FactName(ReferralFact fact) => JsonNamingPolicy.KebabCaseLower.ConvertName(fact.GetType().Name);

    private static JournalEntry Entry(EntryId id, Incident incident, string kind, Seat? seat, DateTimeOffset now, object payload) => new()
    {
        Id = id,
        Log = JournalEntry.ActsOf(incident.Jurisdiction),
        Kind = kind,
        Incident = incident.Id,
        Sequence = incident.Sequence,
        Principal = seat?.Principal,
        Seat = seat?.Id,
        Agency = seat?.Agency,
        At = now,
        Salt = IdFactory.NewSalt(),
        Payload = JsonSerializer.Serialize(payload, StoredJson.Options),
    };

    private static object Spell(Leg leg) => Spell(leg, null);

    private static object Spell(Leg leg, Leg? before) => new
    {
        id = leg.Id.Value,
        kind = leg.Kind.Code(),
        leg.TaskForce,
        from = before is not null && before.State != leg.State ? before.State.Code() : null,
        state = leg.State.Code(),
        priority = leg.Priority.Code(),
        leg.Lead,
        leg.AcknowledgeBy,
        leg.DecideBy,
        leg.ReviewBy,
        leg.LegalBasis,
    };

    private static JsonSerializerOptions WithCodes()
    {
        var options = new JsonSerializerOptions(StoredJson.Options) { Converters = { new CodeConverters() } };
        foreach (var converter in IdConverters.All)
            options.Converters.Add(converter);
        return options;
    }

    private static object Spell(Notification notification, Attempt attempt) => new
    {
        id = notification.Id.Value,
        leg = notification.Request is null ? notification.Leg.Value : (Guid?)null,
        request = notification.Request?.Value,
        reason = notification.Reason.Code(),
        notification.Level,
        notification.Queue,
        channel = notification.Channel?.Code(),
        attempt = notification.Attempts,
        result = attempt.Code,
        again = notification.NextAt,
    };

    private static object Spell(ContentPart part) => new { part.Id, part.Kind, digest = Convert.ToHexStringLower(part.Digest) };
}
