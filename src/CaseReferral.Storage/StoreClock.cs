namespace CaseReferral.Storage;

/// <summary>The clock that the store's engine goes by.</summary>
public static class StoreClock
{
    private static readonly Statement Now = new(d => $"SELECT {d.Now} AS Now");

    /// <summary>What the engine takes for now.</summary>
    public static Load<DateTimeOffset> Read() =>
        Load.One<long>(Now, AccessScope.Registry("the engine's clock")).Select(Instants.FromStore);
}
