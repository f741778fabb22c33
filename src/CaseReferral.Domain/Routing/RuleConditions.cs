using CaseReferral.Domain.Shared;
using CaseReferral.Domain.SopPacks;

namespace CaseReferral.Domain.Routing;

/// <summary>Whether a rule's conditions hold, read in the order of the routing decision, and if not, which failed first.</summary>
internal static class RuleConditions
{
    /// <summary>The mandates a case needs decided: undetermined is routed as if it were both.</summary>
    public static Mandate Needed(CrimeHypothesis hypothesis) => hypothesis switch
    {
        CrimeHypothesis.Tip => Mandate.Tip,
        CrimeHypothesis.Som => Mandate.Som,
        _ => Mandate.TipAndSom,
    };

    /// <summary>The mandates these facts need decided: of a declined leg, those it had.</summary>
    public static Mandate Needed(RoutingFacts facts) => Needed(facts.Hypothesis) & (facts.Again?.Mandate ?? Mandate.TipAndSom);

    /// <summary>Which of the needed mandates a rule of the search may take, before asking whether another rule has them.</summary>
    public static Mandate Offered(SopPack pack, RoutingRule rule, RoutingFacts facts) =>
        Needed(facts) & Authority(pack, rule, facts.On);

    /// <summary>The first condition that failed, in words without content; null when all hold.</summary>
    public static string? FirstFailed(SopPack pack, RoutingRule rule, RoutingFacts facts) =>
        Recipient(rule)
        ?? Open(rule, facts)
        ?? Sought(rule, facts)
        ?? Mandates(pack, rule, facts)
        ?? Hypothesis(rule.When, facts)
        ?? Persons(rule.When, facts)
        ?? Conveyance(rule.When, facts)
        ?? Touching(rule.When, facts)
        ?? Borders.Objection(pack, rule, facts);

    /// <summary>A mandate in words.</summary>
    public static string Name(Mandate mandate) => mandate == Mandate.TipAndSom ? "tip and som" : mandate.Code();

    private static Mandate Authority(SopPack pack, RoutingRule rule, DateOnly on) =>
        rule.Unrouted ? rule.Served : rule.Served & pack.HeldBy(rule.TaskForce!, on);

    // A broken rule means no; a published pack can't have one.
    private static string? Recipient(RoutingRule rule) =>
        rule.Kind is not null && !rule.Unrouted && string.IsNullOrEmpty(rule.TaskForce) ? "The rule names no recipient." : null;

    private static string? Open(RoutingRule rule, RoutingFacts facts) =>
        rule.TaskForce is { } queue && facts.Closed.Contains(queue) ? $"{queue} is closed and takes nothing new." : null;

    private static string? Sought(RoutingRule rule, RoutingFacts facts) => facts.Again switch
    {
        { } again when rule.Kind is { } kind && kind != again.Kind => $"Only another {again.Kind.Code()} leg is sought.",
        { } again when rule.TaskForce is { } asked && again.Spent.Contains(asked) => $"{asked} was asked already.",
        _ => null,
    };

    private static string? Mandates(SopPack pack, RoutingRule rule, RoutingFacts facts)
    {
        if (!rule.Searches || Offered(pack, rule, facts) != Mandate.None)
            return null;

        if (Needed(facts) == Mandate.None)
            return "No mandate is sought.";

        var needed = Needed(facts);
        return (rule.Served & needed) == Mandate.None
            ? $"The rule serves {Name(rule.Served)}; the case needs {Name(needed)}."
            : $"{rule.TaskForce} holds no mandate for {Name(rule.Served & needed)} on {facts.On:yyyy-MM-dd}.";
    }

    private static string? Hypothesis(RuleCondition when, RoutingFacts facts) =>
        when.Hypothesis is { } wanted && !wanted.Contains(facts.Hypothesis)
            ? $"The hypothesis must be {Any(wanted)}; it is {facts.Hypothesis.Code()}."
            : null;

    private static string? Persons(RuleCondition when, RoutingFacts facts) =>
        Differs(when.ChildOrUnknownAge, facts.ChildOrUnknownAge, "a child or a person of unknown age is involved")
        ?? Differs(when.DangerToLife, facts.DangerToLife, "somebody's life is in danger")
        ?? Differs(when.PersonsPresentNow, facts.PersonsPresentNow, "persons are present now")
        ?? Differs(when.PossibleVictimPresent, facts.PossibleVictimPresent, "a possible victim is present");

    private static string? Conveyance(RuleCondition when, RoutingFacts facts)
    {
        if (when.UnitType is { } units && !units.Contains(facts.UnitType))
            return $"The unit's type must be {Any(units)}; it is {facts.UnitType.Code()}.";

        if (when.Mode is { } modes && !(facts.Mode is { } mode && modes.Contains(mode)))
            return $"The mode must be {Any(modes)}; {Is(facts.Mode)}.";

        if (when.ModeNot is { } excluded && facts.Mode is { } excludable && excluded.Contains(excludable))
            return $"The mode must not be {Any(excluded)}; {Is(facts.Mode)}.";

        return when.Transport is { } transports && !(facts.Transport is { } transport && transports.Contains(transport))
            ? $"The transport must be {Any(transports)}; {Is(facts.Transport)}."
            : null;
    }

    // What a case touches comes from nationalities and routes, which are content: the sentence names neither side.
    private static string? Touching(RuleCondition when, RoutingFacts facts) =>
        when.Touches is { } wanted && !wanted.Intersect(facts.Touches).Any()
            ? "The case does not touch what the rule asks for."
            : null;

    private static string? Differs(bool? wanted, bool actual, string statement) => wanted switch
    {
        true when !actual => $"The rule asks that {statement}; that is not so.",
        false when actual => $"The rule asks that it is not so that {statement}; it is so.",
        _ => null,
    };

    private static string Is<TEnum>(TEnum? actual) where TEnum : struct, Enum =>
        actual is { } value ? $"it is {value.Code()}" : "none is given";

    private static string Any<TEnum>(IEnumerable<TEnum> members) where TEnum : struct, Enum =>
        string.Join(" or ", members.Select(member => member.Code()));
}
