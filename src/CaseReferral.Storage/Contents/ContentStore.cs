using System.Collections.Frozen;
using System.Security.Cryptography;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Storage.Contents;

/// <summary>
/// Personal data and every free text: one row for each narrative, person, object and text, versioned. Nothing else selects from the
/// table; who opens it must have stated a purpose and be on record first.
/// </summary>
public static class ContentStore
{
    private static readonly Statement Insert = new(_ => """
        INSERT INTO Content (
            Id, IncidentId, Jurisdiction, Kind, SubjectId, Position, FromVersion, ToVersion, KeyId, Salt, Digest, Body, Sequence)
        VALUES (@Id, @IncidentId, @Jurisdiction, @Kind, @SubjectId, @Position, @FromVersion, NULL, NULL, @Salt, @Digest, @Body, @Sequence)
        """);

    private static readonly Statement End = new(_ =>
        "UPDATE Content SET ToVersion = @ToVersion WHERE Id = @Id AND ToVersion IS NULL");

    private static readonly Statement AtVersion = new(_ => PartsAt("@Version"));

    private static readonly Statement Current = new(_ => PartsAt("i.Version"));

    private static readonly Statement SightEnd = new(d => $"""
        SELECT {d.Top("1")} v.Version FROM IncidentVersion v JOIN Incident i ON i.Id = v.IncidentId
        WHERE v.IncidentId = {IncidentKey.Named} AND {IncidentStore.SeesAct("v")} {Statement.Filters}
        ORDER BY v.Version DESC {d.Limit("1")}
        """,
        [new("Until", "v.At <= @Until")]);

    // What they say isn't read. Each goes with a text that must be given, which names the leg.
    private static readonly Statement Turns = new(_ => $"""
        SELECT c.SubjectId, c.Sequence, e.Kind, t.Place AS Desk, t.Role FROM Content c
        JOIN Incident i ON i.Id = c.IncidentId
        JOIN JournalEntry e ON e.IncidentId = c.IncidentId AND e.Sequence = c.Sequence AND e.Sequence IS NOT NULL
        LEFT JOIN Seat t ON t.Id = e.SeatId
        WHERE c.IncidentId = {IncidentKey.Named} AND c.Kind IN ('{ContentKinds.Reason}', '{ContentKinds.Evidence}')
            AND e.Kind IN ('{ActKinds.DeclineRejected}', '{ActKinds.ConclusionRejected}', '{ActKinds.Reopened}',
                '{ActKinds.IncidentVoidProposed}', '{ActKinds.IncidentVoided}')
            AND {IncidentStore.SeesAct("c")}
        ORDER BY c.Sequence
        """);

    /// <summary>Adds rows of content that hold from the version and the act on that <paramref name="incident"/> now stands at.</summary>
    public static Act Write(this Act act, Incident incident, params IReadOnlyCollection<ContentPart> parts) =>
        act.DoEach(Insert, [.. parts.Select(part => new
        {
            part.Id,
            IncidentId = incident.Id,
            incident.Jurisdiction,
            part.Kind,
            part.SubjectId,
            part.Position,
            FromVersion = incident.Version,
            part.Salt,
            part.Digest,
            part.Body,
            incident.Sequence,
        })]);

    /// <summary>Adds the end of rows of content at <paramref name="version"/>; earlier versions keep them.</summary>
    public static Act EndParts(this Act act, IEnumerable<ContentPart> parts, int version) =>
        act.DoEach(End, [.. parts.Select(part => new { part.Id, ToVersion = version })]);

    /// <summary>The rows that hold at <paramref name="version"/>. For the door that records consultations.</summary>
    public static Load<IReadOnlyList<ContentPart>> Read(AccessScope scope, IncidentKey incident, int version) =>
        Load.List<ContentPart>(AtVersion, scope, new { Key = incident, Version = version });

    /// <summary>
    /// The acts that decided what became of texts written before them, in order and whatever version is opened: an old version tells no
    /// more than the newest.
    /// </summary>
    public static Load<IReadOnlyList<TextTurn>> ReadTurns(AccessScope scope, IncidentKey incident) =>
        Load.List<TextTurn>(Turns, scope, incident);

    /// <summary>The rows that hold now, for amending.</summary>
    public static Load<IReadOnlyList<ContentPart>> ReadCurrent(AccessScope scope, IncidentKey incident) =>
        Load.List<ContentPart>(Current, scope, incident);

