using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Journal;

namespace CaseReferral.Storage.AccessLog;

/// <summary>Who looked at what, tried to, or searched: written with its journal entry, read by auditors only.</summary>
public static class AccessLogStore
{
    private static readonly Statement Insert = new(_ => """
        INSERT INTO AccessLog (EntryId, Audience, Kind, IncidentId, PrincipalId, SeatId, Desk, Role, Purpose, At)
        VALUES (@EntryId, @ReadBy, @Kind, @IncidentId, @PrincipalId, @SeatId, @Desk, @Role, @Purpose, @At)
        """);

    private static readonly Statement InsertPerson = new(
        _ => "INSERT INTO PersonSeen (Audience, PersonId, EntryId) VALUES (@ReadBy, @PersonId, @EntryId)");

    private static readonly Filter[] Narrowing =
    [
        new("BeforeId", "c.EntryId < @BeforeId"),
        new("OfIncident", "c.IncidentId = COALESCE(@Id, (SELECT k.Id FROM Incident k WHERE k.Reference = @Reference))"),
        new("Principal", "c.PrincipalId = @Principal"),
        new("Seat", "c.SeatId = @Seat"),
        new("Desk", "c.Desk = @Desk"),
        new("Kind", "c.Kind = @Kind"),
        new("Purpose", "c.Purpose = @Purpose"),
        new("From", "c.At >= @From"),
        new("FromId", "c.EntryId >= @FromId"),
        new("To", "c.At < @To"),
        new("ToId", "c.EntryId < @ToId"),
    ];

    private static readonly Statement Page = new(d => PageOf(d, "AccessLog c"), Narrowing);

    private static readonly Statement PageOfPerson = new(
        d => PageOf(d, "PersonSeen o JOIN AccessLog c ON c.EntryId = o.EntryId AND o.Audience = @Audience AND o.PersonId = @Person"),
        Narrowing);

    // Found and not found are the same seeks: an id of an incident, of one of its legs, or a reference.
    private static readonly Statement Owner = new(_ => """
        SELECT i.Id, i.Jurisdiction, i.Restricted FROM Incident i WHERE i.Id = COALESCE(
            (SELECT k.Id FROM Incident k WHERE k.Id = @Id),
            (SELECT r.IncidentId FROM Referral r WHERE r.Id = @Id),
            (SELECT q.IncidentId FROM DisclosureRequest q WHERE q.Id = @Id),
            (SELECT k.Id FROM Incident k WHERE k.Reference = @Reference))
        """);

    /// <summary>
    /// Adds a consultation, denial, search or refused sign-in to the act that is nothing else: its journal entry, what it is found by,
    /// and whose files it showed.
    /// </summary>
    /// <param name="act">An act that changes nothing else.</param>
    /// <param name="entry">Its entry, in a log of consultations.</param>
    /// <param name="found">What it is found by.</param>
    public static Act RecordAccess(this Act act, JournalEntry entry, Access found)
    {
        var readBy = Audience.Jurisdiction(found.Jurisdiction ?? Registry).Value;
        act.Record(entry).Do(Insert, new
        {
            EntryId = entry.Id,
            ReadBy = readBy,
            Kind = found.Kind.Code(),
            IncidentId = entry.Incident,
            PrincipalId = entry.Principal,
            SeatId = entry.Seat,
            Desk = found.Seat?.Where,
            Role = found.Seat?.Role.Code(),
            found.Purpose,
            entry.At,
        });
        return act.DoEach(
            InsertPerson, [.. found.Persons.Select(person => new { ReadBy = readBy, PersonId = person, EntryId = entry.Id })]);
    }

    /// <summary>One page of what an auditor's jurisdiction has on record, newest first.</summary>
    public static Load<IReadOnlyList<AccessRow>> List(AccessScope auditor, AccessFilter filter) =>
        Load.List<AccessRow>(filter.Person is null ? Page : PageOfPerson, auditor, filter);

    /// <summary>Whose incident was asked for; null when it never was. For the record of a denial, never for an answer.</summary>
    /// <param name="asked">An incident's id or reference, or a referral's id, as it was given.</param>
    public static Load<AskedFor?> FindAskedFor(string asked)
    {
        var id = Guid.TryParseExact(asked, "D", out var known) ? known : (Guid?)null;
        return Load.One<AskedFor>(
            Owner, AccessScope.Registry("whose auditor learns of a denial"), new { Id = id, IncidentKey.Parse(asked).Reference });
    }

    // The auditors of no jurisdiction: what concerns the registry itself.
    private const string Registry = "registry";

