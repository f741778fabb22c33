using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Tests.Routing;

public abstract class RoutingOver
{
    protected static readonly DateOnly Founded = new(2020, 1, 1);
    protected static readonly RoutingFacts Both = Facts.In("ME") with { Hypothesis = CrimeHypothesis.TipAndSom };
    protected static readonly RoutingFacts Present = Both with { PersonsPresentNow = true };

    protected static readonly Agreement WithSerbia = new("me-rs", "With Serbia", ["ME", "RS"], Founded, null, ["content"]);

    protected static SopPack Pack(params RoutingRule[] rules) => new()
    {
        Jurisdiction = "ME",
        Version = 7,
        Title = "Invented",
        Mandates =
        [
            new("ME-TIP", Mandate.Tip, Founded), new("ME-SOM", Mandate.Som, Founded), new("ME-BOTH", Mandate.TipAndSom, Founded),
            new("RS-TF", Mandate.TipAndSom, Founded), new("ME-ENDED", Mandate.TipAndSom, Founded, Facts.Today.AddDays(-1)),
        ],
        Rules = rules,
        IntegrityRecipients = ["ME-FIRST", "ME-LAST"],
        Contacts = [],
        RescueNumbers = [],
        Agreements = [WithSerbia],
    };

    protected static RoutingRule Rule(string name, LegKind? kind, string? taskForce, RuleCondition? when = null) =>
        new() { Rule = name, Sentence = $"Sentence of {name}.", Kind = kind, TaskForce = taskForce, When = when ?? new() };

    protected static RoutingRule Action(string name, string taskForce, RuleCondition? when =
        null) => Rule(name, LegKind.Action, taskForce, when);

    protected static RoutingRule Unrouted(string name, RuleCondition? when = null) => Rule(name, null, null, when) with { Unrouted = true };

    protected static IReadOnlyList<PlannedLeg> Legs(SopPack pack, RoutingFacts facts) => IncidentRouting.Route(pack, facts).Legs;

    protected static string? Failed(SopPack pack, RoutingFacts facts, string rule) =>
        IncidentRouting.Explain(pack, facts).Single(explained => explained.Rule == rule).FailedCondition;

    protected static PlannedLeg Leg(
        string? taskForce, Mandate mandate, bool lead, string? rule, LegKind kind = LegKind.Action, string? basis = null) =>
        new(kind, taskForce, mandate, lead, rule, basis);
}

