using System.Text.Json;
using CaseReferral.Domain.Complicity;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Journal;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Routing;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Disclosures;
using CaseReferral.Storage.Messages;
using CaseReferral.Storage.Referrals;

namespace CaseReferral.Storage.Incidents;

/// <summary>Incidents, their versions and routing decisions, and who may see them.</summary>
public static class IncidentStore
{
    internal const string Columns = """
        i.Id, i.Sequence, i.Version, i.Reference, i.Jurisdiction, i.UnitId, i.ClientScope, i.ClientId, i.FilingSalt, i.FilingDigest,
        i.FiledBy, i.Status, i.Exercise, i.Restricted, i.Late, i.SiteCode, i.OccurredAt, i.OccurredOffset, i.DetectedAt, i.DetectedOffset,
        i.AwareAt, i.AwareOffset, i.FiledAt, i.FiledOffset, i.ActBefore, i.ActBeforeOffset, i.ReceivedAt, i.Direction, i.Mode,
        i.CrimeHypothesis, i.DangerToLife, i.PersonsPresentNow, i.PossibleVictimPresent, i.AdultCount, i.ChildCount, i.UnknownAgeCount,
        i.CountsEstimated, i.ChildOrUnknownAge, i.Safeguarded, i.Handling, i.Priority, i.PersonsListed, i.ObjectsListed, i.WarningsCount,
        i.PackVersion, i.Notes, i.VoidProposedBy, i.GoesOnAs
        """;

    // The filer's own sight counts only where nobody else's exists: an officer who moved on leaves the unit's incidents behind.
    internal static string Seen => SeenOf("i");

    /// <summary>
    /// Whether the scope sees what was done by an act on an incident: whoever's last leg has ended, what was done until then.
    /// </summary>
    /// <param name="row">The alias of a row that names the incident and the sequence of the act.</param>
    /// <param name="incident">The alias of the incident.</param>
    internal static string SeesAct(string row, string incident = "i") => $"""
        EXISTS (SELECT 1 FROM Sight s WHERE s.IncidentId = {row}.IncidentId AND {SeenOf(incident)}
            AND (s.UntilSequence IS NULL OR {row}.Sequence <= s.UntilSequence))
        """;

    /// <summary>
    /// Columns <c>Past</c> and <c>PastAt</c>: how the incident was when the sight <c>s</c> ended, joined by <see cref="PastJoin"/>; null
    /// for a sight that goes on.
    /// </summary>
    internal const string PastColumns = "p.Summary AS Past, p.At AS PastAt";

    /// <summary>Joins what was kept for the sight <c>s</c> when it ended.</summary>
    internal const string PastJoin =
        "LEFT JOIN PastSight p ON p.Audience = s.Audience AND p.IncidentId = s.IncidentId AND p.Sequence = s.UntilSequence";

    /// <summary>
    /// A condition on the sight <c>s</c>: it goes on, or how the incident was when it ended is kept. Without that it shows nothing.
    /// </summary>
    internal const string IsWhole = """
        (s.UntilSequence IS NULL OR EXISTS (SELECT 1 FROM PastSight w
            WHERE w.Audience = s.Audience AND w.IncidentId = s.IncidentId AND w.Sequence = s.UntilSequence))
        """;

    /// <summary>The same where <see cref="PastJoin"/> is joined.</summary>
    private const string IsWholeJoined = "(s.UntilSequence IS NULL OR p.Sequence IS NOT NULL)";

    /// <summary>A condition of an update of <c>Sight</c>: no consent of the owner gives it too.</summary>
    internal const string NoConsent = """
        NOT EXISTS (SELECT 1 FROM DisclosureRequest q
            WHERE q.IncidentId = Sight.IncidentId AND q.RecipientAudience = Sight.Audience AND q.State = 'consented')
        """;

    private static string SeenOf(string incident) =>
        $"s.Audience IN (@Audience, @Own) AND s.RetractedAt IS NULL AND (s.Audience = @Audience OR {incident}.Restricted = 1)";

    private const string FiledUnder = """
        FROM Incident i WHERE i.ClientId = @ClientId AND i.ClientScope IN (@UnitScope, @OwnScope)
        ORDER BY CASE WHEN i.ClientScope = @OwnScope THEN 0 ELSE 1 END
        """;

