using CaseReferral.Domain.Referrals;
using CaseReferral.Domain.Shared;
using CaseReferral.Storage.Incidents;

namespace CaseReferral.Storage.Tests.Migrations;

/// <summary>A registry that was at work before questions, declines, successors and merges were kept.</summary>
[TestFixture]
public sealed class A_registry_of_the_schema_before_the_whole_life
{
    private const string Before = """
        INSERT INTO Jurisdiction (Code, Label, TimeZone) VALUES ('ME', 'Montenegro', 'Europe/Podgorica');
        INSERT INTO Unit VALUES ('ME-BAR-PCU', 'ME', 'Port of Bar', 'PCU', 'sea', 'MEBAR');
        INSERT INTO TaskForce VALUES ('ME-OPTEAM', 'ME', 'Team'), ('ME-BP-SOM', 'ME', 'Border police'), ('ME-NOTICE', 'ME', 'Copy');
        INSERT INTO Principal VALUES (x'01900000000070008000000000000001', 1, 0);
        INSERT INTO Incident (
            Id, Sequence, Version, Reference, Jurisdiction, UnitId, ClientScope, ClientId, FilingSalt, FilingDigest, FiledBy, Status,
            Exercise, Restricted, Late, AwareAt, AwareOffset, ReceivedAt, CrimeHypothesis, DangerToLife, PersonsPresentNow,
            PossibleVictimPresent, AdultCount, ChildCount, UnknownAgeCount, CountsEstimated, ChildOrUnknownAge, Safeguarded, Handling,
            Priority, PersonsListed, ObjectsListed, WarningsCount, PackVersion, Notes)
        VALUES (
            x'01900000000070008000000000000010', 4, 2, 'ME-26-AAAAAA-A', 'ME', 'ME-BAR-PCU', 'U:ME-BAR-PCU',
            x'01900000000070008000000000000011', x'00', x'00', x'01900000000070008000000000000001', 'open', 0, 0, 0, 1000000, 0, 1000000,
            'tip', 0, 1, 1, 1, 0, 0, 0, 0, 0, 'H0', 'P2', 0, 0, 0, 1,
            '{"warnings":[],"completeness":[],"reasons":["because"],"matched":[]}');
        INSERT INTO Sight VALUES ('U:ME-BAR-PCU', x'01900000000070008000000000000010', NULL, NULL);
        INSERT INTO IncidentVersion VALUES
            (x'01900000000070008000000000000010', 1, 1, 'ME', 'filed', 1000000, 'ME-BAR-PCU', 'officer', '[]'),
            (x'01900000000070008000000000000010', 2, 4, 'ME', 'amended', 2000000, 'ME-BAR-PCU', 'officer', '[]');
        INSERT INTO RoutingDecision VALUES
            (x'01900000000070008000000000000010', 1, 'ME', 1, 1000000, '{}', '{}'),
            (x'01900000000070008000000000000010', 2, 'ME', 2, 2000000, '{}', '{}');
        INSERT INTO Referral (
            Id, IncidentId, Jurisdiction, Kind, TaskForce, Queue, Mandate, IsLead, State, IsOpen, Priority, Safeguarded, PackVersion,
            Escalation, MadeAt, AcknowledgeBy, DecideBy, ReviewBy, AcknowledgedAt, AcceptedAt, Revision, DueAt, Rank)
        VALUES
            (x'01900000000070008000000000000021', x'01900000000070008000000000000010', 'ME', 'action', 'ME-OPTEAM', 'T:ME-OPTEAM', 'tip', 1,
             'accepted', 1, 'P2', 0, 1, 0, 1000000, 5000000, 6000000, 7000000, 2000000, 3000000, 4, 7000000, x'0221'),
            (x'01900000000070008000000000000022', x'01900000000070008000000000000010', 'ME', 'action', 'ME-BP-SOM', 'T:ME-BP-SOM', 'som', 0,
             'routed', 1, 'P2', 0, 1, 0, 1000000, 5000000, 6000000, NULL, NULL, NULL, 1, 5000000, x'0222'),
            (x'01900000000070008000000000000023', x'01900000000070008000000000000010', 'ME', 'notice', 'ME-NOTICE', 'T:ME-NOTICE', 'none',
             0, 'routed', 1, 'P2', 0, 1, 0, 1000000, 5000000, NULL, NULL, NULL, NULL, 1, 5000000, x'0223');
        INSERT INTO Clock VALUES
            (x'01900000000070008000000000000021', 'acknowledge', 'ME', 1000000, 5000000, NULL, 2000000, 0),
            (x'01900000000070008000000000000021', 'decide', 'ME', 2000000, 6000000, NULL, 3000000, 0),
            (x'01900000000070008000000000000021', 'review', 'ME', 3000000, 7000000, NULL, NULL, 0),
            (x'01900000000070008000000000000022', 'acknowledge', 'ME', 1000000, 5000000, NULL, NULL, 0),
            (x'01900000000070008000000000000023', 'acknowledge', 'ME', 1000000, 5000000, NULL, NULL, 0);
        INSERT INTO Content (Id, IncidentId, Jurisdiction, Kind, SubjectId, Position, FromVersion, ToVersion, Salt, Digest, Body)
        VALUES
            (x'31', x'01900000000070008000000000000010', 'ME', 'facts', NULL, 0, 1, 2, x'00', x'00', x'00'),
            (x'32', x'01900000000070008000000000000010', 'ME', 'facts', NULL, 0, 2, NULL, x'00', x'00', x'00'),
            (x'33', x'01900000000070008000000000000010', 'ME', 'feedback', x'01900000000070008000000000000021', 0, 1, NULL, x'00', x'00',
             x'00');
        """;