    // A suspicion of complicity exists for no auditor. Once it was lowered they read again what had been opened before they lost sight of
    // it: that much they knew.
    private static string PageOf(SqlDialect d, string driven) => $"""
        SELECT {d.Top("@Limit")} c.EntryId, c.Kind, c.At, c.IncidentId, i.Reference, c.PrincipalId, n.Name, c.SeatId, c.Desk, c.Role,
            e.Agency, c.Purpose, p.Payload
        FROM {driven}
        JOIN JournalEntry e ON e.Id = c.EntryId
        LEFT JOIN JournalPayload p ON p.EntryId = c.EntryId
        LEFT JOIN PrincipalName n ON n.PrincipalId = c.PrincipalId
        LEFT JOIN Incident i ON i.Id = c.IncidentId
        WHERE c.Audience = @Audience AND (i.Id IS NULL OR i.Restricted = 0 OR i.GoesOnAs IS NOT NULL AND EXISTS (
            SELECT 1 FROM Sight s WHERE s.Audience = @Audience AND s.IncidentId = i.Id AND c.At < s.RetractedAt)) {Statement.Filters}
        ORDER BY c.EntryId DESC {d.Limit("@Limit")}
        """;
}

/// <summary>What an entry of the access log is found by, beyond its journal entry.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Jurisdiction">Whose auditors read it; null for the registry itself.</param>
/// <param name="Seat">Under which seat; null when none was found.</param>
/// <param name="Purpose">Code of the purpose that was stated.</param>
/// <param name="Persons">Ids of the persons that were shown.</param>
public sealed record Access(AccessKind Kind, string? Jurisdiction, Seat? Seat, string? Purpose, IReadOnlyCollection<Guid> Persons);

/// <summary>Whose incident was asked for.</summary>
public sealed record AskedFor
{
    /// <summary>The incident.</summary>
    public IncidentId Id { get; init; }

    /// <summary>The jurisdiction that owns it.</summary>
    public string Jurisdiction { get; init; } = "";

    /// <summary>Whether complicity is suspected: then it exists for no auditor either.</summary>
    public bool Restricted { get; init; }
}

/// <summary>An entry of the access log.</summary>
public sealed record AccessRow
{
#pragma warning disable CS1591 // Each member is the column of its name.
    public EntryId EntryId { get; init; }
    public string Kind { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public IncidentId? IncidentId { get; init; }
    public string? Reference { get; init; }
    public PrincipalId? PrincipalId { get; init; }
    public string? Name { get; init; }
    public SeatId? SeatId { get; init; }
    public string? Desk { get; init; }
    public string? Role { get; init; }
    public string? Agency { get; init; }
    public string? Purpose { get; init; }
    public string? Payload { get; init; }
#pragma warning restore CS1591
}

/// <summary>What the access log is narrowed to; a null (or false) member doesn't narrow.</summary>
public sealed record AccessFilter
{
    /// <summary>At most this many.</summary>
    public required int Limit { get; init; }

    /// <summary>Older than this one: where the last page ended.</summary>
    public EntryId? BeforeId { get; init; }

    /// <summary>Of one incident, which <see cref="Id"/> or <see cref="Reference"/> names.</summary>
    public bool OfIncident { get; init; }

    /// <summary>The incident's id.</summary>
    public IncidentId? Id { get; init; }

    /// <summary>The incident's reference in canonical spelling.</summary>
    public string? Reference { get; init; }

    /// <summary>Entries that showed this person.</summary>
    public Guid? Person { get; init; }

    /// <summary>By this principal.</summary>
    public PrincipalId? Principal { get; init; }

    /// <summary>Under this seat.</summary>
    public SeatId? Seat { get; init; }

    /// <summary>Under a seat of this unit, task force or jurisdiction.</summary>
    public string? Desk { get; init; }

    /// <summary>Code of the kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Code of the purpose.</summary>
    public string? Purpose { get; init; }

    /// <summary>At this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>No entry of <see cref="From"/> or later has a smaller id: where the seek begins.</summary>
    public EntryId? FromId => From is { } from ? Around(from, -Slack) : null;

    /// <summary>No entry before <see cref="To"/> has a greater id: where the seek ends.</summary>
    public EntryId? ToId => To is { } to ? Around(to, Slack) : null;

    // Ids sort by the clock of the instance that made them, and an act's instant is read a moment before or after its id.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    // 48 bits hold the milliseconds of an id; an instant beyond them stands before or behind every id.
    private static EntryId Around(DateTimeOffset instant, TimeSpan slack)
    {
        const long most = (1L << 47) - 1;
        var milliseconds = Math.Clamp(instant.ToUnixTimeMilliseconds() + (long)slack.TotalMilliseconds, 0, most);
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        return new(new Guid(bytes, bigEndian: true));
    }
}
