using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Referrals;

/// <summary>
/// Whom a breached clock tells, and how long after each other: level 1 the second seats at once, level 2 the lead officers an interval
/// later, level 3 the coordinator after two, and again at each interval until somebody acts.
/// </summary>
public static class EscalationLadder
{
    /// <summary>The highest level: the coordinator, who may then assign the leg elsewhere.</summary>
    public const int Coordinator = 3;

    /// <summary>The time between two levels: the interval of the clock, not what was left of it.</summary>
    public static TimeSpan IntervalOf(ClockKind clock, Priority priority, SopPack pack) => clock switch
    {
        ClockKind.Assign or ClockKind.Acknowledge => pack.ClocksFor(priority).Acknowledge,
        ClockKind.Decide => pack.ClocksFor(priority).Decide,
        ClockKind.Review => ReviewIntervals.For(priority),
        _ => throw new ArgumentOutOfRangeException(nameof(clock), clock, "Only a clock on a queue has a ladder."),
    };

    /// <summary>
    /// Whose channels of a level are woken: the leg's own queue's, and at the highest level the coordinator's. What is suspected of
    /// complicity goes to the next integrity recipient instead, and at the end of the list stays with the last.
    /// </summary>
    public static string QueueOf(int level, Incident incident, Leg leg, SopPack pack)
    {
        if (level < Coordinator && leg.TaskForce is { } queue)
            return queue;
        if (!incident.Restricted)
            return incident.Jurisdiction;

        // Who brought a desk in is told that it doesn't act.
        if (leg.IsOperational
            && incident.Legs.LastOrDefault(other => other.IsIntegrity && other.State.IsOpen()) is { TaskForce: { } integrity })
            return integrity;

        var before = pack.IntegrityRecipients.TakeWhile(recipient => recipient != leg.TaskForce).ToList();
        return IncidentRouting.NextIntegrity(pack, [.. before, leg.TaskForce!]);
    }
}

/// <summary>A level that is due.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="DueAt">Since when.</param>
/// <param name="NextAt">When the one after it is.</param>
public readonly record struct DueLevel(int Level, DateTimeOffset DueAt, DateTimeOffset NextAt);

/// <summary>What a clock does by itself when nobody acts: a function of the clock, the ladder and the instant.</summary>
public static class Escalation
{
    /// <summary>
    /// The levels due now, in the order they fire. Downtime delays them and loses none; only missed repeats of the last are one.
    /// </summary>
    public static IEnumerable<DueLevel> Due(Clock clock, TimeSpan interval, DateTimeOffset now)
    {
        while (Next(clock, interval, now) is { } due)
        {
            yield return due;
            clock = clock with { Level = due.Level, FiresAt = due.NextAt };
        }
    }

    /// <summary>The first of them; null when none is due.</summary>
    public static DueLevel? Next(Clock clock, TimeSpan interval, DateTimeOffset now)
    {
        if (clock.Kind == ClockKind.Answer || clock.FiresAt is not { } at || at > now)
            return null;
        if (clock.Level < EscalationLadder.Coordinator)
            return new(clock.Level + 1, at, After(clock, at, interval));

        var latest = at + interval * Math.Floor((now - at) / interval);
        return new(EscalationLadder.Coordinator, latest, latest + interval);
    }

    /// <summary>
    /// Fires the next level that is due on a leg, one act each; null when none is. The guard is the clock, its level and
    /// <see cref="Leg.EscalatesAt"/>, so that each fires once whoever asks.
    /// </summary>
    public static ReferralMoved? Fire(Incident incident, ReferralId id, SopPack pack, DateTimeOffset now)
    {
        var leg = incident.Leg(id)!;
        return Laddered(incident, leg) is { } clock && Next(clock, Interval(clock, leg, pack), now) is { } due
            ? Reach(incident, leg, clock, due, pack)
            : null;
    }

    /// <summary>
    /// None of a level's channels could be reached, so the next one is told at once; null when that was the last, or somebody has acted
    /// since. The ladder's own instants stay, each one level further.
    /// </summary>
    /// <param name="incident">The incident.</param>
    /// <param name="id">The leg.</param>
    /// <param name="level">The level that nobody was told of; 0 for a new leg.</param>
    /// <param name="pack">The leg's pack.</param>
    /// <param name="now">The instant of the act.</param>
    public static ReferralMoved? NobodyWasTold(Incident incident, ReferralId id, int level, SopPack pack, DateTimeOffset now)
    {
        var leg = incident.Leg(id)!;
        return Laddered(incident, leg) is { FiresAt: { } at } clock && clock.Level == level && level < EscalationLadder.Coordinator
            ? Reach(incident, leg, clock, new(level + 1, now, After(clock, at, Interval(clock, leg, pack))), pack)
            : null;
    }

    // What was late before its clock started gives whoever is told first an interval, as anybody else has: the first level comes at once,
    // and the next isn't reckoned from before there was somebody to act.
    private static DateTimeOffset After(Clock clock, DateTimeOffset at, TimeSpan interval) =>
        (clock.Level == 0 ? LegClocks.Later(at, clock.StartedAt) : at) + interval;

    private static Clock? Laddered(Incident incident, Leg leg) => incident.Status == IncidentStatus.Voided
        ? null
        : leg.Clocks.FirstOrDefault(clock => clock is { Kind: not ClockKind.Answer, FiresAt: not null });

    private static TimeSpan Interval(Clock clock, Leg leg, SopPack pack) => EscalationLadder.IntervalOf(clock.Kind, leg.Priority, pack);

    private static ReferralMoved Reach(Incident incident, Leg leg, Clock clock, DueLevel due, SopPack pack)
    {
        var queue = EscalationLadder.QueueOf(due.Level, incident, leg, pack);
        return ReferralMoved.Of(
            null, incident, incident.With(leg with { Escalation = due.Level, EscalatesAt = due.NextAt }), leg.Id,
            [new LevelReached(leg.Id, clock.Kind, due.Level, due.DueAt, queue, incident.Exercise)]) with
        {
            ShownTo = incident.Restricted && pack.IntegrityRecipients.Contains(queue) ? queue : null,
        };
    }
}