    private static readonly Statement Insert = new(_ => """
        INSERT INTO Incident (
            Id, Sequence, Version, Reference, Jurisdiction, UnitId, ClientScope, ClientId, FilingSalt, FilingDigest, FiledBy, Status,
            Exercise, Restricted, Late, SiteCode, OccurredAt, OccurredOffset, DetectedAt, DetectedOffset, AwareAt, AwareOffset, FiledAt,
            FiledOffset, ActBefore, ActBeforeOffset, ReceivedAt, Direction, Mode, CrimeHypothesis, DangerToLife, PersonsPresentNow,
            PossibleVictimPresent, AdultCount, ChildCount, UnknownAgeCount, CountsEstimated, ChildOrUnknownAge, Safeguarded, Handling,
            Priority, PersonsListed, ObjectsListed, WarningsCount, PackVersion, Notes, VoidProposedBy)
        SELECT
            @Id, @Sequence, @Version, @Reference, @Jurisdiction, @UnitId, @ClientScope, @ClientId, @FilingSalt, @FilingDigest, @FiledBy,
            @Status, @Exercise, @Restricted, @Late, @SiteCode, @OccurredAt, @OccurredOffset, @DetectedAt, @DetectedOffset, @AwareAt,
            @AwareOffset, @FiledAt, @FiledOffset, @ActBefore, @ActBeforeOffset, @ReceivedAt, @Direction, @Mode, @CrimeHypothesis,
            @DangerToLife, @PersonsPresentNow, @PossibleVictimPresent, @AdultCount, @ChildCount, @UnknownAgeCount, @CountsEstimated,
            @ChildOrUnknownAge, @Safeguarded, @Handling, @Priority, @PersonsListed, @ObjectsListed, @WarningsCount, @PackVersion, @Notes,
            @VoidProposedBy
        WHERE NOT EXISTS (SELECT 1 FROM Incident WHERE ClientId = @ClientId AND ClientScope IN (@UnitScope, @OwnScope))
        """);

    // ClientId, UnitId, ReceivedAt and Exercise never change; the scope of ClientId only when it must be hidden.
    private static readonly Statement Amend = new(_ => """
        UPDATE Incident SET
            Sequence = @Sequence, Version = @Version,
            ClientScope = CASE WHEN @Restricted = 1 THEN @ClientScope ELSE ClientScope END,
            Status = @Status, Restricted = @Restricted, Late = @Late,
            SiteCode = @SiteCode, OccurredAt = @OccurredAt, OccurredOffset = @OccurredOffset, DetectedAt = @DetectedAt,
            DetectedOffset = @DetectedOffset, AwareAt = @AwareAt, AwareOffset = @AwareOffset, FiledAt = @FiledAt,
            FiledOffset = @FiledOffset,
            ActBefore = @ActBefore, ActBeforeOffset = @ActBeforeOffset, Direction = @Direction, Mode = @Mode,
            CrimeHypothesis = @CrimeHypothesis, DangerToLife = @DangerToLife, PersonsPresentNow = @PersonsPresentNow,
            PossibleVictimPresent = @PossibleVictimPresent, AdultCount = @AdultCount, ChildCount = @ChildCount,
            UnknownAgeCount = @UnknownAgeCount, CountsEstimated = @CountsEstimated, ChildOrUnknownAge = @ChildOrUnknownAge,
            Safeguarded = @Safeguarded, Handling = @Handling, Priority = @Priority, PersonsListed = @PersonsListed,
            ObjectsListed = @ObjectsListed, WarningsCount = @WarningsCount, PackVersion = @PackVersion, Notes = @Notes,
            VoidProposedBy = @VoidProposedBy
        WHERE Id = @Id AND Sequence = @Before
        """);

    private static readonly Statement AdvanceSequence = new(_ =>
        "UPDATE Incident SET Sequence = @Sequence, Status = @Status WHERE Id = @Id AND Sequence = @Before");

    private static readonly Statement GoOnAs = new(_ =>
        "UPDATE Incident SET Sequence = @Sequence, GoesOnAs = @GoesOnAs WHERE Id = @Id AND Sequence = @Before");

    // Who filed, under which seat: from the journal, which never changes.
    private static readonly Statement FilerSeat = new(d => $"""
        SELECT {d.Top("1")} e.SeatId, e.PrincipalId, t.Role, t.Place, t.Jurisdiction, e.Agency, p.IsPerson
        FROM JournalEntry e JOIN Seat t ON t.Id = e.SeatId JOIN Principal p ON p.Id = e.PrincipalId JOIN Incident i ON i.Id = e.IncidentId
        WHERE e.IncidentId = {IncidentKey.Named} AND e.Sequence IS NOT NULL AND e.Kind = '{ActKinds.IncidentFiled}' AND {SeesAct("e")}
        {d.Limit("1")}
        """);

    private static readonly Statement InsertVersion = new(_ => """
        INSERT INTO IncidentVersion (IncidentId, Version, Sequence, Jurisdiction, Kind, At, Desk, Role, Changed)
        VALUES (@IncidentId, @Version, @Sequence, @Jurisdiction, @Kind, @At, @Desk, @Role, @Changed)
        """);

