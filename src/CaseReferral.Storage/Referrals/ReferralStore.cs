using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.Messages;

namespace CaseReferral.Storage.Referrals;

/// <summary>Referrals, their clocks and queues, and what crossed a border with them.</summary>
public static class ReferralStore
{
    // The last is how it went on elsewhere (ReferralRow.Elsewhere): whether the leg it went on in is open, and the best that came of it,
    // through all that goes on in one another's place and two merges: an outcome, somebody at work, the reason that ends for good, one that
    // may, nothing.
    internal static readonly string Columns = $"""
        r.Id, r.IncidentId, r.Jurisdiction, r.Kind, r.TaskForce, r.Mandate, r.IsLead, r.State, r.Priority, r.Safeguarded, r.PackVersion,
        r.[Rule], r.LegalBasis, r.AssigneeSeat, r.AssigneeRole, r.ProposedBy, r.Escalation, r.MadeAt, r.AcknowledgeBy, r.DecideBy,
        r.ReviewBy, r.DeadlineReason, r.AcknowledgedAt, r.AcceptedAt, r.EndedAt, r.Outcome, r.Revision, r.Rank,
        r.Predecessor, r.ClockStartedAt, r.EscalatesAt, r.KeepsDecideBy, r.AskedAt, r.AnswerBy, r.PausedAt, r.Pauses, r.Questions,
        r.DeclineReason, r.DuplicateOf, r.MergedInto, r.MergedFrom, r.Carries, r.CarriesSafeguards, r.CarriesChain,
        r.CarriesActBefore, r.CarriesFor,
        CASE WHEN r.State IN ('merged', 'declined') THEN (
            SELECT CONCAT(MAX(CASE t.IsOpen WHEN 1 THEN '1' ELSE '0' END), MAX(CASE
                WHEN COALESCE(h.State, g.State) = 'concluded' THEN CONCAT('4', COALESCE(h.Outcome, g.Outcome))
                WHEN COALESCE(h.IsOpen, g.IsOpen) = 1 OR COALESCE(h.State, g.State) = 'merged' THEN '3'
                WHEN COALESCE(h.State, g.State) <> 'declined' THEN '0'
                WHEN COALESCE(h.DeclineReason, g.DeclineReason) = 'duplicate' THEN '3'
                WHEN COALESCE(h.DeclineReason, g.DeclineReason) = 'insufficient_information' THEN '2insufficient_information'
                ELSE CONCAT('1', COALESCE(h.DeclineReason, g.DeclineReason)) END))
            FROM Referral t
            JOIN Referral g ON g.CarriesFor = t.CarriesFor AND g.CarriesFor IS NOT NULL
            LEFT JOIN Referral u ON u.Id = {GoesOnIn("g")}
            LEFT JOIN Referral h ON h.CarriesFor = u.CarriesFor AND h.CarriesFor IS NOT NULL
            WHERE t.Id = {GoesOnIn("r")}) END AS Elsewhere
        """;

    /// <summary>The leg that one goes on in, in SQL: <see cref="Leg.GoesOnIn"/>. A proposal isn't followed.</summary>
    /// <param name="leg">The alias of its row.</param>
    internal static string GoesOnIn(string leg) =>
        $"CASE {leg}.State WHEN 'merged' THEN {leg}.MergedInto WHEN 'declined' THEN {leg}.DuplicateOf END";

    private static readonly Statement Insert = new(_ => """
        INSERT INTO Referral (
            Id, IncidentId, Jurisdiction, Kind, TaskForce, Queue, Mandate, IsLead, State, IsOpen, Priority, Safeguarded, PackVersion,
            [Rule], LegalBasis, AssigneeSeat, AssigneeRole, ProposedBy, Escalation, MadeAt, AcknowledgeBy, DecideBy, ReviewBy,
            DeadlineReason, AcknowledgedAt, AcceptedAt, EndedAt, Outcome, Revision, DueAt, Rank, Predecessor, ClockStartedAt, EscalatesAt,
            KeepsDecideBy, AskedAt, AnswerBy, PausedAt, Pauses, Questions, DeclineReason, DuplicateOf, MergedInto, MergedFrom, Carries,
            CarriesSafeguards, CarriesChain, CarriesActBefore, CarriesFor)
        VALUES (
            @Id, @IncidentId, @Jurisdiction, @Kind, @TaskForce, @Queue, @Mandate, @IsLead, @State, @IsOpen, @Priority, @Safeguarded,
            @PackVersion, @Rule, @LegalBasis, @AssigneeSeat, @AssigneeRole, @ProposedBy, @Escalation, @MadeAt, @AcknowledgeBy, @DecideBy,
            @ReviewBy, @DeadlineReason, @AcknowledgedAt, @AcceptedAt, @EndedAt, @Outcome, @Revision, @DueAt, @Rank, @Predecessor,
            @ClockStartedAt, @EscalatesAt, @KeepsDecideBy, @AskedAt, @AnswerBy, @PausedAt, @Pauses, @Questions, @DeclineReason,
            @DuplicateOf, @MergedInto, @MergedFrom, @Carries, @CarriesSafeguards,
            @CarriesChain, @CarriesActBefore, @CarriesFor)
        """);

