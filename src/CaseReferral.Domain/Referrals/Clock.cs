using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>What a clock measures, and so on whom it runs.</summary>
public enum ClockKind
{
    /// <summary>While unrouted, on the coordinator.</summary>
    Assign,

    /// <summary>From receipt until acknowledged, on the task force.</summary>
    Acknowledge,

    /// <summary>From acknowledgement to accepted or declined, on the task force.</summary>
    Decide,

    /// <summary>While a question is open, on the filing unit.</summary>
    Answer,

    /// <summary>From acceptance, on the task force; a progress message restarts it.</summary>
    Review,
}

/// <summary>A deadline that runs: a row (leg, kind). No open state waits without one.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DueAt">When it is breached.</param>
public sealed record Clock(ClockKind Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt);

/// <summary>How long an accepted leg may go without a progress message.</summary>
public static class ReviewIntervals
{
    /// <summary>30 days for P1 and P2, 90 days for P3 and P4.</summary>
    public static TimeSpan For(Priority priority) => TimeSpan.FromDays(priority <= Priority.P2 ? 30 : 90);
}
