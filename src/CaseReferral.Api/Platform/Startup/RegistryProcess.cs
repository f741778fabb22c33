using System.Globalization;
using CaseReferral.Api.Platform.Json;

namespace CaseReferral.Api.Platform.Startup;

/// <summary>How the process starts, and how it ends when it can't.</summary>
public static class RegistryProcess
{
    /// <summary>
    /// The builder, with its content root beside the binaries: published output finds its configuration, packs and samples from any
    /// working directory.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Codes, states and messages are compared and formatted the same on every machine. ICU stays, for SQL Server's client needs it.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        // Secrets that are mounted as files: ConnectionStrings__Registry holds ConnectionStrings:Registry.
        if (builder.Configuration["Secrets:Folder"] is { Length: > 0 } secrets)
            builder.Configuration.AddKeyPerFile(Path.GetFullPath(secrets), optional: false);
        // Does nothing unless Windows runs the process as a service.
        builder.Services.AddWindowsService(service => service.ServiceName = "CaseReferralRegistry");

        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = BodyLimit.Default;
            // The largest header is a token; Entra's stay below 8 KiB. Beyond these, 431 and 414 before anything of ours runs.
            server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            server.Limits.MaxRequestHeaderCount = 64;
            server.Limits.MaxRequestLineSize = 8 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        // Acknowledged work is finished before the process ends.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        KeepStackTracesOutOfRefusedStarts(builder);
        return builder;
    }

    /// <summary>
    /// Runs the registry until it is told to stop. A start that fails for a reason the operator can mend (configuration, a taken
    /// port, a data folder, a broken database file) ends in one sentence on standard error; anything else is a bug and keeps its
    /// stack trace.
    /// </summary>
    /// <returns>0, or one of <see cref="StartupFailure"/>'s exit codes.</returns>
    public static async Task<int> RunAsync(Func<Task> registry)
    {
        try
        {
            await registry();
            return 0;
        }
        catch (Exception failure) when (StartupFailure.Of(failure) is { } explained)
        {
            await Console.Error.WriteLineAsync(explained.Sentence);
            return explained.ExitCode;
        }
    }

    /// <summary>
    /// Serves until it is told to stop. Where the port can't be had the workers run already: they finish before what they use is gone.
    /// </summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (Exception)
            {
                await app.StopAsync();
                throw;
            }

            await app.WaitForShutdownAsync();
        }
    }

    // The host and Kestrel log the exception of a failed start before it reaches RunAsync. Once started, they log as ever.
    private static void KeepStackTracesOutOfRefusedStarts(WebApplicationBuilder builder)
    {
        var phase = new StartPhase();
        builder.Services.AddSingleton(phase);
        builder.Services.AddHostedService(services => services.GetRequiredService<StartPhase>());
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => phase.Started && level >= LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => phase.Started && level >= LogLevel.Warning);
    }

    private sealed class StartPhase : IHostedLifecycleService
    {
        private volatile bool started;

        public bool Started => started;

        public Task StartedAsync(CancellationToken cancellationToken)
        {
            started = true;
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
