namespace CaseReferral.Api.Platform.Startup;

/// <summary>What the executable does besides running the registry: its first argument says what.</summary>
public static class Commands
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>False when they name none, and the registry is to run.</returns>
    public static async Task<bool> TryRunAsync(string[] args)
    {
        switch (args)
        {
            case [MigrateCommand.Name, ..]:
                await MigrateCommand.RunAsync(args[1..]);
                return true;
            case [ProbeCommand.Name, var address]:
                await ProbeCommand.RunAsync(address);
                return true;
            default:
                return false;
        }
    }
}
