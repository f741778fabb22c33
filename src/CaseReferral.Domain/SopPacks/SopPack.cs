using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.SopPacks;

/// <summary>
/// A jurisdiction's Standard Operating Procedure as data: mandates, routing rules, clocks, escalation ladder, contacts and
/// agreements. A published version never changes; a leg keeps the version it was routed under for its whole life.
/// </summary>
public sealed record SopPack
{
    /// <summary>The jurisdiction whose procedure this is.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>1, 2, 3 … within the jurisdiction.</summary>
    public required int Version { get; init; }

    /// <summary>What people call it; an example pack says so here.</summary>
    public required string Title { get; init; }

    /// <summary>What each task force may decide, and when.</summary>
    public required IReadOnlyList<TaskForceMandate> Mandates { get; init; }

    /// <summary>In order; the first matching rule that serves a mandate makes its action leg.</summary>
    public required IReadOnlyList<RoutingRule> Rules { get; init; }

    /// <summary>Clock intervals by priority; what is missing has the registry's defaults.</summary>
    public IReadOnlyDictionary<Priority, ClockIntervals> Clocks { get; init; } = new Dictionary<Priority, ClockIntervals>();

    /// <summary>Where a suspicion of official complicity goes, in order. Never empty.</summary>
    public required IReadOnlyList<string> IntegrityRecipients { get; init; }

    /// <summary>Who answers for each queue: task forces, and the coordinator under the jurisdiction's own code.</summary>
    public required IReadOnlyList<QueueContact> Contacts { get; init; }

    /// <summary>Rescue numbers, the first to call first.</summary>
    public required IReadOnlyList<RescueNumber> RescueNumbers { get; init; }

    /// <summary>Legal bases for anything that crosses a border.</summary>
    public IReadOnlyList<Agreement> Agreements { get; init; } = [];

    /// <summary>The intervals of a priority: the pack's own, else the registry's defaults.</summary>
    public ClockIntervals ClocksFor(Priority priority) => Clocks.GetValueOrDefault(priority) ?? DefaultClocks.For(priority);

    /// <summary>What <paramref name="taskForce"/> may decide on a day; none when it holds no mandate that is valid then.</summary>
    public Mandate HeldBy(string taskForce, DateOnly on) =>
        Mandates.Where(held => held.TaskForce == taskForce && held.IsValidOn(on))
            .Aggregate(Mandate.None, (all, held) => all | held.Mandate);
}

/// <summary>What a task force may decide.</summary>
/// <param name="TaskForce">Its code.</param>
/// <param name="Mandate">Trafficking, smuggling or both.</param>
/// <param name="ValidFrom">First day, in the jurisdiction's dates (UTC instants compare by date).</param>
/// <param name="ValidTo">Last day, or null while it lasts.</param>
public sealed record TaskForceMandate(string TaskForce, Mandate Mandate, DateOnly ValidFrom, DateOnly? ValidTo = null)
{
    /// <summary>Whether it is valid on a day; the first and the last day count.</summary>
    public bool IsValidOn(DateOnly day) => ValidFrom <= day && !(ValidTo < day);
}

/// <summary>One routing rule: a condition and what it makes.</summary>
public sealed record RoutingRule
{
    /// <summary>Its name within the pack, for example <c>me-child</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule in one plain sentence, as the officer reads it.</summary>
    public required string Sentence { get; init; }

    /// <summary>All given conditions must hold; none given means always.</summary>
    public RuleCondition When { get; init; } = new();

    /// <summary>The kind of leg it makes; null for a rule that says <c>unrouted</c> or only raises the priority.</summary>
    public LegKind? Kind { get; init; }

    /// <summary>Who receives the leg; in another jurisdiction only together with <see cref="LegalBasis"/>.</summary>
    public string? TaskForce { get; init; }

    /// <summary>Which of the needed mandates an action rule (or an unrouted rule) serves; all when null.</summary>
    public Mandate? Serves { get; init; }

    /// <summary>True for a rule that ends the search for an action leg: the coordinator decides.</summary>
    public bool Unrouted { get; init; }

    /// <summary>The agreement that a leg to another jurisdiction rests on.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Raises the priority to at least this; a pack never lowers it.</summary>
    public Priority? RaisesTo { get; init; }

    /// <summary>The mandates it serves.</summary>
    internal Mandate Served => Serves ?? Mandate.TipAndSom;

    /// <summary>Whether it takes part in the search for an action leg.</summary>
    internal bool Searches => Unrouted || Kind == LegKind.Action;
}

/// <summary>Conditions of a rule over the facts; every one that is given must hold.</summary>
public sealed record RuleCondition
{
    /// <summary>The hypothesis is one of these.</summary>
    public IReadOnlyList<CrimeHypothesis>? Hypothesis { get; init; }

    /// <summary>Whether a child or a person of unknown age is involved.</summary>
    public bool? ChildOrUnknownAge { get; init; }

    /// <summary>Whether somebody's life is in danger.</summary>
    public bool? DangerToLife { get; init; }

    /// <summary>Whether persons are present now.</summary>
    public bool? PersonsPresentNow { get; init; }

