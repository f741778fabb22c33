using CaseReferral.Api.Tests.Drivers;

namespace CaseReferral.Api.Tests.Journeys;

/// <summary>
/// The registries that all journeys share whose outcome doesn't hang on the clock, one on each store; each journey files under clientIds of
/// its own.
/// </summary>
[SetUpFixture, NonParallelizable]
public sealed class JourneyRegistry
{
    private static readonly Dictionary<Store, Registry> Running = [];
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>The registry on a store, started; skips the test when there is no server for it.</summary>
    public static async Task<Registry> OnAsync(Store store)
    {
        await Gate.WaitAsync();
        try
        {
            return Running.TryGetValue(store, out var running) ? running : Running[store] = await Registry.StartAsync(store);
        }
        finally
        {
            Gate.Release();
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var registry in Running.Values)
            await registry.DisposeAsync();
        Running.Clear();
    }
}

/// <summary>A journey through the shared registry of a store.</summary>
public abstract class Journey(Store store)
{
    /// <summary>Through the embedded store's.</summary>
    protected Journey() : this(Store.Sqlite)
    {
    }

    /// <summary>Where it happens.</summary>
    protected Registry Registry { get; private set; } = null!;

    /// <summary>Signs somebody in there.</summary>
    protected Task<Desk> AsAsync(string user) => Registry.AsAsync(user);

    [OneTimeSetUp]
    public async Task FindRegistry() => Registry = await JourneyRegistry.OnAsync(store);
}