    private static readonly Statement Update = new(_ => """
        UPDATE Referral SET
            Kind = @Kind, TaskForce = @TaskForce, Queue = @Queue, Mandate = @Mandate, IsLead = @IsLead, State = @State, IsOpen = @IsOpen,
            Priority = @Priority, Safeguarded = @Safeguarded, LegalBasis = @LegalBasis, Escalation = @Escalation,
            AssigneeSeat = @AssigneeSeat, AssigneeRole = @AssigneeRole,
            ProposedBy = @ProposedBy, AcknowledgeBy = @AcknowledgeBy, DecideBy = @DecideBy, ReviewBy = @ReviewBy,
            DeadlineReason = @DeadlineReason, AcknowledgedAt = @AcknowledgedAt, AcceptedAt = @AcceptedAt, EndedAt = @EndedAt,
            Outcome = @Outcome, Revision = @Revision, DueAt = @DueAt, Rank = @Rank, ClockStartedAt = @ClockStartedAt,
            EscalatesAt = @EscalatesAt, KeepsDecideBy = @KeepsDecideBy, AskedAt = @AskedAt, AnswerBy = @AnswerBy, PausedAt = @PausedAt,
            Pauses = @Pauses, Questions = @Questions, DeclineReason = @DeclineReason, DuplicateOf = @DuplicateOf, MergedInto = @MergedInto,
            MergedFrom = @MergedFrom, Carries = @Carries, CarriesSafeguards = @CarriesSafeguards,
            CarriesChain = @CarriesChain, CarriesActBefore = @CarriesActBefore, CarriesFor = @CarriesFor
        WHERE Id = @Id AND Revision = @Before
        """);

    private static readonly Statement StartClock = new(_ => """
        INSERT INTO Clock (ReferralId, Kind, Jurisdiction, StartedAt, DueAt, PausedAt, Level, FiresAt)
        VALUES (@ReferralId, @Kind, @Jurisdiction, @StartedAt, @DueAt, @PausedAt, @Level, @FiresAt)
        """);

    private static readonly Statement SetClock = new(_ => """
        UPDATE Clock SET StartedAt = @StartedAt, DueAt = @DueAt, PausedAt = @PausedAt, Level = @Level, FiresAt = @FiresAt
        WHERE ReferralId = @ReferralId AND Kind = @Kind
        """);

    private static readonly Statement EndClock = new(_ => "DELETE FROM Clock WHERE ReferralId = @ReferralId AND Kind = @Kind");

    private static readonly Statement InsertDisclosure = new(_ => """
        INSERT INTO Disclosure (ReferralId, IncidentId, Jurisdiction, Recipient, LegalBasis, DisclosedAt)
        VALUES (@ReferralId, @IncidentId, @Jurisdiction, @Recipient, @LegalBasis, @DisclosedAt)
        """);

    private static readonly Statement OfIncident = new(_ => $"""
        SELECT {Columns} FROM Referral r WHERE r.IncidentId = {IncidentKey.Named} AND EXISTS (
            SELECT 1 FROM Sight s WHERE s.IncidentId = r.IncidentId AND s.Audience IN (@Audience, @Own) AND s.RetractedAt IS NULL)
        ORDER BY r.Id
        """);

    // An active triage seat; whose holder isn't the proposer is the second officer.
    private const string CouldConfirm =
        "t.Role IN ('duty', 'second', 'lead') AND t.ValidFrom <= @Now AND (t.ValidTo IS NULL OR t.ValidTo > @Now)";

