-- What may leave the jurisdiction, and who was asked.

-- A queue in another jurisdiction that a rule addressed and the border stopped: it knows reference, priority and whom to call.
CREATE TABLE Pointer (
    Audience nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IncidentId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    GivenAt bigint NOT NULL,
    CONSTRAINT Pointer_pk PRIMARY KEY CLUSTERED (Audience, IncidentId),
    CONSTRAINT Pointer_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

-- A request for the owner's consent; consented, it is the disclosure.
CREATE TABLE DisclosureRequest (
    Id binary(16) NOT NULL,
    IncidentId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The task force, or the jurisdiction for its coordinator, that is to receive it, and its audience.
    Recipient nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RecipientAudience nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestedDesk nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestedRole nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Urgency nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    State nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    RequestedAt bigint NOT NULL,
    -- The consent clock.
    DueAt bigint NOT NULL,
    DecidedAt bigint NULL,
    DecidedDesk nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
    DecidedRole nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    LegalBasis nvarchar(400) NULL,
    -- The incident's version that was sent.
    Version int NULL,
    Revision int NOT NULL,
    CONSTRAINT DisclosureRequest_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT DisclosureRequest_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE INDEX DisclosureRequest_of_incident ON DisclosureRequest (IncidentId, Id);
CREATE INDEX DisclosureRequest_due ON DisclosureRequest (State, DueAt);
