using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Storage.Journal;

/// <summary>
/// The story of an incident: the journal's entries of its acts, by its sequence. It reads what the act itself wrote and never waits for
/// sealing; consultations have no sequence, so they aren't in it.
/// </summary>
public static class TimelineStore
{
    // A queue whose last leg has ended sees the story up to there. What is said on a leg is told to those who may read it.
    private static readonly Statement Page = new(d => $"""
        SELECT {d.Top("@Limit")} e.Id, e.Sequence, e.Kind, e.At, e.PrincipalId, e.SeatId, t.Place AS Desk, t.Role, n.Name, p.Payload
        FROM JournalEntry e JOIN Incident i ON i.Id = e.IncidentId
        LEFT JOIN JournalPayload p ON p.EntryId = e.Id
        LEFT JOIN Seat t ON t.Id = e.SeatId
        LEFT JOIN PrincipalName n ON n.PrincipalId = e.PrincipalId
        WHERE e.IncidentId = {IncidentKey.Named} AND e.Sequence > @AfterSequence
            AND {IncidentStore.SeesAct("e")}
            AND NOT EXISTS (SELECT 1 FROM Message m JOIN Referral q ON q.Id = m.ReferralId
                WHERE m.IncidentId = e.IncidentId AND m.Sequence = e.Sequence AND q.Queue <> @Audience
                    AND CASE WHEN m.Kind = 'note' THEN @ReadsNotes ELSE @ReadsMessages END = 0)
            AND (e.Kind NOT LIKE 'disclosure-%' OR i.Jurisdiction = @OwnerIs)
            {Statement.Filters}
        ORDER BY e.Sequence {d.Limit("@Limit")}
        """,
        [new("LegPattern", "e.Kind LIKE 'incident-%' OR p.Payload LIKE @LegPattern")]);

    /// <summary>One page of the story, from the beginning; empty when the scope doesn't see the incident.</summary>
    /// <param name="scope">On whose behalf.</param>
    /// <param name="key">The incident, or one of its legs.</param>
    /// <param name="leg">Only what happened to the incident itself and to this leg; null for all.</param>
    /// <param name="reader">What the reader may learn beyond the acts.</param>
    /// <param name="after">The sequence of the last entry of the page before; 0 on the first.</param>
    /// <param name="limit">At most this many.</param>
    public static Load<IReadOnlyList<TimelineRow>> List(
        AccessScope scope, IncidentKey key, ReferralId? leg, TimelineReader reader, long after, int limit) =>
        Load.List<TimelineRow>(Page, scope, new
        {
            Key = key,
            AfterSequence = after,
            ReadsMessages = reader.Messages,
            ReadsNotes = reader.Notes,
            OwnerIs = reader.DisclosuresOf,
            LegPattern = leg is { } only ? $"%{only.Value:D}%" : null,
            Limit = limit,
        });
}

/// <summary>What somebody may learn from a timeline beyond the acts on an incident and its legs.</summary>
/// <param name="Messages">That messages were written on the legs of other queues.</param>
/// <param name="Notes">That notes were.</param>
/// <param name="DisclosuresOf">The jurisdiction of whose incidents the reader may know who asked for a disclosure; null for none.</param>
public sealed record TimelineReader(bool Messages, bool Notes, string? DisclosuresOf);

/// <summary>An entry of the story as it is stored.</summary>
public sealed record TimelineRow
{
    /// <summary>The entry.</summary>
    public EntryId Id { get; init; }

    /// <summary>The incident's sequence after the act.</summary>
    public long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public string Kind { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who did it; null for the registry by itself.</summary>
    public PrincipalId? PrincipalId { get; init; }

    /// <summary>Under which seat.</summary>
    public SeatId? SeatId { get; init; }

    /// <summary>The seat's desk.</summary>
    public string? Desk { get; init; }

    /// <summary>The role there.</summary>
    public string? Role { get; init; }

    /// <summary>The person's name; null once it is erased.</summary>
    public string? Name { get; init; }

    /// <summary>JSON of references, codes, states, ids and digests; null once retention has deleted it.</summary>
    public string? Payload { get; init; }
}