    // Proposed to end in a queue where nobody else can confirm it.
    private const string StandsAlone = $"""
        r.ProposedBy IS NOT NULL AND r.TaskForce IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM Seat t WHERE t.Place = r.TaskForce AND t.PrincipalId <> r.ProposedBy AND {CouldConfirm})
        """;

    // Unrouted or undecided at the last level of escalation, the coordinator's to assign; or proposed to end in a queue without a second
    // officer, theirs to confirm. CoordinatorMayAct says which could be, and finds them.
    private const string AtCoordinator = $"""
        r.IsOpen = 1 AND r.CoordinatorMayAct = 1
        AND (r.State = 'unrouted' OR (r.Escalation = 3 AND r.AcceptedAt IS NULL) OR ({StandsAlone}))
        """;

    private const string Counts = """
        r.State, COUNT(*) AS Total,
        SUM(CASE WHEN r.DueAt < @Now THEN 1 ELSE 0 END) AS Overdue,
        SUM(CASE WHEN r.Escalation > 0 THEN 1 ELSE 0 END) AS Escalated,
        SUM(CASE WHEN r.AssigneeSeat IS NULL THEN 1 ELSE 0 END) AS Unclaimed,
        SUM(CASE WHEN r.AssigneeSeat = @Assignee THEN 1 ELSE 0 END) AS Mine
        """;

    private static readonly Filter AfterRank = new("AfterRank", "r.Rank > @AfterRank");

    private static readonly Filter[] Narrowing =
    [
        new("TaskForce", "r.TaskForce = @TaskForce"),
        new("Kind", "r.Kind = @Kind"),
        new("State", "r.State = @State"),
        new("Priority", "r.Priority = @Priority"),
        new("OverdueAt", "r.DueAt < @OverdueAt"),
        new("DueBefore", "r.DueAt < @DueBefore"),
        new("NotOverdueAt", "(r.DueAt IS NULL OR r.DueAt >= @NotOverdueAt)"),
        new("Escalated", "r.Escalation > 0"),
        new("NotEscalated", "r.Escalation = 0"),
        new("Assignee", "r.AssigneeSeat = @Assignee"),
        new("Unclaimed", "r.AssigneeSeat IS NULL"),
        new("Claimed", "r.AssigneeSeat IS NOT NULL"),
        new("UnitId", "i.UnitId = @UnitId"),
        new("Jurisdiction", "r.Jurisdiction = @Jurisdiction"),
        new("CrimeHypothesis", "i.CrimeHypothesis = @CrimeHypothesis"),
        new("FiledAfter", "i.ReceivedAt > @FiledAfter"),
        new("WaitsForUnit", "r.State = 'info_requested'"),
        new("WaitsForQueue", "r.State <> 'info_requested'"),
        new("WaitsForCoordinator", AtCoordinator),
        new("WaitsForOthers", $"NOT ({AtCoordinator})"),
    ];

    // A queue's legs that have ended are found by what their incident was then.
    private static readonly Filter[] NarrowingQueue =
    [
        .. Narrowing.Where(filter => filter.Parameter != "CrimeHypothesis"),
        new("CrimeHypothesis", """
            @CrimeHypothesis = COALESCE((
                SELECT p.CrimeHypothesis FROM Sight s JOIN PastSight p
                    ON p.Audience = s.Audience AND p.IncidentId = s.IncidentId AND p.Sequence = s.UntilSequence
                WHERE s.Audience = @Audience AND s.IncidentId = r.IncidentId), i.CrimeHypothesis)
            """),
        AfterRank,
    ];

    private static readonly Filter[] NarrowingMinded =
    [
        .. Narrowing.Where(filter => !filter.Parameter.StartsWith("WaitsFor", StringComparison.Ordinal)),
        AfterRank,
    ];

    private static readonly Filter[] NarrowingSeen = [.. Narrowing, AfterIncident("s.IncidentId")];

    private static readonly Filter[] NarrowingOpen = [.. Narrowing, AfterIncident("r.IncidentId")];

    private static readonly Statement Queue = new(d => QueuePage(d, Columns), NarrowingQueue);

    private static readonly Statement IncidentsOfQueue = new(d => IncidentsIn(QueuePage(d, "r.IncidentId")), NarrowingQueue);

    private static readonly Statement LegsOfQueue = new(d => LegsOf(QueuePage(d, "r.IncidentId")), NarrowingQueue);

    private static readonly Statement LegsOfSeen = new(d => LegsOf(SeenPage(d, "r.IncidentId")), NarrowingSeen);

