using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Storage.Referrals;

/// <summary>Clocks by the instant that the registry acts on them, whoever's they are.</summary>
public static class ClockStore
{
    private static readonly AccessScope Escalation = AccessScope.Registry("clocks that are due");

    // An index holds all that it reads, in its order: a tick costs what is due and nothing else, however many clocks run.
    private static readonly Statement Due = new(d => $"""
        SELECT {d.Top("@Limit")} c.ReferralId, c.FiresAt FROM Clock c WHERE c.FiresAt <= @Now
        ORDER BY c.FiresAt, c.ReferralId {d.Limit("@Limit")}
        """);

    private static readonly Statement StillDue = new(_ => """
        UPDATE Clock SET Level = Level WHERE ReferralId = @ReferralId AND Kind = @Kind AND Level = @Level AND FiresAt = @FiresAt
        """);

    /// <summary>The clocks that are due now, the longest due first; a leg with two may be there twice.</summary>
    /// <param name="now">Now.</param>
    /// <param name="limit">At most this many.</param>
    public static Load<IReadOnlyList<DueClock>> ListDue(DateTimeOffset now, int limit) =>
        Load.List<DueClock>(Due, Escalation, new { Now = now, Limit = limit });

    /// <summary>Loses the act unless the clock stands at this level and fires at this instant still.</summary>
    internal static Act Guard(this Act act, ReferralId leg, Clock clock) =>
        act.Do(StillDue, new { ReferralId = leg, Kind = clock.Kind.Code(), clock.Level, clock.FiresAt });
}

/// <summary>A clock that the registry must act on.</summary>
public sealed record DueClock
{
    /// <summary>The leg.</summary>
    public ReferralId ReferralId { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset FiresAt { get; init; }
}