    private static readonly Statement InsertDecision = new(_ => """
        INSERT INTO RoutingDecision (IncidentId, Sequence, Version, Jurisdiction, PackVersion, DecidedAt, Facts, Decision)
        VALUES (@IncidentId, @Sequence, @Version, @Jurisdiction, @PackVersion, @DecidedAt, @Facts, @Decision)
        """);

    private static readonly Statement GiveSight = new(_ => """
        INSERT INTO Sight (Audience, IncidentId, Jurisdiction, UntilSequence, RetractedAt)
        VALUES (@GivenTo, @IncidentId, @Jurisdiction, NULL, NULL)
        """);

    private static readonly Statement RetractSight = new(_ => """
        UPDATE Sight SET RetractedAt = @At WHERE Audience = @LostBy AND IncidentId = @IncidentId AND RetractedAt IS NULL
        """);

    // What the owner consented to goes on, whatever becomes of a leg.
    private static readonly Statement EndSight = new(_ => $"""
        UPDATE Sight SET UntilSequence = @Until
        WHERE Audience = @EndedFor AND IncidentId = @IncidentId AND RetractedAt IS NULL AND {NoConsent}
        """);

    private static readonly Statement KeepPast = new(_ => """
        INSERT INTO PastSight (Audience, IncidentId, Sequence, Jurisdiction, At, Status, CrimeHypothesis, Priority, Summary)
        VALUES (@EndedFor, @IncidentId, @Sequence, @Jurisdiction, @At, @Status, @CrimeHypothesis, @Priority, @Summary)
        """);

    // Back to where its last leg ended. A sight of which that isn't known ended before anything: it shows nothing.
    private static readonly Statement EndSightAgain = new(_ => $"""
        UPDATE Sight SET UntilSequence = COALESCE((
            SELECT MAX(p.Sequence) FROM PastSight p WHERE p.Audience = @EndedFor AND p.IncidentId = @IncidentId), 0)
        WHERE Audience = @EndedFor AND IncidentId = @IncidentId AND RetractedAt IS NULL AND {NoConsent}
        """);

    // Who had sight before has it again, whatever ended it; who never had gets it.
    private static readonly Statement RenewSight = new(_ => """
        UPDATE Sight SET UntilSequence = NULL, RetractedAt = NULL WHERE Audience = @RenewedFor AND IncidentId = @IncidentId
        """);

    private static readonly Statement GiveSightOnce = new(_ => """
        INSERT INTO Sight (Audience, IncidentId, Jurisdiction, UntilSequence, RetractedAt)
        SELECT @GivenTo, @IncidentId, @Jurisdiction, NULL, NULL
        WHERE NOT EXISTS (SELECT 1 FROM Sight WHERE Audience = @GivenTo AND IncidentId = @IncidentId)
        """);

    private static readonly Statement GetByKey = new(d => $"""
        SELECT {d.Top("1")} {Columns}, {PastColumns}, {MessageStore.Unread("@Audience")} FROM Sight s JOIN Incident i ON i.Id = s.IncidentId
        {PastJoin}
        WHERE s.IncidentId = {IncidentKey.Named} AND {Seen} AND {IsWholeJoined} {d.Limit("1")}
        """);

    private static readonly Statement GetForOwnActs = new(_ => $"SELECT {Columns} FROM Incident i WHERE i.Id = {IncidentKey.Named}");

    private static readonly Statement LegsForOwnActs = new(_ => $"""
        SELECT {ReferralStore.Columns} FROM Referral r WHERE r.IncidentId = {IncidentKey.Named} ORDER BY r.Id
        """);

    // Legs of a voided incident may go on in others that whoever voids it doesn't see.
    private static readonly string Carriers = $"""
        SELECT g.IncidentId FROM Referral l
        JOIN Referral g ON g.Id = {ReferralStore.GoesOnIn("l")}
        WHERE l.IncidentId = {IncidentKey.Named} AND l.IsOpen = 0 AND g.IncidentId <> l.IncidentId
        """;

    private static readonly Statement CarriersForOwnActs = new(_ =>
        $"SELECT {Columns} FROM Incident i WHERE i.Id IN ({Carriers}) ORDER BY i.Id");

    private static readonly Statement LegsOfCarriers = new(_ => $"""
        SELECT {ReferralStore.Columns} FROM Referral r WHERE r.IncidentId IN ({Carriers}) ORDER BY r.IncidentId, r.Id
        """);

    // What only the filer may see comes first: a colleague's filing under the same id can't come between the filer and it.
    private static readonly Statement FindByClient = new(d => $"""
        SELECT {d.Top("1")} {Columns} {FiledUnder} {d.Limit("1")}
        """);