    // An open leg is always within its queue's sight: whoever loses sight loses the leg by the same act.
    private static readonly Statement CountQueue = new(_ => $"""
        SELECT {Counts} FROM Referral r WHERE r.Queue = @Audience AND r.IsOpen = 1 GROUP BY r.State
        """);

    // What is open and seen, found from what is open and not from all that was ever seen, which grows for years.
    private const string OpenAndSeen = """
        r.Jurisdiction = @OwnerIs AND r.IsOpen = 1 AND EXISTS (
            SELECT 1 FROM Sight s WHERE s.Audience = @Audience AND s.IncidentId = r.IncidentId AND s.RetractedAt IS NULL)
        """;

    private static readonly Statement CountSeen = new(_ => $"SELECT {Counts} FROM Referral r WHERE {OpenAndSeen} GROUP BY r.State");

    private static readonly Statement CountAtCoordinator = new(
        _ => $"SELECT COUNT(*) FROM Referral r WHERE {OpenAndSeen} AND {AtCoordinator}");

    private static readonly Statement Seen = new(d => SeenPage(d, Columns), NarrowingSeen);

    private static readonly Statement IncidentsOfSeen = new(d => IncidentsIn(SeenPage(d, "r.IncidentId")), NarrowingSeen);

    private static readonly Statement Open = new(d => OpenPage(d, Columns), NarrowingOpen);

    private static readonly Statement IncidentsOfOpen = new(d => IncidentsIn(OpenPage(d, "r.IncidentId")), NarrowingOpen);

    private static readonly Statement LegsOfOpen = new(d => LegsOf(OpenPage(d, "r.IncidentId")), NarrowingOpen);

    private static readonly Statement Minded = new(d => MindedPage(d, Columns), NarrowingMinded);

    private static readonly Statement IncidentsOfMinded = new(d => IncidentsIn(MindedPage(d, "r.IncidentId")), NarrowingMinded);

    private static readonly Statement LegsOfMinded = new(d => LegsOf(MindedPage(d, "r.IncidentId")), NarrowingMinded);

    // A notice waits for nobody, and a suspicion of complicity is counted for nobody.
    private static readonly Statement AnyOpen = new(d => $"""
        SELECT {d.Top("1")} 1 FROM Referral r JOIN Incident i ON i.Id = r.IncidentId
        WHERE r.Queue = @Queue AND r.IsOpen = 1 AND r.Kind <> 'notice' AND i.Restricted = 0 {d.Limit("1")}
        """);

    private static readonly Statement SecondSeat = new(d => $"""
        SELECT {d.Top("1")} 1 FROM Referral r JOIN Seat t ON t.Place = r.TaskForce
        WHERE r.Id = @Id AND t.PrincipalId <> COALESCE(r.ProposedBy, @PrincipalId) AND {CouldConfirm} {d.Limit("1")}
        """);

    private static readonly Statement Alone = new(_ => $"""
        SELECT r.Id FROM Referral r WHERE r.Jurisdiction = @OwnerIs AND r.IsOpen = 1 AND r.CoordinatorMayAct = 1 AND {StandsAlone}
        """);

    /// <summary>Adds new legs with their clocks, and the disclosure of each that crosses a border.</summary>
    internal static Act Make(this Act act, IReadOnlyList<Leg> legs)
    {
        act.DoAll(Insert, [.. legs.Select(leg => ReferralRow.Of(leg, 0))])
            .SetClocks([.. legs.Select(leg => (leg, (IReadOnlyList<Clock>)[]))]);
        foreach (var leg in legs.Where(leg => leg.LegalBasis is not null))
            act.Disclose(leg, leg.MadeAt);
        return act;
    }

    /// <summary>
    /// Adds what changes between two states of an incident's legs: their rows, their clocks, and the disclosure of each that now crosses a
    /// border. Many that change alike are one step each, so that an act stays one batch however many legs there are.
    /// </summary>
    internal static Act Change(this Act act, IReadOnlyList<(Leg Before, Leg After)> legs, DateTimeOffset now)
    {
        var changed = legs.Where(leg => leg.Before != leg.After).ToList();
        act.DoAll(Update, [.. changed.Select(leg => ReferralRow.Of(leg.After, leg.Before.Revision))]);
        act.SetClocks([.. changed.Select(leg => (leg.After, leg.Before.Clocks))]);
        foreach (var (before, after) in changed.Where(leg => leg.Before.LegalBasis is null && leg.After.LegalBasis is not null))
            act.Disclose(after, now);
        return act;
    }

