using CaseReferral.Api.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CaseReferral.Api.Tests.Journeys;

/// <summary>The registry that all journeys share whose outcome doesn't hang on the clock; each files under clientIds of its own.</summary>
[SetUpFixture]
public sealed class JourneyRegistry
{
    private static Registry? running;

    /// <summary>It, started.</summary>
    public static Registry Running => running!;

    [OneTimeSetUp]
    public void Start() => running = Registry.Start();

    [OneTimeTearDown]
    public async Task Stop() => await running!.DisposeAsync();
}

/// <summary>A journey through the shared registry.</summary>
public abstract class Journey
{
    /// <summary>Where it happens.</summary>
    protected static Registry Registry => JourneyRegistry.Running;

    /// <summary>Signs somebody in there.</summary>
    protected static Task<Desk> AsAsync(string user) => Registry.AsAsync(user);
}

/// <summary>A journey that moves the clock, in a registry of its own.</summary>
public abstract class JourneyThroughTime
{
    /// <summary>Where it happens.</summary>
    protected Registry Registry { get; private set; } = null!;

    /// <summary>What the registry takes for now.</summary>
    protected DateTimeOffset Now => Registry.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Signs somebody in there.</summary>
    protected Task<Desk> AsAsync(string user) => Registry.AsAsync(user);

    [OneTimeSetUp]
    public void StartRegistry() => Registry = Registry.Start();

    [OneTimeTearDown]
    public async Task StopRegistry() => await Registry.DisposeAsync();
}
