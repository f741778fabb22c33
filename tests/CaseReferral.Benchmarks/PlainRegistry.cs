namespace CaseReferral.Api.Tests.Processes;

/// <summary>A benchmark measures the registry, and no checks of its answers.</summary>
public sealed partial class RunningRegistry
{
    private static partial HttpMessageHandler Line() => new SocketsHttpHandler { AllowAutoRedirect = false };
}