public class The_search_for_an_action_leg : RoutingOver
{
    [Test]
    public void Passes_over_a_closed_task_force_for_the_next_and_in_the_end_leaves_the_case_to_the_coordinator()
    {
        var pack = Pack(Action("a", "ME-BOTH"), Action("b", "ME-TIP"));
        var closed = Both with { Closed = ["ME-BOTH"] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                Legs(pack, closed),
                Is.EqualTo(new[] { Leg("ME-TIP", Mandate.Tip, lead: true, "b"), Leg(null, Mandate.Som, lead: false, null) }));
            Assert.That(Failed(pack, closed, "a"), Is.EqualTo("ME-BOTH is closed and takes nothing new."));
            Assert.That(closed.ReadsLike(Both), Is.True, "that it closed alone is no reason to decide again");
        }
    }

    [TestCase(CrimeHypothesis.Tip, Mandate.Tip)]
    [TestCase(CrimeHypothesis.Som, Mandate.Som)]
    [TestCase(CrimeHypothesis.TipAndSom, Mandate.TipAndSom)]
    [TestCase(CrimeHypothesis.Undetermined, Mandate.TipAndSom)]
    public void Looks_for_the_mandates_that_the_hypothesis_needs(CrimeHypothesis hypothesis, Mandate needed) =>
        Assert.That(
            Legs(Pack(Action("a", "ME-BOTH")), Both with
            {
                Hypothesis =
                hypothesis
            }), Is.EqualTo(new[] { Leg("ME-BOTH", needed, true, "a") }));

    [Test]
    public void Takes_the_first_rule_that_matches() =>
        Assert.That(
            Legs(Pack(Action("a", "ME-TIP", new() { DangerToLife = true }), Action("b", "ME-BOTH"), Action("c", "ME-TIP")), Both),
            Is.EqualTo(new[] { Leg("ME-BOTH", Mandate.TipAndSom, true, "b") }));

    [Test]
    public void Gives_a_task_force_with_both_mandates_one_leg_also_by_two_rules()
    {
        var pack = Pack(Action("a", "ME-BOTH") with { Serves = Mandate.Som }, Action("b", "ME-BOTH") with { Serves = Mandate.Tip });
        Assert.That(Legs(pack, Both), Is.EqualTo(new[] { Leg("ME-BOTH", Mandate.TipAndSom, true, "a") }));
        Assert.That(IncidentRouting.Route(pack, Both).Matched.Select(matched => matched.Rule), Is.EqualTo(new List<string> { "a", "b" }));
    }

    [Test]
    public void Ends_unrouted_when_no_rule_matches_with_one_leg_for_both_mandates() =>
        Assert.That(Legs(Pack(), Both), Is.EqualTo(new[] { Leg(null, Mandate.TipAndSom, true, null) }));

    [Test]
    public void Ends_unrouted_for_the_mandate_that_nobody_took() =>
        Assert.That(
            Legs(Pack(Action("a", "ME-SOM")), Present),
            Is.EqualTo(new[] { Leg("ME-SOM", Mandate.Som, true, "a"), Leg(null, Mandate.Tip, false, null) }));

    [Test]
    public void Stops_at_an_unrouted_rule() =>
        Assert.That(
            Legs(Pack(Action("a", "ME-TIP"), Unrouted("stop"), Action("b", "ME-BOTH")), Both),
            Is.EqualTo(new[] { Leg("ME-TIP", Mandate.Tip, true, "a"), Leg(null, Mandate.Som, false, "stop") }));

    [Test]
    public void Passes_by_a_mandate_that_ended_yesterday_or_begins_tomorrow()
    {
        var pack = Pack(Action("a", "ME-ENDED"), Action("b", "ME-BOTH"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Legs(pack, Both).Single().TaskForce, Is.EqualTo("ME-BOTH"));
            Assert.That(Legs(pack, Both with { On = Facts.Today.AddDays(-1) }).Single().TaskForce, Is.EqualTo("ME-ENDED"));
            Assert.That(Legs(pack, Both with { On = Founded }).Single().TaskForce, Is.EqualTo("ME-ENDED"));
            Assert.That(Legs(pack, Both with { On = Founded.AddDays(-1) }).Single().TaskForce, Is.Null);
        }
    }

    [Test]
    public void Makes_no_leg_by_a_broken_rule() =>
        Assert.That(Legs(Pack(Rule("a", LegKind.Action, null), Rule("b", LegKind.Notice, null)), Both), Is.EqualTo(new[]
        {
            Leg(null, Mandate.TipAndSom, true, null),
        }));

    [Test]
    public void Refuses_another_jurisdictions_pack() =>
        Assert.Throws<ArgumentException>(() => IncidentRouting.Route(Pack(), Facts.In("RS")));
}

public class The_lead : RoutingOver
{
    private static readonly SopPack Separate = Pack(Action("s", "ME-SOM"), Action("t", "ME-TIP"));

    [Test]
    public void Is_with_trafficking_when_a_possible_victim_is_present() =>
        Assert.That(Legs(Separate, Present)[0], Is.EqualTo(Leg("ME-TIP", Mandate.Tip, true, "t")));

    [Test]
    public void Is_with_smuggling_when_none_is() =>
        Assert.That(Legs(Separate, Both)[0], Is.EqualTo(Leg("ME-SOM", Mandate.Som, true, "s")));

