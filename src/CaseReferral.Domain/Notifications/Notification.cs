using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Notifications;

/// <summary>Why a queue is woken.</summary>
public enum WakeReason
{
    /// <summary>A new leg waits in it.</summary>
    NewReferral,

    /// <summary>A level of escalation was reached.</summary>
    LevelReached,

    /// <summary>A question to the filing unit was not answered in time: its supervisor is told.</summary>
    AnswerMissed,

    /// <summary>What was proposed in a queue without a second officer waits for who stands in.</summary>
    ConfirmationAwaited,

    /// <summary>Somebody asked the owner for a disclosure.</summary>
    DisclosureRequested,

    /// <summary>The owner hasn't answered, and a level of escalation was reached.</summary>
    ConsentMissed,

    /// <summary>The owner answered a disclosure request.</summary>
    DisclosureAnswered,

    /// <summary>What was disclosed has been amended since.</summary>
    DisclosureAmended,

    /// <summary>The owner took a consent back.</summary>
    DisclosureRevoked,
}

/// <summary>Questions about reasons that read as sentences.</summary>
public static class WakeReasons
{
    /// <summary>Whether it is about a disclosure: who asked and what was sent is between the owner's desks and the recipient.</summary>
    public static bool IsOfDisclosure(this WakeReason reason) => reason >= WakeReason.DisclosureRequested;

    /// <summary>Whether the next level is told when nobody could be.</summary>
    public static bool HasLadder(this WakeReason reason) => reason is
        WakeReason.NewReferral or WakeReason.LevelReached or WakeReason.ConfirmationAwaited or WakeReason.DisclosureRequested
            or WakeReason.ConsentMissed;
}

/// <summary>Somebody to be told of a leg: a queue at a level.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Reason">Why.</param>
/// <param name="Queue">A task force's code, the jurisdiction's code for its coordinator, or a unit's code.</param>
/// <param name="Level">0 for a new leg, 1 to 3 for escalation; 1 of a unit are its supervisors.</param>
/// <param name="Request">The disclosure request that it is about; null for a leg.</param>
/// <param name="Clock">That request's clock.</param>
public sealed record Wake(
    Leg Leg, WakeReason Reason, string Queue, int Level, DisclosureRequestId? Request = null, Clock? Clock = null);

/// <summary>
/// Word to one channel of a queue: reference, priority, deadline and exercise mark, as they were when it was written, and nothing else.
/// It is written by the act that causes it and delivered at least once, always under the same id.
/// </summary>
public sealed record Notification
{
    /// <summary>Its id.</summary>
    public required NotificationId Id { get; init; }

    /// <summary>The act that caused it. What one act sends about one leg belongs together: it tells somebody, or nobody.</summary>
    public required EntryId Cause { get; init; }

    /// <summary>The incident.</summary>
    public required IncidentId Incident { get; init; }

    /// <summary>The leg; of what is about a disclosure request, the one that leads, or led.</summary>
    public required ReferralId Leg { get; init; }

    /// <summary>The disclosure request that it is about; null for a leg, and for what was disclosed with one.</summary>
    public DisclosureRequestId? Request { get; init; }

    /// <summary>The jurisdiction that owns the case.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>Why.</summary>
    public required WakeReason Reason { get; init; }

    /// <summary>0 for a new leg, 1 to 3 for escalation.</summary>
    public required int Level { get; init; }

    /// <summary>Whose channel.</summary>
    public required string Queue { get; init; }

    /// <summary>E-mail or webhook; null where the queue has none at this level and hour, which fails like any other.</summary>
    public required ChannelKind? Channel { get; init; }

    /// <summary>Where to; null together with <see cref="Channel"/>.</summary>
    public required string? Address { get; init; }

    /// <summary>The incident's reference.</summary>
    public required string Reference { get; init; }

    /// <summary>The leg's priority.</summary>
    public required Priority Priority { get; init; }

    /// <summary>When the clock was due; null for a leg that has none.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>The clock that the queue is told to mind; null for a leg that has none.</summary>
    public required ClockKind? Clock { get; init; }

    /// <summary>When that clock had started, by which it is known from a later one of its kind.</summary>
    public required DateTimeOffset? ClockStartedAt { get; init; }

    /// <summary>Whether it is training.</summary>
    public required bool Exercise { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>How often it was tried, an attempt that nobody came back from included.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, or again if nobody comes back from the attempt that runs; null when it is settled.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was delivered; null while it wasn't.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }
}