    private static readonly Statement LegsByClient = new(d => $"""
        SELECT {ReferralStore.Columns} FROM Referral r
        WHERE r.IncidentId = (SELECT {d.Top("1")} i.Id {FiledUnder} {d.Limit("1")})
        ORDER BY r.Id
        """);

    private static readonly Filter[] Narrowing =
    [
        new("BeforeId", "s.IncidentId < @BeforeId"),
        new("UnitId", "i.UnitId = @UnitId"),
        new("OwnUnit", "(i.UnitId = @OwnUnit OR i.Restricted = 1)"),
        // As it is shown: IncidentRow.AsShown.
        new("Status", "CASE WHEN i.Status = 'voided' AND i.Restricted = 0 THEN i.Status ELSE COALESCE(p.Status, i.Status) END = @Status"),
        new("CrimeHypothesis", "COALESCE(p.CrimeHypothesis, i.CrimeHypothesis) = @CrimeHypothesis"),
        new("Priority", "COALESCE(p.Priority, i.Priority) = @Priority"),
        new("Exercise", "i.Exercise = @Exercise"),
        new("FiledAfter", "i.ReceivedAt > @FiledAfter"),
        new("FiledBefore", "i.ReceivedAt < @FiledBefore"),
    ];

    private static readonly Statement Page = new(d => PageOf(d, $"{Columns}, {PastColumns}, {MessageStore.Unread("@Reader")}"), Narrowing);

    private static readonly Statement LegsOfPage = new(d => $"""
        SELECT {ReferralStore.Columns} FROM Referral r WHERE r.IncidentId IN ({PageOf(d, "s.IncidentId")}) ORDER BY r.IncidentId, r.Id
        """,
        Narrowing);

    private static readonly Statement SeenAmong = new(d => $"""
        SELECT i.Id FROM Incident i WHERE i.Id IN ({d.Ids("@Ids")}) AND EXISTS (SELECT 1 FROM Sight s WHERE s.IncidentId = i.Id AND {Seen})
        """);

    private static readonly Statement Versions = new(_ => $"""
        SELECT v.Version, v.Sequence, v.Kind, v.At, v.Desk, v.Role, v.Changed FROM IncidentVersion v
        JOIN Incident i ON i.Id = v.IncidentId
        WHERE v.IncidentId = {IncidentKey.Named} AND {SeesAct("v")}
        ORDER BY v.Version
        """);

    private static readonly Statement LastDecision = new(d => $"""
        SELECT {d.Top("1")} r.Version, r.PackVersion, r.DecidedAt, r.Facts, r.Decision FROM RoutingDecision r
        JOIN Incident i ON i.Id = r.IncidentId
        WHERE r.IncidentId = {IncidentKey.Named} AND {SeesAct("r")}
        ORDER BY r.Sequence DESC {d.Limit("1")}
        """);

    private static readonly AccessScope OwnActs = AccessScope.Registry("what the registry does by itself when nobody acts");

    private static readonly AccessScope OwnRetry = AccessScope.Registry("what the filer's own unit filed under this device's id");

    /// <summary>Finds an act's journal entry: resolves an ambiguous commit.</summary>
    public static readonly Statement EntryExists = new(_ => "SELECT 1 FROM JournalEntry WHERE Id = @Id");

    /// <summary>
    /// Adds what filing writes. The incident comes first: its unique keys decide races between retries. A salted digest of the whole
    /// filing tells a retry from an edit.
    /// </summary>
    public static Act File(this Act act, IncidentFiled filed, Seat filer, byte[] filingSalt, byte[] filingDigest)
    {
        var incident = filed.Incident;
        var (unitScope, ownScope) = Sights.ClientScopes(filer, incident.UnitId);
        act.Do(Insert, IncidentRow.Of(incident, filingSalt, filingDigest, 0) with
        {
            ClientScope = (incident.Restricted ? ownScope : unitScope).Value,
            UnitScope = unitScope.Value,
            OwnScope = ownScope.Value,
        });
        foreach (var audience in Sights.Of(incident))
            act.Do(GiveSight, new { GivenTo = audience.Value, IncidentId = incident.Id, incident.Jurisdiction });
        act.Make(incident.Legs);
        act.Point(incident, filed.Decision.Pointers, incident.ReceivedAt);
        act.Version(incident, "filed", filer, incident.ReceivedAt, []);
        return act.Decide(incident, filed.Facts, filed.Decision, incident.ReceivedAt);
    }