    /// <summary>
    /// The newest version that the scope sees: for a leg that ended, the one in force when it did. Null when it sees nothing.
    /// </summary>
    /// <param name="scope">On whose behalf.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="until">The newest one up to this instant; null for no such bound.</param>
    public static Load<int?> NewestSeen(AccessScope scope, IncidentKey incident, DateTimeOffset? until = null) =>
        Load.One<int?>(SightEnd, scope, new { Key = incident, Until = until });

    // What is said on a leg, or of a disclosure, has a door and an audience of its own.
    private static string PartsAt(string version) => $"""
        SELECT c.Id, c.Kind, c.SubjectId, c.Position, c.FromVersion, c.Sequence, c.Body, e.At AS WrittenAt FROM Content c
        JOIN Incident i ON i.Id = c.IncidentId
        LEFT JOIN JournalEntry e ON e.IncidentId = c.IncidentId AND e.Sequence = c.Sequence AND e.Sequence IS NOT NULL
        WHERE c.IncidentId = {IncidentKey.Named} AND c.FromVersion <= {version} AND (c.ToVersion IS NULL OR c.ToVersion > {version})
            AND c.Kind NOT IN ('{ContentKinds.Message}', '{ContentKinds.Note}', '{ContentKinds.Disclosure}')
            AND {IncidentStore.SeesAct("c")}
        ORDER BY c.Position, c.Id
        """;
}

/// <summary>A row of content.</summary>
public sealed record ContentPart
{
    private byte[]? digest;

    /// <summary>Its id; another one in each version.</summary>
    public Guid Id { get; init; }

    /// <summary>What it is: a <see cref="ContentKinds"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The person, object or referral it belongs to; null for the incident as a whole.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Its place among its kind.</summary>
    public int Position { get; init; }

    /// <summary>The version it holds from.</summary>
    public int FromVersion { get; init; }

    /// <summary>The incident's sequence after the act that wrote it.</summary>
    public long? Sequence { get; init; }

    /// <summary>When it was written; null where that isn't known any more.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>Random bytes in front of the body before it is digested.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>JSON in UTF-8.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>SHA-256(salt ‖ body): what the journal may hold of it.</summary>
    public byte[] Digest => digest ??= SHA256.HashData([.. Salt, .. Body]);
}

/// <summary>An act that decided what became of texts written before it, or that proposed to void the incident.</summary>
public sealed record TextTurn
{
    /// <summary>The leg; null for an act on the incident.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The incident's sequence after it.</summary>
    public long Sequence { get; init; }

    /// <summary>Which act: the kind of its journal entry.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The desk that did it.</summary>
    public string? Desk { get; init; }

    /// <summary>The role at that desk.</summary>
    public string? Role { get; init; }
}

/// <summary>Kinds of content row.</summary>
public static class ContentKinds
{
    /// <summary>What was seen.</summary>
    public const string Facts = "facts";

    /// <summary>What the officer thinks of it.</summary>
    public const string Assessment = "assessment";

    /// <summary>How to reach the officer, and where exactly.</summary>
    public const string Callback = "callback";

    /// <summary>Indicators, crime detail, route and the rest of the filing.</summary>
    public const string Detail = "detail";

    /// <summary>One person.</summary>
    public const string Person = "person";

    /// <summary>One object.</summary>
    public const string Object = "object";

    /// <summary>What a task force told the officer when it concluded.</summary>
    public const string Feedback = "feedback";

    /// <summary>What a task force and the filing unit say to each other on a leg.</summary>
    public const string Message = "message";

    /// <summary>What a task force notes for itself on a leg.</summary>
    public const string Note = "note";

    /// <summary>Why something was done.</summary>
    public const string Reason = "reason";

    /// <summary>What a task force asked the filing unit.</summary>
    public const string Question = "question";

    /// <summary>What the filing unit answered.</summary>
    public const string Answer = "answer";

    /// <summary>Why a task force declined, in words.</summary>
    public const string Explanation = "explanation";

    /// <summary>What an age decision rests on.</summary>
    public const string Basis = "basis";

    /// <summary>What is new about a case that is taken up again.</summary>
    public const string Evidence = "evidence";

    /// <summary>Why a disclosure was asked for, refused or taken back.</summary>
    public const string Disclosure = "disclosure";

    private static readonly FrozenSet<string> Texts = [Feedback, Reason, Question, Answer, Explanation, Basis, Evidence];

    /// <summary>Whether a row is a text of an act, which no amendment changes.</summary>
    public static bool IsText(string kind) => Texts.Contains(kind);
}
