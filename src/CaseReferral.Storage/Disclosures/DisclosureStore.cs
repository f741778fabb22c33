using CaseReferral.Domain.Disclosures;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Contents;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Referrals;

namespace CaseReferral.Storage.Disclosures;

/// <summary>Pointers across a border, requests for the owner's consent, and what was disclosed to whom.</summary>
public static class DisclosureStore
{
    private const string Columns = """
        q.Id, q.IncidentId, q.Jurisdiction, q.Recipient, q.RequestedDesk, q.RequestedRole, q.Urgency, q.State, q.RequestedAt, q.DueAt,
        q.DecidedAt, q.DecidedDesk, q.DecidedRole, q.LegalBasis, q.Version, q.Escalation, q.EscalatesAt, q.Revision
        """;

    private static readonly AccessScope OwnActs = AccessScope.Registry("disclosure requests that nobody answers");

    // Whoever sees the incident sees what was asked about it, and a desk whose leg has ended what it asked itself; a desk abroad only what
    // it asked or would receive.
    private const string Known = """
        EXISTS (SELECT 1 FROM Incident i WHERE i.Id = q.IncidentId AND (
            q.RecipientAudience = @Audience AND i.Restricted = 0
            OR q.Jurisdiction = @OwnerIs AND EXISTS (
                SELECT 1 FROM Sight s WHERE s.IncidentId = i.Id AND s.Audience = @Audience AND s.RetractedAt IS NULL
                    AND (s.UntilSequence IS NULL OR q.RequestedDesk = @Asker))))
        """;

    private static readonly Statement InsertPointer = new(_ => """
        INSERT INTO Pointer (Audience, IncidentId, Jurisdiction, GivenAt)
        SELECT @GivenTo, @IncidentId, @Jurisdiction, @At
        WHERE NOT EXISTS (SELECT 1 FROM Pointer WHERE Audience = @GivenTo AND IncidentId = @IncidentId)
        """);

    private static readonly Statement InsertRequest = new(_ => """
        INSERT INTO DisclosureRequest (
            Id, IncidentId, Jurisdiction, Recipient, RecipientAudience, RequestedDesk, RequestedRole, Urgency, State, RequestedAt, DueAt,
            Escalation, EscalatesAt, FiresAt, Revision)
        VALUES (
            @Id, @IncidentId, @Jurisdiction, @Recipient, @RecipientAudience, @RequestedDesk, @RequestedRole, @Urgency, @State, @RequestedAt,
            @DueAt, @Escalation, @EscalatesAt, @FiresAt, @Revision)
        """);

    private static readonly Statement UpdateRequest = new(_ => """
        UPDATE DisclosureRequest SET
            State = @State, DecidedAt = @DecidedAt, DecidedDesk = @DecidedDesk, DecidedRole = @DecidedRole, LegalBasis = @LegalBasis,
            Version = @Version, Escalation = @Escalation, EscalatesAt = @EscalatesAt, FiresAt = @FiresAt, Revision = @Revision
        WHERE Id = @Id AND Revision = @Before
        """);

    // A level changes no revision, as it does none of a referral: who is about to answer isn't refused because nobody had.
    private static readonly Statement ReachLevel = new(_ => """
        UPDATE DisclosureRequest SET Escalation = @Escalation, EscalatesAt = @NextAt, FiresAt = @NextAt
        WHERE Id = @Id AND State = 'requested' AND Escalation = @Level AND FiresAt = @FiresAt
        """);

    private static readonly Statement StopClocks = new(_ =>
        "UPDATE DisclosureRequest SET FiresAt = NULL WHERE IncidentId = @IncidentId AND FiresAt IS NOT NULL");

    // An index holds all that it reads, in its order.
    private static readonly Statement Due = new(d => $"""
        SELECT {d.Top("@Limit")} q.Id, q.FiresAt FROM DisclosureRequest q WHERE q.FiresAt <= @Now
        ORDER BY q.FiresAt, q.Id {d.Limit("@Limit")}
        """);

    private static readonly Statement OneForRegistry = new(_ => $"SELECT {Columns} FROM DisclosureRequest q WHERE q.Id = @Request");

