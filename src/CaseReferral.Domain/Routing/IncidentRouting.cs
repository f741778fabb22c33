using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CaseReferral.Domain.Triage;

namespace CaseReferral.Domain.Routing;

/// <summary>
/// Decides which legs an incident gets: a function of a pack and facts, with no clock, no database and no reference data. Deciding
/// and explaining are the same walk over the rules, so an explanation can't tell another story than the decision.
/// </summary>
public static class IncidentRouting
{
    /// <summary>The name under which a complicity report's only rule appears; no rule of a pack may have it.</summary>
    public const string IntegrityRule = "integrity";

    /// <summary>
    /// The name under which a leg stands that an integrity recipient added to a suspicion; no rule of a pack may have it either.
    /// </summary>
    public const string OperationalRule = "integrity-operational";

    private const string IntegritySentence =
        "A suspicion of official complicity goes to the first integrity recipient of the pack and to nobody else.";

    /// <summary>
    /// Routes: at least one action leg, of which exactly one leads, and the other legs that the rules add. What a declined leg leaves is
    /// routed like the case itself, to others than those who were asked; for one that held no mandate that may be nobody.
    /// </summary>
    /// <exception cref="ArgumentException">The pack is another jurisdiction's than the one of detection.</exception>
    /// <exception cref="InvalidOperationException">
    /// Complicity is suspected and the pack, which can't have been published, has no integrity recipient.
    /// </exception>
    public static RoutingDecision Route(SopPack pack, RoutingFacts facts)
    {
        if (facts.ComplicityConcern)
            return ToIntegrity(pack, facts);

        var walk = Walk.Over(pack, facts);
        var matched = walk.Findings.Where(finding => finding.Failed is null).Select(finding => finding.Rule);
        return new(
            pack.Jurisdiction, pack.Version, walk.Level, walk.Reasons, walk.Legs,
            [.. matched.Select(rule => new MatchedRule(rule.Rule, rule.Sentence))])
        {
            Pointers = [.. walk.Findings
                .Where(finding => finding.Failed is { } failed && failed == Borders.Objection(pack, finding.Rule, facts))
                .Select(finding => finding.Rule.TaskForce!)
                .Where(stopped => walk.Legs.All(leg => leg.TaskForce != stopped))
                .Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>
    /// Every rule of the pack in order: that it had an effect, or the first condition that failed, or which earlier rule left it
    /// nothing to do. For a complicity report the rules of the pack are not read, and the integrity rule stands at the end.
    /// </summary>
    /// <exception cref="ArgumentException">The pack is another jurisdiction's than the one of detection.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Route"/>.</exception>
    public static IReadOnlyList<ExplainedRule> Explain(SopPack pack, RoutingFacts facts)
    {
        if (!facts.ComplicityConcern)
        {
            return [.. Walk.Over(pack, facts).Findings
                .Select(finding => new ExplainedRule(finding.Rule.Rule, finding.Failed is null, finding.Failed, finding.Rule.Sentence))];
        }

        _ = Integrity(pack, facts);
        return
        [
            .. pack.Rules.Select(rule =>
                new ExplainedRule(rule.Rule, false, "Only the integrity rule is read for this case.", rule.Sentence)),
            new ExplainedRule(IntegrityRule, true, null, IntegritySentence),
        ];
    }

    private static RoutingDecision ToIntegrity(SopPack pack, RoutingFacts facts)
    {
        var (level, reasons) = TriageAtTheDoor.Assess(facts);
        var leg = new PlannedLeg(
            LegKind.Action, Integrity(pack, facts), RuleConditions.Needed(facts), Lead: true, IntegrityRule, LegalBasis: null);
        return new(pack.Jurisdiction, pack.Version, level, reasons, [leg], [new(IntegrityRule, IntegritySentence)]);
    }

    private static string Integrity(SopPack pack, RoutingFacts facts)
    {
        RefuseAnotherJurisdiction(pack, facts);
        return NextIntegrity(pack, facts.Again?.Spent ?? []);
    }

    /// <summary>
    /// The first of the integrity recipients that wasn't asked yet; the last of them when all were: the case never goes beyond the list.
    /// </summary>
    /// <exception cref="InvalidOperationException">The pack, which can't have been published, has no integrity recipient.</exception>
    public static string NextIntegrity(SopPack pack, IReadOnlyCollection<string> asked) =>
        pack.IntegrityRecipients is [.., var last]
            ? pack.IntegrityRecipients.FirstOrDefault(recipient => !asked.Contains(recipient)) ?? last
            : throw new InvalidOperationException($"Pack {pack.Jurisdiction} {pack.Version} has no integrity recipient.");

    private static void RefuseAnotherJurisdiction(SopPack pack, RoutingFacts facts)
    {
        if (pack.Jurisdiction != facts.Jurisdiction)
            throw new ArgumentException($"A pack of {pack.Jurisdiction} can't route a case of {facts.Jurisdiction}.", nameof(pack));
    }

    /// <summary>A rule, and why it had no effect; null when it had one.</summary>
    private readonly record struct Finding(RoutingRule Rule, string? Failed);

    /// <summary>One reading of all rules in order: what each found, the legs and the raises.</summary>
    private sealed class Walk
    {
        private readonly SopPack pack;
        private readonly RoutingFacts facts;
        private readonly Finding[] findings;
        private readonly List<PlannedLeg> actions = [];
        private readonly List<PlannedLeg> others = [];
        private readonly List<string> reasons = [];

        private Walk(SopPack pack, RoutingFacts facts)
        {
            (this.pack, this.facts) = (pack, facts);
            findings = [.. pack.Rules.Select(rule => new Finding(rule, RuleConditions.FirstFailed(pack, rule, facts)))];
            int[] holding = [.. Enumerable.Range(0, findings.Length).Where(at => findings[at].Failed is null)];

            SearchForAction(holding.Where(at => findings[at].Rule.Searches));
            AddOthers(holding.Where(at => findings[at].Rule is { Searches: false, Kind: not null }));
            Raise(holding);
        }

        public IReadOnlyList<Finding> Findings => findings;

        public IReadOnlyList<PlannedLeg> Legs => [.. actions, .. others];

        public IReadOnlyList<string> Reasons => reasons;

        public Priority Level { get; private set; }

        public static Walk Over(SopPack pack, RoutingFacts facts)
        {
            RefuseAnotherJurisdiction(pack, facts);
            return new(pack, facts);
        }

        // One pass in order: each rule takes of the mandates still open what it may, and what nobody takes is unrouted.
        private void SearchForAction(IEnumerable<int> holding)
        {
            var open = RuleConditions.Needed(facts);
            var takers = new List<(RoutingRule Rule, Mandate Taken)>();
            foreach (var at in holding)
            {
                var rule = findings[at].Rule;
                var offered = RuleConditions.Offered(pack, rule, facts);
                var taken = offered & open;
                open &= ~taken;
                if (taken == Mandate.None)
                    findings[at] = new(rule, TakenAlready(offered, takers));
                else
                    takers.Add((rule, taken));
            }

            foreach (var queue in takers.Where(taker => !taker.Rule.Unrouted).GroupBy(taker => taker.Rule.TaskForce))
                actions.Add(Leg(queue.First().Rule, LegKind.Action, All(queue)));

            var unrouted = takers.Where(taker => taker.Rule.Unrouted).ToList();
            var nobodys = All(unrouted) | open;
            if (nobodys != Mandate.None)
                actions.Add(new(LegKind.Action, null, nobodys, Lead: false, unrouted.FirstOrDefault().Rule?.Rule, LegalBasis: null));

            if (actions.Count > 0)
                ChooseLead();
        }

        // The unrouted leg is the last of the action legs, so that a routed one leads before it.
        private void ChooseLead()
        {
            var wanted = facts.PossibleVictimPresent ? Mandate.Tip : Mandate.Som;
            var lead = Math.Max(0, actions.FindIndex(leg => leg.TaskForce is not null && leg.Mandate.HasFlag(wanted)));
            var leader = actions[lead] with { Lead = true };
            actions.RemoveAt(lead);
            actions.Insert(0, leader);
        }

        private void AddOthers(IEnumerable<int> holding)
        {
            foreach (var at in holding)
            {
                var rule = findings[at].Rule;
                var kind = rule.Kind!.Value;
                if (kind == LegKind.Notice && actions.Any(leg => leg.TaskForce == rule.TaskForce))
                    findings[at] = new(rule, $"{rule.TaskForce} has an action leg and needs no copy.");
                else if (others.Find(leg => leg.TaskForce == rule.TaskForce && leg.Kind == kind) is { } has)
                    findings[at] = new(rule, $"{rule.TaskForce} already has the {kind.Code()} leg by rule {has.Rule}.");
                else
                    others.Add(Leg(rule, kind, Mandate.None));
            }
        }

        // A rule whose conditions hold raises also when an earlier rule left it no leg to make: the case is as urgent either way.
        private void Raise(IEnumerable<int> holding)
        {
            (Level, var atTheDoor) = TriageAtTheDoor.Assess(facts);
            reasons.AddRange(atTheDoor);
            foreach (var at in holding)
            {
                var (rule, failed) = findings[at];
                if (rule.RaisesTo is { } raised && raised < Level)
                {
                    reasons.Add($"Rule {rule.Rule} raises it from {Level.Code()} to {raised.Code()}.");
                    Level = raised;
                    findings[at] = new(rule, null);
                }
                else if (rule is { Kind: null, Unrouted: false })
                {
                    findings[at] = new(rule, $"The priority is {Level.Code()} already.");
                }
            }
        }

        private PlannedLeg Leg(RoutingRule rule, LegKind kind, Mandate mandate) => new(
            kind, rule.TaskForce, mandate, Lead: false, rule.Rule, Borders.IsAbroad(pack, rule.TaskForce!) ? rule.LegalBasis : null);

        private static Mandate All(IEnumerable<(RoutingRule Rule, Mandate Taken)> takers) =>
            takers.Aggregate(Mandate.None, (all, taker) => all | taker.Taken);

        private static string TakenAlready(Mandate offered, IEnumerable<(RoutingRule Rule, Mandate Taken)> takers) =>
            string.Join(" ", takers.Where(taker => (taker.Taken & offered) != Mandate.None).Select(taker =>
                $"{taker.Rule.TaskForce ?? "The coordinator"} already has the {RuleConditions.Name(taker.Taken & offered)} mandate "
                + $"by rule {taker.Rule.Rule}."));
    }
}
