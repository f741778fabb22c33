-- Word to the channels of a queue, written by the act that causes it, so that neither is there without the other.
CREATE TABLE Notification (
    -- Also the id that the channel sees: the same at every attempt.
    Id binary(16) NOT NULL,
    Cause binary(16) NOT NULL,
    IncidentId binary(16) NOT NULL,
    ReferralId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Reason nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Level int NOT NULL,
    Queue nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Null, with its address, where the queue has no channel at this level and hour.
    Channel nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Address nvarchar(2000) NULL,
    -- What is told, as it was when it was written.
    Reference nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Priority nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Deadline bigint NULL,
    Exercise bit NOT NULL,
    -- The clock that it is about.
    Clock nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    ClockStartedAt bigint NULL,
    MadeAt bigint NOT NULL,
    Attempts int NOT NULL,
    -- When it is tried next; whoever tries it puts it off first, so that nobody else does meanwhile. Null when it is settled.
    NextAt bigint NULL,
    DeliveredAt bigint NULL,
    CONSTRAINT Notification_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Notification_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id),
    CONSTRAINT Notification_ReferralId_of_Referral FOREIGN KEY (ReferralId) REFERENCES Referral (Id)
);

CREATE INDEX Notification_due ON Notification (NextAt, Id) WHERE NextAt IS NOT NULL;
CREATE INDEX Notification_of_leg ON Notification (ReferralId, Cause);