    private static readonly Statement RetractConsented = new(_ => """
        UPDATE Sight SET RetractedAt = @At WHERE IncidentId = @IncidentId AND RetractedAt IS NULL AND Audience IN (
            SELECT q.RecipientAudience FROM DisclosureRequest q WHERE q.IncidentId = @IncidentId AND q.State = 'consented')
        """);

    // Another consent to the same desk goes on.
    private static readonly Statement RetractUnconsented = new(_ => $"""
        UPDATE Sight SET RetractedAt = @At WHERE IncidentId = @IncidentId AND Audience = @LostBy AND RetractedAt IS NULL
            AND {IncidentStore.NoConsent}
        """);

    private static readonly Statement Pointed = new(d => $"""
        SELECT {d.Top("1")} {IncidentStore.Columns} FROM Pointer p JOIN Incident i ON i.Id = p.IncidentId
        WHERE p.IncidentId = {IncidentKey.Named} AND p.Audience = @Audience AND i.Restricted = 0 {d.Limit("1")}
        """);

    private static readonly Statement PageOfPointers = new(
        d => $"""
            SELECT {d.Top("@Limit")} {IncidentStore.Columns} FROM Pointer p JOIN Incident i ON i.Id = p.IncidentId
            WHERE p.Audience = @Audience AND i.Restricted = 0 {Statement.Filters}
            ORDER BY p.IncidentId DESC {d.Limit("@Limit")}
            """,
        [new("BeforeId", "p.IncidentId < @BeforeId")]);

    private static readonly Statement One = new(_ => $"SELECT {Columns} FROM DisclosureRequest q WHERE q.Id = @Request AND {Known}");

    private static readonly Statement OfIncident = new(_ => $"""
        SELECT {Columns} FROM DisclosureRequest q WHERE q.IncidentId = {IncidentKey.Named} AND {Known} ORDER BY q.Id
        """);

    private static readonly Filter[] Narrowing =
    [
        new("BeforeId", "q.Id < @BeforeId"),
        new("State", "q.State = @State"),
        new("OverdueAt", "q.State = 'requested' AND q.DueAt < @OverdueAt"),
        new("NotOverdueAt", "(q.State <> 'requested' OR q.DueAt >= @NotOverdueAt)"),
    ];

    private static readonly Statement PageOfKnown = new(d => KnownPage(d, Columns), Narrowing);

    // What the incidents' own legs say of who may answer; nothing of them is shown.
    private static readonly Statement IncidentsOfKnown = new(
        d => $"SELECT {IncidentStore.Columns} FROM Incident i WHERE i.Id IN ({KnownPage(d, "q.IncidentId")})", Narrowing);

    private static readonly Statement LegsOfKnown = new(
        d => $"""
            SELECT {ReferralStore.Columns} FROM Referral r
            WHERE r.IncidentId IN ({KnownPage(d, "q.IncidentId")}) ORDER BY r.IncidentId, r.Id
            """,
        Narrowing);

    private static readonly Statement Consented = new(_ => $"""
        SELECT q.Id, q.Recipient, q.LegalBasis FROM DisclosureRequest q
        WHERE q.IncidentId = {IncidentKey.Named} AND q.State = 'consented' AND EXISTS (
            SELECT 1 FROM Sight s WHERE s.IncidentId = q.IncidentId AND s.Audience IN (@Audience, @Own) AND s.RetractedAt IS NULL)
        ORDER BY q.Id
        """);

    // The first is what it is for; the last of the others is the reason that counts.
    private static readonly Statement Texts = new(_ => $"""
        SELECT c.Id, c.Kind, c.SubjectId, c.Position, c.FromVersion, c.Body FROM DisclosureRequest q
        JOIN Content c ON c.IncidentId = q.IncidentId AND c.SubjectId = q.Id
        WHERE q.Id = @Request AND {Known}
        ORDER BY c.Position, c.Id
        """);

