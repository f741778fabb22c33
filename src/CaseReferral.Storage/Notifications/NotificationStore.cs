using CaseReferral.Domain.Notifications;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Storage.Notifications;

/// <summary>Notifications: written by the act that causes them, claimed for a time by whoever delivers them, settled by an act.</summary>
public static class NotificationStore
{
    private const string Columns = """
        n.Id, n.Cause, n.IncidentId, n.ReferralId, n.RequestId, n.Jurisdiction, n.Reason, n.Level, n.Queue, n.Channel, n.Address,
        n.Reference, n.Priority, n.Deadline, n.Exercise, n.Clock, n.ClockStartedAt, n.MadeAt, n.Attempts, n.NextAt, n.DeliveredAt
        """;

    private static readonly AccessScope Delivery = AccessScope.Registry("who is to be woken");

    private static readonly Statement Insert = new(_ => """
        INSERT INTO Notification (
            Id, Cause, IncidentId, ReferralId, RequestId, Jurisdiction, Reason, Level, Queue, Channel, Address, Reference, Priority,
            Deadline, Exercise, Clock, ClockStartedAt, MadeAt, Attempts, NextAt, DeliveredAt)
        VALUES (
            @Id, @Cause, @IncidentId, @ReferralId, @RequestId, @Jurisdiction, @Reason, @Level, @Queue, @Channel, @Address, @Reference,
            @Priority, @Deadline, @Exercise, @Clock, @ClockStartedAt, @MadeAt, @Attempts, @NextAt, @DeliveredAt)
        """);

    private static readonly Statement Due = new(d => $"""
        SELECT {d.Top("@Limit")} {Columns} FROM Notification n WHERE n.NextAt <= @Now ORDER BY n.NextAt, n.Id {d.Limit("@Limit")}
        """);

    private static readonly Statement SameWake = new(_ => $"""
        SELECT {Columns} FROM Notification n WHERE n.ReferralId = @ReferralId AND n.Cause = @Cause AND n.Id <> @Id ORDER BY n.Id
        """);

    private static readonly Statement ClaimDue = new(_ => """
        UPDATE Notification SET Attempts = @Attempts, NextAt = @Until WHERE Id = @Id AND Attempts = @Before AND NextAt = @DueAt
        """);

    private static readonly Statement SettleAttempt = new(_ => """
        UPDATE Notification SET NextAt = @NextAt, DeliveredAt = @DeliveredAt WHERE Id = @Id AND Attempts = @Attempts AND NextAt = @Until
        """);

    /// <summary>Adds the notifications that this act causes.</summary>
    public static Act Write(this Act act, IEnumerable<Notification> notifications) =>
        act.DoAll(Insert, [.. notifications.Select(NotificationRow.Of)]);

    /// <summary>What is due now, the longest due first.</summary>
    /// <param name="now">Now.</param>
    /// <param name="limit">At most this many.</param>
    public static Load<IReadOnlyList<Notification>> ListDue(DateTimeOffset now, int limit) =>
        Notifications(Due, new { Now = now, Limit = limit });

    /// <summary>What the same act wrote to other channels about the same leg.</summary>
    public static Load<IReadOnlyList<Notification>> ListOthers(Notification notification) =>
        Notifications(SameWake, new { ReferralId = notification.Leg, notification.Cause, notification.Id });

    /// <summary>Takes a due notification to try it; lost when somebody else has.</summary>
    /// <param name="act">The act, which is no act on an incident: it tells nothing that happened.</param>
    /// <param name="due">As it was found due.</param>
    /// <param name="claimed">As <see cref="Claimed"/> makes it.</param>
    public static Act Claim(this Act act, Notification due, Notification claimed) => act.Do(ClaimDue, new
    {
        due.Id,
        claimed.Attempts,
        Until = claimed.NextAt,
        Before = due.Attempts,
        DueAt = due.NextAt,
    });

    /// <summary>The notification with one more attempt, due again at <paramref name="until"/> should nobody come back from it.</summary>
    public static Notification Claimed(this Notification due, DateTimeOffset until) =>
        due with { Attempts = due.Attempts + 1, NextAt = until };

    /// <summary>Adds what became of an attempt; lost when it took so long that somebody else has it.</summary>
    public static Act Settle(this Act act, Notification claimed, Notification settled) => act.Do(SettleAttempt, new
    {
        settled.Id,
        settled.NextAt,
        settled.DeliveredAt,
        claimed.Attempts,
        Until = claimed.NextAt,
    });

    private static Load<IReadOnlyList<Notification>> Notifications(Statement statement, object args) =>
        Load.List<NotificationRow>(statement, Delivery, args)
            .Select<IReadOnlyList<Notification>>(rows => [.. rows.Select(row => row.ToNotification())]);

    /// <summary>A row of <c>Notification</c>, written and read by the same names.</summary>
    private sealed record NotificationRow
    {
        public NotificationId Id { get; init; }
        public EntryId Cause { get; init; }
        public IncidentId IncidentId { get; init; }
        public ReferralId ReferralId { get; init; }
        public DisclosureRequestId? RequestId { get; init; }
        public string Jurisdiction { get; init; } = "";
        public string Reason { get; init; } = "";
        public int Level { get; init; }
        public string Queue { get; init; } = "";
        public string? Channel { get; init; }
        public string? Address { get; init; }
        public string Reference { get; init; } = "";
        public string Priority { get; init; } = "";
        public DateTimeOffset? Deadline { get; init; }
        public bool Exercise { get; init; }
        public string? Clock { get; init; }
        public DateTimeOffset? ClockStartedAt { get; init; }
        public DateTimeOffset MadeAt { get; init; }
        public int Attempts { get; init; }
        public DateTimeOffset? NextAt { get; init; }
        public DateTimeOffset? DeliveredAt { get; init; }

        public static NotificationRow Of(Notification notification) => new()
        {
            Id = notification.Id,
            Cause = notification.Cause,
            IncidentId = notification.Incident,
            ReferralId = notification.Leg,
            RequestId = notification.Request,
            Jurisdiction = notification.Jurisdiction,
            Reason = notification.Reason.Code(),
            Level = notification.Level,
            Queue = notification.Queue,
            Channel = notification.Channel?.Code(),
            Address = notification.Address,
            Reference = notification.Reference,
            Priority = notification.Priority.Code(),
            Deadline = notification.Deadline,
            Exercise = notification.Exercise,
            Clock = notification.Clock?.Code(),
            ClockStartedAt = notification.ClockStartedAt,
            MadeAt = notification.MadeAt,
            Attempts = notification.Attempts,
            NextAt = notification.NextAt,
            DeliveredAt = notification.DeliveredAt,
        };

        public Notification ToNotification() => new()
        {
            Id = Id,
            Cause = Cause,
            Incident = IncidentId,
            Leg = ReferralId,
            Request = RequestId,
            Jurisdiction = Jurisdiction,
            Reason = Codes<WakeReason>.Parse(Reason),
            Level = Level,
            Queue = Queue,
            Channel = Channel is null ? null : Codes<ChannelKind>.Parse(Channel),
            Address = Address,
            Reference = Reference,
            Priority = Codes<Priority>.Parse(Priority),
            Deadline = Deadline,
            Exercise = Exercise,
            Clock = Clock is null ? null : Codes<ClockKind>.Parse(Clock),
            ClockStartedAt = ClockStartedAt,
            MadeAt = MadeAt,
            Attempts = Attempts,
            NextAt = NextAt,
            DeliveredAt = DeliveredAt,
        };
    }
}
