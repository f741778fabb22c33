using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;

namespace CaseReferral.Domain.Incidents;

/// <summary>Where an incident stands: open while an action or protection leg is.</summary>
public enum IncidentStatus
{
    /// <summary>Somebody still has to act.</summary>
    Open,

    /// <summary>Every action and protection leg has ended.</summary>
    Closed,

    /// <summary>Filed by mistake: kept as a tombstone, never deleted.</summary>
    Voided,
}

/// <summary>How many persons of which age, as filed.</summary>
/// <param name="Adult">18 or older.</param>
/// <param name="Child">Under 18.</param>
/// <param name="UnknownAge">Counted as children until a task force decides.</param>
public sealed record Counts(int Adult, int Child, int UnknownAge);

/// <summary>
/// An incident without its content: the closed list that lists, queues and feeds may show, its legs, and what guards it. It and its
/// legs are one consistency boundary, and <see cref="Sequence"/> is its one counter.
/// </summary>
public sealed record Incident
{
    /// <summary>Its id.</summary>
    public required IncidentId Id { get; init; }

    /// <summary>What people quote; says nothing about persons.</summary>
    public required string Reference { get; init; }

    /// <summary>The filing device's UUID.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>The jurisdiction that owns it.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>The unit that filed it.</summary>
    public required string UnitId { get; init; }

    /// <summary>UN/LOCODE of the site, where there is one.</summary>
    public string? SiteCode { get; init; }

    /// <summary>Who filed it.</summary>
    public required PrincipalId FiledBy { get; init; }

    /// <summary>Open, closed or voided.</summary>
    public required IncidentStatus Status { get; init; }

    /// <summary>Training.</summary>
    public required bool Exercise { get; init; }

    /// <summary>Whether more than 24 hours lay between awareness and receipt.</summary>
    public required bool Late { get; init; }

    /// <summary>When it happened, by the device.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was detected, by the device.</summary>
    public DateTimeOffset? DetectedAt { get; init; }

    /// <summary>When the unit became aware, by the device.</summary>
    public required DateTimeOffset AwareAt { get; init; }

    /// <summary>When the officer finished filing, by the device.</summary>
    public DateTimeOffset? FiledAt { get; init; }

    /// <summary>When the registry received it; starts the clocks.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When persons or goods are out of reach.</summary>
    public DateTimeOffset? ActBefore { get; init; }

    /// <summary>Direction of travel (code list <c>direction</c>).</summary>
    public string? Direction { get; init; }

    /// <summary>Mode of transport, when the filing says it.</summary>
    public Mode? Mode { get; init; }

    /// <summary>What the unit believes it sees.</summary>
    public required CrimeHypothesis CrimeHypothesis { get; init; }

    /// <summary>Whether somebody's life is in danger.</summary>
    public required bool DangerToLife { get; init; }

    /// <summary>Whether persons are present now.</summary>
    public required bool PersonsPresentNow { get; init; }

    /// <summary>Whether a possible victim is present.</summary>
    public required bool PossibleVictimPresent { get; init; }

    /// <summary>Everybody the incident is about.</summary>
    public required Counts PersonCounts { get; init; }

    /// <summary>Whether the counts are an estimate.</summary>
    public bool PersonCountsEstimated { get; init; }

    /// <summary>Whether a child or a person of unknown age is involved. It sticks until a task force records an age decision.</summary>
    public required bool ChildOrUnknownAge { get; init; }

    /// <summary>P1, or a child or unknown age: letting it go needs a second person. It sticks.</summary>
    public required bool Safeguarded { get; init; }

    /// <summary>Europol handling code.</summary>
    public required HandlingCode Handling { get; init; }

    /// <summary>Suspected complicity: it exists only for its filer and the integrity recipients.</summary>
    public required bool Restricted { get; init; }

    /// <summary>
    /// The ordinary incident that goes on since the suspicion was lowered; null otherwise. Only who sees this one learns of it.
    /// </summary>
    public IncidentId? GoesOnAs { get; init; }

    /// <summary>How urgent it is.</summary>
    public required Priority Priority { get; init; }

    /// <summary>Why, in plain sentences.</summary>
    public required IReadOnlyList<string> PriorityReasons { get; init; }

    /// <summary>How many persons are listed.</summary>
    public required int PersonsListed { get; init; }

