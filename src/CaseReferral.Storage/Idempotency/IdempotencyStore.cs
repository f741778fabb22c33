using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Idempotency;

/// <summary>The first answer to each key, kept for a day and written by the act it answered. It never holds content.</summary>
public static class IdempotencyStore
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    // SQL Server turns 5,000 locks of one statement into one of the whole table.
    private const int AtOnce = 1_000;

    private static readonly Statement Insert = new(_ => """
        INSERT INTO Idempotency (PrincipalId, [Key], Jurisdiction, Salt, RequestHash, Status, ETag, Location, Body, CreatedAt)
        VALUES (@PrincipalId, @Key, @Jurisdiction, @Salt, @RequestHash, @HttpStatus, @ETag, @Location, @Answer, @CreatedAt)
        """);

    private static readonly Statement Forget = new(_ =>
        "DELETE FROM Idempotency WHERE PrincipalId = @PrincipalId AND [Key] = @Key AND CreatedAt <= @Expired");

    // The oldest of them: a day's answers in one statement would lock all of the table on SQL Server, and keep every act waiting.
    private static readonly Statement ForgetOldest = new(d => $"""
        DELETE FROM Idempotency WHERE CreatedAt <= @Expired AND CreatedAt <= (
            SELECT MAX(o.CreatedAt) FROM (SELECT {d.Top("@Limit")} CreatedAt FROM Idempotency ORDER BY CreatedAt {d.Limit("@Limit")}) o)
        """);

    private static readonly Statement FindExpired = new(d => $"""
        SELECT {d.Top("1")} 1 FROM Idempotency WHERE CreatedAt <= @Expired {d.Limit("1")}
        """);

    private static readonly Statement Find = new(_ => """
        SELECT Salt, RequestHash, Status, ETag, Location, Body, CreatedAt FROM Idempotency
        WHERE PrincipalId = @PrincipalId AND [Key] = @Key AND CreatedAt > @Expired
        """);

    /// <summary>
    /// Adds the record of an answer to what was asked under a seat. Lost when another request of its holder with the key was first.
    /// </summary>
    public static Act Remember(this Act act, Seat seat, string key, RecordedAnswer answer) => act
        .DoAny(Forget, new { PrincipalId = seat.Principal, Key = key, Expired = answer.CreatedAt - KeptFor })
        .Do(Insert, new
        {
            PrincipalId = seat.Principal,
            Key = key,
            Jurisdiction = seat.Owner,
            answer.Salt,
            answer.RequestHash,
            HttpStatus = answer.Status,
            answer.ETag,
            answer.Location,
            Answer = answer.Body,
            answer.CreatedAt,
        });

    /// <summary>The recorded answer to a key; null when there is none, or it has expired.</summary>
    public static Load<RecordedAnswer?> Get(PrincipalId principal, string key, DateTimeOffset now) =>
        Load.One<RecordedAnswer>(
            Find, AccessScope.Registry("a caller's own recorded answers"),
            new { PrincipalId = principal, Key = key, Expired = now - KeptFor });

    /// <summary>Whether any record has expired.</summary>
    public static Load<bool> HasExpired(DateTimeOffset now) =>
        Load.List<int>(FindExpired, AccessScope.Registry("answers that are too old"), new { Expired = now - KeptFor })
            .Select(rows => rows.Count > 0);

    /// <summary>An act that deletes the oldest expired records, some at a time.</summary>
    public static Act ForgetExpired(this Act act, DateTimeOffset now) =>
        act.DoAny(ForgetOldest, new { Expired = now - KeptFor, Limit = AtOnce });
}

/// <summary>The first answer to a key.</summary>
public sealed record RecordedAnswer
{
    /// <summary>Random bytes in front of the request before it is hashed.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>SHA-256(salt ‖ bound request).</summary>
    public byte[] RequestHash { get; init; } = [];

    /// <summary>HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>ETag of the answer, quotes included.</summary>
    public string? ETag { get; init; }

    /// <summary>Location of the answer.</summary>
    public string? Location { get; init; }

    /// <summary>Its JSON.</summary>
    public string Body { get; init; } = "";

    /// <summary>When it was given.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
