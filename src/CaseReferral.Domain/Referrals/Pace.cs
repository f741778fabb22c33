using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Triage;

namespace CaseReferral.Domain.Referrals;

/// <summary>What a leg's deadlines are reckoned with: its pack's intervals, and when persons or goods are out of reach.</summary>
/// <param name="Pack">The pack of the leg's version.</param>
/// <param name="ActBefore">When persons or goods are out of reach; no deadline lies after it while it is ahead.</param>
/// <param name="CarriedActBefore">The same of a case that the leg carries.</param>
/// <param name="Now">The instant of the act.</param>
internal readonly record struct Pace(SopPack Pack, DateTimeOffset? ActBefore, DateTimeOffset? CarriedActBefore, DateTimeOffset Now)
{
    // A question doesn't keep a case waiting for longer than a day.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromDays(1);

    /// <summary>A leg's own: what it carries of other cases must be decided in time too.</summary>
    /// <param name="pack">The pack of its version.</param>
    /// <param name="incident">The incident it is a leg of.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="now">The instant of the act.</param>
    public static Pace Of(SopPack pack, Incident incident, Leg leg, DateTimeOffset now) =>
        new(pack, incident.ActBefore, leg.CarriesActBefore, now);

    /// <summary>When the first that is still within reach isn't any more; a time that has passed where nothing is.</summary>
    public DateTimeOffset? End => Soonest(ActBefore, CarriedActBefore, Now);

    /// <summary>The earlier of two ends that is ahead; the first where neither is.</summary>
    public static DateTimeOffset? Soonest(DateTimeOffset? one, DateTimeOffset? other, DateTimeOffset now) =>
        other > now && !(one > now && one <= other) ? other : one;

    /// <summary>Why a decision that is due an interval from <paramref name="start"/> must come sooner; null where it needn't.</summary>
    public string? Hurry(Priority priority, DateTimeOffset start) =>
        DecideBy(priority, start) < start + Pack.ClocksFor(priority).Decide ? Deadlines.OutOfReach(priority) : null;

    /// <summary>Deadlines of a leg that starts now.</summary>
    public Deadline Fresh(Priority priority) => From(priority, Now);

    /// <summary>Deadlines of a leg that started then.</summary>
    public Deadline From(Priority priority, DateTimeOffset start) =>
        Deadlines.Plan(priority, Pack.ClocksFor(priority), start, End);

    /// <summary>The decision's deadline, counted from <paramref name="start"/>.</summary>
    public DateTimeOffset DecideBy(Priority priority, DateTimeOffset start) => Within(start + Pack.ClocksFor(priority).Decide);

    /// <summary>The answer's deadline, counted from now.</summary>
    public DateTimeOffset AnswerBy(Priority priority)
    {
        var interval = Pack.ClocksFor(priority).Decide;
        return Within(Now + (interval < LongestAnswer ? interval : LongestAnswer));
    }

    /// <summary>A deadline, or the end that is ahead and comes first.</summary>
    public DateTimeOffset Within(DateTimeOffset due) => Within(due, Now);

    /// <summary>A deadline, or the end that was ahead then and comes first.</summary>
    public DateTimeOffset Within(DateTimeOffset due, DateTimeOffset then) =>
        Soonest(ActBefore, CarriedActBefore, then)?.ToUniversalTime() is { } end && end > then && end < due ? end : due;
}
