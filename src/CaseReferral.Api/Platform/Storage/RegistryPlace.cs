using CaseReferral.Api.Platform.Startup;
using CaseReferral.Storage;
using CaseReferral.Storage.Migrations;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>Where the registry is stored, in words that hold no password.</summary>
/// <param name="Name">The file's full path, or the database and its server.</param>
/// <param name="Folder">The file's folder; null on a server.</param>
public sealed record RegistryPlace(string Name, string? Folder)
{
    /// <summary>Makes the folder, where there is one to make.</summary>
    public void Prepare()
    {
        if (Folder is not null)
            Directory.CreateDirectory(Folder);
    }

    /// <summary>Does something with the store; one that can't be used refuses the start in one sentence.</summary>
    /// <exception cref="StartupRefusedException">The store can't be used.</exception>
    public async Task ExplainAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (Folder is not null && failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException(
                $"The data folder {Folder} can't be made or written: give this user write permission, "
                + "or name another file in ConnectionStrings:Registry.",
                StartupFailure.CannotWrite);
        }
        catch (MigrationRefusedException failure)
        {
            throw new StartupRefusedException($"{Name}: {failure.Message}", StartupFailure.Unreadable);
        }
        catch (StorageUnavailableException failure) when (StartupFailure.Of(failure) is { } explained)
        {
            throw new StartupRefusedException($"{Name}: {explained.Sentence}", explained.ExitCode);
        }
    }
}
