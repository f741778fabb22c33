-- What a desk whose legs have ended goes on seeing, who is told of a disclosure and when, and desks that take nothing new.

-- An incident and its legs without content, as they were when an audience's last leg ended. Insert only: a sight that goes on and ends again
-- has another row. Of sights that had ended before this table nobody kept how the incident was, so those see nothing any more: a summary
-- as it is now isn't theirs.
CREATE TABLE PastSight (
    Audience nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IncidentId binary(16) NOT NULL,
    -- The incident's sequence at the act that ended the leg: the sight's UntilSequence.
    Sequence bigint NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    At bigint NOT NULL,
    -- What lists are narrowed by, as it was then.
    Status nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CrimeHypothesis nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Priority nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The row of the incident and those of its legs, as JSON.
    Summary nvarchar(max) NOT NULL,
    CONSTRAINT PastSight_pk PRIMARY KEY CLUSTERED (Audience, IncidentId, Sequence),
    CONSTRAINT PastSight_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

-- The consent clock has the ladder of every clock. Null while nobody is waited for, and for an incident that nobody may send on.
ALTER TABLE DisclosureRequest ADD Escalation int NOT NULL CONSTRAINT DisclosureRequest_Escalation_before DEFAULT 0;
ALTER TABLE DisclosureRequest ADD EscalatesAt bigint NULL;
ALTER TABLE DisclosureRequest ADD FiresAt bigint NULL;
GO
UPDATE DisclosureRequest SET FiresAt = DueAt
WHERE State = 'requested' AND IncidentId IN (SELECT i.Id FROM Incident i WHERE i.Restricted = 0 AND i.Status <> 'voided');
DROP INDEX DisclosureRequest_due ON DisclosureRequest;
CREATE INDEX DisclosureRequest_fires ON DisclosureRequest (FiresAt, Id) WHERE FiresAt IS NOT NULL;
CREATE INDEX DisclosureRequest_of_owner ON DisclosureRequest (Jurisdiction, Id);
CREATE INDEX DisclosureRequest_of_recipient ON DisclosureRequest (RecipientAudience, Id);

-- What a notification is about besides its leg: a disclosure request, or a disclosure that went with a leg.
ALTER TABLE Notification ADD RequestId binary(16) NULL
    CONSTRAINT Notification_RequestId_of_DisclosureRequest REFERENCES DisclosureRequest (Id);

-- Since when a unit files nothing that it saw later, and a task force gets nothing new; null while it is open.
ALTER TABLE Unit ADD ClosedAt bigint NULL;
ALTER TABLE TaskForce ADD ClosedAt bigint NULL;
