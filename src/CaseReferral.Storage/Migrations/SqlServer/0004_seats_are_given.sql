-- Seats are given, changed and ended, sign-ins bound, and reference data kept, all by acts of the API.
-- formerly: 30291159f71f8f6aaaa73429f079f55402fc32989d8fe74abd12dfc094fdbe04 (made the key for codes too, by a function that some servers lack)

-- One row that every change of reference data advances: read along with the caller's seats, so that a change holds on the next request.
CREATE TABLE ReferenceRevision (
    Id int NOT NULL,
    Revision int NOT NULL,
    CONSTRAINT ReferenceRevision_pk PRIMARY KEY CLUSTERED (Id)
);

INSERT INTO ReferenceRevision (Id, Revision) VALUES (1, 1);

-- A tenant is bound to one jurisdiction; during a migration of tenants, a jurisdiction has two.
CREATE TABLE JurisdictionTenant (
    TenantId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CONSTRAINT JurisdictionTenant_pk PRIMARY KEY CLUSTERED (TenantId),
    CONSTRAINT JurisdictionTenant_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code)
);

-- A tenant that two jurisdictions claimed was neither's, and stays so.
INSERT INTO JurisdictionTenant (TenantId, Jurisdiction)
SELECT j.TenantId, j.Code FROM Jurisdiction j
WHERE j.TenantId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM Jurisdiction other WHERE other.TenantId = j.TenantId AND other.Code <> j.Code);

GO

ALTER TABLE Jurisdiction DROP COLUMN TenantId;

-- A seat is never deleted. GivenBy is null for what configuration and the demo gave.
ALTER TABLE Seat ADD Revision int NOT NULL CONSTRAINT Seat_Revision_begins DEFAULT 1;
ALTER TABLE Seat ADD GivenBy binary(16) NULL;
ALTER TABLE Seat ADD EndedAt bigint NULL;
ALTER TABLE Seat ADD EndedBy binary(16) NULL;

GO

ALTER TABLE Seat ADD CONSTRAINT Seat_GivenBy_of_Principal FOREIGN KEY (GivenBy) REFERENCES Principal (Id);
ALTER TABLE Seat ADD CONSTRAINT Seat_EndedBy_of_Principal FOREIGN KEY (EndedBy) REFERENCES Principal (Id);

-- Nobody holds the same seat twice; whose time has passed gets other dates, not another seat.
CREATE UNIQUE INDEX Seat_not_ended ON Seat (PrincipalId, Role, Place) WHERE EndedAt IS NULL;
CREATE INDEX Seat_of_jurisdiction ON Seat (Jurisdiction, Id);

-- A sign-in leads to one principal.
CREATE UNIQUE INDEX SignIn_open ON SignIn (TenantId, ObjectId) WHERE ValidTo IS NULL;
CREATE INDEX SignIn_of_principal ON SignIn (PrincipalId);

-- Keys that the registry makes for itself when it first needs one, by version: the newest one is used, older ones explain what they made.
CREATE TABLE RegistryKey (
    Name nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    Value varbinary(64) NOT NULL,
    CONSTRAINT RegistryKey_pk PRIMARY KEY CLUSTERED (Name, Version)
);

-- What somebody without a seat shows a coordinator. One for each sign-in; Digest is keyed.
CREATE TABLE SignInCode (
    TenantId binary(16) NOT NULL,
    ObjectId binary(16) NOT NULL,
    IsPerson bit NOT NULL,
    Digest varbinary(64) NOT NULL,
    ExpiresAt bigint NOT NULL,
    -- Whom it led to, once it was used.
    UsedFor binary(16) NULL,
    CONSTRAINT SignInCode_pk PRIMARY KEY CLUSTERED (TenantId, ObjectId),
    CONSTRAINT SignInCode_UsedFor_of_Principal FOREIGN KEY (UsedFor) REFERENCES Principal (Id)
);

CREATE UNIQUE INDEX SignInCode_digest ON SignInCode (Digest);

-- What one proposes and another confirms: the appointment of a coordinator, or a further sign-in of a principal.
CREATE TABLE Proposal (
    Id binary(16) NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    State nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PrincipalId binary(16) NOT NULL,
    ProposedBy binary(16) NOT NULL,
    ProposedAt bigint NOT NULL,
    DecidedBy binary(16) NULL,
    DecidedAt bigint NULL,
    -- Of an appointment.
    Agency nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ValidFrom bigint NULL,
    ValidTo bigint NULL,
    -- Of a sign-in.
    TenantId binary(16) NULL,
    ObjectId binary(16) NULL,
    EndsOthers bit NULL,
    CONSTRAINT Proposal_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Proposal_Jurisdiction_of_Jurisdiction FOREIGN KEY (Jurisdiction) REFERENCES Jurisdiction (Code),
    CONSTRAINT Proposal_PrincipalId_of_Principal FOREIGN KEY (PrincipalId) REFERENCES Principal (Id),
    CONSTRAINT Proposal_ProposedBy_of_Principal FOREIGN KEY (ProposedBy) REFERENCES Principal (Id),
    CONSTRAINT Proposal_DecidedBy_of_Principal FOREIGN KEY (DecidedBy) REFERENCES Principal (Id)
);

CREATE INDEX Proposal_of_jurisdiction ON Proposal (Jurisdiction, Id);

-- Acts that are about no incident: what auditors read of seats, sign-ins and reference data.
CREATE INDEX JournalEntry_without_incident ON JournalEntry (Log, Id) WHERE IncidentId IS NULL;
