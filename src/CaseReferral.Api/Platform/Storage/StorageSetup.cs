using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Health;
using CaseReferral.Api.Platform.Startup;
using CaseReferral.Storage;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Migrations;
using Microsoft.Data.SqlClient;
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
        switch (provider)
        {
            case "Sqlite":
                AddSqlite(builder);
                break;
            case "SqlServer":
                AddSqlServer(builder);
                break;
            default:
                throw new StartupRefusedException($"Storage:Provider can't be {provider}: choose Sqlite or SqlServer.");
        }

        builder.Services.AddSingleton<IdFactory>();
        builder.Services.AddSingleton<RegistryKeys>();
        builder.Services.AddHealthChecks()
            .AddCheck<StorageCheck>("storage", tags: [HealthSetup.Ready])
            .AddCheck<ClockCheck>("clock", tags: [HealthSetup.Ready]);
    }

    /// <summary>
    /// Brings the schema up to date where that is this process's business (the embedded store, and any in Development), else makes sure
    /// that it is; a store that can't be used refuses the start.
    /// </summary>
    public static Task OpenStorageAsync(this WebApplication app)
    {
        var place = app.Services.GetRequiredService<RegistryPlace>();
        var migrator = app.Services.GetRequiredService<Migrator>();
        var stopping = app.Lifetime.ApplicationStopping;
        return place.ExplainAsync(async () =>
        {
            place.Prepare();
            if (migrator is SqliteMigrator || app.Environment.IsDevelopment())
                await migrator.MigrateAsync(Release, stopping);
            await migrator.CheckAsync(stopping);
        });
    }

    /// <summary>This build's release, as it is written beside a migration.</summary>
    public static string Release => typeof(StorageSetup).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    private static void AddSqlite(WebApplicationBuilder builder)
    {
        var connection = ConnectionTo(builder.Configuration.GetConnectionString("Registry"));
        var groupLimit = builder.Configuration.GetValue("Storage:Sqlite:GroupLimit", 256);
        if (groupLimit < 1)
            throw new StartupRefusedException("Storage:Sqlite:GroupLimit must be 1 or more: the most acts that are committed together.");

        builder.Services.AddSingleton(new RegistryPlace(connection.DataSource, Path.GetDirectoryName(connection.DataSource)));
        builder.Services.AddSingleton<Database>(services => new SqliteDatabase(
            connection.ToString(),
            services.GetRequiredService<TimeProvider>(),
            new SqliteOptions
            {
                GroupLimit = groupLimit,
                EntryExists = IncidentStore.EntryExists,
            },
            services.GetRequiredService<ILogger<SqliteDatabase>>()));
        builder.Services.AddSingleton<Migrator>(
            services => new SqliteMigrator(connection.ToString(), services.GetRequiredService<TimeProvider>()));
    }

    private static void AddSqlServer(WebApplicationBuilder builder)
    {
        DatabaseSignIn.Register();
        var connection = ServerIn(builder.Configuration.GetConnectionString("Registry"));
        var options = new SqlServerOptions
        {
            AttemptTimeout = Seconds(builder, "Storage:SqlServer:AttemptTimeout", 5),
            TotalTimeout = Seconds(builder, "Storage:SqlServer:TotalTimeout", 15),
            ReadFromReplica = builder.Configuration.GetValue("Storage:SqlServer:ReadFromReplica", false),
            EntryExists = IncidentStore.EntryExists,
        };
        builder.Services.AddSingleton(new RegistryPlace($"The database {connection.InitialCatalog} on {connection.DataSource}", null));
        builder.Services.AddSingleton<Database>(services => new SqlServerDatabase(
            connection.ToString(), services.GetRequiredService<TimeProvider>(), options));
        builder.Services.AddSingleton<Migrator>(
            services => new SqlServerMigrator(connection.ToString(), services.GetRequiredService<TimeProvider>()));
    }

    private static TimeSpan Seconds(WebApplicationBuilder builder, string key, int usual)
    {
        var seconds = builder.Configuration.GetValue(key, (double)usual);
        return seconds is >= 0.1 and <= 600
            ? TimeSpan.FromSeconds(seconds)
            : throw new StartupRefusedException($"{key} must be from 0.1 to 600 seconds.");
    }

    private static SqlConnectionStringBuilder ServerIn(string? configured)
    {
        const string example = "Server=tcp:sql.example.org;Database=CaseReferral;Authentication=Active Directory Managed Identity";
        SqlConnectionStringBuilder connection;
        try
        {
            connection = new(configured);
        }
        catch (ArgumentException)
        {
            // What it says instead may hold a password, so it isn't repeated.
            throw new StartupRefusedException(
                $"ConnectionStrings:Registry can't be read as a SQL Server connection string: write it like {example}.");
        }

        if (connection.DataSource.Length == 0 || connection.InitialCatalog.Length == 0)
            throw new StartupRefusedException($"ConnectionStrings:Registry must name a server and a database, like {example}.");
        return connection;
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
            throw new StartupRefusedException(
                $"ConnectionStrings:Registry can't be read as a SQLite connection string: write it like {DefaultConnection}.");
        }

        if (connection.DataSource is "" or ":memory:"
            || connection.Mode == SqliteOpenMode.Memory
            || connection.DataSource.StartsWith("file:", StringComparison.Ordinal))
            throw new StartupRefusedException(
                $"ConnectionStrings:Registry must name a file by its path, like {DefaultConnection}: "
                + "what is filed must outlive the process.");
        if (connection.Password.Length > 0)
            throw new StartupRefusedException(
                "ConnectionStrings:Registry has a password, and the embedded store has none: "
                + "protect the file by the disk's encryption and permissions.");
        connection.DataSource = Path.GetFullPath(connection.DataSource, Home);
        return connection;
    }

    // A relative data source lies in the project's folder when the registry is run from a checkout, and beside the binaries otherwise:
    // starting it from another folder must not show an empty registry.
    private static string Home =>
        File.Exists(Path.Combine(Directory.GetCurrentDirectory(), "CaseReferral.Api.csproj"))
            ? Directory.GetCurrentDirectory()
            : AppContext.BaseDirectory;
}

/// <summary>Whether this instance can durably store a filing: it writes a row the way every act is written.</summary>
public sealed class StorageCheck(Database database) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await database.ProbeAsync(cancellationToken) is { } fault
            ? HealthCheckResult.Unhealthy($"A filing can't be stored now: {fault}.")
            : HealthCheckResult.Healthy("A filing can be stored.");
}
