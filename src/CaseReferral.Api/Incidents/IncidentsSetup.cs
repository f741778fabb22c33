using CaseReferral.Api.Complicity;
using CaseReferral.Api.Contents;
using CaseReferral.Api.Matching;
using CaseReferral.Api.Platform.Limits;
using CaseReferral.Api.Platform.Storage;

namespace CaseReferral.Api.Incidents;

/// <summary>Registers the use cases of incidents that keep collaborators, and takes the keys that objects are matched under.</summary>
public static class IncidentsSetup
{
    /// <summary>Registers them.</summary>
    public static void AddIncidents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => MatchKeys.From(
            services.GetRequiredService<IConfiguration>(), services.GetRequiredService<RegistryPlace>(),
            builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton<PossibleDuplicates>();
        builder.Services.AddSingleton<FileIncident>();
        builder.Services.AddSingleton<FileBatch>();
        builder.Services.AddSingleton<AmendIncident>();
        builder.Services.AddSingleton<VoidIncident>();
        builder.Services.AddComplicity();
        builder.Services.AddSingleton<OpenContent>();
        builder.Services.AddSingleton<Consultations>();
        var usual = RateLimits.Number(builder.Configuration, "RateLimits:Content:UsualPerHour", 100);
        builder.Services.AddSingleton(services => new ContentVolume(usual, services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Takes the keys that objects are matched under before anybody files.</summary>
    /// <exception cref="Platform.Startup.StartupRefusedException">A key can't be used, or there is none.</exception>
    public static Task OpenMatchingAsync(this WebApplication app) => app.Services.GetRequiredService<RegistryPlace>().ExplainAsync(() =>
    {
        app.Services.GetRequiredService<MatchKeys>();
        return Task.CompletedTask;
    });
}
