-- Seats are given, changed and ended, sign-ins bound, and reference data kept, all by acts of the API.

-- One row that every change of reference data advances: read along with the caller's seats, so that a change holds on the next request.
CREATE TABLE ReferenceRevision (
    Id INTEGER NOT NULL PRIMARY KEY,
    Revision INTEGER NOT NULL
) STRICT;

INSERT INTO ReferenceRevision (Id, Revision) VALUES (1, 1);

-- A tenant is bound to one jurisdiction; during a migration of tenants, a jurisdiction has two.
CREATE TABLE JurisdictionTenant (
    TenantId BLOB NOT NULL PRIMARY KEY,
    Jurisdiction TEXT NOT NULL REFERENCES Jurisdiction (Code)
) STRICT, WITHOUT ROWID;

-- A tenant that two jurisdictions claimed was neither's, and stays so.
INSERT INTO JurisdictionTenant (TenantId, Jurisdiction)
SELECT j.TenantId, j.Code FROM Jurisdiction j
WHERE j.TenantId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM Jurisdiction other WHERE other.TenantId = j.TenantId AND other.Code <> j.Code);

ALTER TABLE Jurisdiction DROP COLUMN TenantId;

-- A seat is never deleted. GivenBy is null for what configuration and the demo gave.
ALTER TABLE Seat ADD COLUMN Revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE Seat ADD COLUMN GivenBy BLOB NULL REFERENCES Principal (Id);
ALTER TABLE Seat ADD COLUMN EndedAt INTEGER NULL;
ALTER TABLE Seat ADD COLUMN EndedBy BLOB NULL REFERENCES Principal (Id);

-- Nobody holds the same seat twice; whose time has passed gets other dates, not another seat.
CREATE UNIQUE INDEX Seat_not_ended ON Seat (PrincipalId, Role, Place) WHERE EndedAt IS NULL;
CREATE INDEX Seat_of_jurisdiction ON Seat (Jurisdiction, Id);

-- A sign-in leads to one principal.
CREATE UNIQUE INDEX SignIn_open ON SignIn (TenantId, ObjectId) WHERE ValidTo IS NULL;
CREATE INDEX SignIn_of_principal ON SignIn (PrincipalId);

-- Keys that the store makes for itself, by version: the newest one is used, older ones explain what they made.
CREATE TABLE RegistryKey (
    Name TEXT NOT NULL,
    Version INTEGER NOT NULL,
    Value BLOB NOT NULL,
    PRIMARY KEY (Name, Version)
) STRICT, WITHOUT ROWID;

INSERT INTO RegistryKey (Name, Version, Value) VALUES ('sign-in-code', 1, randomblob(32));

-- What somebody without a seat shows a coordinator. One for each sign-in; Digest is keyed.
CREATE TABLE SignInCode (
    TenantId BLOB NOT NULL,
    ObjectId BLOB NOT NULL,
    IsPerson INTEGER NOT NULL,
    Digest BLOB NOT NULL,
    ExpiresAt INTEGER NOT NULL,
    -- Whom it led to, once it was used.
    UsedFor BLOB NULL REFERENCES Principal (Id),
    PRIMARY KEY (TenantId, ObjectId)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX SignInCode_digest ON SignInCode (Digest);

-- What one proposes and another confirms: the appointment of a coordinator, or a further sign-in of a principal.
CREATE TABLE Proposal (
    Id BLOB NOT NULL PRIMARY KEY,
    Kind TEXT NOT NULL,
    State TEXT NOT NULL,
    Jurisdiction TEXT NOT NULL REFERENCES Jurisdiction (Code),
    PrincipalId BLOB NOT NULL REFERENCES Principal (Id),
    ProposedBy BLOB NOT NULL REFERENCES Principal (Id),
    ProposedAt INTEGER NOT NULL,
    DecidedBy BLOB NULL REFERENCES Principal (Id),
    DecidedAt INTEGER NULL,
    -- Of an appointment.
    Agency TEXT NULL,
    ValidFrom INTEGER NULL,
    ValidTo INTEGER NULL,
    -- Of a sign-in.
    TenantId BLOB NULL,
    ObjectId BLOB NULL,
    EndsOthers INTEGER NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX Proposal_of_jurisdiction ON Proposal (Jurisdiction, Id);

-- Acts that are about no incident: what auditors read of seats, sign-ins and reference data.
CREATE INDEX JournalEntry_without_incident ON JournalEntry (Log, Id) WHERE IncidentId IS NULL;