    // The leg knows its clocks; the rows are what a worker finds them by. One that ended has none: its kind may start again.
    private static Act SetClocks(this Act act, IReadOnlyList<(Leg Leg, IReadOnlyList<Clock> Before)> legs)
    {
        List<object> ended = [], set = [], started = [];
        foreach (var (leg, before) in legs)
        {
            foreach (var clock in before.Where(clock => leg.Clocks.All(runs => runs.Kind != clock.Kind)))
                ended.Add(new { ReferralId = leg.Id, Kind = clock.Kind.Code() });
            foreach (var clock in leg.Clocks.Except(before))
                (before.Any(ran => ran.Kind == clock.Kind) ? set : started).Add(RowOf(leg, clock));
        }

        return act.DoAll(EndClock, ended).DoAll(SetClock, set).DoAll(StartClock, started);
    }

    private static object RowOf(Leg leg, Clock clock) => new
    {
        ReferralId = leg.Id,
        Kind = clock.Kind.Code(),
        leg.Jurisdiction,
        clock.StartedAt,
        clock.DueAt,
        clock.PausedAt,
        clock.Level,
        clock.FiresAt,
    };

    private static Act Disclose(this Act act, Leg leg, DateTimeOffset now) => act.Do(InsertDisclosure, new
    {
        ReferralId = leg.Id,
        IncidentId = leg.Incident,
        leg.Jurisdiction,
        Recipient = leg.TaskForce,
        leg.LegalBasis,
        DisclosedAt = now,
    });

    /// <summary>The legs of one incident, in the order they were made; none when the scope doesn't see it.</summary>
    public static Load<IReadOnlyList<Leg>> LegsOf(AccessScope scope, IncidentKey incident) => Legs(OfIncident, scope, incident);

    /// <summary>One page of a queue, most urgent first.</summary>
    public static Load<ReferralPage> ListQueue(AccessScope scope, ReferralFilter filter) =>
        Page(Queue, IncidentsOfQueue, LegsOfQueue, scope, filter);

    /// <summary>One page of the referrals of every incident the audience sees, newest incident first.</summary>
    public static Load<ReferralPage> ListSeen(AccessScope scope, ReferralFilter filter) =>
        Page(Seen, IncidentsOfSeen, LegsOfSeen, scope, filter);

    /// <summary>One page of the open referrals of a jurisdiction's own incidents that the audience sees, newest incident first.</summary>
    public static Load<ReferralPage> ListOpen(AccessScope scope, ReferralFilter filter) =>
        Page(Open, IncidentsOfOpen, LegsOfOpen, scope, filter);

    /// <summary>One page of what waits for a jurisdiction's coordinator, in whatever queue, most urgent first.</summary>
    public static Load<ReferralPage> ListAtCoordinator(AccessScope scope, ReferralFilter filter) =>
        Page(Minded, IncidentsOfMinded, LegsOfMinded, scope, filter);

    /// <summary>What a queue has open, by state.</summary>
    /// <param name="scope">The queue's.</param>
    /// <param name="mine">Whose own are counted besides.</param>
    /// <param name="now">What is overdue then.</param>
    public static Load<IReadOnlyList<OpenReferrals>> CountQueueOf(AccessScope scope, SeatId mine, DateTimeOffset now) =>
        Load.List<OpenReferrals>(CountQueue, scope, new { Assignee = mine, Now = now });

    /// <summary>What the audience sees open in all queues of its jurisdiction, by state.</summary>
    /// <param name="scope">The audience's.</param>
    /// <param name="jurisdiction">The jurisdiction.</param>
    /// <param name="mine">Whose own are counted besides.</param>
    /// <param name="now">What is overdue then.</param>
    public static Load<IReadOnlyList<OpenReferrals>> CountSeenBy(AccessScope scope, string jurisdiction, SeatId mine, DateTimeOffset now) =>
        Load.List<OpenReferrals>(CountSeen, scope, new { OwnerIs = jurisdiction, Assignee = mine, Now = now });

    /// <summary>How many open referrals of a jurisdiction wait for its coordinator.</summary>
    public static Load<int> CountWaitingForCoordinator(AccessScope scope, string jurisdiction, DateTimeOffset now) =>
        Load.List<int>(CountAtCoordinator, scope, new { OwnerIs = jurisdiction, Now = now }).Select(found => found[0]);

