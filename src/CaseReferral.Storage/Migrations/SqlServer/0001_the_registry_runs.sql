-- The first schema: reference data, people and seats, incidents with their legs and content, the journal.
-- Instants are microseconds since 1970 in UTC; a filed instant keeps its offset in minutes beside it.
-- Ids are 16-byte big-endian UUIDv7, which sort by time: clustered on them, tables grow at their end and don't fragment. Codes are spelled
-- as in the code lists and compared by their binary values, whatever the database's own collation is: 'A' is not 'a'.

-- Reference data ------------------------------------------------------------------------------------------------------

CREATE TABLE Jurisdiction (
    Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Label nvarchar(400) NOT NULL,
    TimeZone nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TenantId binary(16) NULL,
    CONSTRAINT Jurisdiction_pk PRIMARY KEY CLUSTERED (Code)
);

CREATE TABLE Unit (
    Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Name nvarchar(400) NOT NULL,
    Type nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SiteFunction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SiteCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT Unit_pk PRIMARY KEY CLUSTERED (Code),
    CONSTRAINT Unit_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code)
);

CREATE TABLE TaskForce (
    Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Name nvarchar(400) NOT NULL,
    CONSTRAINT TaskForce_pk PRIMARY KEY CLUSTERED (Code),
    CONSTRAINT TaskForce_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code)
);

-- A published version never changes.
CREATE TABLE SopPack (
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    Body nvarchar(max) NOT NULL,
    PublishedAt bigint NOT NULL,
    CONSTRAINT SopPack_pk PRIMARY KEY CLUSTERED (Jurisdiction, Version),
    CONSTRAINT SopPack_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code)
);

-- Who may do what -----------------------------------------------------------------------------------------------------

-- Journal and seats refer to principals, so that a tenant migration changes nothing about who did what.
CREATE TABLE Principal (
    Id binary(16) NOT NULL,
    IsPerson bit NOT NULL,
    CreatedAt bigint NOT NULL,
    CONSTRAINT Principal_pk PRIMARY KEY CLUSTERED (Id)
);

-- Name and service number are one erasable row.
CREATE TABLE PrincipalName (
    PrincipalId binary(16) NOT NULL,
    Name nvarchar(400) NOT NULL,
    ServiceNumber nvarchar(80) NULL,
    CONSTRAINT PrincipalName_pk PRIMARY KEY CLUSTERED (PrincipalId),
    CONSTRAINT PrincipalName_PrincipalId_of_Principal FOREIGN KEY (PrincipalId) REFERENCES Principal (Id)
);

CREATE TABLE SignIn (
    TenantId binary(16) NOT NULL,
    ObjectId binary(16) NOT NULL,
    ValidFrom bigint NOT NULL,
    ValidTo bigint NULL,
    PrincipalId binary(16) NOT NULL,
    CONSTRAINT SignIn_pk PRIMARY KEY CLUSTERED (TenantId, ObjectId, ValidFrom),
    CONSTRAINT SignIn_PrincipalId_of_Principal FOREIGN KEY (PrincipalId) REFERENCES Principal (Id)
);

CREATE TABLE Seat (
    Id binary(16) NOT NULL,
    PrincipalId binary(16) NOT NULL,
    Role nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Place nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Agency nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ValidFrom bigint NOT NULL,
    ValidTo bigint NULL,
    CONSTRAINT Seat_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Seat_PrincipalId_of_Principal FOREIGN KEY (PrincipalId) REFERENCES Principal (Id),
    CONSTRAINT Seat_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code)
);

CREATE INDEX Seat_of_principal ON Seat (PrincipalId);
CREATE INDEX Seat_at_place ON Seat (Place, Role);

-- Incidents -----------------------------------------------------------------------------------------------------------

-- The closed list of the summary, and what guards the incident. No content.
CREATE TABLE Incident (
    Id binary(16) NOT NULL,
    Sequence bigint NOT NULL,
    Version int NOT NULL,
    Reference nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    UnitId nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Where the device's id is unique: the unit, or the filer alone once only they may know of it.
    ClientScope nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ClientId binary(16) NOT NULL,
    FilingSalt varbinary(64) NOT NULL,
    FilingDigest varbinary(64) NOT NULL,
    FiledBy binary(16) NOT NULL,
    Status nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Exercise bit NOT NULL,
    Restricted bit NOT NULL,
    Late bit NOT NULL,
    SiteCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    OccurredAt bigint NULL,
    OccurredOffset int NULL,
    DetectedAt bigint NULL,
    DetectedOffset int NULL,
    AwareAt bigint NOT NULL,
    AwareOffset int NOT NULL,
    FiledAt bigint NULL,
    FiledOffset int NULL,
    ActBefore bigint NULL,
    ActBeforeOffset int NULL,
    ReceivedAt bigint NOT NULL,
    Direction nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Mode nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    CrimeHypothesis nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DangerToLife bit NOT NULL,
    PersonsPresentNow bit NOT NULL,
    PossibleVictimPresent bit NOT NULL,
    AdultCount int NOT NULL,
    ChildCount int NOT NULL,
    UnknownAgeCount int NOT NULL,
    CountsEstimated bit NOT NULL,
    ChildOrUnknownAge bit NOT NULL,
    Safeguarded bit NOT NULL,
    Handling nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Priority nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PersonsListed int NOT NULL,
    ObjectsListed int NOT NULL,
    WarningsCount int NOT NULL,
    PackVersion int NOT NULL,
    -- JSON of warnings, completeness, priority reasons and matched rules: codes and sentences, never content.
    Notes nvarchar(max) NOT NULL,
    VoidProposedBy binary(16) NULL,
    CONSTRAINT Incident_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Incident_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code),
    CONSTRAINT Incident_UnitId_of_Unit FOREIGN KEY (UnitId) REFERENCES Unit (Code),
    CONSTRAINT Incident_FiledBy_of_Principal FOREIGN KEY (FiledBy) REFERENCES Principal (Id)
);

