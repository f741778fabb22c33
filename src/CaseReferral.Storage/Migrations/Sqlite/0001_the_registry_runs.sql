-- The first schema: reference data, people and seats, incidents with their legs and content, the journal.
-- Instants are microseconds since 1970 in UTC; a filed instant keeps its offset in minutes beside it.
-- Ids are 16-byte big-endian UUIDv7, which sort by time. Codes are spelled as in the code lists.

-- Reference data ------------------------------------------------------------------------------------------------------

CREATE TABLE Jurisdiction (
    Code TEXT NOT NULL PRIMARY KEY,
    Label TEXT NOT NULL,
    TimeZone TEXT NOT NULL,
    TenantId BLOB NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE Unit (
    Code TEXT NOT NULL PRIMARY KEY,
    Jurisdiction TEXT NOT NULL REFERENCES Jurisdiction (Code),
    Name TEXT NOT NULL,
    Type TEXT NOT NULL,
    SiteFunction TEXT NOT NULL,
    SiteCode TEXT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE TaskForce (
    Code TEXT NOT NULL PRIMARY KEY,
    Jurisdiction TEXT NOT NULL REFERENCES Jurisdiction (Code),
    Name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A published version never changes.
CREATE TABLE SopPack (
    Jurisdiction TEXT NOT NULL REFERENCES Jurisdiction (Code),
    Version INTEGER NOT NULL,
    Body TEXT NOT NULL,
    PublishedAt INTEGER NOT NULL,
    PRIMARY KEY (Jurisdiction, Version)
) STRICT, WITHOUT ROWID;

-- Who may do what -----------------------------------------------------------------------------------------------------

-- Journal and seats refer to principals, so that a tenant migration changes nothing about who did what.
CREATE TABLE Principal (
    Id BLOB NOT NULL PRIMARY KEY,
    IsPerson INTEGER NOT NULL,
    CreatedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Name and service number are one erasable row.
CREATE TABLE PrincipalName (
    PrincipalId BLOB NOT NULL PRIMARY KEY REFERENCES Principal (Id),
    Name TEXT NOT NULL,
    ServiceNumber TEXT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE SignIn (
    TenantId BLOB NOT NULL,
    ObjectId BLOB NOT NULL,
    ValidFrom INTEGER NOT NULL,
    ValidTo INTEGER NULL,
    PrincipalId BLOB NOT NULL REFERENCES Principal (Id),
    PRIMARY KEY (TenantId, ObjectId, ValidFrom)
) STRICT, WITHOUT ROWID;

CREATE TABLE Seat (
    Id BLOB NOT NULL PRIMARY KEY,
    PrincipalId BLOB NOT NULL REFERENCES Principal (Id),
    Role TEXT NOT NULL,
    Place TEXT NOT NULL,
    Jurisdiction TEXT NULL REFERENCES Jurisdiction (Code),
    Agency TEXT NOT NULL,
    ValidFrom INTEGER NOT NULL,
    ValidTo INTEGER NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX Seat_of_principal ON Seat (PrincipalId);
CREATE INDEX Seat_at_place ON Seat (Place, Role);

-- Incidents -----------------------------------------------------------------------------------------------------------

-- The closed list of the summary, and what guards the incident. No content.
CREATE TABLE Incident (
    Id BLOB NOT NULL PRIMARY KEY,
    Sequence INTEGER NOT NULL,
    Version INTEGER NOT NULL,
    Reference TEXT NOT NULL,
    Jurisdiction TEXT NOT NULL REFERENCES Jurisdiction (Code),
    UnitId TEXT NOT NULL REFERENCES Unit (Code),
    -- Where the device's id is unique: the unit, or the filer alone once only they may know of it.
    ClientScope TEXT NOT NULL,
    ClientId BLOB NOT NULL,
    FilingSalt BLOB NOT NULL,
    FilingDigest BLOB NOT NULL,
    FiledBy BLOB NOT NULL REFERENCES Principal (Id),
    Status TEXT NOT NULL,
    Exercise INTEGER NOT NULL,
    Restricted INTEGER NOT NULL,
    Late INTEGER NOT NULL,
    SiteCode TEXT NULL,
    OccurredAt INTEGER NULL,
    OccurredOffset INTEGER NULL,
    DetectedAt INTEGER NULL,
    DetectedOffset INTEGER NULL,
    AwareAt INTEGER NOT NULL,
    AwareOffset INTEGER NOT NULL,
    FiledAt INTEGER NULL,
    FiledOffset INTEGER NULL,
    ActBefore INTEGER NULL,
    ActBeforeOffset INTEGER NULL,
    ReceivedAt INTEGER NOT NULL,
    Direction TEXT NULL,
    Mode TEXT NULL,
    CrimeHypothesis TEXT NOT NULL,
    DangerToLife INTEGER NOT NULL,
    PersonsPresentNow INTEGER NOT NULL,
    PossibleVictimPresent INTEGER NOT NULL,
    AdultCount INTEGER NOT NULL,
    ChildCount INTEGER NOT NULL,
    UnknownAgeCount INTEGER NOT NULL,
    CountsEstimated INTEGER NOT NULL,
    ChildOrUnknownAge INTEGER NOT NULL,
    Safeguarded INTEGER NOT NULL,
    Handling TEXT NOT NULL,
    Priority TEXT NOT NULL,
    PersonsListed INTEGER NOT NULL,
    ObjectsListed INTEGER NOT NULL,
    WarningsCount INTEGER NOT NULL,
    PackVersion INTEGER NOT NULL,
    -- JSON of warnings, completeness, priority reasons and matched rules: codes and sentences, never content.
    Notes TEXT NOT NULL,
    VoidProposedBy BLOB NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX Incident_reference ON Incident (Reference);
CREATE UNIQUE INDEX Incident_client ON Incident (ClientScope, ClientId);

-- Who may see which incident: written by the act that gives sight. An ended row is the retraction.
CREATE TABLE Sight (
    Audience TEXT NOT NULL,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    UntilSequence INTEGER NULL,
    RetractedAt INTEGER NULL,
    PRIMARY KEY (Audience, IncidentId)
) STRICT, WITHOUT ROWID;

CREATE TABLE IncidentVersion (
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Version INTEGER NOT NULL,
    Sequence INTEGER NOT NULL,
    Jurisdiction TEXT NOT NULL,
    Kind TEXT NOT NULL,
    At INTEGER NOT NULL,
    Desk TEXT NOT NULL,
    Role TEXT NOT NULL,
    -- JSON Pointers of the members that changed; never their values.
    Changed TEXT NOT NULL,
    PRIMARY KEY (IncidentId, Version)
) STRICT, WITHOUT ROWID;

-- What a decision read and made, so that it can be explained again.
CREATE TABLE RoutingDecision (
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Version INTEGER NOT NULL,
    Jurisdiction TEXT NOT NULL,
    PackVersion INTEGER NOT NULL,
    DecidedAt INTEGER NOT NULL,
    Facts TEXT NOT NULL,
    Decision TEXT NOT NULL,
    PRIMARY KEY (IncidentId, Version)
) STRICT, WITHOUT ROWID;

CREATE TABLE Referral (
    Id BLOB NOT NULL PRIMARY KEY,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Jurisdiction TEXT NOT NULL,
    Kind TEXT NOT NULL,
    TaskForce TEXT NULL REFERENCES TaskForce (Code),
    -- The audience whose queue it is in: the task force's, or the coordinator's while unrouted.
    Queue TEXT NOT NULL,
    Mandate TEXT NOT NULL,
    IsLead INTEGER NOT NULL,
    State TEXT NOT NULL,
    IsOpen INTEGER NOT NULL,
    Priority TEXT NOT NULL,
    Safeguarded INTEGER NOT NULL,
    PackVersion INTEGER NOT NULL,
    Rule TEXT NULL,
    LegalBasis TEXT NULL,
    AssigneeSeat BLOB NULL REFERENCES Seat (Id),
    AssigneeRole TEXT NULL,
    ProposedBy BLOB NULL,
    Escalation INTEGER NOT NULL,
    MadeAt INTEGER NOT NULL,
    AcknowledgeBy INTEGER NOT NULL,
    DecideBy INTEGER NULL,
    ReviewBy INTEGER NULL,
    DeadlineReason TEXT NULL,
    AcknowledgedAt INTEGER NULL,
    AcceptedAt INTEGER NULL,
    EndedAt INTEGER NULL,
    Outcome TEXT NULL,
    Revision INTEGER NOT NULL,
    -- Due instant of the running clock; null when it has ended.
    DueAt INTEGER NULL,
    -- Priority, then deadline, then id, as bytes that sort: one column orders a queue.
    Rank BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX Referral_of_incident ON Referral (IncidentId, Id);
CREATE UNIQUE INDEX Referral_queue ON Referral (Queue, IsOpen, Rank);
-- Exactly one leg leads, decided here and not by who came first.
CREATE UNIQUE INDEX Referral_lead ON Referral (IncidentId) WHERE IsLead = 1;

CREATE TABLE Clock (
    ReferralId BLOB NOT NULL REFERENCES Referral (Id),
    Kind TEXT NOT NULL,
    Jurisdiction TEXT NOT NULL,
    StartedAt INTEGER NOT NULL,
    DueAt INTEGER NOT NULL,
    PausedAt INTEGER NULL,
    StoppedAt INTEGER NULL,
    Level INTEGER NOT NULL,
    PRIMARY KEY (ReferralId, Kind)
) STRICT, WITHOUT ROWID;

-- What crossed a border, to whom, under which agreement.
CREATE TABLE Disclosure (
    ReferralId BLOB NOT NULL PRIMARY KEY REFERENCES Referral (Id),
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Jurisdiction TEXT NOT NULL,
    Recipient TEXT NOT NULL,
    LegalBasis TEXT NOT NULL,
    DisclosedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX Disclosure_of_incident ON Disclosure (IncidentId);

-- Personal data -------------------------------------------------------------------------------------------------------

-- One row for each narrative, person, object and text, versioned. Opened through one door that demands a purpose.
CREATE TABLE Content (
    Id BLOB NOT NULL PRIMARY KEY,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Jurisdiction TEXT NOT NULL,
    Kind TEXT NOT NULL,
    -- The person, object or referral it belongs to; null for what belongs to the incident as a whole.
    SubjectId BLOB NULL,
    Position INTEGER NOT NULL,
    FromVersion INTEGER NOT NULL,
    ToVersion INTEGER NULL,
    -- The data key it is encrypted under; null while it is stored in the clear.
    KeyId TEXT NULL,
    Salt BLOB NOT NULL,
    Digest BLOB NOT NULL,
    Body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX Content_of_incident ON Content (IncidentId, Id);

-- The journal ---------------------------------------------------------------------------------------------------------

-- One entry for each act, inserted by the act and never updated. A consultation has no sequence: it changes nothing.
CREATE TABLE JournalEntry (
    Id BLOB NOT NULL PRIMARY KEY,
    Log TEXT NOT NULL,
    Kind TEXT NOT NULL,
    IncidentId BLOB NULL,
    Sequence INTEGER NULL,
    PrincipalId BLOB NULL,
    SeatId BLOB NULL,
    Agency TEXT NULL,
    At INTEGER NOT NULL,
    Commitment BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX JournalEntry_of_incident ON JournalEntry (IncidentId, Sequence) WHERE Sequence IS NOT NULL;
CREATE INDEX JournalEntry_log ON JournalEntry (Log, Id);

-- References, codes, states, ids and digests; never content. Only the retention login deletes here.
CREATE TABLE JournalPayload (
    EntryId BLOB NOT NULL PRIMARY KEY REFERENCES JournalEntry (Id),
    Salt BLOB NOT NULL,
    Payload TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- In the order of commit, until sealing moves them into the log's tree.
CREATE TABLE Unsealed (
    Seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    EntryId BLOB NOT NULL REFERENCES JournalEntry (Id),
    Log TEXT NOT NULL,
    LeafHash BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX Unsealed_entry ON Unsealed (EntryId);

-- Platform ------------------------------------------------------------------------------------------------------------

-- The first answer to a key, kept 24 hours for each principal. Never content.
CREATE TABLE Idempotency (
    PrincipalId BLOB NOT NULL,
    Key TEXT NOT NULL,
    Salt BLOB NOT NULL,
    RequestHash BLOB NOT NULL,
    Status INTEGER NOT NULL,
    ETag TEXT NULL,
    Location TEXT NULL,
    Body TEXT NOT NULL,
    CreatedAt INTEGER NOT NULL,
    PRIMARY KEY (PrincipalId, Key)
) STRICT, WITHOUT ROWID;

CREATE INDEX Idempotency_age ON Idempotency (CreatedAt);

-- What /health/ready writes to, to know that it can.
CREATE TABLE Probe (
    Id INTEGER NOT NULL PRIMARY KEY,
    At INTEGER NOT NULL
) STRICT;
