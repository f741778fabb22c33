using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.SopPacks;

namespace CaseReferral.Domain.Tests.Routing;

/// <summary>The facts of the ten filings in <c>DemoData/scenarios</c>, by hand, and what the example packs make of them.</summary>
public class The_ten_scenarios
{
    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("01 Bar, nine people in a container",
            Facts.In("ME") with
            {
                DangerToLife = true,
                PersonsPresentNow = true,
                PersonCounted = true,
                ChildOrUnknownAge = true,
                ObjectHeld = true,
                Mode = Mode.SeaContainer,
                Touches = ["AL", "IT", "TR"],
            },
            Priority.P1, "*action ME-OPTEAM som", "protection ME-CHILD none");
        yield return Case("02 Belgrade airport, held passport",
            Facts.In("RS") with
            {
                Hypothesis = CrimeHypothesis.Tip,
                PersonsPresentNow = true,
                VictimRoleListed = true,
                PersonCounted = true,
                ObjectHeld = true,
                UnitType = UnitType.Accu,
                Mode = Mode.AirPax,
                Transport = SiteFunction.Air,
                Touches = ["AE"],
                Handling = HandlingCode.H1,
            },
            Priority.P2, "*action RS-TF tip", "notice RS-CPTV none");
        yield return Case("03 Bijaca, debt bondage",
            Facts.In("BA") with
            {
                Hypothesis = CrimeHypothesis.TipAndSom,
                PersonsPresentNow = true,
                PersonCounted = true,
                ObjectHeld = true,
                UnitType = UnitType.JointLand,
                Mode = Mode.RoadHgv,
                Transport = SiteFunction.Road,
                Touches = ["BD", "HR", "RS"],
            },
            Priority.P2, "*action BA-TIP tip", "action BA-SOM som");
        yield return Case("04 Durres, seven hours offline",
            Facts.In("AL") with { PersonCounted = true, ObjectHeld = true, Mode = Mode.SeaRoro },
            Priority.P3, "*action AL-TF som");
        yield return Case("05 Sarajevo, air cargo",
            Facts.In("BA") with { ObjectHeld = true, UnitType = UnitType.Accu, Mode = Mode.AirCargo, Transport = SiteFunction.Air },
            Priority.P3, "*action unrouted som");
        yield return Case("06 Bar, wrong check digit",
            Facts.In("ME") with { ObjectHeld = true, Mode = Mode.SeaContainer },
            Priority.P3, "*action ME-OPTEAM som");
        yield return Case("07 Skopje, bus of fifty-two",
            Facts.In("MK") with
            {
                Hypothesis = CrimeHypothesis.Undetermined,
                PersonsPresentNow = true,
                PersonCounted = true,
                ChildOrUnknownAge = true,
                ObjectHeld = true,
                UnitType = UnitType.Biu,
                Mode = Mode.Bus,
                Transport = SiteFunction.Road,
            },
            Priority.P2, "*action MK-OTITV tip_and_som", "protection MK-CHILD none", "notice MK-OCCPO none");
        yield return Case("08 Vermice, disputed age",
            Facts.In("XK") with
            {
                Hypothesis = CrimeHypothesis.Tip,
                PersonsPresentNow = true,
                VictimRoleListed = true,
                PersonCounted = true,
                ChildOrUnknownAge = true,
                UnitType = UnitType.JointLand,
                Mode = Mode.RoadCar,
                Transport = SiteFunction.Road,
                Touches = ["AL"],
            },
            Priority.P1, "*action XK-THB tip", "protection XK-ADVOCATE none", "protection XK-SOCIAL none");
        yield return Case("09 an exercise routes like the real thing",
            Facts.In("RS") with
            {
                PersonCounted = true,
                ObjectHeld = true,
                UnitType = UnitType.Accu,
                Mode = Mode.RoadCar,
                Transport = SiteFunction.Road,
            },
            Priority.P3, "*action RS-TF som");
        yield return Case("10 Gradiska, the minimum",
            Facts.In("BA") with
            {
                Hypothesis = CrimeHypothesis.Undetermined,
                PersonsPresentNow = true,
                PersonCounted = true,
                ChildOrUnknownAge = true,
                UnitType = UnitType.JointLand,
                Transport = SiteFunction.Road,
            },
            Priority.P2, "*action BA-TIP tip", "action BA-SOM som");
        yield return Case("RS, a case that touches ME",
            Facts.In("RS") with { Touches = ["IT", "ME"] },
            Priority.P4, "*action RS-TF som", "notice ME-OPTEAM none under rs-me-cooperation");
        yield return Case("AL, trafficking",
            Facts.In("AL") with { Hypothesis = CrimeHypothesis.Tip, PersonsPresentNow = true, PersonCounted = true },
            Priority.P2, "*action AL-TF tip", "protection AL-SOCIAL none");
        yield return Case("MK, complicity goes to the prosecution that otherwise gets a copy",
            Facts.In("MK") with { Hypothesis = CrimeHypothesis.TipAndSom, ComplicityConcern = true },
            Priority.P4, "*action MK-OCCPO tip_and_som");
    }

    [TestCaseSource(nameof(Cases))]
    public void Go_where_the_example_packs_say(RoutingFacts facts, Priority priority, string[] legs)
    {
        var decision = IncidentRouting.Route(Demo.Pack(facts.Jurisdiction), facts);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(decision.Priority, Is.EqualTo(priority));
            Assert.That(decision.Legs.Select(Say), Is.EqualTo(legs));
            Assert.That((decision.Jurisdiction, decision.Version), Is.EqualTo((facts.Jurisdiction, 1)));
        }
    }

    [Test]
    public void Are_acknowledged_within_the_default_clocks([ValueSource(typeof(Demo), nameof(Demo.Jurisdictions))] string jurisdiction) =>
        Assert.That(
            Enum.GetValues<Priority>().Select(Demo.Pack(jurisdiction).ClocksFor),
            Is.EqualTo(Enum.GetValues<Priority>().Select(DefaultClocks.For)));

    [Test]
    public void Call_sea_rescue_first_at_the_port_of_Bar() =>
        Assert.That(
            Contacts.RescueInstructions(Demo.Pack("ME"), SiteFunction.Sea, dangerToLife: true, exercise: false).Single(),
            Does.StartWith("Call rescue now: 129 (sea rescue), 112"));

    private static string Say(PlannedLeg leg) =>
        $"{(leg.Lead ? "*" : "")}{leg.Kind.Code()} {leg.TaskForce ?? "unrouted"} {leg.Mandate.Code()}"
        + (leg.LegalBasis is { } basis ? $" under {basis}" : "");

    private static TestCaseData Case(string name, RoutingFacts facts, Priority priority, params string[] legs) =>
        new TestCaseData(facts, priority, legs).SetArgDisplayNames(name);
}
