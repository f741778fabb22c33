using System.Text.RegularExpressions;
using System.Xml;
using CaseReferral.Api.Platform.Startup;

namespace CaseReferral.Api.Platform.Clock;

/// <summary>
/// The registry's clock: the system's, plus what the development clock advanced it by. Deadlines, clocks and instants read it;
/// tokens don't, so that advancing a day signs nobody out.
/// </summary>
public sealed class RegistryClock(TimeProvider system) : TimeProvider
{
    /// <summary>Furthest the clock goes ahead of the system's in total: ten years, beyond every interval of a pack.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(3653);

    private long ahead;

    /// <summary>Raised when it was moved forward: what waits for an instant looks again.</summary>
    public event Action? Advanced;

    /// <summary>How far it is ahead of the system's clock; zero outside Development.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref ahead));

    /// <summary>Now by this machine, without what the development clock advanced.</summary>
    public DateTimeOffset SystemNow => system.GetUtcNow();

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => system.TimestampFrequency;

    /// <summary>Now, in whole microseconds: what the store keeps, so that an instant reads the same before and after it.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var now = system.GetUtcNow() + Ahead;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <inheritdoc />
    public override long GetTimestamp() => system.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Moves the clock forward, and never back: an instant that was given out stays in the past. False, and nothing moves, when
    /// <paramref name="by"/> isn't positive or the clock would come further ahead than <see cref="Furthest"/>.
    /// </summary>
    public bool TryAdvance(TimeSpan by)
    {
        while (true)
        {
            var before = Interlocked.Read(ref ahead);
            if (by <= TimeSpan.Zero || by > Furthest - new TimeSpan(before))
                return false;
            if (Interlocked.CompareExchange(ref ahead, before + by.Ticks, before) != before)
                continue;
            Advanced?.Invoke();
            return true;
        }
    }
}

/// <summary>Registers the registry's clock.</summary>
public static class ClockSetup
{
    private const string AheadSetting = "DevelopmentClock:Ahead";

    /// <summary>
    /// Makes <see cref="RegistryClock"/> the <see cref="TimeProvider"/> of everything that asks for one. In Development it may start ahead,
    /// as if the registry had been down until then; elsewhere that refuses to start.
    /// </summary>
    public static void AddClock(this WebApplicationBuilder builder)
    {
        var clock = new RegistryClock(TimeProvider.System);
        if (builder.Configuration[AheadSetting] is { Length: > 0 } ahead
            && !(builder.Environment.IsDevelopment() && IsoDuration.TryParse(ahead, out var by) && clock.TryAdvance(by)))
        {
            throw new StartupRefusedException(
                $"{AheadSetting} must be a positive ISO 8601 duration such as PT15M, and works in Development only.");
        }

        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<RegistryClock>());
    }
}

/// <summary>ISO 8601 durations in days, hours, minutes and seconds, such as <c>PT15M</c>.</summary>
public static partial class IsoDuration
{
    /// <summary>Reads one; false for anything else.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var isOne = Form().IsMatch(text);
        duration = isOne ? XmlConvert.ToTimeSpan(text) : default;
        return isOne;
    }

    // Years and months have no length, and the numbers are bounded so that no sum of them overflows.
    [GeneratedRegex(@"\AP(?=.)([0-9]{1,5}D)?(T(?=.)([0-9]{1,6}H)?([0-9]{1,7}M)?([0-9]{1,9}(\.[0-9]{1,7})?S)?)?\z")]
    private static partial Regex Form();
}
