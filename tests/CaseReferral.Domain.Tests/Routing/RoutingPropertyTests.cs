using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Tests.SopPacks;
using CaseReferral.Domain.Triage;
using CsCheck;

namespace CaseReferral.Domain.Tests.Routing;

/// <summary>What holds for any facts under any pack, also under one that no check would pass.</summary>
public class Any_decision
{
    private static readonly Gen<(SopPack Pack, RoutingFacts Facts)> Cases = Gen.Select(Invented.Packs, Invented.AllFacts);

    [Test]
    public void Is_the_same_for_the_same_facts_under_the_same_pack() => Holds((pack, facts) =>
        Say(IncidentRouting.Route(pack, facts)) == Say(IncidentRouting.Route(SopPackJson.Parse(SopPackJson.Write(pack)), facts with { })));

    [Test]
    public void Has_exactly_one_lead_and_it_is_an_action_leg() => Holds((pack, facts) =>
        IncidentRouting.Route(pack, facts).Legs.Where(leg => leg.Lead).ToList() is [{ Kind: LegKind.Action }]);

    [Test]
    public void Gives_each_needed_mandate_to_exactly_one_action_leg() => Holds((pack, facts) =>
    {
        var actions = IncidentRouting.Route(pack, facts).Legs.Where(leg => leg.Kind == LegKind.Action).ToList();
        Mandate[] needed = facts.Hypothesis switch
        {
            CrimeHypothesis.Tip => [Mandate.Tip],
            CrimeHypothesis.Som => [Mandate.Som],
            _ => [Mandate.Tip, Mandate.Som],
        };
        return needed.All(mandate => actions.Count(leg => leg.Mandate.HasFlag(mandate)) == 1)
            && actions.All(leg => needed.Any(mandate => leg.Mandate.HasFlag(mandate)));
    });

    [Test]
    public void Never_lets_an_unrouted_leg_lead_a_routed_one() => Holds((pack, facts) =>
    {
        var actions = IncidentRouting.Route(pack, facts).Legs.Where(leg => leg.Kind == LegKind.Action).ToList();
        return actions.Single(leg => leg.Lead).TaskForce is not null || actions.TrueForAll(leg => leg.TaskForce is null);
    });

    [Test]
    public void Gives_an_action_leg_only_to_a_task_force_that_holds_the_mandate_that_day() => Holds((pack, facts) =>
        facts.ComplicityConcern || IncidentRouting.Route(pack, facts).Legs
            .Where(leg => leg is { Kind: LegKind.Action, TaskForce: not null })
            .All(leg => (leg.Mandate & ~pack.HeldBy(leg.TaskForce!, facts.On)) == Mandate.None));

    [Test]
    public void Makes_one_leg_per_recipient_and_kind_and_no_copy_for_one_that_decides() => Holds((pack, facts) =>
    {
        var legs = IncidentRouting.Route(pack, facts).Legs;
        return legs.Select(leg => (leg.TaskForce, leg.Kind)).Distinct().Count() == legs.Count
            && !legs.Any(copy =>
                copy.Kind == LegKind.Notice && legs.Any(leg => leg.Kind == LegKind.Action && leg.TaskForce == copy.TaskForce));
    });

    [Test]
    public void Crosses_a_border_only_under_an_agreement_that_is_valid_and_binds_both_and_by_handling_H0_or_H1() => Holds((pack, facts) =>
        IncidentRouting.Route(pack, facts).Legs.All(leg => leg.TaskForce?.StartsWith("RS-", StringComparison.Ordinal) == true
            ? leg.LegalBasis == "me-rs" && pack.Agreements[0].IsValidOn(facts.On) && facts.Handling is HandlingCode.H0 or HandlingCode.H1
            : leg.LegalBasis is null));

    [Test]
    public void Never_leaks_complicity_beyond_the_first_integrity_recipient() => Holds((pack, facts) =>
        IncidentRouting.Route(pack, facts with { ComplicityConcern = true })
            is { Legs: [{ Lead: true } only], Matched: [{ Rule: IncidentRouting.IntegrityRule }] }
        && only.TaskForce == pack.IntegrityRecipients[0]);

    [Test]
    public void Is_never_less_urgent_than_at_the_door() => Holds((pack, facts) =>
        IncidentRouting.Route(pack, facts) is { Reasons.Count: > 0 } decision && decision.Priority <= TriageAtTheDoor.Assess(facts).Level);

    [Test]
    public void Is_explained_by_exactly_the_rules_that_it_says_matched() => Holds((pack, facts) =>
        IncidentRouting.Explain(pack, facts).Where(rule => rule.Matched).Select(rule => new MatchedRule(rule.Rule, rule.Sentence))
            .SequenceEqual(IncidentRouting.Route(pack, facts).Matched));

    [Test]
    public void Is_explained_for_every_rule_in_order_with_a_reason_for_each_that_did_not_match() => Holds((pack, facts) =>
    {
        var explained = IncidentRouting.Explain(pack, facts);
        return explained.Take(pack.Rules.Count).Select(rule => rule.Rule).SequenceEqual(pack.Rules.Select(rule => rule.Rule))
            && explained.All(rule => rule.Matched == string.IsNullOrEmpty(rule.FailedCondition));
    });

    [Test]
    public void Rests_on_rules_that_it_says_matched() => Holds((pack, facts) =>
    {
        var decision = IncidentRouting.Route(pack, facts);
        return decision.Legs.All(leg => leg.Rule is null ? leg.TaskForce is null : decision.Matched.Any(rule => rule.Rule == leg.Rule));
    });

    [Test]
    public void Under_an_example_pack_finds_a_recipient_for_everything_but_air_cargo() =>
        Gen.Select(Gen.OneOf(Demo.Jurisdictions.Select(Demo.Pack).ToArray()), Invented.AllFacts).Sample((pack, facts) =>
            IncidentRouting.Route(pack, facts with { Jurisdiction = pack.Jurisdiction }).Legs.Any(leg => leg.TaskForce is null)
            == (pack.Jurisdiction == "BA" && facts is { Mode: Mode.AirCargo, ComplicityConcern: false }));

    private static void Holds(Func<SopPack, RoutingFacts, bool> property) =>
        Cases.Sample(sample => property(sample.Pack, sample.Facts), iter: 2_000);

    private static string Say(RoutingDecision decision) => string.Join('\n',
        [decision.Jurisdiction, decision.Version, decision.Priority, .. decision.Reasons, .. decision.Legs, .. decision.Matched]);
}
