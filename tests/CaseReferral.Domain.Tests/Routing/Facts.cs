using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Tests.Routing;

/// <summary>Facts to start from: plain smuggling intelligence at a seaport; a test says what differs.</summary>
internal static class Facts
{
    public static readonly DateOnly Today = new(2026, 3, 18);

    public static RoutingFacts In(string jurisdiction) => new()
    {
        Jurisdiction = jurisdiction,
        On = Today,
        Hypothesis = CrimeHypothesis.Som,
        ChildOrUnknownAge = false,
        DangerToLife = false,
        PersonsPresentNow = false,
        VictimRoleListed = false,
        PersonCounted = false,
        ObjectHeld = false,
        UnitType = UnitType.Pcu,
        Transport = SiteFunction.Sea,
    };
}
