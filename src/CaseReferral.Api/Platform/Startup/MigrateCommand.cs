using CaseReferral.Api.Platform.Clock;
using CaseReferral.Api.Platform.Storage;
using CaseReferral.Storage.Migrations;

namespace CaseReferral.Api.Platform.Startup;

/// <summary>
/// <c>migrate</c>: brings the database to the schema of this build, gives the service its rights in it and ends, under a login that may
/// change the schema. With <c>--script</c> it prints what it would do and changes nothing.
/// </summary>
public static class MigrateCommand
{
    /// <summary>The first argument.</summary>
    public const string Name = "migrate";

    private const string ScriptSwitch = "--script";

    /// <summary>Migrates, or prints the script.</summary>
    /// <exception cref="StartupRefusedException">The database can't be migrated.</exception>
    public static async Task RunAsync(string[] args)
    {
        var builder = RegistryProcess.CreateBuilder([.. args.Where(given => given != ScriptSwitch)]);
        builder.Logging.ClearProviders();
        builder.AddClock();
        builder.AddStorage();
        await using var app = builder.Build();
        var migrator = app.Services.GetRequiredService<Migrator>();
        var place = app.Services.GetRequiredService<RegistryPlace>();
        await place.ExplainAsync(async () =>
        {
            if (args.Contains(ScriptSwitch))
            {
                Console.Write(await migrator.ScriptAsync(StorageSetup.Release, CancellationToken.None));
                return;
            }

            place.Prepare();
            var applied = await migrator.MigrateAsync(StorageSetup.Release, CancellationToken.None);
            Console.WriteLine(applied.Count == 0
                ? $"{place.Name} has every migration of this build."
                : $"{place.Name} was migrated: {string.Join(", ", applied)}.");
            if (!await migrator.GrantAsync(CancellationToken.None))
            {
                Console.WriteLine(
                    $"{place.Name} has no role registry_service that this login sees, so nobody was given rights: "
                    + "run deploy/sql/logins.sql as an administrator, then this again.");
            }
        });
    }
}
