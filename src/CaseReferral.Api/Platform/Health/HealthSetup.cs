using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseReferral.Api.Platform.Health;

/// <summary>
/// Liveness (the process answers) and readiness (this instance can durably store a filing). A check that is merely degraded is
/// shown and takes no instance out of rotation.
/// </summary>
public static class HealthSetup
{
    /// <summary>The tag of checks that <c>/health/ready</c> shows.</summary>
    public const string Ready = "ready";

    /// <summary>Registers health checks; each part of the registry adds its own with the tag <see cref="Ready"/>.</summary>
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks();

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous();
        app.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync })
            .AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) =>
        http.Response.WriteAsJsonAsync(new HealthAnswer(
            Spell(report.Status),
            [.. report.Entries.Select(entry => new HealthAnswerCheck(entry.Key, Spell(entry.Value.Status), entry.Value.Description))]));

    private static string Spell(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status">The worst of its checks: <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Checks">Each check.</param>
public sealed record HealthAnswer(string Status, IReadOnlyList<HealthAnswerCheck> Checks);

/// <summary>One health check's result.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Description">What an operator should know; no addresses, no exceptions.</param>
public sealed record HealthAnswerCheck(string Name, string Status, string? Description);
