using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.Tests.Routing;
using CaseReferral.Domain.Triage;

namespace CaseReferral.Domain.Tests.Triage;

public class The_priority_at_the_door
{
    private static readonly RoutingFacts Nothing = Facts.In("ME");
    private static readonly RoutingFacts ChildPresent =
        Nothing with { ChildOrUnknownAge = true, PersonsPresentNow = true, PersonCounted = true };

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case(Nothing with { DangerToLife = true }, Priority.P1, "danger to life alone");
        yield return Case(ChildPresent with { Hypothesis = CrimeHypothesis.Tip }, Priority.P1, "child present, tip");
        yield return Case(ChildPresent with { Hypothesis = CrimeHypothesis.TipAndSom }, Priority.P1, "child present, tip and som");
        yield return Case(ChildPresent with { Hypothesis = CrimeHypothesis.Undetermined }, Priority.P2, "child present, undetermined");
        yield return Case(ChildPresent, Priority.P2, "child present, som");
        yield return Case(
            ChildPresent with { Hypothesis = CrimeHypothesis.Tip, PersonsPresentNow = false }, Priority.P2, "child gone, tip");
        yield return Case(Nothing with { ChildOrUnknownAge = true }, Priority.P2, "child alone");
        yield return Case(Nothing with { PersonsPresentNow = true, Hypothesis = CrimeHypothesis.Tip }, Priority.P2, "present, tip");
        yield return Case(
            Nothing with { PersonsPresentNow = true, Hypothesis = CrimeHypothesis.Undetermined }, Priority.P2, "present, unknown");
        yield return Case(Nothing with { PersonsPresentNow = true, VictimRoleListed = true }, Priority.P2, "present victim, som");
        yield return Case(Nothing with { PersonsPresentNow = true, PersonCounted = true }, Priority.P3, "present, plain som");
        yield return Case(
            Nothing with
            {
                VictimRoleListed =
                true,
                PersonCounted = true,
                Hypothesis = CrimeHypothesis.Tip
            }, Priority.P3, "victim not present");
        yield return Case(Nothing with { PersonCounted = true }, Priority.P3, "a person counted");
        yield return Case(Nothing with { ObjectHeld = true }, Priority.P3, "an object held");
        yield return Case(Nothing with { Hypothesis = CrimeHypothesis.TipAndSom }, Priority.P4, "intelligence");
        yield return Case(Nothing, Priority.P4, "nothing");
    }

    [TestCaseSource(nameof(Cases))]
    public void Is_the_most_urgent_level_that_holds(RoutingFacts facts, Priority expected) =>
        Assert.That(TriageAtTheDoor.Assess(facts).Level, Is.EqualTo(expected));

    [Test]
    public void Gives_every_reason_of_its_level_and_none_of_another()
    {
        var (_, reasons) =
            TriageAtTheDoor.Assess(ChildPresent with { DangerToLife = true, Hypothesis = CrimeHypothesis.Tip, ObjectHeld = true });
        Assert.That(reasons, Is.EqualTo(new List<string>
        {
            "Somebody's life is in danger.",
            "A child or a person of unknown age is present now and trafficking is suspected.",
        }));
    }

    [Test]
    public void Always_has_a_reason() =>
        Assert.That(
            TriageAtTheDoor.Assess(Nothing).Reasons.Single(),
            Is.EqualTo("Intelligence only: no person is counted and no object is held."));

    private static TestCaseData Case(RoutingFacts facts, Priority expected, string name) =>
        new TestCaseData(facts, expected).SetArgDisplayNames(name, expected.Code());
}
