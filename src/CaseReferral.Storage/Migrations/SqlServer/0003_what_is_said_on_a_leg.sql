-- What is said on a leg. Append-only: a correction is a message of its own. The words are content.

CREATE TABLE Message (
    Id binary(16) NOT NULL,
    ReferralId binary(16) NOT NULL,
    IncidentId binary(16) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- 'message', between the queue and the filing unit; or 'note', the task force's own.
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- The incident's at that act.
    Sequence bigint NOT NULL,
    SentAt bigint NOT NULL,
    PrincipalId binary(16) NOT NULL,
    SeatId binary(16) NOT NULL,
    Desk nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Role nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    FromUnit bit NOT NULL,
    Corrects binary(16) NULL,
    IsProgress bit NOT NULL,
    ContentId binary(16) NOT NULL,
    CONSTRAINT Message_pk PRIMARY KEY CLUSTERED (Id),
    CONSTRAINT Message_ReferralId_of_Referral FOREIGN KEY (ReferralId) REFERENCES Referral (Id),
    CONSTRAINT Message_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id),
    CONSTRAINT Message_PrincipalId_of_Principal FOREIGN KEY (PrincipalId) REFERENCES Principal (Id),
    CONSTRAINT Message_SeatId_of_Seat FOREIGN KEY (SeatId) REFERENCES Seat (Id),
    CONSTRAINT Message_Corrects_of_Message FOREIGN KEY (Corrects) REFERENCES Message (Id),
    CONSTRAINT Message_ContentId_of_Content FOREIGN KEY (ContentId) REFERENCES Content (Id)
);

CREATE UNIQUE INDEX Message_of_incident ON Message (IncidentId, Sequence);
CREATE UNIQUE INDEX Message_of_referral ON Message (ReferralId, Kind, Sequence);
-- What is corrected is corrected once; its correction may be corrected in turn.
CREATE UNIQUE INDEX Message_corrects ON Message (Corrects) WHERE Corrects IS NOT NULL;

-- Up to where an audience has read the messages of a leg.
CREATE TABLE MessagesRead (
    ReferralId binary(16) NOT NULL,
    Reader nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    UpTo bigint NOT NULL,
    CONSTRAINT MessagesRead_pk PRIMARY KEY CLUSTERED (ReferralId, Reader),
    CONSTRAINT MessagesRead_ReferralId_of_Referral FOREIGN KEY (ReferralId) REFERENCES Referral (Id)
);