    /// <summary>Adds what an amendment writes; lost when the incident has moved on since it was read.</summary>
    public static Act Amended(this Act act, IncidentAmended amended, Seat by, DateTimeOffset now)
    {
        var (before, after) = (amended.Before, amended.After);
        act.ChangeTogether(before, after, amended.Released, now).ChangeSight(before, after, now).ChangeLegs(before, after, now);
        if (after.Restricted && !before.Restricted)
            act.RetractConsents(after.Id, now).StopConsentClocks(after.Id);
        act.Point(after, amended.Decision?.Pointers ?? [], now);
        act.Version(after, "amended", by, now, amended.Changed);
        return amended.Decision is null ? act : act.Decide(after, amended.Facts!, amended.Decision, now);
    }

    /// <summary>Adds what voiding (or proposing it) writes; lost when the incident has moved on since it was read.</summary>
    public static Act Voided(this Act act, IncidentVoided voided, Seat by, DateTimeOffset now)
    {
        var (before, after) = (voided.Before, voided.After);
        act.ChangeTogether(before, after, voided.Released, now);
        if (voided.IsFinal)
            act.StopConsentClocks(after.Id);
        return act.ChangeLegs(before, after, now).Version(after, voided.IsFinal ? "voided" : "void-proposed", by, now, []);
    }

    // In the order of their ids: of two acts that change the same incidents none waits for the other.
    private static Act ChangeTogether(
        this Act act, Incident before, Incident after, IReadOnlyList<(Incident Before, Incident After)> released, DateTimeOffset now)
    {
        foreach (var (was, becomes) in released.Append((before, after)).OrderBy(changed => changed.Item1.Id.Value))
        {
            if (becomes.Id == after.Id)
                act.Do(Amend, IncidentRow.Of(after, [], [], before.Sequence));
            else
                act.Advance(was, becomes);
        }

        foreach (var (was, becomes) in released)
            act.ChangeLegs(was, becomes, now);
        return act;
    }

    /// <summary>
    /// Adds what adding an operational leg to a suspicion writes; lost when anything happened to the incident since it was read.
    /// </summary>
    public static Act Added(this Act act, OperationalLegAdded added, DateTimeOffset now)
    {
        act.Advance(added.Before, added.After);
        return act.ChangeSight(added.Before, added.After, now).ChangeLegs(added.Before, added.After, now);
    }

    /// <summary>
    /// Adds what lowering a suspicion writes on the restricted incident; lost when anything happened to it since it was read. The ordinary
    /// incident is written by <see cref="File"/>.
    /// </summary>
    public static Act Lowered(this Act act, SuspicionLowered lowered) => act.Do(
        GoOnAs, new { lowered.After.Id, lowered.After.Sequence, lowered.After.GoesOnAs, Before = lowered.Before.Sequence });

    /// <summary>
    /// Adds what a move writes, the sequences of its incidents first and in the order of their ids: lost when anything happened to either
    /// since it was read.
    /// </summary>
    /// <param name="act">The act.</param>
    /// <param name="moved">The move.</param>
    /// <param name="now">When.</param>
    /// <param name="fired">
    /// The clock that made it, where one did: lost unless it still stands as it was found. Like every act on an incident it takes the
    /// incident's row first; the other way round, it and a move of somebody's would each hold what the other waits for.
    /// </param>
    public static Act Moved(this Act act, ReferralMoved moved, DateTimeOffset now, (ReferralId Leg, Clock Clock)? fired = null)
    {
        (Incident Before, Incident After)[] incidents = moved.Other is { } other
            ? [(moved.Before, moved.After), other]
            : [(moved.Before, moved.After)];
        foreach (var (before, after) in incidents.OrderBy(changed => changed.Before.Id.Value))
            act.Advance(before, after);
        if (fired is { } due)
            act.Guard(due.Leg, due.Clock);
        foreach (var (before, after) in incidents)
            act.ChangeSight(before, after, now).ChangeLegs(before, after, now);

        // Who is told of a suspicion at the last level may act on it, and so must see it.
        if (moved.ShownTo is { } told)
            act.Show(Audience.TaskForce(told), moved.After);

        return moved.Rerouted is { } again ? act.Decide(moved.After, again.Facts, again.Decision, now) : act;
    }

    /// <summary>Adds the guard of an act that changes nothing of the incident itself; lost when the incident has moved on.</summary>
    public static Act Advance(this Act act, Incident before) => act.Do(
        AdvanceSequence, new { before.Id, Sequence = before.Sequence + 1, Status = before.Status.Code(), Before = before.Sequence });

    /// <summary>
    /// The incident with its legs, as it is shown to the scope: to a desk whose last leg has ended, as it was then. Null for nothing.
    /// </summary>
    public static Load<Incident?> Get(AccessScope scope, IncidentKey key) => See(scope, key).Select(seen => seen?.Shown);