    [Test]
    public void Is_a_routed_leg_before_an_unrouted_one() =>
        Assert.That(Legs(Pack(Unrouted("u") with { Serves = Mandate.Tip }, Action("s", "ME-SOM")), Present), Is.EqualTo(new[]
        {
            Leg("ME-SOM", Mandate.Som, true, "s"), Leg(null, Mandate.Tip, false, "u"),
        }));

    [Test]
    public void Is_the_only_leg_whatever_is_present() =>
        Assert.That(Legs(Separate, Present with { Hypothesis = CrimeHypothesis.Som, VictimRoleListed = true }).Single().Lead, Is.True);
}

public class Protection_and_notice_rules : RoutingOver
{
    private static readonly RoutingRule Protect = Rule("protect", LegKind.Protection, "ME-CHILD", new() { ChildOrUnknownAge = true });

    [Test]
    public void Add_a_leg_each_that_never_leads() =>
        Assert.That(
            Legs(Pack(Protect, Rule("copy", LegKind.Notice, "ME-INFO"), Action("a", "ME-BOTH")), Both with { ChildOrUnknownAge = true }),
            Is.EqualTo(new[]
            {
                Leg("ME-BOTH", Mandate.TipAndSom, true, "a"),
                Leg("ME-CHILD", Mandate.None, false, "protect", LegKind.Protection),
                Leg("ME-INFO", Mandate.None, false, "copy", LegKind.Notice),
            }));

    [Test]
    public void Make_one_leg_per_recipient_and_kind()
    {
        var pack = Pack(Protect, Protect with { Rule = "again" });
        var child = Both with { ChildOrUnknownAge = true };
        Assert.That(Legs(pack, child), Has.Count.EqualTo(2));
        Assert.That(Failed(pack, child, "again"), Is.EqualTo("ME-CHILD already has the protection leg by rule protect."));
    }

    [Test]
    public void Protect_also_through_a_task_force_that_decides() =>
        Assert.That(
            Legs(Pack(Action("a", "ME-BOTH"), Rule("protect", LegKind.Protection, "ME-BOTH")), Both)[^1],
            Is.EqualTo(Leg("ME-BOTH", Mandate.None, false, "protect", LegKind.Protection)));

    [Test]
    public void Give_no_copy_to_a_task_force_that_decides_wherever_the_rule_stands()
    {
        var pack = Pack(Rule("copy", LegKind.Notice, "ME-BOTH"), Action("a", "ME-BOTH"));
        Assert.That(Legs(pack, Both), Has.Count.EqualTo(1));
        Assert.That(Failed(pack, Both, "copy"), Is.EqualTo("ME-BOTH has an action leg and needs no copy."));
    }
}

public class A_rule_across_a_border : RoutingOver
{
    private static readonly RoutingRule Copy = Rule("copy", LegKind.Notice, "RS-INFO") with { LegalBasis = "me-rs" };

    [TestCase(HandlingCode.H0)]
    [TestCase(HandlingCode.H1)]
    public void Makes_a_leg_under_its_agreement(HandlingCode handling) =>
        Assert.That(Legs(Pack(Copy), Both with { Handling = handling })[^1],
            Is.EqualTo(Leg("RS-INFO", Mandate.None, false, "copy", LegKind.Notice, "me-rs")));

