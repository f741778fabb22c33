namespace CaseReferral.Api.Tests.Life;

/// <summary>What an action leg decides on.</summary>
[Flags]
internal enum Mandates
{
    /// <summary>Nothing: protection and copies.</summary>
    None = 0,

    /// <summary>Trafficking.</summary>
    Tip = 1,

    /// <summary>Smuggling.</summary>
    Som = 2,
}

/// <summary>A leg that a routing decision makes.</summary>
/// <param name="Kind"><c>action</c>, <c>protection</c> or <c>notice</c>.</param>
/// <param name="Queue">The task force; null for the coordinator.</param>
/// <param name="Mandate">What it decides on.</param>
internal sealed record Planned(string Kind, string? Queue, Mandates Mandate);

/// <summary>
/// The procedure that the model's cases are routed by: small, and yet with two task forces of which one holds the other's mandate too,
/// two protection services, a copy, and a case for nobody. <see cref="Pack"/> is what the registry is given; the rest says the same in
/// the model's words.
/// </summary>
internal static class Procedure
{
    /// <summary>Decides on trafficking, and comes first there.</summary>
    public const string Trafficking = "XK-THB";

    /// <summary>Decides on smuggling, and on trafficking where <see cref="Trafficking"/> doesn't.</summary>
    public const string Both = "XK-INTEGRITY";

    /// <summary>Protects where trafficking is suspected, and gets a copy of smuggling.</summary>
    public const string Advocate = "XK-ADVOCATE";

    /// <summary>Protects children.</summary>
    public const string Social = "XK-SOCIAL";

    /// <summary>A task force of another jurisdiction, with which there is no agreement.</summary>
    public const string Abroad = "ME-OPTEAM";

    /// <summary>The unit that files.</summary>
    public const string Unit = "XK-VERMICE-LAND";

    /// <summary>The jurisdiction, and its coordinator's desk.</summary>
    public const string Home = "XK";

    /// <summary>Every queue of the procedure.</summary>
    public static IReadOnlyList<string> Queues { get; } = [Trafficking, Both, Advocate, Social];

    /// <summary>The same as data, for the registry.</summary>
    public const string Pack = $$"""
        {
          "jurisdiction": "{{Home}}", "version": 1, "title": "A procedure to try the life of a referral by",
          "mandates": [
            { "taskForce": "{{Trafficking}}", "mandate": "tip", "validFrom": "2019-01-01" },
            { "taskForce": "{{Both}}", "mandate": "tip_and_som", "validFrom": "2019-01-01" }
          ],
          "rules": [
            { "rule": "air", "sentence": "Nobody decides on air cargo.", "when": { "mode": ["air_cargo"] }, "unrouted": true },
            { "rule": "trafficking", "sentence": "The one team decides on trafficking.",
              "kind": "action", "taskForce": "{{Trafficking}}", "serves": "tip" },
            { "rule": "both", "sentence": "The other decides on what is left.", "kind": "action", "taskForce": "{{Both}}" },
            { "rule": "advocate", "sentence": "An advocate stands by.", "when": { "hypothesis": ["tip", "tip_and_som"] },
              "kind": "protection", "taskForce": "{{Advocate}}" },
            { "rule": "social", "sentence": "A child brings in social work.", "when": { "childOrUnknownAge": true },
              "kind": "protection", "taskForce": "{{Social}}" },
            { "rule": "copy", "sentence": "Advocates get a copy.", "when": { "hypothesis": ["som"] },
              "kind": "notice", "taskForce": "{{Advocate}}" }
          ],
          "integrityRecipients": ["{{Both}}"], "contacts": [], "rescueNumbers": [{ "name": "emergency services", "number": "112" }]
        }
        """;

    /// <summary>How long a queue has to acknowledge.</summary>
    public static TimeSpan ToAcknowledge(int priority) => priority switch
    {
        1 => TimeSpan.FromMinutes(15),
        2 => TimeSpan.FromHours(1),
        3 => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(2),
    };

    /// <summary>How long it has from there to decide.</summary>
    public static TimeSpan ToDecide(int priority) => priority switch
    {
        1 => TimeSpan.FromHours(1),
        2 => TimeSpan.FromHours(8),
        3 => TimeSpan.FromDays(3),
        _ => TimeSpan.FromDays(7),
    };

