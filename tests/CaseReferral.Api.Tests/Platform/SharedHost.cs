namespace CaseReferral.Api.Tests.Platform;

/// <summary>One platform host for all tests of this folder that only ask.</summary>
[SetUpFixture, NonParallelizable]
public sealed class SharedHost
{
    public static PlatformHost Host { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start() => Host = await PlatformHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await Host.DisposeAsync();
}
