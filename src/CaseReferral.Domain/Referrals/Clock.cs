using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Referrals;

/// <summary>What a clock measures, and so on whom it runs.</summary>
public enum ClockKind
{
    /// <summary>While unrouted (the acknowledge interval), on the coordinator.</summary>
    Assign,

    /// <summary>From receipt until acknowledged, on the task force.</summary>
    Acknowledge,

    /// <summary>From acknowledgement to accepted or declined, on the task force; stands still while a question pauses it.</summary>
    Decide,

    /// <summary>While a question is open, on the filing unit. It has no ladder: when it passes, the leg goes back to triage.</summary>
    Answer,

    /// <summary>From acceptance, on the task force; a progress message restarts it.</summary>
    Review,

    /// <summary>On a disclosure request, on the owner (Directive 2023/977). It runs on no leg.</summary>
    Consent,
}

/// <summary>A deadline that runs: a row (leg, kind). No open state waits without one.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="DueAt">When it is breached; not counting, while it stands still, the time since <paramref name="PausedAt"/>.</param>
/// <param name="PausedAt">Since when it stands still; null while it runs.</param>
/// <param name="Level">How far it has escalated: 0 to 3.</param>
/// <param name="FiresAt">
/// When the registry acts on it next: the level above, or the end of the wait for an answer. Null while it stands still, and for a
/// notice, which nobody is waited for.
/// </param>
public sealed record Clock(
    ClockKind Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? PausedAt, int Level, DateTimeOffset? FiresAt);

/// <summary>How long an accepted leg may go without a progress message.</summary>
public static class ReviewIntervals
{
    /// <summary>30 days for P1 and P2, 90 days for P3 and P4.</summary>
    public static TimeSpan For(Priority priority) => TimeSpan.FromDays(priority <= Priority.P2 ? 30 : 90);
}
