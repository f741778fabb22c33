using System.Reflection;
using CaseReferral.Domain.Incidents;
using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Seats;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;
using CaseReferral.Storage.SqlServer;

namespace CaseReferral.Storage.Tests.Referrals;

/// <summary>A leg in the store: whatever a move changes of it is there when it is read again.</summary>
[TestFixture]
public sealed class A_leg
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly IncidentId Incident = new(Id(1));
    private static readonly PrincipalId Person = new(Id(2));
    private static readonly SeatId Seat = new(Id(3));

    private TemporaryFile file = null!;
    private SqliteDatabase database = null!;

    [SetUp]
    public async Task MakeAsync()
    {
        file = await TemporaryFile.OfRegistryAsync();
        database = file.Open();
        file.Execute($"""
            INSERT INTO Jurisdiction (Code, Label, TimeZone) VALUES ('ME', 'Montenegro', 'Europe/Podgorica');
            INSERT INTO Unit (Code, Jurisdiction, Name, Type, SiteFunction) VALUES ('ME-BAR-PCU', 'ME', 'Port of Bar', 'PCU', 'sea');
            INSERT INTO TaskForce (Code, Jurisdiction, Name) VALUES ('ME-OPTEAM', 'ME', 'Team'), ('ME-CHILD', 'ME', 'Children');
            INSERT INTO Principal (Id, IsPerson, CreatedAt) VALUES ({Blob(Person.Value)}, 1, 0);
            INSERT INTO Seat (Id, PrincipalId, Role, Place, Jurisdiction, Agency, ValidFrom)
            VALUES ({Blob(Seat.Value)}, {Blob(Person.Value)}, 'duty', 'ME-OPTEAM', 'ME', 'police', 0);
            """);
    }

    [TearDown]
    public async Task DeleteAsync()
    {
        await database.DisposeAsync();
        file.Dispose();
    }

    [Test]
    public async Task Is_read_as_a_move_left_it()
    {
        var before = await FiledAsync();
        var changed = Everything(before.Legs[0]);
        var other = Everything(before.Legs[0]) with
        {
            Id = new(Id(11)),
            Lead = false,
            LegalBasis = "agreement",
            DeadlineReason = "sailing",
        };
        var after = before with
        {
            Sequence = before.Sequence + 1,
            Status = IncidentStatus.Closed,
            Priority = Priority.P1,
            PriorityReasons = ["raised"],
            Safeguarded = true,
            ChildOrUnknownAge = true,
            PackVersion = 9,
            MatchedRules = [new("rule", "sentence")],
            VoidProposedBy = Person,
            AgeDecisions = [new(changed.Id, Noon, ChildStatus.Child, [new(Id(20))], 2)],
            Legs = [changed, other],
        };

        Assert.That((await MoveAsync(before, after)).Succeeded);
        var read = await ReadAsync();
        Assert.That(read.Legs, Is.EqualTo(after.Legs));
        Assert.That(WithoutLists(read), Is.EqualTo(WithoutLists(after)));
        Assert.That(read.PriorityReasons, Is.EqualTo(after.PriorityReasons));
        Assert.That(read.MatchedRules, Is.EqualTo(after.MatchedRules));
        Assert.That(read.AgeDecisions.Single().Persons, Is.EqualTo(after.AgeDecisions[0].Persons));
    }

    // So that a member that is added and not stored fails above.
    [Test]
    public void Is_tried_with_every_member_changed()
    {
        var plain = Plain();
        var unchanged = typeof(Leg).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member.CanWrite && Equals(member.GetValue(plain), member.GetValue(Everything(plain))))
            .Select(member => member.Name);
        Assert.That(unchanged, Is.EquivalentTo([
            // What never changes.
            nameof(Leg.Id), nameof(Leg.Incident), nameof(Leg.Jurisdiction), nameof(Leg.PackVersion), nameof(Leg.Rule), nameof(Leg.MadeAt),
            nameof(Leg.Predecessor),
            // How another leg ended, read with this one and never written.
            nameof(Leg.Elsewhere),
        ]));
    }

    [Test]
    public async Task Starts_a_clock_of_a_kind_that_had_ended()
    {
        var filed = await FiledAsync();
        var known = filed.Legs[0] with { State = ReferralState.InTriage, AcknowledgedAt = Noon, Revision = 2 };
        var declined = known with { State = ReferralState.Declined, EndedAt = Noon, Revision = 3 };
        var reopened = known with { ClockStartedAt = Noon.AddHours(1), DecideBy = Noon.AddHours(9), Revision = 4 };
        var incident = filed;
        foreach (var leg in (Leg[])[known, declined, reopened])
        {
            var after = incident with { Sequence = incident.Sequence + 1, Legs = [leg] };
            Assert.That((await MoveAsync(incident, after)).Succeeded);
            incident = after;
        }

        Assert.That(
            file.Read("SELECT Kind || ' ' || ((DueAt - StartedAt) / 3600000000) || ' ' || (FiresAt = DueAt) FROM Clock"),
            Is.EqualTo(["decide 8 1"]));
    }

    [Test]
    public async Task Has_two_clocks_while_a_question_is_open_and_the_one_that_stands_still_does_not_fire()
    {
        var filed = await FiledAsync();
        var asked = filed.Legs[0] with
        {
            State = ReferralState.InfoRequested,
            AcknowledgedAt = Noon,
            AskedAt = Noon,
            AnswerBy = Noon.AddHours(1),
            PausedAt = Noon,
            Revision = 2,
        };
        await MoveAsync(filed, filed with { Sequence = 2, Legs = [asked] });

        Assert.That(
            file.Read("SELECT Kind || ' ' || ifnull((FiresAt - StartedAt) / 60000000, 'never') FROM Clock ORDER BY Kind"),
            Is.EqualTo(["answer 60", "decide never"]));
    }

    [Test]
    public async Task Is_found_by_the_index_when_its_clock_fires()
    {
        await FiledAsync();
        Assert.That(
            file.Read("EXPLAIN QUERY PLAN SELECT ReferralId FROM Clock WHERE FiresAt <= 1 ORDER BY FiresAt LIMIT 10", column: 3),
            Is.EqualTo(["SEARCH Clock USING COVERING INDEX Clock_fires (FiresAt<?)"]));
    }

    [Test]
    public async Task That_somebody_else_moved_first_loses_and_changes_nothing()
    {
        var filed = await FiledAsync();
        var acknowledged = filed.Legs[0] with { State = ReferralState.Acknowledged, AcknowledgedAt = Noon, Revision = 2 };
        var moved = filed with { Sequence = 2, Legs = [acknowledged] };
        await MoveAsync(filed, moved);

        Assert.That((await MoveAsync(filed, filed with { Sequence = 2, Legs = [Everything(filed.Legs[0])] })).Succeeded, Is.False);
        Assert.That((await ReadAsync()).Legs, Is.EqualTo(moved.Legs));
    }

    [Test]
    public async Task Of_two_incidents_is_merged_only_when_neither_has_moved()
    {
        var one = await FiledAsync();
        var two = await FiledAsync(100);
        var merged = new ReferralMoved(
            ReferralAction.Merge, one,
            one with { Sequence = 2, Legs = [one.Legs[0] with { State = ReferralState.Merged, EndedAt = Noon, Revision = 2 }] },
            one.Legs[0].Id, [])
        {
            Other = (two, two with { Sequence = 2, Legs = [two.Legs[0] with { Carries = 1 }] }),
        };
        await MoveAsync(two, two with { Sequence = 2 });

        Assert.That((await database.CommitAsync(NewAct().Moved(merged, Noon))).Succeeded, Is.False);
        Assert.That((await ReadAsync()).Legs, Is.EqualTo(one.Legs));

        var again = two with { Sequence = 2 };
        Assert.That((await database.CommitAsync(NewAct().Moved(merged with
        {
            Other = (again, again with { Sequence = 3, Legs = [two.Legs[0] with { Carries = 1 }] }),
        }, Noon))).Succeeded);
        Assert.That((await ReadAsync()).Legs[0].State, Is.EqualTo(ReferralState.Merged));
    }

    [Test]
    public async Task Shows_its_incident_again_to_all_whom_it_was_hidden_from()
    {
        var filed = await FiledAsync();
        var hidden = filed with { Sequence = 2, Restricted = true };
        Assert.That((await MoveAsync(filed, hidden)).Succeeded);
        Assert.That(file.Read("SELECT Audience FROM Sight WHERE RetractedAt IS NULL"), Is.EqualTo([Audience.Principal(Person).Value]));

        Assert.That((await MoveAsync(hidden, hidden with { Sequence = 3, Restricted = false })).Succeeded);
        Assert.That(
            file.Read("SELECT Audience || ' ' || Jurisdiction FROM Sight WHERE RetractedAt IS NULL AND UntilSequence IS NULL ORDER BY 1"),
            Is.EqualTo(["J:ME ME", $"{Audience.Principal(Person).Value} ME", "T:ME-OPTEAM ME", "U:ME-BAR-PCU ME"]));
    }

    [Test]
    public async Task Is_one_of_many_that_one_act_makes_and_one_changes_in_a_batch_that_a_server_takes()
    {
        const int many = 200;
        var filed = await FiledAsync();
        Leg[] made =
        [
            .. Enumerable.Range(100, many).Select(
                number => Plain() with
                {
                    Id = new(Id(number)),
                    Kind = LegKind.Notice,
                    Lead = false,
                    TaskForce = "ME-CHILD",
                    LegalBasis = null,
                }),
        ];
        var more = filed with { Sequence = 2, Legs = [filed.Legs[0], .. made] };
        var raised = more with
        {
            Sequence = 3,
            Legs = [.. more.Legs.Select(leg => leg with { Priority = Priority.P1, AcknowledgeBy = Noon.AddMinutes(15), Revision = 2 })],
        };

        foreach (var (before, after) in new[] { (filed, more), (more, raised) })
        {
            Assert.That((await MoveAsync(before, after)).Succeeded);
            using var command = ActBatch.Command(Move(before, after), TimeSpan.FromSeconds(1));
            Assert.That(command.Parameters, Has.Count.LessThan(200), "a server takes 2,100 at most");
        }

        Assert.That((await ReadAsync()).Legs, Is.EqualTo(raised.Legs));
    }

    private static string WithoutLists(Incident incident) => (incident with
    {
        Legs = [],
        PriorityReasons = [],
        MatchedRules = [],
        AgeDecisions = [],
        Warnings = [],
        Completeness = [],
    }).ToString();

    private static Guid Id(int number) => new($"01900000-0000-7000-8000-{number:x12}");

    private static string Blob(Guid id) => $"x'{Convert.ToHexString(id.ToByteArray(bigEndian: true))}'";

    private static Act NewAct() => new(new(Ids.Next()));

    private static Leg Plain(int number = 0) => new()
    {
        Id = new(Id(number + 10)),
        Incident = new(Id(number + 1)),
        Jurisdiction = "ME",
        Kind = LegKind.Action,
        TaskForce = "ME-OPTEAM",
        Mandate = Mandate.Tip,
        Lead = true,
        State = ReferralState.Routed,
        Priority = Priority.P2,
        Safeguarded = false,
        PackVersion = 1,
        MadeAt = Noon,
        AcknowledgeBy = Noon.AddHours(1),
        DecideBy = Noon.AddHours(9),
        Revision = 1,
    };

    private static Leg Everything(Leg leg) => leg with
    {
        Kind = LegKind.Protection,
        TaskForce = "ME-CHILD",
        Mandate = Mandate.None,
        Lead = false,
        State = ReferralState.Merged,
        Priority = Priority.P1,
        Safeguarded = true,
        LegalBasis = "agreement",
        Assignee = new(Seat, SeatRole.Duty),
        ProposedBy = Person,
        Escalation = 3,
        AcknowledgeBy = Noon.AddHours(2),
        DecideBy = Noon.AddHours(3),
        ReviewBy = Noon.AddHours(4),
        DeadlineReason = "sailing",
        AcknowledgedAt = Noon.AddMinutes(1),
        AcceptedAt = Noon.AddMinutes(2),
        EndedAt = Noon.AddMinutes(3),
        Outcome = Outcome.HandedOver,
        Revision = 2,
        ClockStartedAt = Noon.AddMinutes(4),
        EscalatesAt = Noon.AddMinutes(5),
        KeepsDecideBy = true,
        AskedAt = Noon.AddMinutes(6),
        AnswerBy = Noon.AddMinutes(7),
        PausedAt = Noon.AddMinutes(8),
        Pauses = 1,
        Questions = 2,
        DeclineReason = DeclineReason.Duplicate,
        DuplicateOf = new(Id(30)),
        MergedInto = new(Id(31)),
        MergedFrom = ReferralState.InTriage,
        Carries = 4,
        CarriesSafeguards = true,
        CarriesChain = true,
        CarriesActBefore = Noon.AddMinutes(9),
        CarriesFor = new(Id(30)),
    };

    private async Task<Incident> FiledAsync(int number = 0)
    {
        var incident = new Incident
        {
            Id = new(Id(number + 1)),
            Reference = $"ME-26-{number:D6}-A",
            ClientId = Id(number + 9),
            Jurisdiction = "ME",
            UnitId = "ME-BAR-PCU",
            FiledBy = Person,
            Status = IncidentStatus.Open,
            Exercise = false,
            Late = false,
            AwareAt = Noon,
            ReceivedAt = Noon,
            CrimeHypothesis = CrimeHypothesis.Tip,
            DangerToLife = false,
            PersonsPresentNow = true,
            PossibleVictimPresent = true,
            PersonCounts = new(1, 0, 0),
            ChildOrUnknownAge = false,
            Safeguarded = false,
            Handling = HandlingCode.H0,
            Restricted = false,
            Priority = Priority.P2,
            PriorityReasons = [],
            PersonsListed = 0,
            ObjectsListed = 0,
            Warnings = [],
            Completeness = [],
            PackVersion = 1,
            MatchedRules = [],
            Version = 1,
            Sequence = 1,
            Legs = [Plain(number)],
        };
        var facts = new Domain.Routing.RoutingFacts
        {
            Jurisdiction = "ME",
            On = new(2026, 3, 18),
            Hypothesis = CrimeHypothesis.Tip,
            ChildOrUnknownAge = false,
            DangerToLife = false,
            PersonsPresentNow = true,
            VictimRoleListed = false,
            PersonCounted = true,
            ObjectHeld = false,
            UnitType = UnitType.Pcu,
        };
        var filer = new Seat(Seat, Person, SeatRole.Officer, "ME-BAR-PCU", "ME", Agency.Police, IsPerson: true);
        var filed = new IncidentFiled(incident, null!, facts, new("ME", 1, Priority.P2, [], [], []));
        Assert.That((await database.CommitAsync(NewAct().File(filed, filer, [1], [2]))).Succeeded);
        return incident;
    }

    private async Task<Commit> MoveAsync(Incident before, Incident after) => await database.CommitAsync(Move(before, after));

    private static Act Move(Incident before, Incident after) =>
        NewAct().Moved(new(ReferralAction.Claim, before, after, before.Legs[0].Id, []), Noon);

    private async Task<Incident> ReadAsync() => (await database.ReadAsync(
        IncidentStore.Get(new AccessScope(Audience.Unit("ME-BAR-PCU"), Audience.Principal(Person)), Incident), CancellationToken.None))!;
}
