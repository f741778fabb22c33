using CaseReferral.Domain.Messages;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Storage.Messages;

/// <summary>
/// What is said on legs, and up to where each desk has read it. The words are content: only the door to them selects them.
/// </summary>
public static class MessageStore
{
    // A queue whose last leg has ended sees what was said until then.
    private static string Seen => IncidentStore.SeesAct("m");

    private const string Columns = """
        m.Id, m.ReferralId, m.Kind, m.Sequence, m.SentAt, m.PrincipalId, m.SeatId, m.Desk, m.Role, m.FromUnit, m.Corrects, m.IsProgress,
        m.ContentId, (SELECT n.Id FROM Message n WHERE n.Corrects = m.Id AND n.Corrects IS NOT NULL) AS CorrectedBy
        """;

    private static readonly Statement Insert = new(_ => """
        INSERT INTO Message (
            Id, ReferralId, IncidentId, Jurisdiction, Kind, Sequence, SentAt, PrincipalId, SeatId, Desk, Role, FromUnit, Corrects,
            IsProgress, ContentId)
        VALUES (
            @Id, @ReferralId, @IncidentId, @Jurisdiction, @Kind, @Sequence, @SentAt, @PrincipalId, @SeatId, @Desk, @Role, @FromUnit,
            @Corrects, @IsProgress, @ContentId)
        """);

    private static readonly Statement Page = new(d => $"""
        SELECT {d.Top("@Limit")} {Columns} FROM Message m JOIN Incident i ON i.Id = m.IncidentId
        WHERE m.ReferralId = @Leg AND m.Kind = @Kind AND {Seen} {Statement.Filters}
        ORDER BY m.Sequence {d.Limit("@Limit")}
        """,
        [new("AfterSequence", "m.Sequence > @AfterSequence")]);

    private static readonly Statement One = new(_ => $"""
        SELECT {Columns} FROM Message m JOIN Incident i ON i.Id = m.IncidentId WHERE m.Id = @Message AND m.ReferralId = @Leg AND {Seen}
        """);

    private static readonly Statement Words = new(d => $"""
        SELECT c.Id, c.Kind, c.SubjectId, c.Position, c.FromVersion, c.Body FROM Content c
        JOIN Message m ON m.ContentId = c.Id JOIN Incident i ON i.Id = m.IncidentId
        WHERE m.Id IN ({d.Ids("@Ids")}) AND m.ReferralId = @Leg AND {Seen}
        """);

    private static readonly Statement MoveMark = new(_ => """
        UPDATE MessagesRead SET UpTo = @UpTo WHERE ReferralId = @ReferralId AND Reader = @Reader AND UpTo < @UpTo
        """);

    private static readonly Statement SetMark = new(_ => """
        INSERT INTO MessagesRead (ReferralId, Reader, Jurisdiction, UpTo) SELECT r.Id, @Reader, r.Jurisdiction, @UpTo FROM Referral r
        WHERE r.Id = @ReferralId AND NOT EXISTS (SELECT 1 FROM MessagesRead WHERE ReferralId = @ReferralId AND Reader = @Reader)
        """);

    /// <summary>
    /// A column <c>UnreadMessages</c> of the incident <c>i</c>: what was written to the reader's desk after what it has read. A unit and a
    /// system are written to by queues, a queue (the coordinator's for an unrouted leg) by them.
    /// </summary>
    /// <param name="reader">A parameter with its <c>@</c>, bound to the audience of the reader's desk.</param>
    internal static string Unread(string reader) => $"""
        (SELECT COUNT(*) FROM Message m JOIN Referral q ON q.Id = m.ReferralId
            WHERE m.IncidentId = i.Id AND m.Kind = 'message'
                AND ((m.FromUnit = 0 AND ({reader} LIKE 'U:%' OR {reader} LIKE 'P:%')) OR (m.FromUnit = 1 AND q.Queue = {reader}))
                AND m.Sequence > COALESCE((SELECT k.UpTo FROM MessagesRead k WHERE k.ReferralId = m.ReferralId AND k.Reader = {reader}), 0)
        ) AS UnreadMessages
        """;

