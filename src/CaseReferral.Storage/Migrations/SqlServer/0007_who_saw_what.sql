-- The access log: one row for each consultation, denial, search, export and refused sign-in, so that every page of it is one seek.
-- The journal stays the record; this is what it is found by.
-- formerly: 5184171685e40f718afdc558c78da0679cd6891170a98c21cbad3c965c6e8989 (made the key for searches too, by a function that some servers lack)

CREATE TABLE AccessLog (
    EntryId binary(16) NOT NULL,
    -- Whose auditors read it: the audience of the jurisdiction.
    Audience nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    IncidentId binary(16) NULL,
    PrincipalId binary(16) NULL,
    SeatId binary(16) NULL,
    Desk nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL,
    Role nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Purpose nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    At bigint NOT NULL,
    CONSTRAINT AccessLog_pk PRIMARY KEY CLUSTERED (EntryId),
    CONSTRAINT AccessLog_EntryId_of_JournalEntry FOREIGN KEY (EntryId) REFERENCES JournalEntry (Id),
    CONSTRAINT AccessLog_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE INDEX AccessLog_of_audience ON AccessLog (Audience, EntryId);
CREATE INDEX AccessLog_of_incident ON AccessLog (Audience, IncidentId, EntryId);
CREATE INDEX AccessLog_of_principal ON AccessLog (Audience, PrincipalId, EntryId);
CREATE INDEX AccessLog_of_seat ON AccessLog (Audience, SeatId, EntryId);
CREATE INDEX AccessLog_of_desk ON AccessLog (Audience, Desk, EntryId);
CREATE INDEX AccessLog_of_kind ON AccessLog (Audience, Kind, EntryId);
CREATE INDEX AccessLog_of_purpose ON AccessLog (Audience, Purpose, EntryId);

-- Whose file was opened: the ids of persons that an answer showed.
CREATE TABLE PersonSeen (
    Audience nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PersonId binary(16) NOT NULL,
    EntryId binary(16) NOT NULL,
    CONSTRAINT PersonSeen_pk PRIMARY KEY CLUSTERED (Audience, PersonId, EntryId),
    CONSTRAINT PersonSeen_EntryId_of_AccessLog FOREIGN KEY (EntryId) REFERENCES AccessLog (EntryId)
);

-- What was on record before.
INSERT INTO AccessLog (EntryId, Audience, Kind, IncidentId, PrincipalId, SeatId, Desk, Role, Purpose, At)
SELECT e.Id, 'J:' + SUBSTRING(e.Log, 1, CHARINDEX('/', e.Log) - 1), CASE e.Kind WHEN 'denied' THEN 'denied' ELSE 'consultation' END,
    e.IncidentId, e.PrincipalId, e.SeatId, s.Place, s.Role, JSON_VALUE(p.Payload, '$.purpose'), e.At
FROM JournalEntry e
LEFT JOIN Seat s ON s.Id = e.SeatId
LEFT JOIN JournalPayload p ON p.EntryId = e.Id
WHERE e.Log LIKE '%/consultations';