    private static IEnumerable<TestCaseData> Stopped()
    {
        yield return new(Pack(Copy), Both with
        {
            Handling =
            HandlingCode.H2
        }, "The handling code H2 keeps the record within the jurisdiction.");
        yield return new(Pack(Copy), Both with
        {
            Handling =
            HandlingCode.H3
        }, "The handling code H3 keeps the record within the jurisdiction.");
        yield return new(
            Pack(Copy with { LegalBasis = null }), Both, "RS-INFO is in another jurisdiction and the rule names no legal basis.");
        yield return new(
            Pack(Copy with { LegalBasis = "other" }), Both, "The legal basis other is no agreement with the jurisdiction of RS-INFO.");
        yield return new(
            Pack(Copy) with { Agreements = [WithSerbia with { Parties = ["ME", "BA"] }] }, Both,
            "The legal basis me-rs is no agreement with the jurisdiction of RS-INFO.");
        yield return new(
            Pack(Copy) with { Agreements = [WithSerbia with { Parties = ["BA", "RS"] }] }, Both,
            "The legal basis me-rs is no agreement with the jurisdiction of RS-INFO.");
        yield return new(
            Pack(Copy) with { Agreements = [WithSerbia with { ValidTo = Facts.Today.AddDays(-1) }] }, Both,
            "The agreement me-rs is not valid on 2026-03-18.");
        yield return new(
            Pack(Copy) with { Agreements = [WithSerbia with { ValidFrom = Facts.Today.AddDays(1) }] }, Both,
            "The agreement me-rs is not valid on 2026-03-18.");
    }

    [TestCaseSource(nameof(Stopped))]
    public void Takes_no_effect_without_a_legal_basis_and_says_so(SopPack pack, RoutingFacts facts, string sentence)
    {
        Assert.That(Legs(pack, facts).Select(leg => leg.TaskForce), Has.None.EqualTo("RS-INFO"));
        Assert.That(Failed(pack, facts, "copy"), Is.EqualTo(sentence));
    }

    [Test]
    public void Can_lead_and_leaves_the_search_to_the_next_rule_when_it_is_stopped()
    {
        var pack = Pack(Action("abroad", "RS-TF") with { LegalBasis = "me-rs" }, Action("home", "ME-BOTH"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Legs(pack, Both).Single(), Is.EqualTo(Leg("RS-TF", Mandate.TipAndSom, true, "abroad", basis: "me-rs")));
            Assert.That(Legs(pack, Both with { Handling = HandlingCode.H2 }).Single().TaskForce, Is.EqualTo("ME-BOTH"));
        }
    }
}

public class Suspected_complicity : RoutingOver
{
    private static readonly RoutingFacts Suspected = Present with { ComplicityConcern = true, ChildOrUnknownAge = true };
    private static readonly SopPack Full = Pack(
        Action("a", "ME-BOTH"), Rule("child", LegKind.Protection, "ME-CHILD"), Rule("up", null, null) with { RaisesTo = Priority.P1 });

    [Test]
    public void Goes_to_the_first_integrity_recipient_and_to_nobody_else() =>
        Assert.That(Legs(Full, Suspected), Is.EqualTo(new[] { Leg("ME-FIRST", Mandate.TipAndSom, true, "integrity") }));

    [Test]
    public void Is_explained_by_the_integrity_rule_alone() =>
        Assert.That(
            IncidentRouting.Explain(Full, Suspected).Select(rule => (rule.Rule, rule.Matched)),
            Is.EqualTo(new[] { ("a", false), ("child", false), ("up", false), ("integrity", true) }));

    [Test]
    public void Is_an_error_and_never_the_local_chain_when_the_list_is_empty()
    {
        var broken = Full with { IntegrityRecipients = [] };
        using (Assert.EnterMultipleScope())
        {
            Assert.Throws<InvalidOperationException>(() => IncidentRouting.Route(broken, Suspected));
            Assert.Throws<InvalidOperationException>(() => IncidentRouting.Explain(broken, Suspected));
        }
    }

    [Test]
    public void Refuses_another_jurisdictions_pack() =>
        Assert.Throws<ArgumentException>(() => IncidentRouting.Route(Full, Suspected with { Jurisdiction = "RS" }));
}

public class A_rule_that_raises_the_priority : RoutingOver
{
    private static readonly RoutingRule Up = Rule("up", null, null) with { RaisesTo = Priority.P2 };

