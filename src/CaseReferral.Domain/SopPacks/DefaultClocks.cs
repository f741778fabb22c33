using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.SopPacks;

/// <summary>The registry's clock intervals, for every priority that a pack says nothing about.</summary>
public static class DefaultClocks
{
    private static readonly ClockIntervals P1 = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(1));
    private static readonly ClockIntervals P2 = new(TimeSpan.FromHours(1), TimeSpan.FromHours(8));
    private static readonly ClockIntervals P3 = new(TimeSpan.FromDays(1), TimeSpan.FromDays(3));
    private static readonly ClockIntervals P4 = new(TimeSpan.FromDays(2), TimeSpan.FromDays(7));

    /// <summary>Acknowledge and decide: P1 15 min / 1 h; P2 1 h / 8 h; P3 1 d / 3 d; P4 2 d / 7 d.</summary>
    public static ClockIntervals For(Priority priority) => priority switch
    {
        Priority.P1 => P1,
        Priority.P2 => P2,
        Priority.P3 => P3,
        Priority.P4 => P4,
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "There are four priorities."),
    };
}