    /// <summary>The incident with its legs, as it now is, for an act of somebody whose scope sees it; null when it doesn't.</summary>
    public static Load<Incident?> GetToAct(AccessScope scope, IncidentKey key) => See(scope, key).Select(seen => seen?.Now);

    /// <summary>Both in one, for what is shown of the past under the rules of the present; null when the scope sees nothing.</summary>
    public static Load<SeenIncident?> See(AccessScope scope, IncidentKey key) =>
        Load.One<IncidentRow>(GetByKey, scope, key).And(ReferralStore.LegsOf(scope, key), (row, legs) =>
        {
            if (row is null)
                return null;
            var now = row.ToIncident(legs);
            return new SeenIncident(now, row.AsShown(now, scope));
        });

    /// <summary>The seat that an incident was filed under; null when the scope doesn't see that.</summary>
    public static Load<Seat?> GetFilerSeat(AccessScope scope, IncidentKey key) =>
        Load.One<FilerRow>(FilerSeat, scope, key).Select(row => row?.ToSeat());

    /// <summary>An incident with all its legs, for what the registry does by itself; null for one that never was.</summary>
    public static Load<Incident?> GetForRegistry(IncidentKey key) =>
        Load.One<IncidentRow>(GetForOwnActs, OwnActs, key).And(
            ReferralStore.Legs(LegsForOwnActs, OwnActs, key), (row, legs) => row?.ToIncident(legs));

    /// <summary>The other incidents in which legs of this one go on, with all their legs, for what the registry does by itself.</summary>
    public static Load<IReadOnlyList<Incident>> CarriersOf(IncidentKey key) =>
        Load.List<IncidentRow>(CarriersForOwnActs, OwnActs, key).And<IReadOnlyList<Leg>, IReadOnlyList<Incident>>(
            ReferralStore.Legs(LegsOfCarriers, OwnActs, key), (rows, legs) =>
            {
                var known = legs.ToLookup(leg => leg.Incident);
                return [.. rows.Select(row => row.ToIncident([.. known[row.Id]]))];
            });

    /// <summary>
    /// Adds that something happened to an incident which changes nothing of it: only its place in the order of what happened. Lost when
    /// anything else happened since it was read.
    /// </summary>
    public static Act Noted(this Act act, Incident before, Incident after) => act.Advance(before, after);

    /// <summary>What was filed under a device's id in the filer's unit or by the filer; null when nothing was.</summary>
    public static Load<FiledBefore?> FindFiled(Seat filer, string unit, Guid clientId)
    {
        var (unitScope, ownScope) = Sights.ClientScopes(filer, unit);
        var under = new { ClientId = clientId, UnitScope = unitScope.Value, OwnScope = ownScope.Value };
        return Load.One<IncidentRow>(FindByClient, OwnRetry, under).And(
            ReferralStore.Legs(LegsByClient, OwnRetry, under),
            (row, legs) => row is null ? null : new FiledBefore(row.ToIncident(legs), row.FilingSalt, row.FilingDigest));
    }

    /// <summary>One page of the audience's incidents, newest first, with their legs.</summary>
    public static Load<IReadOnlyList<Incident>> List(AccessScope scope, IncidentFilter filter)
    {
        var reads = filter.Mine ? new(scope.Own, scope.Own) : scope;
        return Load.List<IncidentRow>(Page, reads, filter).And<IReadOnlyList<Leg>, IReadOnlyList<Incident>>(
            ReferralStore.Legs(LegsOfPage, reads, filter),
            (rows, legs) =>
            {
                var known = legs.ToLookup(leg => leg.Incident);
                return [.. rows.Select(row => row.AsShown(row.ToIncident([.. known[row.Id]]), scope))];
            });
    }

    /// <summary>Which of these incidents the scope sees.</summary>
    public static Load<IReadOnlySet<IncidentId>> Seeing(AccessScope scope, IReadOnlyCollection<IncidentId> ids) =>
        Load.List<IncidentId>(SeenAmong, scope, new { Ids = ids }).Select<IReadOnlySet<IncidentId>>(seen => seen.ToHashSet());

    /// <summary>The versions of an incident, oldest first; empty when the scope doesn't see it.</summary>
    public static Load<IReadOnlyList<IncidentVersionRow>> ListVersions(AccessScope scope, IncidentKey key) =>
        Load.List<IncidentVersionRow>(Versions, scope, key);

    /// <summary>What the last routing decision read and made; null when the scope doesn't see the incident.</summary>
    public static Load<StoredDecision?> GetLastDecision(AccessScope scope, IncidentKey key) =>
        Load.One<DecisionRow>(LastDecision, scope, key).Select(row => row is null
            ? null
            : new StoredDecision(
                JsonSerializer.Deserialize<RoutingFacts>(row.Facts, StoredJson.Options)!,
                JsonSerializer.Deserialize<RoutingDecision>(row.Decision, StoredJson.Options)!,
                row.DecidedAt));

