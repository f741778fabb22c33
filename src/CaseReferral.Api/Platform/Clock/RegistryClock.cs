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

    /// <summary>How far it is ahead of the system's clock; zero outside Development.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref ahead));

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
            if (Interlocked.CompareExchange(ref ahead, before + by.Ticks, before) == before)
                return true;
        }
    }
}

/// <summary>Registers the registry's clock.</summary>
public static class ClockSetup
{
    /// <summary>Makes <see cref="RegistryClock"/> the <see cref="TimeProvider"/> of everything that asks for one.</summary>
    public static void AddClock(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new RegistryClock(TimeProvider.System));
        builder.Services.AddSingleton<TimeProvider>(services => services.GetRequiredService<RegistryClock>());
    }
}
