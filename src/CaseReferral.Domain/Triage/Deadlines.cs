using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Triage;

/// <summary>By when a leg must be acknowledged and decided.</summary>
/// <param name="AcknowledgeBy">The latest acknowledgement, in UTC.</param>
/// <param name="DecideBy">The latest decision, in UTC; provisional until the leg is acknowledged.</param>
/// <param name="Reason">Why these are not the plain intervals, or why <c>actBefore</c> didn't count; null when they are.</param>
public sealed record Deadline(DateTimeOffset AcknowledgeBy, DateTimeOffset DecideBy, string? Reason);

/// <summary>Deadlines of a new leg.</summary>
public static class Deadlines
{
    /// <summary>A desk can't be asked to answer faster than this, however soon the ship sails.</summary>
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The plain intervals, shortened so that persons or goods are still within reach: acknowledged at the latest halfway to
    /// <paramref name="actBefore"/>, but not sooner than five minutes, and decided before it.
    /// </summary>
    /// <param name="priority">Named in the reason.</param>
    /// <param name="intervals">The intervals of that priority.</param>
    /// <param name="from">When the clocks start: the registry received the filing, or the amendment.</param>
    /// <param name="actBefore">When persons or goods are out of reach; ignored when that was before the start.</param>
    public static Deadline Plan(Priority priority, ClockIntervals intervals, DateTimeOffset from, DateTimeOffset? actBefore)
    {
        var start = from.ToUniversalTime();
        var acknowledgeBy = start + intervals.Acknowledge;
        var plain = new Deadline(acknowledgeBy, acknowledgeBy + intervals.Decide, null);
        if (actBefore?.ToUniversalTime() is not { } end)
            return plain;

        if (end <= start)
            return plain with { Reason = $"The time to act before had passed already, so the usual intervals of {priority.Code()} run." };

        // To the microsecond, as instants are kept: what is answered now and what is read later must be the same.
        var halfway = start + new TimeSpan((end - start).Ticks / 2 / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
        acknowledgeBy = Earlier(plain.AcknowledgeBy, Later(halfway, start + Soonest));
        var decideBy = Later(acknowledgeBy, Earlier(acknowledgeBy + intervals.Decide, end));
        return acknowledgeBy == plain.AcknowledgeBy && decideBy == plain.DecideBy
            ? plain
            : new Deadline(acknowledgeBy, decideBy, OutOfReach(priority));
    }

    /// <summary>Why deadlines come before those of this priority: persons or goods are soon out of reach.</summary>
    internal static string OutOfReach(Priority priority) =>
        $"Persons or goods are out of reach soon, so the deadlines are earlier than the usual ones of {priority.Code()}.";

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one <= other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one >= other ? one : other;
}
