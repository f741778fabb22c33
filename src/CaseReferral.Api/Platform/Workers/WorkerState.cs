using System.Diagnostics.Metrics;
using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseReferral.Api.Platform.Workers;

/// <summary>How a worker of this instance does, for its metric and for <c>/health/ready</c>: shown there as degraded at worst.</summary>
/// <param name="name">What it does, for example <c>clocks</c>.</param>
/// <param name="clock">The registry's clock.</param>
public sealed class WorkerState(string name, TimeProvider clock) : IHealthCheck
{
    /// <summary>A worker that hasn't ended a tick for so long, or is so far behind, is shown as degraded.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly long startedAt = clock.GetTimestamp();
    private readonly Lock gate = new();
    private long? tickedAt;
    private TimeSpan lag;

    /// <summary>What it does.</summary>
    public string Name => name;

    /// <summary>Whether it works here at all.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>How long the oldest thing due had waited at the last tick.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (gate)
                return lag;
        }
    }

    /// <summary>Tells that a tick ended.</summary>
    /// <param name="at">A timestamp of the clock.</param>
    /// <param name="behind">How long the oldest thing that it found due had waited.</param>
    public void Ticked(long at, TimeSpan behind)
    {
        lock (gate)
            (tickedAt, lag) = (at, behind);
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Complaint() is { } complaint ? HealthCheckResult.Degraded(complaint) : HealthCheckResult.Healthy("Nothing waits."));

    private string? Complaint()
    {
        lock (gate)
        {
            if (!IsOn)
                return "Switched off in this instance.";
            var idle = clock.GetElapsedTime(tickedAt ?? startedAt);
            if (idle > Patience)
                return $"Nothing was done for {idle.TotalSeconds:0} seconds.";
            return lag > Patience ? $"{lag.TotalSeconds:0} seconds behind." : null;
        }
    }
}

/// <summary>Registers workers.</summary>
public static class WorkersSetup
{
    /// <summary>
    /// Registers <typeparamref name="TWorker"/> with its health check and the metric <c>case_referral.{name}.lag</c>, in seconds. Where
    /// <c>{Section}:Enabled</c> is false it doesn't run, and other instances must.
    /// </summary>
    public static void AddWorker<TWorker>(this WebApplicationBuilder builder, string section) where TWorker : Worker
    {
        var name = section.ToLowerInvariant();
        var isOn = builder.Configuration.GetValue($"{section}:Enabled", true);
        builder.Services.AddKeyedSingleton(name, (services, _) =>
        {
            var state = new WorkerState(name, services.GetRequiredService<TimeProvider>()) { IsOn = isOn };
            services.GetRequiredService<IMeterFactory>().Create(TelemetrySetup.Name).CreateObservableGauge(
                $"case_referral.{name}.lag", () => state.Lag.TotalSeconds, "s",
                "How long the oldest thing due had waited at the last tick.");
            return state;
        });
        builder.Services.AddHealthChecks().Add(new(
            name, services => services.GetRequiredKeyedService<WorkerState>(name), HealthStatus.Degraded, [HealthSetup.Ready]));
        if (isOn)
            builder.Services.AddHostedService<TWorker>();
    }
}
