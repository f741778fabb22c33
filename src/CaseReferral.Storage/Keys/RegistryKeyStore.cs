namespace CaseReferral.Storage.Keys;

/// <summary>
/// Keys that the registry makes for itself, by name and version: the newest one is used, older ones explain what they made.
/// </summary>
public static class RegistryKeyStore
{
    private static readonly Statement Newest = new(d => $"""
        SELECT {d.Top("1")} k.Version, k.Value FROM RegistryKey k WHERE k.Name = @Name ORDER BY k.Version DESC {d.Limit("1")}
        """);

    private static readonly Statement Insert = new(_ => "INSERT INTO RegistryKey (Name, Version, Value) VALUES (@Name, @Version, @Value)");

    /// <summary>The newest key of this name; null where none was needed yet.</summary>
    public static Load<RegistryKey?> FindNewest(string name) =>
        Load.One<RegistryKey>(Newest, AccessScope.Registry("a key of the registry's own"), new { Name = name });

    /// <summary>Keeps a key; the act is lost where its version is there already.</summary>
    public static Act KeepKey(this Act act, string name, RegistryKey key) => act.Do(Insert, new { Name = name, key.Version, key.Value });
}

/// <summary>A key that the registry made for itself.</summary>
public sealed record RegistryKey
{
    /// <summary>Its version, 1 for the first.</summary>
    public int Version { get; init; }

    /// <summary>Random bytes, at most 64.</summary>
    public byte[] Value { get; init; } = [];
}