    /// <summary>Whether a task force has a referral open that somebody waits for; suspicions of complicity left out.</summary>
    public static Load<bool> HasOpen(string taskForce) =>
        Load.List<int>(AnyOpen, AccessScope.Registry("whether a task force can close"), new { Queue = Audience.TaskForce(taskForce).Value })
            .Select(found => found.Count > 0);

    /// <summary>
    /// Whether another principal than who proposed that a leg ends holds an active triage seat in its queue; while nobody has, another than
    /// <paramref name="asker"/>, who would.
    /// </summary>
    public static Load<bool> HasSecondSeat(ReferralId leg, PrincipalId asker, DateTimeOffset now) =>
        Load.List<int>(
            SecondSeat, AccessScope.Registry("who could be the second officer"), new { Id = leg, PrincipalId = asker, Now = now })
            .Select(found => found.Count > 0);

    /// <summary>
    /// The legs of a jurisdiction's incidents that wait for a second officer and whose queue has none, for those who stand in: few at any
    /// time.
    /// </summary>
    public static Load<IReadOnlySet<ReferralId>> WithoutSecondSeat(string jurisdiction, DateTimeOffset now) =>
        Load.List<ReferralId>(Alone, AccessScope.Registry("for whom somebody stands in"), new { OwnerIs = jurisdiction, Now = now })
            .Select<IReadOnlySet<ReferralId>>(found => found.ToHashSet());

    /// <summary>The legs that a statement of this library selects.</summary>
    internal static Load<IReadOnlyList<Leg>> Legs(Statement statement, AccessScope scope, object args) =>
        Load.List<ReferralRow>(statement, scope, args).Select<IReadOnlyList<Leg>>(rows => [.. rows.Select(row => row.ToLeg())]);

    private static Load<ReferralPage> Page(Statement page, Statement incidents, Statement legs, AccessScope scope, ReferralFilter filter) =>
        Load.List<ReferralRow>(page, scope, filter).And(
            IncidentStore.WithLegs(incidents, legs, scope, filter),
            (rows, known) => new ReferralPage([.. rows.Select(row => new QueuedLeg(row.ToLeg(), row.Rank))], known));

    // One queue, most urgent first, by the one column that orders it.
    private static string QueuePage(SqlDialect d, string columns) => $"""
        SELECT {d.Top("@Limit")} {columns} FROM Referral r JOIN Incident i ON i.Id = r.IncidentId
        WHERE r.Queue = @Audience AND r.IsOpen = @IsOpen AND EXISTS (
            SELECT 1 FROM Sight s WHERE s.Audience = @Audience AND s.IncidentId = r.IncidentId AND s.RetractedAt IS NULL
                AND {IncidentStore.IsWhole})
        {Statement.Filters}
        ORDER BY r.Rank {d.Limit("@Limit")}
        """;

    // What a unit, a coordinator or an auditor sees in all queues: newest incident first.
    private static string SeenPage(SqlDialect d, string columns) => $"""
        SELECT {d.Top("@Limit")} {columns} FROM Sight s
        JOIN Incident i ON i.Id = s.IncidentId JOIN Referral r ON r.IncidentId = s.IncidentId
        WHERE s.Audience = @Audience AND s.RetractedAt IS NULL AND r.IsOpen = @IsOpen {Statement.Filters}
        ORDER BY s.IncidentId DESC, r.Id {d.Limit("@Limit")}
        """;

    private static string OpenPage(SqlDialect d, string columns) => $"""
        SELECT {d.Top("@Limit")} {columns} FROM Referral r JOIN Incident i ON i.Id = r.IncidentId
        WHERE {OpenAndSeen} {Statement.Filters}
        ORDER BY r.IncidentId DESC, r.Id {d.Limit("@Limit")}
        """;

    // What waits for a coordinator, most urgent first: a queue over all queues.
    private static string MindedPage(SqlDialect d, string columns) => $"""
        SELECT {d.Top("@Limit")} {columns} FROM Referral r JOIN Incident i ON i.Id = r.IncidentId
        WHERE {OpenAndSeen} AND {AtCoordinator} {Statement.Filters}
        ORDER BY r.Rank {d.Limit("@Limit")}
        """;

    // Where the last page of a list by incident ended.
    private static Filter AfterIncident(string incident) =>
        new("AfterIncident", $"{incident} <= @AfterIncident AND ({incident} < @AfterIncident OR r.Id > @AfterId)");