    // With a leg goes what was current when it was made.
    private static readonly Statement Disclosed = new(_ => $"""
        SELECT d.Recipient, d.LegalBasis, d.DisclosedAt,
            (SELECT MAX(v.Version) FROM IncidentVersion v WHERE v.IncidentId = d.IncidentId AND v.At <= d.DisclosedAt) AS Version
        FROM Disclosure d
        WHERE d.IncidentId = {IncidentKey.Named} AND EXISTS (
            SELECT 1 FROM Sight s WHERE s.IncidentId = d.IncidentId AND s.Audience IN (@Audience, @Own) AND s.RetractedAt IS NULL)
        ORDER BY d.DisclosedAt, d.Recipient
        """);

    /// <summary>Whom a desk's code stands for: a task force, or a jurisdiction's coordinator.</summary>
    public static Audience AudienceOf(string desk) =>
        Borders.JurisdictionOf(desk) == desk ? Audience.Jurisdiction(desk) : Audience.TaskForce(desk);

    /// <summary>Adds a pointer for each queue abroad that a decision addressed and the border stopped.</summary>
    public static Act Point(this Act act, Incident incident, IEnumerable<string> queues, DateTimeOffset now)
    {
        foreach (var queue in queues)
            act.DoAny(InsertPointer, new { GivenTo = AudienceOf(queue).Value, IncidentId = incident.Id, incident.Jurisdiction, At = now });
        return act;
    }

    /// <summary>Adds a request; the incident's sequence goes first.</summary>
    public static Act Ask(this Act act, Incident incident, DisclosureRequest request) =>
        act.Advance(incident).Do(InsertRequest, RequestRow.Of(request, 0));

    /// <summary>
    /// Adds an answer, and what it does to the recipient's sight: a consent gives it, and a revocation ends it, unless a leg or another
    /// consent gives it too. What a leg that ended had shown stays.
    /// </summary>
    public static Act Answer(this Act act, Incident incident, DisclosureRequest before, DisclosureRequest after, DateTimeOffset now)
    {
        act.Advance(incident).Do(UpdateRequest, RequestRow.Of(after, before.Revision));
        var audience = AudienceOf(after.Recipient);
        var legs = incident.LegsInSight.Where(leg => leg.TaskForce == after.Recipient).ToList();
        if (legs.Any(leg => leg.State.IsOpen()))
            return act;

        if (after.State == DisclosureState.Consented)
            act.Show(audience, incident);
        if (after.State == DisclosureState.Revoked && legs.Count > 0)
            act.EndAgain(audience, incident);
        else if (after.State == DisclosureState.Revoked)
            act.DoAny(RetractUnconsented, new { At = now, LostBy = audience.Value, IncidentId = incident.Id });
        // What it may go on knowing: that there is something, and whom to call. Under that it reads that the consent was taken back.
        return after.State == DisclosureState.Revoked ? act.Point(incident, [after.Recipient], now) : act;
    }

    /// <summary>Adds the end of every consent's sight: a suspicion of complicity exists for nobody abroad.</summary>
    public static Act RetractConsents(this Act act, IncidentId incident, DateTimeOffset now) =>
        act.DoAny(RetractConsented, new { At = now, IncidentId = incident });

    /// <summary>The incident that the scope has a pointer to, without its legs; null when it has none.</summary>
    public static Load<Incident?> GetPointed(AccessScope scope, IncidentKey key) =>
        Load.One<IncidentRow>(Pointed, scope, key).Select(row => row?.ToIncident([]));

    /// <summary>One page of the incidents that the scope has pointers to, newest first, without their legs.</summary>
    public static Load<IReadOnlyList<Incident>> ListPointers(AccessScope scope, IncidentId? before, int limit) =>
        Load.List<IncidentRow>(PageOfPointers, scope, new { BeforeId = before, Limit = limit })
            .Select<IReadOnlyList<Incident>>(rows => [.. rows.Select(row => row.ToIncident([]))]);

    /// <summary>The consent clocks that are due now, the longest due first.</summary>
    /// <param name="now">Now.</param>
    /// <param name="limit">At most this many.</param>
    public static Load<IReadOnlyList<DueRequest>> ListDue(DateTimeOffset now, int limit) =>
        Load.List<DueRequest>(Due, OwnActs, new { Now = now, Limit = limit });

