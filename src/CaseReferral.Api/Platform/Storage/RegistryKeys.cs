using System.Security.Cryptography;
using CaseReferral.Storage;
using CaseReferral.Storage.Keys;

namespace CaseReferral.Api.Platform.Storage;

/// <summary>
/// The keys that the registry makes for itself, kept in its store so that all instances use the same. The random bytes are made here and
/// not in SQL: not every server can make good ones.
/// </summary>
public sealed class RegistryKeys(Database database, IdFactory ids)
{
    private const int KeyBytes = 32;

    /// <summary>The newest key of this name. Where there is none it is made; of instances that make it at once, one does.</summary>
    /// <exception cref="StorageUnavailableException">The store can't be used now.</exception>
    public async Task<RegistryKey> NewestAsync(string name, CancellationToken ct)
    {
        if (await FindAsync() is { } known)
            return known;

        var first = new RegistryKey { Version = 1, Value = RandomNumberGenerator.GetBytes(KeyBytes) };
        await database.CommitAsync(new Act(ids.NewEntry()).KeepKey(name, first), ct);
        // Read again whoever won: all use the one that was kept.
        return await FindAsync() ?? throw new InvalidOperationException($"The key {name} was kept and can't be found.");

        Task<RegistryKey?> FindAsync() => database.ReadAsync(RegistryKeyStore.FindNewest(name), ct);
    }
}