    private static readonly IncidentId Incident = new(new("01900000-0000-7000-8000-000000000010"));

    private TemporaryFile file = null!;

    [SetUp]
    public async Task UpgradeAsync()
    {
        file = new TemporaryFile();
        await file.Migrator("BeforeTheWholeLife").MigrateAsync("test", CancellationToken.None);
        file.Execute(Before);
        await file.MigrateAsync();
    }

    [TearDown]
    public void DeleteFolder() => file.Dispose();

    [Test]
    public void Keeps_the_clocks_that_run_and_knows_when_they_fire() => Assert.That(
        file.Read("""
            SELECT hex(substr(ReferralId, 16)) || ' ' || Kind || ' ' || DueAt || ' ' || ifnull(FiresAt, 'never') FROM Clock ORDER BY 1
            """),
        Is.EqualTo(["21 review 7000000 7000000", "22 acknowledge 5000000 5000000", "23 acknowledge 5000000 never"]));

    [Test]
    public void Knows_its_decisions_by_the_acts_that_made_them() => Assert.That(
        file.Read("SELECT Sequence || ' ' || Version || ' ' || PackVersion FROM RoutingDecision ORDER BY Sequence"),
        Is.EqualTo(["1 1 1", "4 2 2"]));

    [Test]
    public void Knows_the_acts_that_wrote_its_content_where_they_can_be_told() => Assert.That(
        file.Read("SELECT hex(Id) || ' ' || ifnull(Sequence, 'unknown') FROM Content ORDER BY Id"),
        Is.EqualTo(["31 1", "32 4", "33 unknown"]));

    [Test]
    public async Task Goes_on_with_its_referrals()
    {
        await using var database = file.Open();
        var before = await LoadAsync(database);
        var leg = before.Legs[1];
        var after = before with
        {
            Sequence = 5,
            Legs =
            [
                before.Legs[0],
                leg with { State = ReferralState.Acknowledged, AcknowledgedAt = leg.MadeAt, Revision = 2 },
                before.Legs[2] with { State = ReferralState.Noted, EndedAt = leg.MadeAt, Revision = 2 },
            ],
        };
        var commit = await database.CommitAsync(
            new Act(new(Ids.Next())).Moved(new(ReferralAction.Acknowledge, before, after, leg.Id, []), leg.MadeAt));

        Assert.That(commit.Succeeded);
        Assert.That((await LoadAsync(database)).Legs, Is.EqualTo(after.Legs));
        Assert.That(
            file.Read("SELECT hex(substr(ReferralId, 16)) || ' ' || Kind || ' ' || DueAt FROM Clock ORDER BY 1"),
            Is.EqualTo(["21 review 7000000", "22 decide 6000000"]));
    }

    private static async Task<Domain.Incidents.Incident> LoadAsync(SqliteDatabase database) =>
        (await database.ReadAsync(
            IncidentStore.Get(new AccessScope(Audience.Unit("ME-BAR-PCU"), Audience.Unit("ME-BAR-PCU")), Incident),
            CancellationToken.None))!;
}