    [Test]
    public void Raises_it_and_adds_its_reason()
    {
        var decision = IncidentRouting.Route(Pack(Up), Both);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(decision.Priority, Is.EqualTo(Priority.P2));
            Assert.That(decision.Reasons[^1], Is.EqualTo("Rule up raises it from P4 to P2."));
            Assert.That(decision.Matched, Is.EqualTo(new[] { new MatchedRule("up", "Sentence of up.") }));
        }
    }

    [Test]
    public void Never_lowers_it_and_then_has_no_effect()
    {
        var danger = Both with { DangerToLife = true };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IncidentRouting.Route(Pack(Up), danger).Priority, Is.EqualTo(Priority.P1));
            Assert.That(IncidentRouting.Route(Pack(Up), danger).Reasons, Has.Count.EqualTo(1));
            Assert.That(Failed(Pack(Up), danger, "up"), Is.EqualTo("The priority is P1 already."));
        }
    }

    [Test]
    public void Raises_also_when_an_earlier_rule_took_its_leg() =>
        Assert.That(
            IncidentRouting.Route(Pack(Action("a", "ME-BOTH"), Action("b", "ME-BOTH") with { RaisesTo = Priority.P1 }), Both).Priority,
            Is.EqualTo(Priority.P1));

    [Test]
    public void Raises_nothing_when_a_condition_or_a_border_stops_it()
    {
        var stopped = Pack(
            Action("a", "ME-BOTH", new() { DangerToLife = true }) with { RaisesTo = Priority.P1 },
            Rule("b", LegKind.Notice, "RS-INFO") with { RaisesTo = Priority.P1 },
            Action("c", "ME-ENDED") with { RaisesTo = Priority.P1 });
        Assert.That(IncidentRouting.Route(stopped, Both).Priority, Is.EqualTo(Priority.P4));
    }
}

public class An_explanation : RoutingOver
{
    private static IEnumerable<TestCaseData> Conditions()
    {
        yield return Case(
            new() { Hypothesis = [CrimeHypothesis.Tip, CrimeHypothesis.Som] }, "The hypothesis must be tip or som; it is tip_and_som.");
        yield return Case(
            new() { ChildOrUnknownAge = true }, "The rule asks that a child or a person of unknown age is involved; that is not so.");
        yield return Case(new() { DangerToLife = true }, "The rule asks that somebody's life is in danger; that is not so.");
        yield return Case(new() { PersonsPresentNow = false }, "The rule asks that it is not so that persons are present now; it is so.");
        yield return Case(
            new() { PossibleVictimPresent = false }, "The rule asks that it is not so that a possible victim is present; it is so.");
        yield return Case(new() { UnitType = [UnitType.Biu, UnitType.JointLand] }, "The unit's type must be BIU or JOINT_LAND; it is PCU.");
        yield return Case(new() { Mode = [Mode.Bus] }, "The mode must be bus; it is sea_roro.");
        yield return Case(new() { ModeNot = [Mode.SeaRoro] }, "The mode must not be sea_roro; it is sea_roro.");
        yield return Case(new() { Transport = [SiteFunction.InlandPort] }, "The transport must be inland_port; it is sea.");
        yield return Case(new() { Touches = ["GR"] }, "The case does not touch what the rule asks for.");
    }

