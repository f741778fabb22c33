using System.Text.Json;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Referrals;

namespace CaseReferral.Storage.Incidents;

/// <summary>A row of <c>Incident</c>, written and read by the same names.</summary>
public sealed record IncidentRow
{
#pragma warning disable CS1591 // Each member is the column of its name; Domain.Incidents.Incident documents what it means.
    public IncidentId Id { get; init; }
    public long Sequence { get; init; }
    public int Version { get; init; }
    public string Reference { get; init; } = "";
    public string Jurisdiction { get; init; } = "";
    public string UnitId { get; init; } = "";
    public string ClientScope { get; init; } = "";
    public string UnitScope { get; init; } = "";
    public string OwnScope { get; init; } = "";
    public Guid ClientId { get; init; }
    public byte[] FilingSalt { get; init; } = [];
    public byte[] FilingDigest { get; init; } = [];
    public PrincipalId FiledBy { get; init; }
    public string Status { get; init; } = "";
    public bool Exercise { get; init; }
    public bool Restricted { get; init; }
    public bool Late { get; init; }
    public string? SiteCode { get; init; }
    public DateTimeOffset? OccurredAt { get; init; }
    public int? OccurredOffset { get; init; }
    public DateTimeOffset? DetectedAt { get; init; }
    public int? DetectedOffset { get; init; }
    public DateTimeOffset AwareAt { get; init; }
    public int AwareOffset { get; init; }
    public DateTimeOffset? FiledAt { get; init; }
    public int? FiledOffset { get; init; }
    public DateTimeOffset? ActBefore { get; init; }
    public int? ActBeforeOffset { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public string? Direction { get; init; }
    public string? Mode { get; init; }
    public string CrimeHypothesis { get; init; } = "";
    public bool DangerToLife { get; init; }
    public bool PersonsPresentNow { get; init; }
    public bool PossibleVictimPresent { get; init; }
    public int AdultCount { get; init; }
    public int ChildCount { get; init; }
    public int UnknownAgeCount { get; init; }
    public bool CountsEstimated { get; init; }
    public bool ChildOrUnknownAge { get; init; }
    public bool Safeguarded { get; init; }
    public string Handling { get; init; } = "";
    public string Priority { get; init; } = "";
    public int PersonsListed { get; init; }
    public int ObjectsListed { get; init; }
    public int WarningsCount { get; init; }
    public int PackVersion { get; init; }
    public string Notes { get; init; } = "";
    public PrincipalId? VoidProposedBy { get; init; }
    public IncidentId? GoesOnAs { get; init; }
    public string? Past { get; init; }
    public DateTimeOffset? PastAt { get; init; }
    public int UnreadMessages { get; init; }
    public long Before { get; init; }
#pragma warning restore CS1591

    internal static IncidentRow Of(Incident incident, byte[] filingSalt, byte[] filingDigest, long before) => new()
    {
        Id = incident.Id,
        Sequence = incident.Sequence,
        Version = incident.Version,
        Reference = incident.Reference,
        Jurisdiction = incident.Jurisdiction,
        UnitId = incident.UnitId,
        ClientScope = Audience.Principal(incident.FiledBy).Value,
        ClientId = incident.ClientId,
        FilingSalt = filingSalt,
        FilingDigest = filingDigest,
        FiledBy = incident.FiledBy,
        Status = incident.Status.Code(),
        Exercise = incident.Exercise,
        Restricted = incident.Restricted,
        Late = incident.Late,
        SiteCode = incident.SiteCode,
        OccurredAt = incident.OccurredAt,
        OccurredOffset = Offset(incident.OccurredAt),
        DetectedAt = incident.DetectedAt,
        DetectedOffset = Offset(incident.DetectedAt),
        AwareAt = incident.AwareAt,
        AwareOffset = Instants.OffsetToStore(incident.AwareAt),
        FiledAt = incident.FiledAt,
        FiledOffset = Offset(incident.FiledAt),
        ActBefore = incident.ActBefore,
        ActBeforeOffset = Offset(incident.ActBefore),
        ReceivedAt = incident.ReceivedAt,
        Direction = incident.Direction,
        Mode = incident.Mode?.Code(),
        CrimeHypothesis = incident.CrimeHypothesis.Code(),
        DangerToLife = incident.DangerToLife,
        PersonsPresentNow = incident.PersonsPresentNow,
        PossibleVictimPresent = incident.PossibleVictimPresent,
        AdultCount = incident.PersonCounts.Adult,
        ChildCount = incident.PersonCounts.Child,
        UnknownAgeCount = incident.PersonCounts.UnknownAge,
        CountsEstimated = incident.PersonCountsEstimated,
        ChildOrUnknownAge = incident.ChildOrUnknownAge,
        Safeguarded = incident.Safeguarded,
        Handling = incident.Handling.Code(),
        Priority = incident.Priority.Code(),
        PersonsListed = incident.PersonsListed,
        ObjectsListed = incident.ObjectsListed,
        WarningsCount = incident.Warnings.Count,
        PackVersion = incident.PackVersion,
        Notes = JsonSerializer.Serialize(
            new IncidentNotes(
                incident.Warnings, incident.Completeness, incident.PriorityReasons, incident.MatchedRules,
                [.. incident.AgeDecisions.Select(StoredAge.Of)]),
            StoredJson.Options),
        VoidProposedBy = incident.VoidProposedBy,
        GoesOnAs = incident.GoesOnAs,
        Before = before,
    };

    /// <summary>What a desk whose last leg ends here goes on seeing: the incident and its legs, without content.</summary>
    internal static string Keep(Incident incident) => JsonSerializer.Serialize(
        new KeptIncident(
            Of(incident, [], [], 0),
            [.. incident.Legs.Select(leg => ReferralRow.Of(leg, 0) with { Elsewhere = ReferralRow.Spell(leg.Elsewhere) })]),
        StoredJson.Options);

    /// <summary>
    /// The incident as it is shown: as it was when the reader's sight ended, or as it now is. How a leg of the reader's queue that goes on
    /// elsewhere ended there is told afterwards too.
    /// </summary>
    internal Incident AsShown(Incident now, AccessScope scope)
    {
        if (Past is null)
            return now;
        var kept = JsonSerializer.Deserialize<KeptIncident>(Past, StoredJson.Options)!;
        var then = kept.Incident.ToIncident(
        [
            .. kept.Legs.Select(row => row.ToLeg()).Select(leg => Sights.QueueOf(leg) == scope.Audience && now.Leg(leg.Id) is { } known
                ? leg with { Elsewhere = known.Elsewhere }
                : leg),
        ]);
        var shown = then with { ShownAsOf = PastAt, UnreadMessages = UnreadMessages };
        // That it was voided is told every desk that ever had a leg of it, and nobody of a suspicion of complicity.
        return now is { Status: IncidentStatus.Voided, Restricted: false } ? shown with { Status = IncidentStatus.Voided } : shown;
    }

    internal Incident ToIncident(IReadOnlyList<Leg> legs)
    {
        var notes = JsonSerializer.Deserialize<IncidentNotes>(Notes, StoredJson.Options)!;
        return new()
        {
            Id = Id,
            Sequence = Sequence,
            Version = Version,
            Reference = Reference,
            Jurisdiction = Jurisdiction,
            UnitId = UnitId,
            ClientId = ClientId,
            FiledBy = FiledBy,
            Status = Codes<IncidentStatus>.Parse(Status),
            Exercise = Exercise,
            Restricted = Restricted,
            Late = Late,
            SiteCode = SiteCode,
            OccurredAt = AsFiled(OccurredAt, OccurredOffset),
            DetectedAt = AsFiled(DetectedAt, DetectedOffset),
            AwareAt = Instants.WithOffset(AwareAt, AwareOffset),
            FiledAt = AsFiled(FiledAt, FiledOffset),
            ActBefore = AsFiled(ActBefore, ActBeforeOffset),
            ReceivedAt = ReceivedAt,
            Direction = Direction,
            Mode = Mode is null ? null : Codes<Mode>.Parse(Mode),
            CrimeHypothesis = Codes<CrimeHypothesis>.Parse(CrimeHypothesis),
            DangerToLife = DangerToLife,
            PersonsPresentNow = PersonsPresentNow,
            PossibleVictimPresent = PossibleVictimPresent,
            PersonCounts = new(AdultCount, ChildCount, UnknownAgeCount),
            PersonCountsEstimated = CountsEstimated,
            ChildOrUnknownAge = ChildOrUnknownAge,
            Safeguarded = Safeguarded,
            Handling = Codes<HandlingCode>.Parse(Handling),
            Priority = Codes<Priority>.Parse(Priority),
            PriorityReasons = notes.Reasons,
            PersonsListed = PersonsListed,
            ObjectsListed = ObjectsListed,
            Warnings = notes.Warnings,
            Completeness = notes.Completeness,
            PackVersion = PackVersion,
            MatchedRules = notes.Matched,
            VoidProposedBy = VoidProposedBy,
            GoesOnAs = GoesOnAs,
            AgeDecisions = [.. (notes.Ages ?? []).Select(age => age.ToDecision())],
            Legs = legs,
            UnreadMessages = UnreadMessages,
        };
    }

    private static int? Offset(DateTimeOffset? instant) => instant is { } given ? Instants.OffsetToStore(given) : null;

    private static DateTimeOffset? AsFiled(DateTimeOffset? instant, int? offset) =>
        instant is { } given ? Instants.WithOffset(given, offset ?? 0) : null;
}

/// <summary>What is kept of an incident when a sight ends.</summary>
/// <param name="Incident">Its row.</param>
/// <param name="Legs">The rows of its legs.</param>
internal sealed record KeptIncident(IncidentRow Incident, IReadOnlyList<ReferralRow> Legs);

/// <summary>What the <c>Notes</c> column holds: codes and sentences, never content.</summary>
/// <param name="Warnings">Doubts.</param>
/// <param name="Completeness">What is missing.</param>
/// <param name="Reasons">Why the priority.</param>
/// <param name="Matched">Rules that matched.</param>
/// <param name="Ages">What task forces decided about who is a child, by ids; absent in rows of earlier releases.</param>
internal sealed record IncidentNotes(
    IReadOnlyList<Warning> Warnings, IReadOnlyList<CompletenessNote> Completeness, IReadOnlyList<string> Reasons,
    IReadOnlyList<MatchedRule> Matched, IReadOnlyList<StoredAge>? Ages = null);

/// <summary>An age decision in ids and codes, as it is kept.</summary>
/// <param name="Leg">The leg it was decided on.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Status">Code of what was decided.</param>
/// <param name="Persons">The listed persons it covers.</param>
/// <param name="Unlisted">How many it covers besides.</param>
internal sealed record StoredAge(Guid Leg, DateTimeOffset DecidedAt, string Status, IReadOnlyList<Guid> Persons, int Unlisted)
{
    public static StoredAge Of(AgeDecision decision) => new(
        decision.Leg.Value, decision.DecidedAt, decision.Status.Code(), [.. decision.Persons.Select(person => person.Value)],
        decision.Unlisted);

    public AgeDecision ToDecision() => new(
        new(Leg), DecidedAt, Codes<ChildStatus>.Parse(Status), [.. Persons.Select(person => new PersonId(person))], Unlisted);
}