    /// <summary>How many objects are listed.</summary>
    public required int ObjectsListed { get; init; }

    /// <summary>Doubts about the filing as it now stands; never content.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>What is missing that most often causes a question back.</summary>
    public required IReadOnlyList<CompletenessNote> Completeness { get; init; }

    /// <summary>The pack version the last routing decision was made under.</summary>
    public required int PackVersion { get; init; }

    /// <summary>Rules that matched in the decisions so far, each once.</summary>
    public required IReadOnlyList<Routing.MatchedRule> MatchedRules { get; init; }

    /// <summary>Who proposed to void it, while a second person is awaited.</summary>
    public PrincipalId? VoidProposedBy { get; init; }

    /// <summary>Counts its own versions (filed, amended, voided): the ETag.</summary>
    public required int Version { get; init; }

    /// <summary>Counts every act on it and its legs: lock, causal order and timeline key in one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its legs, in the order they were made.</summary>
    public required IReadOnlyList<Leg> Legs { get; init; }

    /// <summary>What task forces have decided about who is a child, in the order they did.</summary>
    public IReadOnlyList<AgeDecision> AgeDecisions { get; init; } = [];

    /// <summary>
    /// As of when it is shown to the desk that reads it: the end of that desk's last leg. Null where it is as it now is, for whoever acts
    /// on it too.
    /// </summary>
    public DateTimeOffset? ShownAsOf { get; init; }

    /// <summary>How many messages the desk that reads it hasn't read: what it is shown, and nothing that is decided on.</summary>
    public int UnreadMessages { get; init; }

    /// <summary>The leg of this id; null when it is another incident's.</summary>
    public Leg? Leg(ReferralId id) => Legs.FirstOrDefault(leg => leg.Id == id);

    /// <summary>The leg that leads: exactly one of an incident that ever had an action leg; null where there is none.</summary>
    public Leg? LeadingLeg => Legs.FirstOrDefault(leg => leg.Lead);

    /// <summary>
    /// Whether a desk that may know of it has acknowledged a leg of it, open or ended by now: it isn't the filing unit's alone any more.
    /// </summary>
    public bool IsAcknowledged => LegsInSight.Any(leg => leg.AcknowledgedAt is not null);

    /// <summary>
    /// Whether a desk that may know of it has accepted a leg of it, open or ended by now: it ends by being concluded.
    /// </summary>
    public bool IsAccepted => LegsInSight.Any(leg => leg.AcceptedAt is not null);

    /// <summary>
    /// Whether legs of other incidents go on within a leg of this one, or within one of its own that does, whose filers would be told no
    /// end. Its own, that one was to decide too, end with it.
    /// </summary>
    internal bool CarriesOthers(Leg carrier)
    {
        if (carrier.Carries == 0)
            return false;
        var own = Legs
            .Where(leg => leg.GoesOnIn is { } into && Leg(into) is { CarriesFor: { } place } && place == carrier.CarriesFor).ToList();
        return carrier.Carries > own.Count || own.Exists(CarriesOthers);
    }

    /// <summary>The incident with a leg replaced.</summary>
    internal Incident With(Leg changed) => this with { Legs = [.. Legs.Select(leg => leg.Id == changed.Id ? changed : leg)] };

    /// <summary>
    /// Whether letting it go, or a leg of it, needs a second person at this priority of its own: a child or unknown age, or a P1.
    /// </summary>
    internal bool Guards(Priority priority) => ChildOrUnknownAge || priority == Priority.P1;

    /// <summary>Whether letting it go still needs a second person: a child or unknown age, a P1, or an open leg that needs one.</summary>
    internal bool NeedsSafeguards =>
        Guards(Priority) || Legs.Any(leg => leg.Safeguarded && leg.State.IsOpen());

    /// <summary>
    /// The legs whose queues may know of it: all, and once complicity is suspected only those of the integrity recipients and of whom they
    /// have brought in.
    /// </summary>
    public IEnumerable<Leg> LegsInSight => Legs.Where(leg => !Restricted || leg.IsIntegrity || leg.IsOperational);

    /// <summary>The status that its legs make: open while an action or protection leg is.</summary>
    public static IncidentStatus StatusOf(IEnumerable<Leg> legs) =>
        legs.Any(leg => leg.Kind != LegKind.Notice && leg.State.IsOpen()) ? IncidentStatus.Open : IncidentStatus.Closed;
}
