using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>The store: which one, where, and that it is there before anything is served.</summary>
public static class StorageSetup
{
    private const string DefaultConnection = "Data Source=data/registry.db";

    /// <summary>Registers the store that <c>Storage:Provider</c> names.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        var provider = builder.Configuration["Storage:Provider"] ?? "Sqlite";
        if (provider != "Sqlite")
            throw new StartupRefusedException($"Storage:Provider can't be {provider}: this release stores in Sqlite.");

        var connection = ConnectionTo(builder.Configuration.GetConnectionString("Registry"));
        var groupLimit = builder.Configuration.GetValue("Storage:Sqlite:GroupLimit", 256);
        if (groupLimit < 1)
            throw new StartupRefusedException("Storage:Sqlite:GroupLimit must be 1 or more: the most acts that are committed together.");

        builder.Services.AddSingleton(new RegistryFile(connection.DataSource));
        builder.Services.AddSingleton<Database>(services => new SqliteDatabase(
            connection.ToString(),
            services.GetRequiredService<TimeProvider>(),
            new SqliteOptions
            {
                GroupLimit = groupLimit,
                EntryExists = IncidentStore.EntryExists,
            },
            services.GetRequiredService<ILogger<SqliteDatabase>>()));
        builder.Services.AddSingleton<Migrator>(services => new SqliteMigrator(connection.ToString(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IdFactory>();
        builder.Services.AddHealthChecks().AddCheck<StorageCheck>("storage", tags: [HealthSetup.Ready]);
    }

    /// <summary>Makes the data folder and brings the schema up to date; a store that can't be used refuses the start.</summary>
    public static async Task OpenStorageAsync(this WebApplication app)
    {
        var file = app.Services.GetRequiredService<RegistryFile>();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(Release, app.Lifetime.ApplicationStopping);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException(
                $"The data folder {Path.GetDirectoryName(file.Path)} can't be made or written: give this user write permission, or name another file in ConnectionStrings:Registry.",
                StartupFailure.CannotWrite);
        }
        catch (MigrationRefusedException failure)
        {
            throw new StartupRefusedException($"{file.Path}: {failure.Message}", StartupFailure.Unreadable);
        }
        catch (StorageUnavailableException failure) when (StartupFailure.Of(failure) is { } explained)
        {
            throw new StartupRefusedException($"{file.Path}: {explained.Sentence}", explained.ExitCode);
        }
    }

    private static SqliteConnectionStringBuilder ConnectionTo(string? configured)
    {
        SqliteConnectionStringBuilder connection;
        try
        {
            connection = new(string.IsNullOrWhiteSpace(configured) ? DefaultConnection : configured);
        }
        catch (ArgumentException)
        {
            // What it says instead may hold a password, so it isn't repeated.
            throw new StartupRefusedException($"ConnectionStrings:Registry can't be read as a SQLite connection string: write it like {DefaultConnection}.");
        }

        if (connection.DataSource is "" or ":memory:" || connection.Mode == SqliteOpenMode.Memory || connection.DataSource.StartsWith("file:", StringComparison.Ordinal))
            throw new StartupRefusedException($"ConnectionStrings:Registry must name a file by its path, like {DefaultConnection}: what is filed must outlive the process.");
        if (connection.Password.Length > 0)
            throw new StartupRefusedException("ConnectionStrings:Registry has a password, and the embedded store has none: protect the file by the disk's encryption and permissions.");
        connection.DataSource = Path.GetFullPath(connection.DataSource, Home);
        return connection;
    }

    private static string Release => typeof(StorageSetup).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    // A relative data source lies in the project's folder when the registry is run from a checkout, and beside the binaries otherwise:
    // starting it from another folder must not show an empty registry.
    private static string Home =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "CaseReferral.Api.csproj")) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
}

/// <summary>The embedded store's file.</summary>
/// <param name="Path">Its full path.</param>
public sealed record RegistryFile(string Path);

/// <summary>Whether this instance can durably store a filing: it writes a row the way every act is written.</summary>
public sealed class StorageCheck(Database database) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.ProbeAsync(cancellationToken) is { } fault
            ? HealthCheckResult.Unhealthy($"A filing can't be stored now: {fault}.")
            : HealthCheckResult.Healthy("A filing can be stored.");
}
