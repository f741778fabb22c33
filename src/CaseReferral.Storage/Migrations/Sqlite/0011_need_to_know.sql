-- What a desk whose legs have ended goes on seeing, who is told of a disclosure and when, and desks that take nothing new.

-- An incident and its legs without content, as they were when an audience's last leg ended. Insert only: a sight that goes on and ends again
-- has another row. Of sights that had ended before this table nobody kept how the incident was, so those see nothing any more: a summary
-- as it is now isn't theirs.
CREATE TABLE PastSight (
    Audience TEXT NOT NULL,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    -- The incident's sequence at the act that ended the leg: the sight's UntilSequence.
    Sequence INTEGER NOT NULL,
    Jurisdiction TEXT NOT NULL,
    At INTEGER NOT NULL,
    -- What lists are narrowed by, as it was then.
    Status TEXT NOT NULL,
    CrimeHypothesis TEXT NOT NULL,
    Priority TEXT NOT NULL,
    -- The row of the incident and those of its legs, as JSON.
    Summary TEXT NOT NULL,
    PRIMARY KEY (Audience, IncidentId, Sequence)
) STRICT, WITHOUT ROWID;

-- The consent clock has the ladder of every clock. Null while nobody is waited for, and for an incident that nobody may send on.
ALTER TABLE DisclosureRequest ADD COLUMN Escalation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE DisclosureRequest ADD COLUMN EscalatesAt INTEGER NULL;
ALTER TABLE DisclosureRequest ADD COLUMN FiresAt INTEGER NULL;
UPDATE DisclosureRequest SET FiresAt = DueAt
WHERE State = 'requested' AND IncidentId IN (SELECT i.Id FROM Incident i WHERE i.Restricted = 0 AND i.Status <> 'voided');
DROP INDEX DisclosureRequest_due;
CREATE INDEX DisclosureRequest_fires ON DisclosureRequest (FiresAt, Id) WHERE FiresAt IS NOT NULL;
CREATE INDEX DisclosureRequest_of_owner ON DisclosureRequest (Jurisdiction, Id);
CREATE INDEX DisclosureRequest_of_recipient ON DisclosureRequest (RecipientAudience, Id);

-- What a notification is about besides its leg: a disclosure request, or a disclosure that went with a leg.
ALTER TABLE Notification ADD COLUMN RequestId BLOB NULL REFERENCES DisclosureRequest (Id);

-- Since when a unit files nothing that it saw later, and a task force gets nothing new; null while it is open.
ALTER TABLE Unit ADD COLUMN ClosedAt INTEGER NULL;
ALTER TABLE TaskForce ADD COLUMN ClosedAt INTEGER NULL;
