using CaseReferral.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseReferral.Api.Platform.Clock;

/// <summary>
/// Whether this machine's clock agrees with the store's, by which all instances are compared: an instance that is off would give deadlines
/// and levels of its own, and isn't ready.
/// </summary>
public sealed class ClockCheck(Database database, RegistryClock clock) : IHealthCheck
{
    /// <summary>What is forgiven.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // However long the answer takes, the store's now lies between these two.
            var asked = clock.SystemNow;
            var now = await database.ReadAsync(StoreClock.Read(), cancellationToken);
            return now < asked - Tolerance || now > clock.SystemNow + Tolerance
                ? HealthCheckResult.Unhealthy($"This machine's clock is more than {Tolerance.TotalSeconds:0} seconds off the store's.")
                : HealthCheckResult.Healthy("This machine's clock and the store's agree.");
        }
        catch (StorageUnavailableException unavailable)
        {
            // The check of the store itself says what that means.
            return HealthCheckResult.Degraded($"The store's clock can't be read: {unavailable.Fault}.");
        }
    }
}
