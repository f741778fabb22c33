-- What may leave the jurisdiction, and who was asked.

-- A queue in another jurisdiction that a rule addressed and the border stopped: it knows reference, priority and whom to call.
CREATE TABLE Pointer (
    Audience TEXT NOT NULL,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Jurisdiction TEXT NOT NULL,
    GivenAt INTEGER NOT NULL,
    PRIMARY KEY (Audience, IncidentId)
) STRICT, WITHOUT ROWID;

-- A request for the owner's consent; consented, it is the disclosure.
CREATE TABLE DisclosureRequest (
    Id BLOB NOT NULL PRIMARY KEY,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Jurisdiction TEXT NOT NULL,
    -- The task force, or the jurisdiction for its coordinator, that is to receive it, and its audience.
    Recipient TEXT NOT NULL,
    RecipientAudience TEXT NOT NULL,
    RequestedDesk TEXT NOT NULL,
    RequestedRole TEXT NOT NULL,
    Urgency TEXT NOT NULL,
    State TEXT NOT NULL,
    RequestedAt INTEGER NOT NULL,
    -- The consent clock.
    DueAt INTEGER NOT NULL,
    DecidedAt INTEGER NULL,
    DecidedDesk TEXT NULL,
    DecidedRole TEXT NULL,
    LegalBasis TEXT NULL,
    -- The incident's version that was sent.
    Version INTEGER NULL,
    Revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX DisclosureRequest_of_incident ON DisclosureRequest (IncidentId, Id);
CREATE INDEX DisclosureRequest_due ON DisclosureRequest (State, DueAt);
