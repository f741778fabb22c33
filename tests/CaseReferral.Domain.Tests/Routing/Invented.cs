using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;
using CsCheck;

namespace CaseReferral.Domain.Tests.Routing;

/// <summary>Facts and packs of every shape, broken ones included, over a small vocabulary so that rules meet often.</summary>
internal static class Invented
{
    private static readonly Gen<DateOnly> Days = Gen.Int[-2, 2].Select(Facts.Today.AddDays);

    private static readonly Gen<string> TaskForces = Gen.OneOf("ME-A", "ME-B", "ME-C", "RS-TF");

    private static readonly Gen<IReadOnlyList<string>> Touched = ListOf(Gen.OneOf("IT", "RS", "GR"), 0);

    public static readonly Gen<RoutingFacts> AllFacts =
        from hypothesis in Gen.Enum<CrimeHypothesis>()
        from flags in Gen.Bool.Array[7]
        from day in Days
        from unit in Gen.Enum<UnitType>()
        from mode in Maybe(Gen.Enum<Mode>())
        from transport in Maybe(Gen.Enum<SiteFunction>())
        from touches in Touched
        from handling in Gen.Enum<HandlingCode>()
        select new RoutingFacts
        {
            Jurisdiction = "ME",
            On = day,
            Hypothesis = hypothesis,
            ChildOrUnknownAge = flags[0],
            DangerToLife = flags[1],
            PersonsPresentNow = flags[2],
            VictimRoleListed = flags[3],
            PersonCounted = flags[4],
            ObjectHeld = flags[5],
            UnitType = unit,
            Mode = mode,
            Transport = transport,
            Touches = touches,
            Handling = handling,
            ComplicityConcern = flags[6],
        };

    private static readonly Gen<RuleCondition> Conditions = Gen.OneOf<RuleCondition>(
        Gen.Const(new RuleCondition()),
        ListOf(Gen.Enum<CrimeHypothesis>(), 0).Select(list => new RuleCondition { Hypothesis = list }),
        Gen.Select(Maybe(Gen.Bool), Maybe(Gen.Bool), Maybe(Gen.Bool), Maybe(Gen.Bool)).Select((child, danger, present, victim) =>
            new RuleCondition
            {
                ChildOrUnknownAge = child,
                DangerToLife = danger,
                PersonsPresentNow = present,
                PossibleVictimPresent = victim,
            }),
        ListOf(Gen.Enum<UnitType>(), 0).Select(list => new RuleCondition { UnitType = list }),
        ListOf(Gen.Enum<Mode>(), 0).Select(list => new RuleCondition { Mode = list }),
        ListOf(Gen.Enum<Mode>(), 0).Select(list => new RuleCondition { ModeNot = list }),
        ListOf(Gen.Enum<SiteFunction>(), 0).Select(list => new RuleCondition { Transport = list }),
        Touched.Select(list => new RuleCondition { Touches = list }));

    private static readonly Gen<Mandate> Mandates = Gen.OneOf(Mandate.Tip, Mandate.Som, Mandate.TipAndSom);

    private static readonly Gen<RoutingRule> Rules =
        from when in Conditions
        from kind in Maybe(Gen.Enum<LegKind>())
        from taskForce in TaskForces
        from serves in Maybe(Mandates)
        from unrouted in Gen.Int[0, 5]
        from basis in Gen.OneOf<string?>("me-rs", "me-ba", "none", null)
        from raises in Maybe(Gen.Enum<Priority>())
        select new RoutingRule
        {
            Rule = "",
            Sentence = "Invented.",
            When = when,
            Kind = kind,
            TaskForce = taskForce,
            Serves = serves,
            Unrouted = unrouted == 0,
            LegalBasis = basis,
            RaisesTo = raises,
        };

    public static readonly Gen<SopPack> Packs =
        from rules in Rules.Array[0, 8]
        from mandates in Gen.Select(TaskForces, Mandates, Days, Maybe(Days)).Array[0, 6]
        from agreed in Gen.Select(Days, Maybe(Days))
        from version in Gen.Int[1, 9]
        from acknowledge in Gen.Int[1, 100_000]
        from integrity in ListOf<string>(Gen.OneOf("ME-I", "ME-J", "ME-A"), 1)
        select new SopPack
        {
            Jurisdiction = "ME",
            Version = version,
            Title = "Invented",
            Mandates = [.. mandates.Select(held => new TaskForceMandate(held.Item1, held.Item2, held.Item3, held.Item4))],
            Rules = [.. rules.Index().Select(rule => rule.Item with { Rule = $"r{rule.Index}" })],
            Clocks = new Dictionary<Priority, ClockIntervals>
            {
                [Priority.P2] = new(TimeSpan.FromSeconds(acknowledge), TimeSpan.FromMinutes(acknowledge)),
            },
            IntegrityRecipients = integrity,
            Contacts = [],
            RescueNumbers = [],
            Agreements =
            [
                new("me-rs", "With Serbia", ["ME", "RS"], agreed.Item1, agreed.Item2, ["content"]),
                new("me-ba", "With Bosnia and Herzegovina", ["ME", "BA"], new(2020, 1, 1), null, ["content"]),
            ],
        };

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct => Gen.OneOf<T?>(Gen.Const((T?)null), gen.Select(value => (T?)value));

    private static Gen<IReadOnlyList<T>> ListOf<T>(Gen<T> gen, int least) =>
        gen.Array[least, 3].Select(items => (IReadOnlyList<T>)items.Distinct().ToList());
}