    /// <summary>Incidents with their legs, for a page that selects their ids.</summary>
    internal static Load<IReadOnlyDictionary<IncidentId, Incident>> WithLegs(
        Statement incidents, Statement legs, AccessScope scope, object args) =>
        Load.List<IncidentRow>(incidents, scope, args).And<IReadOnlyList<Leg>, IReadOnlyDictionary<IncidentId, Incident>>(
            ReferralStore.Legs(legs, scope, args),
            (rows, all) =>
            {
                var known = all.ToLookup(leg => leg.Incident);
                return rows.ToDictionary(row => row.Id, row => row.AsShown(row.ToIncident([.. known[row.Id]]), scope));
            });

    // The legs are found by the same page once more: one batch, and no ids that travel back and forth.
    private static string PageOf(SqlDialect d, string columns) => $"""
        SELECT {d.Top("@Limit")} {columns} FROM Sight s JOIN Incident i ON i.Id = s.IncidentId {PastJoin}
        WHERE s.Audience = @Audience AND s.RetractedAt IS NULL AND {IsWholeJoined} {Statement.Filters}
        ORDER BY s.IncidentId DESC {d.Limit("@Limit")}
        """;

    private static Act Version(this Act act, Incident incident, string kind, Seat by, DateTimeOffset now, IReadOnlyList<string> changed) =>
        act.Do(InsertVersion, new
        {
            IncidentId = incident.Id,
            incident.Version,
            incident.Sequence,
            incident.Jurisdiction,
            Kind = kind,
            At = now,
            Desk = by.Where,
            Role = by.Role.Code(),
            Changed = JsonSerializer.Serialize(changed, StoredJson.Options),
        });

    private static Act Decide(this Act act, Incident incident, RoutingFacts facts, RoutingDecision decision, DateTimeOffset now) =>
        act.Do(InsertDecision, new
        {
            IncidentId = incident.Id,
            incident.Sequence,
            incident.Version,
            incident.Jurisdiction,
            PackVersion = decision.Version,
            DecidedAt = now,
            Facts = JsonSerializer.Serialize(facts, StoredJson.Options),
            Decision = JsonSerializer.Serialize(decision, StoredJson.Options),
        });

    // Most moves change nothing of the incident but its sequence and status.
    internal static Act Advance(this Act act, Incident before, Incident after) =>
        after with { Sequence = before.Sequence, Status = before.Status, Legs = before.Legs } == before
            ? act.Do(AdvanceSequence, new { before.Id, after.Sequence, Status = after.Status.Code(), Before = before.Sequence })
            : act.Do(Amend, IncidentRow.Of(after, [], [], before.Sequence));

    private static Act ChangeLegs(this Act act, Incident before, Incident after, DateTimeOffset now)
    {
        // Whoever loses the lead first: the database has room for one.
        act.Change(
            [.. after.Legs.OrderBy(leg => leg.Lead)
                .Select(leg => (Before: before.Leg(leg.Id), After: leg))
                .Where(leg => leg.Before is not null)
                .Select(leg => (leg.Before!, leg.After))],
            now);
        return act.Make([.. after.Legs.Where(leg => before.Leg(leg.Id) is null)]);
    }

    private static Act ChangeSight(this Act act, Incident before, Incident after, DateTimeOffset now)
    {
        var (had, has) = (Sights.Of(before).ToHashSet(), Sights.Of(after).ToHashSet());
        foreach (var lost in had.Except(has))
            act.Retract(lost, after, now);

        // A queue whose last leg has ended sees the incident as it is here, and up to here; with an open one it sees on.
        var (worked, works) = (Sights.WorkOn(before).ToHashSet(), Sights.WorkOn(after).ToHashSet());
        foreach (var done in worked.Except(works).Intersect(has))
        {
            act.DoAny(EndSight, new { Until = after.Sequence, EndedFor = done.Value, IncidentId = after.Id }).Do(KeepPast, new
            {
                EndedFor = done.Value,
                IncidentId = after.Id,
                after.Sequence,
                after.Jurisdiction,
                At = now,
                Status = after.Status.Code(),
                CrimeHypothesis = after.CrimeHypothesis.Code(),
                Priority = after.Priority.Code(),
                Summary = IncidentRow.Keep(after),
            });
        }

        foreach (var gained in has.Except(had).Union(works.Except(worked)))
            act.Show(gained, after);
        return act;
    }

