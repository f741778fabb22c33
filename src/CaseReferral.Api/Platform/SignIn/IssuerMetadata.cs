using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CaseReferral.Api.Platform.SignIn;

/// <summary>stub</summary>
public sealed class IssuerMetadata(IOptionsMonitor<JwtBearerOptions> bearer) : IHostedService, IHealthCheck
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bearer is null ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy());
}