    /// <summary>A request, for what the registry does by itself; null for one that never was.</summary>
    public static Load<DisclosureRequest?> GetForRegistry(DisclosureRequestId id) =>
        Load.One<RequestRow>(OneForRegistry, OwnActs, new { Request = id }).Select(row => row?.ToRequest());

    /// <summary>
    /// Adds that a level of the consent clock was reached; lost when somebody answered, or reached it first, or when anything happened to
    /// the incident since it was read.
    /// </summary>
    public static Act Reach(this Act act, Incident incident, ConsentLevelReached reached) => act.Advance(incident).Do(ReachLevel, new
    {
        reached.Before.Id,
        Level = reached.Before.Escalation,
        reached.Before.Clock!.FiresAt,
        reached.After.Escalation,
        NextAt = reached.After.EscalatesAt,
    });

    /// <summary>Adds that nobody is waited for any more: the incident was voided, or exists for nobody who could answer.</summary>
    internal static Act StopConsentClocks(this Act act, IncidentId incident) => act.DoAny(StopClocks, new { IncidentId = incident });

    /// <summary>A request that the seat knows of; null when there is none.</summary>
    public static Load<DisclosureRequest?> Get(AccessScope scope, Seat seat, DisclosureRequestId id) =>
        Load.One<RequestRow>(One, scope, new { Request = id, OwnerIs = seat.Jurisdiction, Asker = seat.Where })
            .Select(row => row?.ToRequest());

    /// <summary>The requests about an incident that the seat knows of, oldest first.</summary>
    public static Load<IReadOnlyList<DisclosureRequest>> List(AccessScope scope, Seat seat, IncidentKey key) =>
        Load.List<RequestRow>(OfIncident, scope, new { Key = key, OwnerIs = seat.Jurisdiction, Asker = seat.Where })
            .Select<IReadOnlyList<DisclosureRequest>>(rows => [.. rows.Select(row => row.ToRequest())]);

    /// <summary>One page of the requests that a desk knows of, newest first, with their incidents.</summary>
    public static Load<(IReadOnlyList<DisclosureRequest> Requests, IReadOnlyDictionary<IncidentId, Incident> Incidents)> ListKnown(
        AccessScope scope, DisclosureFilter filter) =>
        Load.List<RequestRow>(PageOfKnown, scope, filter)
            .Select<IReadOnlyList<DisclosureRequest>>(rows => [.. rows.Select(row => row.ToRequest())])
            .And(IncidentStore.WithLegs(IncidentsOfKnown, LegsOfKnown, scope, filter));

    /// <summary>The texts of a request that the seat knows of. For the door that records consultations.</summary>
    public static Load<IReadOnlyList<ContentPart>> ReadTexts(AccessScope scope, Seat seat, DisclosureRequestId id) =>
        Load.List<ContentPart>(Texts, scope, new { Request = id, OwnerIs = seat.Jurisdiction, Asker = seat.Where });

    /// <summary>The consents in force on an incident that the scope sees.</summary>
    public static Load<IReadOnlyList<ConsentInForce>> ConsentsOf(AccessScope scope, IncidentKey key) =>
        Load.List<ConsentInForce>(Consented, scope, key);

    /// <summary>What went abroad with legs of an incident that the scope sees, oldest first.</summary>
    public static Load<IReadOnlyList<DisclosedLeg>> LegsDisclosed(AccessScope scope, IncidentKey key) =>
        Load.List<DisclosedLeg>(Disclosed, scope, key);

    // Either side of the first condition is an index's; which of them it is, the second one says.
    private static string KnownPage(SqlDialect d, string columns) => $"""
        SELECT {d.Top("@Limit")} {columns} FROM DisclosureRequest q
        WHERE (q.Jurisdiction = @OwnerIs OR q.RecipientAudience = @Audience) AND {Known} {Statement.Filters}
        ORDER BY q.Id DESC {d.Limit("@Limit")}
        """;