    // The page once more, for what belongs to it: one batch, and no ids that travel back and forth.
    private static string LegsOf(string page) =>
        $"SELECT {Columns} FROM Referral r WHERE r.IncidentId IN ({page}) ORDER BY r.IncidentId, r.Id";

    private static string IncidentsIn(string page) =>
        $"""
        SELECT {IncidentStore.Columns}, {IncidentStore.PastColumns}, {MessageStore.Unread("@Audience")} FROM Incident i
        JOIN Sight s ON s.Audience = @Audience AND s.IncidentId = i.Id {IncidentStore.PastJoin}
        WHERE i.Id IN ({page})
        """;
}

/// <summary>One page of legs, in order.</summary>
/// <param name="Legs">The legs.</param>
/// <param name="Incidents">The incident of each, with all its legs.</param>
public sealed record ReferralPage(IReadOnlyList<QueuedLeg> Legs, IReadOnlyDictionary<IncidentId, Incident> Incidents);

/// <summary>A leg in a list, with its place in the order.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Rank">Priority, deadline and id as sortable bytes: where the next page of a queue begins.</param>
public sealed record QueuedLeg(Leg Leg, byte[] Rank);

/// <summary>How many open referrals are in one state.</summary>
public sealed record OpenReferrals
{
    /// <summary>Code of the state.</summary>
    public string State { get; init; } = "";

    /// <summary>All of them.</summary>
    public int Total { get; init; }

    /// <summary>Whose running deadline has passed.</summary>
    public int Overdue { get; init; }

    /// <summary>That have escalated.</summary>
    public int Escalated { get; init; }

    /// <summary>That nobody has claimed.</summary>
    public int Unclaimed { get; init; }

    /// <summary>That the caller's seat has claimed.</summary>
    public int Mine { get; init; }
}

/// <summary>What a list of referrals is narrowed to; a null (or false) member doesn't narrow.</summary>
public sealed record ReferralFilter
{
    /// <summary>At most this many.</summary>
    public required int Limit { get; init; }

    /// <summary>Open legs, or ended ones.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Whose incidents, in a list of what a jurisdiction has open.</summary>
    public string? OwnerIs { get; init; }

    /// <summary>Where the last page of a queue ended.</summary>
    public byte[]? AfterRank { get; init; }

    /// <summary>The incident at which the last page ended, in a list by incident.</summary>
    public IncidentId? AfterIncident { get; init; }

    /// <summary>The leg at which the last page ended, in a list by incident.</summary>
    public ReferralId? AfterId { get; init; }

    /// <summary>Code of the task force.</summary>
    public string? TaskForce { get; init; }

    /// <summary>Code of the filing unit.</summary>
    public string? UnitId { get; init; }

    /// <summary>Code of the kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Code of the state.</summary>
    public string? State { get; init; }

    /// <summary>Code of the priority.</summary>
    public string? Priority { get; init; }

    /// <summary>Overdue at this instant.</summary>
    public DateTimeOffset? OverdueAt { get; init; }

    /// <summary>Not overdue at this instant.</summary>
    public DateTimeOffset? NotOverdueAt { get; init; }

    /// <summary>Due before this instant.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Escalated only.</summary>
    public bool Escalated { get; init; }

    /// <summary>Not escalated only.</summary>
    public bool NotEscalated { get; init; }

    /// <summary>The assignee's seat.</summary>
    public SeatId? Assignee { get; init; }

    /// <summary>Without an assignee only.</summary>
    public bool Unclaimed { get; init; }

    /// <summary>With an assignee only.</summary>
    public bool Claimed { get; init; }

    /// <summary>Code of the owning jurisdiction.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Code of the hypothesis.</summary>
    public string? CrimeHypothesis { get; init; }

    /// <summary>Received after this instant.</summary>
    public DateTimeOffset? FiledAfter { get; init; }

    /// <summary>Waiting for the filing unit's answer only.</summary>
    public bool WaitsForUnit { get; init; }

    /// <summary>Waiting for the queue only.</summary>
    public bool WaitsForQueue { get; init; }

    /// <summary>Waiting for the coordinator only.</summary>
    public bool WaitsForCoordinator { get; init; }

    /// <summary>Waiting for anybody but the coordinator only.</summary>
    public bool WaitsForOthers { get; init; }

    /// <summary>The instant of asking: who could be a second officer then.</summary>
    public required DateTimeOffset Now { get; init; }
}
