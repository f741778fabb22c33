using Microsoft.Extensions.Compliance.Redaction;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CaseReferral.Api.Platform.Telemetry;

/// <summary>
/// Logs, traces and metrics. None carries personal data or a URL's query; nothing is exported unless an endpoint is configured.
/// </summary>
public static class TelemetrySetup
{
    /// <summary>The name of the registry's own activity source and meter.</summary>
    public const string Name = "CaseReferral";

    /// <summary>
    /// Structured logs on the console (JSON outside Development), redaction that erases, and OpenTelemetry, exported over OTLP when
    /// <c>OpenTelemetry:Endpoint</c> or <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        builder.Logging.EnableRedaction();
        builder.Services.AddRedaction(redaction => redaction.SetFallbackRedactor<ErasingRedactor>());

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("case-referral"))
            .WithTracing(traces => traces
                .AddSource(Name)
                // Probes would bury everything else. Values of a query are redacted by the instrumentation itself; a test watches it.
                .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !http.Request.Path.StartsWithSegments("/health")))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    Name, CaseReferral.Storage.StorageMetrics.Meter, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Runtime")
                .AddAspNetCoreInstrumentation());

        var endpoint = builder.Configuration["OpenTelemetry:Endpoint"] ?? builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (!string.IsNullOrWhiteSpace(endpoint))
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, OtlpEndpoint(endpoint));
    }

    private static Uri OtlpEndpoint(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
            ? address
            : throw new Startup.StartupRefusedException(
                "OpenTelemetry:Endpoint must be the address of an OTLP collector, for example http://localhost:4317.");
}