    /// <summary>Adds an audience's sight, or renews the one that ended.</summary>
    internal static Act Show(this Act act, Audience audience, Incident incident) => act
        .DoAny(RenewSight, new { RenewedFor = audience.Value, IncidentId = incident.Id })
        .DoAny(GiveSightOnce, new { GivenTo = audience.Value, IncidentId = incident.Id, incident.Jurisdiction });

    /// <summary>Adds the end of an audience's sight: the incident doesn't exist for it any more.</summary>
    internal static Act Retract(this Act act, Audience audience, Incident incident, DateTimeOffset now) =>
        act.DoAny(RetractSight, new { At = now, LostBy = audience.Value, IncidentId = incident.Id });

    /// <summary>Adds the end of what a consent alone let an audience see: it sees again what its ended leg had shown it.</summary>
    internal static Act EndAgain(this Act act, Audience audience, Incident incident) =>
        act.DoAny(EndSightAgain, new { EndedFor = audience.Value, IncidentId = incident.Id });

    private sealed record FilerRow
    {
        public SeatId SeatId { get; init; }
        public PrincipalId PrincipalId { get; init; }
        public string Role { get; init; } = "";
        public string Place { get; init; } = "";
        public string? Jurisdiction { get; init; }
        public string Agency { get; init; } = "";
        public bool IsPerson { get; init; }

        public Seat ToSeat() =>
            new(SeatId, PrincipalId, Codes<SeatRole>.Parse(Role), Place, Jurisdiction, Codes<Agency>.Parse(Agency), IsPerson);
    }

    private sealed record DecisionRow
    {
        public int Version { get; init; }
        public int PackVersion { get; init; }
        public DateTimeOffset DecidedAt { get; init; }
        public string Facts { get; init; } = "";
        public string Decision { get; init; } = "";
    }
}

/// <summary>An incident in somebody's sight.</summary>
/// <param name="Now">As it now is: what acts and the rules of the present are decided on.</param>
/// <param name="Shown">As it is shown to them: the same, or as it was when the last leg of their desk ended.</param>
public sealed record SeenIncident(Incident Now, Incident Shown);

/// <summary>What was filed under a device's id before.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Salt">Random bytes in front of the filing.</param>
/// <param name="Digest">Tells a retry from an edit.</param>
public sealed record FiledBefore(Incident Incident, byte[] Salt, byte[] Digest);

/// <summary>What a list of incidents is narrowed to; a null member doesn't narrow.</summary>
public sealed record IncidentFilter
{
    /// <summary>At most this many.</summary>
    public required int Limit { get; init; }

    /// <summary>Whose unread messages are counted: the audience of the caller's desk.</summary>
    public required string Reader { get; init; }

    /// <summary>Older than this one: where the last page ended.</summary>
    public IncidentId? BeforeId { get; init; }

    /// <summary>Only what the caller filed themselves; read as their own audience.</summary>
    public bool Mine { get; init; }

    /// <summary>The caller's unit, with <see cref="Mine"/>: what they filed elsewhere stays there.</summary>
    public string? OwnUnit { get; init; }

    /// <summary>Filed by this unit.</summary>
    public string? UnitId { get; init; }

    /// <summary>Code of the status.</summary>
    public string? Status { get; init; }

    /// <summary>Code of the hypothesis.</summary>
    public string? CrimeHypothesis { get; init; }

    /// <summary>Code of the priority.</summary>
    public string? Priority { get; init; }

    /// <summary>1 for exercises only, 0 for none.</summary>
    public int? Exercise { get; init; }

    /// <summary>Received after this instant.</summary>
    public DateTimeOffset? FiledAfter { get; init; }

    /// <summary>Received before this instant.</summary>
    public DateTimeOffset? FiledBefore { get; init; }
}

/// <summary>A version of an incident, without content.</summary>
public sealed record IncidentVersionRow
{
    /// <summary>1 for the filing.</summary>
    public int Version { get; init; }

    /// <summary>The incident's sequence at that act.</summary>
    public long Sequence { get; init; }

    /// <summary><c>filed</c>, <c>amended</c>, <c>void-proposed</c> or <c>voided</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The desk whose act it was.</summary>
    public string Desk { get; init; } = "";

    /// <summary>The role at that desk.</summary>
    public string Role { get; init; } = "";

    /// <summary>JSON list of JSON Pointers of the members that changed.</summary>
    public string Changed { get; init; } = "";
}

/// <summary>A routing decision as it was stored.</summary>
/// <param name="Facts">What it read.</param>
/// <param name="Decision">What it made.</param>
/// <param name="DecidedAt">When.</param>
public sealed record StoredDecision(RoutingFacts Facts, RoutingDecision Decision, DateTimeOffset DecidedAt);
