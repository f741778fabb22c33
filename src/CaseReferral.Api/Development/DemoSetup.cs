using CaseReferral.Api.Platform.Startup;
using CaseReferral.Api.Platform.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CaseReferral.Api.Development;

/// <summary>Demo data: seeded at the start, told once the registry listens.</summary>
public static class DemoSetup
{
    /// <summary>Registers the seeding.</summary>
    public static void AddDemoData(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DemoData>();

    /// <summary>Seeds when <c>DemoData:Enabled</c> says so, and shows the start-up page.</summary>
    public static async Task SeedDemoDataAsync(this WebApplication app)
    {
        if (!app.Configuration.GetValue("DemoData:Enabled", false))
            return;
        if (!app.Environment.IsDevelopment())
            throw new StartupRefusedException($"DemoData:Enabled is set in the environment {app.Environment.EnvironmentName}: invented cases don't belong there. Remove it, or run in Development.");

        var filed = await app.Services.GetRequiredService<DemoData>().SeedAsync(app.Lifetime.ApplicationStopping);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
            StartupPage.WriteAsync(
                Console.Out, address, app.Services.GetRequiredService<RegistryFile>(), filed, app.Services.GetService<LocalIssuer>() is not null)
                .GetAwaiter().GetResult();
        });
    }
}