    /// <summary>Whether a possible victim is present.</summary>
    public bool? PossibleVictimPresent { get; init; }

    /// <summary>The filing unit is of one of these types.</summary>
    public IReadOnlyList<UnitType>? UnitType { get; init; }

    /// <summary>The mode is one of these; a case without a mode never matches.</summary>
    public IReadOnlyList<Mode>? Mode { get; init; }

    /// <summary>The mode is none of these; a case without a mode matches.</summary>
    public IReadOnlyList<Mode>? ModeNot { get; init; }

    /// <summary>The transport (the mode's roll-up, or the unit's site function) is one of these.</summary>
    public IReadOnlyList<SiteFunction>? Transport { get; init; }

    /// <summary>A nationality, the origin, transit or destination is one of these jurisdictions or ISO 3166 codes.</summary>
    public IReadOnlyList<string>? Touches { get; init; }
}

/// <summary>How long a queue has, by priority.</summary>
/// <param name="Acknowledge">From receipt to acknowledgement.</param>
/// <param name="Decide">From acknowledgement to accepted or declined.</param>
public sealed record ClockIntervals(TimeSpan Acknowledge, TimeSpan Decide);

/// <summary>Who answers for a queue.</summary>
public sealed record QueueContact
{
    /// <summary>The queue: a task force's code, or the jurisdiction's code for its coordinator.</summary>
    public required string Queue { get; init; }

    /// <summary>The desk's name, as a person would ask for it.</summary>
    public required string Desk { get; init; }

    /// <summary>Phones with their hours, in the jurisdiction's time zone; one without hours always answers.</summary>
    public required IReadOnlyList<ContactPhone> Phones { get; init; }

    /// <summary>Where the registry itself sends word of a new leg and of each level of escalation: references and states only.</summary>
    public IReadOnlyList<ContactChannel> Channels { get; init; } = [];
}

/// <summary>How the registry reaches a queue.</summary>
public enum ChannelKind
{
    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>The https address of a gateway that pages or sends text messages.</summary>
    Webhook,
}

/// <summary>An address that the registry notifies, for which levels and when.</summary>
/// <param name="Kind">E-mail or webhook.</param>
/// <param name="Address">The e-mail address or the https address.</param>
/// <param name="Levels">0 for a new leg, 1 to 3 for escalation.</param>
/// <param name="From">Local time it begins to be used; null for always.</param>
/// <param name="To">Local time it stops; may lie past midnight.</param>
/// <param name="Exercise">True for a channel that is for exercises, and that nothing real goes to.</param>
public sealed record ContactChannel(
    ChannelKind Kind, string Address, IReadOnlyList<int> Levels, TimeOnly? From = null, TimeOnly? To = null, bool Exercise = false)
{
    /// <summary>Whether it is used at a local time: from the first minute of its hours, no longer at the last.</summary>
    public bool IsUsedAt(TimeOnly localTime) => From is not { } from || To is not { } to || localTime.IsBetween(from, to);
}

/// <summary>A phone and when it answers.</summary>
/// <param name="Number">E.164, with spaces for reading.</param>
/// <param name="From">Local time it begins to answer; null for always.</param>
/// <param name="To">Local time it stops; may lie past midnight.</param>
public sealed record ContactPhone(string Number, TimeOnly? From = null, TimeOnly? To = null)
{
    /// <summary>Whether it answers at a local time: from the first minute of its hours, no longer at the last.</summary>
    public bool AnswersAt(TimeOnly localTime) => From is not { } from || To is not { } to || localTime.IsBetween(from, to);
}

/// <summary>A rescue service.</summary>
/// <param name="Name">What to ask for.</param>
/// <param name="Number">What to dial.</param>
/// <param name="Transport">Where it is the first to call; null for everywhere.</param>
public sealed record RescueNumber(string Name, string Number, IReadOnlyList<SiteFunction>? Transport = null);

/// <summary>An agreement between jurisdictions that something may cross the border under.</summary>
/// <param name="Id">Its name in the pack; the <c>legalBasis</c> of a disclosure.</param>
/// <param name="Title">Its title.</param>
/// <param name="Parties">Jurisdictions that are party to it.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day, or null while it lasts.</param>
/// <param name="MaySend">What may be sent: <c>pointer</c>, <c>summary</c>, <c>content</c>.</param>
public sealed record Agreement(
    string Id, string Title, IReadOnlyList<string> Parties, DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyList<string> MaySend)
{
    /// <summary>Whether it is valid on a day; the first and the last day count.</summary>
    public bool IsValidOn(DateOnly day) => ValidFrom <= day && !(ValidTo < day);

    /// <summary>Whether something may go from one of these jurisdictions to the other under it.</summary>
    public bool Binds(string jurisdiction, string other) => Parties.Contains(jurisdiction) && Parties.Contains(other);

    /// <summary>Whether it covers what a leg of this kind shows: a notice the summary, any other content.</summary>
    public bool Covers(LegKind kind) => MaySend.Contains("content") || (kind == LegKind.Notice && MaySend.Contains("summary"));
}
