using CaseReferral.Api.Incidents;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CaseReferral.Api.Development;

/// <summary>Demo data: seeded at the start, told once the registry listens.</summary>
public static class DemoSetup
{
    private const string Flag = "DemoData:Enabled";

    /// <summary>Registers the seeding; refuses to start, before a file is made, when it is configured outside Development.</summary>
    public static void AddDemoData(this WebApplicationBuilder builder)
    {
        if (IsOn(builder.Configuration) && !builder.Environment.IsDevelopment())
        {
            throw new StartupRefusedException(
                $"{Flag} is set in the environment {builder.Environment.EnvironmentName}, where invented cases don't belong: remove it, "
                + "or run in Development.");
        }

        builder.Services.AddSingleton<DemoData>();
    }

    /// <summary>Seeds when <c>DemoData:Enabled</c> says so, and in Development shows the start-up page once the registry listens.</summary>
    public static async Task SeedDemoDataAsync(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;

        IReadOnlyList<IncidentView> filed = IsOn(app.Configuration)
            ? await app.Services.GetRequiredService<DemoData>().SeedAsync(app.Lifetime.ApplicationStopping)
            : [];
        // A console that was asked to be quiet stays quiet.
        if (app.Logger.IsEnabled(LogLevel.Information))
            app.Lifetime.ApplicationStarted.Register(() => Show(app, filed));
    }

    // In one write, which the console's logger can't come between.
    private static void Show(WebApplication app, IReadOnlyList<IncidentView> filed) => Console.Out.Write(StartupPage.Compose(
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "",
        app.Services.GetRequiredService<RegistryPlace>().Name, filed, app.Services.GetService<LocalIssuer>() is not null));

    private static bool IsOn(IConfiguration configuration) => configuration.GetValue(Flag, false);
}
