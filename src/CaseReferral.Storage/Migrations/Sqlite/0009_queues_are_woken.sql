-- Word to the channels of a queue, written by the act that causes it, so that neither is there without the other.
CREATE TABLE Notification (
    -- Also the id that the channel sees: the same at every attempt.
    Id BLOB NOT NULL PRIMARY KEY,
    Cause BLOB NOT NULL,
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    ReferralId BLOB NOT NULL REFERENCES Referral (Id),
    Jurisdiction TEXT NOT NULL,
    Reason TEXT NOT NULL,
    Level INTEGER NOT NULL,
    Queue TEXT NOT NULL,
    -- Null, with its address, where the queue has no channel at this level and hour.
    Channel TEXT NULL,
    Address TEXT NULL,
    -- What is told, as it was when it was written.
    Reference TEXT NOT NULL,
    Priority TEXT NOT NULL,
    Deadline INTEGER NULL,
    Exercise INTEGER NOT NULL,
    -- The clock that it is about.
    Clock TEXT NULL,
    ClockStartedAt INTEGER NULL,
    MadeAt INTEGER NOT NULL,
    Attempts INTEGER NOT NULL,
    -- When it is tried next; whoever tries it puts it off first, so that nobody else does meanwhile. Null when it is settled.
    NextAt INTEGER NULL,
    DeliveredAt INTEGER NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX Notification_due ON Notification (NextAt, Id) WHERE NextAt IS NOT NULL;
CREATE INDEX Notification_of_leg ON Notification (ReferralId, Cause);
