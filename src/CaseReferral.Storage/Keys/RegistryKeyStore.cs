namespace CaseReferral.Storage.Keys;

/// <summary>Keys that the store makes for itself, by name and version: the newest one is used, older ones explain what they made.</summary>
public static class RegistryKeyStore
{
    private static readonly Statement Newest = new(d => $"""
        SELECT {d.Top("1")} k.Version, k.Value FROM RegistryKey k WHERE k.Name = @Name ORDER BY k.Version DESC {d.Limit("1")}
        """);

    /// <summary>The newest key of this name; null where the schema made none.</summary>
    public static Load<RegistryKey?> FindNewest(string name) =>
        Load.One<RegistryKey>(Newest, AccessScope.Registry("a key of the registry's own"), new { Name = name });
}

/// <summary>A key that the store made for itself.</summary>
public sealed record RegistryKey
{
    /// <summary>Its version, 1 for the first.</summary>
    public int Version { get; init; }

    /// <summary>Random bytes.</summary>
    public byte[] Value { get; init; } = [];
}