CREATE UNIQUE INDEX Incident_reference ON Incident (Reference);
CREATE UNIQUE INDEX Incident_client ON Incident (ClientScope, ClientId);

-- Who may see which incident: written by the act that gives sight. An ended row is the retraction.
CREATE TABLE Sight (
    Audience nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IncidentId binary(16) NOT NULL,
    UntilSequence bigint NULL,
    RetractedAt bigint NULL,
    CONSTRAINT Sight_pk PRIMARY KEY CLUSTERED (Audience, IncidentId),
    CONSTRAINT Sight_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE TABLE IncidentVersion (
    IncidentId binary(16) NOT NULL,
    Version int NOT NULL,
    Sequence bigint NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At bigint NOT NULL,
    Desk nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Role nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- JSON Pointers of the members that changed; never their values.
    Changed nvarchar(max) NOT NULL,
    CONSTRAINT IncidentVersion_pk PRIMARY KEY CLUSTERED (IncidentId, Version),
    CONSTRAINT IncidentVersion_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

-- What a decision read and made, so that it can be explained again.
CREATE TABLE RoutingDecision (
    IncidentId binary(16) NOT NULL,
    Version int NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PackVersion int NOT NULL,
    DecidedAt bigint NOT NULL,
    Facts nvarchar(max) NOT NULL,
    Decision nvarchar(max) NOT NULL,
    CONSTRAINT RoutingDecision_pk PRIMARY KEY CLUSTERED (IncidentId, Version),
    CONSTRAINT RoutingDecision_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE TABLE Referral (
    Id binary(16) NOT NULL,
    IncidentId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TaskForce nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    -- The audience whose queue it is in: the task force's, or the coordinator's while unrouted.
    Queue nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Mandate nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsLead bit NOT NULL,
    State nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IsOpen bit NOT NULL,
    Priority nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Safeguarded bit NOT NULL,
    PackVersion int NOT NULL,
    [Rule] nvarchar(400) NULL,
    LegalBasis nvarchar(400) NULL,
    AssigneeSeat binary(16) NULL,
    AssigneeRole nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ProposedBy binary(16) NULL,
    Escalation int NOT NULL,
    MadeAt bigint NOT NULL,
    AcknowledgeBy bigint NOT NULL,
    DecideBy bigint NULL,
    ReviewBy bigint NULL,
    DeadlineReason nvarchar(400) NULL,
    AcknowledgedAt bigint NULL,
    AcceptedAt bigint NULL,
    EndedAt bigint NULL,
    Outcome nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Revision int NOT NULL,
    -- Due instant of the running clock; null when it has ended.
    DueAt bigint NULL,
    -- Priority, then deadline, then id, as bytes that sort: one column orders a queue.
    Rank varbinary(64) NOT NULL,
    CONSTRAINT Referral_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Referral_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id),
    CONSTRAINT Referral_TaskForce_of_TaskForce FOREIGN KEY (TaskForce) REFERENCES TaskForce (Code),
    CONSTRAINT Referral_AssigneeSeat_of_Seat FOREIGN KEY (AssigneeSeat) REFERENCES Seat (Id)
);

CREATE INDEX Referral_of_incident ON Referral (IncidentId, Id);
-- Covers a page of a queue, so that it is one seek and no lookups.
CREATE UNIQUE INDEX Referral_queue ON Referral (Queue, IsOpen, Rank) INCLUDE (
    Id, IncidentId, Jurisdiction, Kind, TaskForce, Mandate, IsLead, State, Priority, Safeguarded, PackVersion, [Rule], LegalBasis,
    AssigneeSeat, AssigneeRole, ProposedBy, Escalation, MadeAt, AcknowledgeBy, DecideBy, ReviewBy, DeadlineReason, AcknowledgedAt, AcceptedAt,
    EndedAt, Outcome, Revision, DueAt);
-- Exactly one leg leads, decided here and not by who came first.
CREATE UNIQUE INDEX Referral_lead ON Referral (IncidentId) WHERE IsLead = 1;

CREATE TABLE Clock (
    ReferralId binary(16) NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    StartedAt bigint NOT NULL,
    DueAt bigint NOT NULL,
    PausedAt bigint NULL,
    StoppedAt bigint NULL,
    Level int NOT NULL,
    CONSTRAINT Clock_pk PRIMARY KEY CLUSTERED (ReferralId, Kind),
    CONSTRAINT Clock_ReferralId_of_Referral FOREIGN KEY (ReferralId) REFERENCES Referral (Id)
);

-- What crossed a border, to whom, under which agreement.
CREATE TABLE Disclosure (
    ReferralId binary(16) NOT NULL,
    IncidentId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Recipient nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LegalBasis nvarchar(400) NOT NULL,
    DisclosedAt bigint NOT NULL,
    CONSTRAINT Disclosure_pk PRIMARY KEY CLUSTERED (ReferralId),
    CONSTRAINT Disclosure_ReferralId_of_Referral FOREIGN KEY (ReferralId) REFERENCES Referral (Id),
    CONSTRAINT Disclosure_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE INDEX Disclosure_of_incident ON Disclosure (IncidentId);

-- Personal data -------------------------------------------------------------------------------------------------------

-- One row for each narrative, person, object and text, versioned. Opened through one door that demands a purpose.
CREATE TABLE Content (
    Id binary(16) NOT NULL,
    IncidentId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The person, object or referral it belongs to; null for what belongs to the incident as a whole.
    SubjectId binary(16) NULL,
    Position int NOT NULL,
    FromVersion int NOT NULL,
    ToVersion int NULL,
    -- The data key it is encrypted under; null while it is stored in the clear.
    KeyId nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
    Salt varbinary(64) NOT NULL,
    Digest varbinary(64) NOT NULL,
    Body varbinary(max) NOT NULL,
    CONSTRAINT Content_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Content_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE INDEX Content_of_incident ON Content (IncidentId, Id);

-- The journal ---------------------------------------------------------------------------------------------------------

-- One entry for each act, inserted by the act and never updated. A consultation has no sequence: it changes nothing.
CREATE TABLE JournalEntry (
    Id binary(16) NOT NULL,
    Log nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IncidentId binary(16) NULL,
    Sequence bigint NULL,
    PrincipalId binary(16) NULL,
    SeatId binary(16) NULL,
    Agency nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    At bigint NOT NULL,
    Commitment varbinary(64) NOT NULL,
    CONSTRAINT JournalEntry_pk PRIMARY KEY CLUSTERED (Id)
);

CREATE UNIQUE INDEX JournalEntry_of_incident ON JournalEntry (IncidentId, Sequence) WHERE Sequence IS NOT NULL;
CREATE INDEX JournalEntry_log ON JournalEntry (Log, Id);

-- References, codes, states, ids and digests; never content. Only the retention login deletes here.
CREATE TABLE JournalPayload (
    EntryId binary(16) NOT NULL,
    Salt varbinary(64) NOT NULL,
    Payload nvarchar(max) NOT NULL,
    CONSTRAINT JournalPayload_pk PRIMARY KEY CLUSTERED (EntryId),
    CONSTRAINT JournalPayload_EntryId_of_JournalEntry FOREIGN KEY (EntryId) REFERENCES JournalEntry (Id)
);

-- In the order of commit, until sealing moves them into the log's tree.
CREATE TABLE Unsealed (
    Seq bigint IDENTITY(1, 1) NOT NULL,
    EntryId binary(16) NOT NULL,
    Log nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    LeafHash varbinary(64) NOT NULL,
    CONSTRAINT Unsealed_pk PRIMARY KEY CLUSTERED (Seq),
    CONSTRAINT Unsealed_EntryId_of_JournalEntry FOREIGN KEY (EntryId) REFERENCES JournalEntry (Id)
);

CREATE UNIQUE INDEX Unsealed_entry ON Unsealed (EntryId);

-- Platform ------------------------------------------------------------------------------------------------------------

-- The first answer to a key, kept 24 hours for each principal. Never content.
CREATE TABLE Idempotency (
    PrincipalId binary(16) NOT NULL,
    [Key] nvarchar(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Salt varbinary(64) NOT NULL,
    RequestHash varbinary(64) NOT NULL,
    Status int NOT NULL,
    ETag nvarchar(400) NULL,
    Location nvarchar(400) NULL,
    Body nvarchar(max) NOT NULL,
    CreatedAt bigint NOT NULL,
    CONSTRAINT Idempotency_pk PRIMARY KEY CLUSTERED (PrincipalId, [Key])
);

CREATE INDEX Idempotency_age ON Idempotency (CreatedAt);

-- What /health/ready writes to, to know that it can.
CREATE TABLE Probe (
    Id int NOT NULL,
    At bigint NOT NULL,
    CONSTRAINT Probe_pk PRIMARY KEY CLUSTERED (Id)
);
