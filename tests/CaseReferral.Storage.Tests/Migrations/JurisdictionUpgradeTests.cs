namespace CaseReferral.Storage.Tests.Migrations;

/// <summary>A registry that was at work before every row of case data named its jurisdiction.</summary>
[TestFixture]
public sealed class A_registry_of_the_schema_before_jurisdictions
{
    private const string Before = """
        INSERT INTO Jurisdiction (Code, Label, TimeZone) VALUES
            ('ME', 'Montenegro', 'Europe/Podgorica'), ('RS', 'Serbia', 'Europe/Belgrade');
        INSERT INTO Unit VALUES
            ('ME-BAR-PCU', 'ME', 'Port of Bar', 'PCU', 'sea', 'MEBAR'), ('RS-BAT', 'RS', 'Batrovci', 'JOINT_LAND', 'road', NULL);
        INSERT INTO TaskForce VALUES ('ME-OPTEAM', 'ME', 'Team'), ('RS-TEAM', 'RS', 'Team');
        INSERT INTO Principal VALUES
            (x'01900000000070008000000000000001', 1, 0), (x'01900000000070008000000000000002', 1, 0),
            (x'01900000000070008000000000000003', 1, 0), (x'01900000000070008000000000000004', 1, 0);
        INSERT INTO Seat (Id, PrincipalId, Role, Place, Jurisdiction, Agency, ValidFrom) VALUES
            (x'41', x'01900000000070008000000000000001', 'officer', 'ME-BAR-PCU', 'ME', 'police', 0),
            (x'42', x'01900000000070008000000000000001', 'supervisor', 'ME-BAR-PCU', 'ME', 'police', 0),
            (x'43', x'01900000000070008000000000000002', 'admin', 'registry', NULL, 'other', 0),
            (x'44', x'01900000000070008000000000000003', 'officer', 'ME-BAR-PCU', 'ME', 'police', 0),
            (x'45', x'01900000000070008000000000000003', 'officer', 'RS-BAT', 'RS', 'police', 0);
        INSERT INTO Incident (
            Id, Sequence, Version, Reference, Jurisdiction, UnitId, ClientScope, ClientId, FilingSalt, FilingDigest, FiledBy, Status,
            Exercise, Restricted, Late, AwareAt, AwareOffset, ReceivedAt, CrimeHypothesis, DangerToLife, PersonsPresentNow,
            PossibleVictimPresent, AdultCount, ChildCount, UnknownAgeCount, CountsEstimated, ChildOrUnknownAge, Safeguarded, Handling,
            Priority, PersonsListed, ObjectsListed, WarningsCount, PackVersion, Notes)
        SELECT
            n.Id, 1, 1, n.Jurisdiction || '-26-AAAAAA-A', n.Jurisdiction, n.Unit, 'U:' || n.Unit, n.Id, x'00', x'00',
            x'01900000000070008000000000000001', 'open', 0, 0, 0, 1000000, 0, 1000000, 'tip', 0, 1, 1, 1, 0, 0, 0, 0, 0,
            'H0', 'P2', 0, 0, 0, 1, '{}'
        FROM (
            SELECT x'10' AS Id, 'ME' AS Jurisdiction, 'ME-BAR-PCU' AS Unit UNION ALL SELECT x'11', 'RS', 'RS-BAT') n;
        INSERT INTO Referral (
            Id, IncidentId, Jurisdiction, Kind, TaskForce, Queue, Mandate, IsLead, State, IsOpen, Priority, Safeguarded, PackVersion,
            Escalation, MadeAt, AcknowledgeBy, Revision, DueAt, Rank)
        VALUES
            (x'21', x'10', 'ME', 'action', 'RS-TEAM', 'T:RS-TEAM', 'tip', 1, 'routed', 1, 'P2', 0, 1, 0,
             1000000, 5000000, 1, 5000000, x'0221'),
            (x'22', x'11', 'RS', 'action', 'RS-TEAM', 'T:RS-TEAM', 'tip', 1, 'routed', 1, 'P2', 0, 1, 0,
             1000000, 5000000, 1, 5000000, x'0222');
        INSERT INTO Sight VALUES
            ('U:ME-BAR-PCU', x'10', NULL, NULL), ('T:RS-TEAM', x'10', 7, 9), ('J:RS', x'11', NULL, NULL), ('T:RS-TEAM', x'11', NULL, NULL);
        INSERT INTO MessagesRead VALUES (x'21', 'T:RS-TEAM', 3), (x'22', 'U:RS-BAT', 1);
        INSERT INTO JournalEntry (Id, Log, Kind, At, Commitment) VALUES
            (x'51', 'ME/acts', 'incident-filed', 0, x'00'), (x'52', 'registry/acts', 'unit-changed', 0, x'00');
        INSERT INTO JournalPayload VALUES (x'51', x'00', '{}'), (x'52', x'00', '{"unit":1}');
        INSERT INTO Idempotency (PrincipalId, Key, Salt, RequestHash, Status, Body, CreatedAt) VALUES
            (x'01900000000070008000000000000001', 'one place', x'00', x'00', 200, '{}', 1),
            (x'01900000000070008000000000000002', 'registry', x'00', x'00', 200, '{}', 1),
            (x'01900000000070008000000000000003', 'two places', x'00', x'00', 200, '{}', 1),
            (x'01900000000070008000000000000004', 'no seat', x'00', x'00', 201, '{"a":1}', 2);
        """;

    private TemporaryFile file = null!;

    [OneTimeSetUp]
    public async Task UpgradeAsync()
    {
        file = new TemporaryFile();
        await file.Migrator("BeforeJurisdictions").MigrateAsync("test", CancellationToken.None);
        file.Execute(Before);
        await file.MigrateAsync();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => file.Dispose();

    [Test]
    public void Keeps_who_sees_what_under_the_jurisdiction_of_the_incident() => Assert.That(
        file.Read("""
            SELECT Audience || ' ' || hex(IncidentId) || ' ' || Jurisdiction || ' ' || ifnull(UntilSequence, '-')
                || ' ' || ifnull(RetractedAt, '-')
            FROM Sight ORDER BY 1
            """),
        Is.EqualTo(["J:RS 11 RS - -", "T:RS-TEAM 10 ME 7 9", "T:RS-TEAM 11 RS - -", "U:ME-BAR-PCU 10 ME - -"]));

    [Test]
    public void Keeps_what_was_read_under_the_jurisdiction_of_the_leg() => Assert.That(
        file.Read("SELECT hex(ReferralId) || ' ' || Reader || ' ' || Jurisdiction || ' ' || UpTo FROM MessagesRead ORDER BY 1"),
        Is.EqualTo(["21 T:RS-TEAM ME 3", "22 U:RS-BAT RS 1"]));

    [Test]
    public void Keeps_payloads_under_the_log_of_their_entry() => Assert.That(
        file.Read("SELECT hex(EntryId) || ' ' || Log || ' ' || Payload FROM JournalPayload ORDER BY 1"),
        Is.EqualTo(["51 ME/acts {}", "52 registry/acts {\"unit\":1}"]));

    [Test]
    public void Keeps_recorded_answers_under_their_principal_s_only_jurisdiction_or_the_registry() => Assert.That(
        file.Read("SELECT Key || ': ' || Jurisdiction || ' ' || Status || ' ' || Body FROM Idempotency ORDER BY PrincipalId"),
        Is.EqualTo(
            ["one place: ME 200 {}", "registry: registry 200 {}", "two places: registry 200 {}", "no seat: registry 201 {\"a\":1}"]));
}
