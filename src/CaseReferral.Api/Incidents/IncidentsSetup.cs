using CaseReferral.Api.Contents;
using CaseReferral.Api.Platform.Limits;

namespace CaseReferral.Api.Incidents;

/// <summary>Registers the use cases of incidents that keep collaborators.</summary>
public static class IncidentsSetup
{
    /// <summary>Registers them.</summary>
    public static void AddIncidents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FileIncident>();
        builder.Services.AddSingleton<FileBatch>();
        builder.Services.AddSingleton<AmendIncident>();
        builder.Services.AddSingleton<VoidIncident>();
        builder.Services.AddSingleton<OpenContent>();
        builder.Services.AddSingleton<Consultations>();
        var usual = RateLimits.Number(builder.Configuration, "RateLimits:Content:UsualPerHour", 100);
        builder.Services.AddSingleton(services => new ContentVolume(usual, services.GetRequiredService<TimeProvider>()));
    }
}
