using CaseReferral.Api.Platform.Workers;

namespace CaseReferral.Api.Clocks;

/// <summary>Registers what acts on deadlines when nobody does.</summary>
public static class ClocksSetup
{
    /// <summary>The worker's name in metrics and health.</summary>
    public const string Name = "clocks";

    /// <summary>Registers it; <c>Clocks:Enabled=false</c> leaves it to other instances.</summary>
    public static void AddClocks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FireClock>();
        builder.Services.AddSingleton<FireConsentClock>();
        builder.Services.AddSingleton<ClockMetrics>();
        builder.AddWorker<FireClocks>("Clocks");
    }
}