    /// <summary>How long the unit has to answer: as long as the decision, at most a day.</summary>
    public static TimeSpan ToAnswer(int priority) => ToDecide(priority) < TimeSpan.FromDays(1) ? ToDecide(priority) : TimeSpan.FromDays(1);

    /// <summary>How long an accepted leg may go without a word of progress.</summary>
    public static TimeSpan ToReview(int priority) => TimeSpan.FromDays(priority <= 2 ? 30 : 90);

    /// <summary>
    /// By when a leg that starts then is acknowledged, and decided on. Nothing is due after persons or goods are out of reach: it is
    /// acknowledged at the latest halfway to that, and yet nobody is asked to within five minutes.
    /// </summary>
    public static (DateTimeOffset AcknowledgeBy, DateTimeOffset DecideBy) Plan(
        int priority, DateTimeOffset start, DateTimeOffset? actBefore)
    {
        var acknowledgeBy = start + ToAcknowledge(priority);
        if (actBefore is not { } end || end <= start)
            return (acknowledgeBy, acknowledgeBy + ToDecide(priority));

        var halfway = start + new TimeSpan((end - start).Ticks / 20 * 10);
        var soonest = start + TimeSpan.FromMinutes(5);
        if (halfway < soonest)
            halfway = soonest;
        if (halfway < acknowledgeBy)
            acknowledgeBy = halfway;
        var decideBy = acknowledgeBy + ToDecide(priority) < end ? acknowledgeBy + ToDecide(priority) : end;
        return (acknowledgeBy, decideBy < acknowledgeBy ? acknowledgeBy : decideBy);
    }

    /// <summary>What a task force may decide.</summary>
    public static Mandates HeldBy(string queue) => queue switch
    {
        Trafficking => Mandates.Tip,
        Both => Mandates.Tip | Mandates.Som,
        _ => Mandates.None,
    };

    /// <summary>Whether a queue protects.</summary>
    public static bool Protects(string queue) => queue is Advocate or Social;

    /// <summary>The priority at the door.</summary>
    public static int PriorityOf(Facts facts) => facts switch
    {
        { DangerToLife: true } => 1,
        { Child: true, PersonsPresent: true, Hypothesis: "tip" or "tip_and_som" } => 1,
        { Child: true } or { PossibleVictim: true } => 2,
        { Counted: true } => 3,
        _ => 4,
    };

    /// <summary>The legs of a case, the leading one first.</summary>
    public static IReadOnlyList<Planned> Route(Facts facts) =>
        [.. Actions(facts.Needs, facts, []), .. Protections(facts), .. Copies(facts)];

    /// <summary>Whom a declined leg is offered next: others than those who were asked. None means the coordinator.</summary>
    public static IReadOnlyList<Planned> RouteAgain(Leg declined, Facts facts, IReadOnlyCollection<string> asked) =>
        declined.Kind == "action"
            ? [.. Actions(facts.Needs & declined.Mandate, facts, asked)]
            : [.. Protections(facts).Where(leg => !asked.Contains(leg.Queue!))];

    private static IEnumerable<Planned> Actions(Mandates needed, Facts facts, IReadOnlyCollection<string> asked)
    {
        List<Planned> legs = [];
        foreach (var queue in facts.ByAir ? [] : Queues.Except(asked))
        {
            var taken = needed & HeldBy(queue);
            needed &= ~taken;
            if (taken != Mandates.None)
                legs.Add(new("action", queue, taken));
        }

        if (needed != Mandates.None)
            legs.Add(new("action", null, needed));

        // Trafficking leads where a possible victim is present, else smuggling.
        var first = facts.PossibleVictim ? Mandates.Tip : Mandates.Som;
        return legs.OrderByDescending(leg => leg.Queue is not null && leg.Mandate.HasFlag(first));
    }

    private static IEnumerable<Planned> Copies(Facts facts) =>
        facts.Hypothesis == "som" ? [new("notice", Advocate, Mandates.None)] : [];

    private static IEnumerable<Planned> Protections(Facts facts)
    {
        if (facts.Hypothesis is "tip" or "tip_and_som")
            yield return new("protection", Advocate, Mandates.None);
        if (facts.Child)
            yield return new("protection", Social, Mandates.None);
    }
}
