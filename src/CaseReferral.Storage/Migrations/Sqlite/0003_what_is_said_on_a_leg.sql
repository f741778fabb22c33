-- What is said on a leg. Append-only: a correction is a message of its own. The words are content.

CREATE TABLE Message (
    Id BLOB NOT NULL PRIMARY KEY,
    ReferralId BLOB NOT NULL REFERENCES Referral (Id),
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Jurisdiction TEXT NOT NULL,
    -- 'message', between the queue and the filing unit; or 'note', the task force's own.
    Kind TEXT NOT NULL,
    -- The incident's at that act.
    Sequence INTEGER NOT NULL,
    SentAt INTEGER NOT NULL,
    PrincipalId BLOB NOT NULL REFERENCES Principal (Id),
    SeatId BLOB NOT NULL REFERENCES Seat (Id),
    Desk TEXT NOT NULL,
    Role TEXT NOT NULL,
    FromUnit INTEGER NOT NULL,
    Corrects BLOB NULL REFERENCES Message (Id),
    IsProgress INTEGER NOT NULL,
    ContentId BLOB NOT NULL REFERENCES Content (Id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX Message_of_incident ON Message (IncidentId, Sequence);
CREATE UNIQUE INDEX Message_of_referral ON Message (ReferralId, Kind, Sequence);
-- What is corrected is corrected once; its correction may be corrected in turn.
CREATE UNIQUE INDEX Message_corrects ON Message (Corrects) WHERE Corrects IS NOT NULL;

-- Up to where an audience has read the messages of a leg.
CREATE TABLE MessagesRead (
    ReferralId BLOB NOT NULL REFERENCES Referral (Id),
    Reader TEXT NOT NULL,
    UpTo INTEGER NOT NULL,
    PRIMARY KEY (ReferralId, Reader)
) STRICT, WITHOUT ROWID;