    /// <summary>
    /// Adds what writing on a leg writes, the incident's sequence first: lost when anything happened to it since it was read.
    /// </summary>
    /// <returns>The row, as it will be read.</returns>
    public static MessageRow Say(this Act act, MessageSent sent, ContentPart words, Seat by)
    {
        if (sent.Progress is { } progress)
            act.Moved(progress, sent.Message.SentAt);
        else
            act.Advance(sent.Before, sent.After);
        var row = MessageRow.Of(sent.Message, by, words.Id);
        act.Write(sent.After, words).Do(Insert, new
        {
            row.Id,
            row.ReferralId,
            IncidentId = sent.After.Id,
            sent.After.Jurisdiction,
            row.Kind,
            row.Sequence,
            row.SentAt,
            row.PrincipalId,
            row.SeatId,
            row.Desk,
            row.Role,
            row.FromUnit,
            row.Corrects,
            row.IsProgress,
            row.ContentId,
        });
        return row;
    }

    /// <summary>Adds that a desk has read the messages of a leg up to one. A mark never moves back.</summary>
    public static Act MarkRead(this Act act, ReferralId leg, Audience reader, long upTo)
    {
        var mark = new { ReferralId = leg, Reader = reader.Value, UpTo = upTo };
        return act.DoAny(MoveMark, mark).DoAny(SetMark, mark);
    }

    /// <summary>One page of what was said on a leg, oldest first, without the words; empty when the scope sees nothing of it.</summary>
    /// <param name="scope">On whose behalf.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="kind">For whom it was written.</param>
    /// <param name="after">The sequence of the last one of the page before; null on the first.</param>
    /// <param name="limit">At most this many.</param>
    public static Load<IReadOnlyList<MessageRow>> List(AccessScope scope, ReferralId leg, MessageKind kind, long? after, int limit) =>
        Load.List<MessageRow>(Page, scope, new { Leg = leg, Kind = kind.Code(), AfterSequence = after, Limit = limit });

    /// <summary>One that was written on a leg before; null when none was named, and for what the scope doesn't see.</summary>
    public static Load<Earlier?> Find(AccessScope scope, ReferralId leg, MessageId? message) => message is null
        ? Load.Of<Earlier?>(null)
        : Load.One<MessageRow>(One, scope, new { Leg = leg, Message = message }).Select(row =>
            row is null ? null : new Earlier(row.ToMessage(), row.CorrectedBy));

    /// <summary>The words of messages of a leg. For the door that records consultations.</summary>
    public static Load<IReadOnlyList<ContentPart>> Read(AccessScope scope, ReferralId leg, IReadOnlyCollection<MessageId> ids) =>
        Load.List<ContentPart>(Words, scope, new { Leg = leg, Ids = ids });
}

/// <summary>A row of <c>Message</c>.</summary>
public sealed record MessageRow
{
#pragma warning disable CS1591 // Each member is the column of its name; Domain.Messages.Message documents what it means.
    public MessageId Id { get; init; }
    public ReferralId ReferralId { get; init; }
    public string Kind { get; init; } = "";
    public long Sequence { get; init; }
    public DateTimeOffset SentAt { get; init; }
    public PrincipalId PrincipalId { get; init; }
    public SeatId SeatId { get; init; }
    public string Desk { get; init; } = "";
    public string Role { get; init; } = "";
    public bool FromUnit { get; init; }
    public MessageId? Corrects { get; init; }
    public MessageId? CorrectedBy { get; init; }
    public bool IsProgress { get; init; }
    public Guid ContentId { get; init; }
#pragma warning restore CS1591

    internal static MessageRow Of(Message message, Seat by, Guid content) => new()
    {
        Id = message.Id,
        ReferralId = message.Leg,
        Kind = message.Kind.Code(),
        Sequence = message.Sequence,
        SentAt = message.SentAt,
        PrincipalId = message.Author,
        SeatId = by.Id,
        Desk = by.Where,
        Role = by.Role.Code(),
        FromUnit = message.FromUnit,
        Corrects = message.Corrects,
        IsProgress = message.IsProgress,
        ContentId = content,
    };

    internal Message ToMessage() => new()
    {
        Id = Id,
        Leg = ReferralId,
        Kind = Codes<MessageKind>.Parse(Kind),
        Sequence = Sequence,
        SentAt = SentAt,
        Author = PrincipalId,
        FromUnit = FromUnit,
        Corrects = Corrects,
        IsProgress = IsProgress,
    };
}