    [TestCaseSource(nameof(Conditions))]
    public void Names_the_condition_that_failed(RuleCondition when, string sentence)
    {
        var facts = Present with { Mode = Mode.SeaRoro, Touches = ["IT"] };
        var pack = Pack(Action("a", "ME-BOTH", when), Rule("n", LegKind.Notice, "ME-INFO", when));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Failed(pack, facts, "a"), Is.EqualTo(sentence));
            Assert.That(Failed(pack, facts, "n"), Is.EqualTo(sentence));
        }
    }

    private static IEnumerable<TestCaseData> Holding()
    {
        yield return Case(new() { Hypothesis = [CrimeHypothesis.TipAndSom] }, "hypothesis");
        yield return Case(
            new() { ChildOrUnknownAge = false, DangerToLife = false, PersonsPresentNow = true, PossibleVictimPresent = true }, "persons");
        yield return Case(
            new() { UnitType = [UnitType.Pcu], Mode = [Mode.SeaRoro], ModeNot = [Mode.Bus], Transport = [SiteFunction.Sea] }, "transport");
        yield return Case(new() { Touches = ["GR", "IT"] }, "touches");
    }

    [TestCaseSource(nameof(Holding))]
    public void Says_of_a_rule_whose_conditions_hold_that_it_matched(RuleCondition when, string what) =>
        Assert.That(
            IncidentRouting.Explain(Pack(Action("a", "ME-BOTH", when)), Present with { Mode = Mode.SeaRoro, Touches = ["IT"] }).Single(),
            Is.EqualTo(new ExplainedRule("a", true, null, "Sentence of a.")), what);

    [Test]
    public void Knows_that_a_case_without_a_mode_never_has_one_and_never_has_an_excluded_one()
    {
        var pack = Pack(
            Rule("has", LegKind.Notice, "ME-A", new()
            {
                Mode =
                [Mode.Bus]
            }), Rule("not", LegKind.Notice, "ME-B", new() { ModeNot = [Mode.Bus] }));
        Assert.That(Failed(pack, Both, "has"), Is.EqualTo("The mode must be bus; none is given."));
        Assert.That(Failed(pack, Both, "not"), Is.Null);
    }

    [Test]
    public void Gives_the_first_failure_in_the_order_of_the_decision()
    {
        var everything = new RuleCondition
        {
            Hypothesis = [CrimeHypothesis.Tip],
            ChildOrUnknownAge = true,
            DangerToLife = true,
            UnitType = [UnitType.Biu],
            Touches = ["GR"],
        };
        var abroad = Action("x", "RS-NOBODY", everything);
        var reached = new List<string?>
        {
            Failed(Pack(abroad), Both, "x"),
            Failed(Pack(abroad with { TaskForce = "RS-TF" }), Both, "x"),
            Failed(Pack(abroad with { TaskForce = "RS-TF", When = everything with { Hypothesis = null } }), Both, "x"),
            Failed(Pack(abroad with { TaskForce = "RS-TF", When = new() { UnitType = [UnitType.Biu], Touches = ["GR"] } }), Both, "x"),
            Failed(Pack(abroad with { TaskForce = "RS-TF", When = new() { Touches = ["GR"] } }), Both, "x"),
            Failed(Pack(abroad with { TaskForce = "RS-TF", When = new() }), Both, "x"),
        };
        Assert.That(reached, Is.EqualTo(new List<string?>
        {
            "RS-NOBODY holds no mandate for tip and som on 2026-03-18.",
            "The hypothesis must be tip; it is tip_and_som.",
            "The rule asks that a child or a person of unknown age is involved; that is not so.",
            "The unit's type must be BIU; it is PCU.",
            "The case does not touch what the rule asks for.",
            "RS-TF is in another jurisdiction and the rule names no legal basis.",
        }));
    }

    [Test]
    public void Says_which_mandate_a_rule_serves_in_vain() =>
        Assert.That(
            Failed(Pack(Action("a", "ME-BOTH") with { Serves = Mandate.Tip }), Both with { Hypothesis = CrimeHypothesis.Som }, "a"),
            Is.EqualTo("The rule serves tip; the case needs som."));

    [Test]
    public void Says_which_earlier_rules_left_a_rule_nothing_to_do()
    {
        var pack = Pack(Action("t", "ME-TIP"), Unrouted("u"), Action("b", "ME-BOTH"));
        Assert.That(
            Failed(pack, Both, "b"),
            Is.EqualTo("ME-TIP already has the tip mandate by rule t. The coordinator already has the som mandate by rule u."));
    }

    private static TestCaseData Case(RuleCondition when, string sentence) => new TestCaseData(when, sentence).SetArgDisplayNames(sentence);
}