    private sealed record RequestRow
    {
        public DisclosureRequestId Id { get; init; }
        public IncidentId IncidentId { get; init; }
        public string Jurisdiction { get; init; } = "";
        public string Recipient { get; init; } = "";
        public string RecipientAudience { get; init; } = "";
        public string RequestedDesk { get; init; } = "";
        public string RequestedRole { get; init; } = "";
        public string Urgency { get; init; } = "";
        public string State { get; init; } = "";
        public DateTimeOffset RequestedAt { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public string? DecidedDesk { get; init; }
        public string? DecidedRole { get; init; }
        public string? LegalBasis { get; init; }
        public int? Version { get; init; }
        public int Escalation { get; init; }
        public DateTimeOffset? EscalatesAt { get; init; }
        public DateTimeOffset? FiresAt { get; init; }
        public int Revision { get; init; }
        public int Before { get; init; }

        public static RequestRow Of(DisclosureRequest request, int before) => new()
        {
            Id = request.Id,
            IncidentId = request.Incident,
            Jurisdiction = request.Jurisdiction,
            Recipient = request.Recipient,
            RecipientAudience = AudienceOf(request.Recipient).Value,
            RequestedDesk = request.RequestedDesk,
            RequestedRole = request.RequestedRole.Code(),
            Urgency = request.Urgency.Code(),
            State = request.State.Code(),
            RequestedAt = request.RequestedAt,
            DueAt = request.DueAt,
            DecidedAt = request.DecidedAt,
            DecidedDesk = request.DecidedDesk,
            DecidedRole = request.DecidedRole?.Code(),
            LegalBasis = request.LegalBasis,
            Version = request.Version,
            Escalation = request.Escalation,
            EscalatesAt = request.EscalatesAt,
            FiresAt = request.Clock?.FiresAt,
            Revision = request.Revision,
            Before = before,
        };

        public DisclosureRequest ToRequest() => new()
        {
            Id = Id,
            Incident = IncidentId,
            Jurisdiction = Jurisdiction,
            Recipient = Recipient,
            RequestedDesk = RequestedDesk,
            RequestedRole = Codes<SeatRole>.Parse(RequestedRole),
            Urgency = Codes<DisclosureUrgency>.Parse(Urgency),
            State = Codes<DisclosureState>.Parse(State),
            RequestedAt = RequestedAt,
            DueAt = DueAt,
            DecidedAt = DecidedAt,
            DecidedDesk = DecidedDesk,
            DecidedRole = DecidedRole is null ? null : Codes<SeatRole>.Parse(DecidedRole),
            LegalBasis = LegalBasis,
            Version = Version,
            Escalation = Escalation,
            EscalatesAt = EscalatesAt,
            Revision = Revision,
        };
    }
}

/// <summary>What a list of disclosure requests is narrowed to; a null member doesn't narrow.</summary>
public sealed record DisclosureFilter
{
    /// <summary>At most this many.</summary>
    public required int Limit { get; init; }

    /// <summary>The jurisdiction whose incidents' requests are its desk's to know.</summary>
    public required string? OwnerIs { get; init; }

    /// <summary>The desk, which knows what it asked itself.</summary>
    public required string Asker { get; init; }

    /// <summary>Older than this one: where the last page ended.</summary>
    public DisclosureRequestId? BeforeId { get; init; }

    /// <summary>Code of the state.</summary>
    public string? State { get; init; }

    /// <summary>Whose owner is late at this instant.</summary>
    public DateTimeOffset? OverdueAt { get; init; }

    /// <summary>Whose owner isn't late at this instant.</summary>
    public DateTimeOffset? NotOverdueAt { get; init; }
}

/// <summary>A request whose owner is late.</summary>
public sealed record DueRequest
{
    /// <summary>The request.</summary>
    public DisclosureRequestId Id { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset FiresAt { get; init; }
}

/// <summary>A consent that counts now.</summary>
public sealed record ConsentInForce
{
    /// <summary>The request that was consented to.</summary>
    public DisclosureRequestId Id { get; init; }

    /// <summary>The desk abroad.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>The agreement it rests on.</summary>
    public string LegalBasis { get; init; } = "";
}

/// <summary>What went abroad with a leg.</summary>
public sealed record DisclosedLeg
{
    /// <summary>The task force.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>The agreement.</summary>
    public string LegalBasis { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset DisclosedAt { get; init; }

    /// <summary>The version that was current then.</summary>
    public int Version { get; init; }
}
