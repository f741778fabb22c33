using CaseReferral.Api.Tests.Conformance;

namespace CaseReferral.Api.Tests.Processes;

/// <summary>Tests speak to a process by the contract, too.</summary>
public sealed partial class RunningRegistry
{
    private static partial HttpMessageHandler Line() => ConformingLine.ToTheRegistry();
}
