-- The access log: one row for each consultation, denial, search, export and refused sign-in, so that every page of it is one seek.
-- The journal stays the record; this is what it is found by.

CREATE TABLE AccessLog (
    EntryId BLOB NOT NULL PRIMARY KEY REFERENCES JournalEntry (Id),
    -- Whose auditors read it: the audience of the jurisdiction.
    Audience TEXT NOT NULL,
    Kind TEXT NOT NULL,
    IncidentId BLOB NULL REFERENCES Incident (Id),
    PrincipalId BLOB NULL,
    SeatId BLOB NULL,
    Desk TEXT NULL,
    Role TEXT NULL,
    Purpose TEXT NULL,
    At INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX AccessLog_of_audience ON AccessLog (Audience, EntryId);
CREATE INDEX AccessLog_of_incident ON AccessLog (Audience, IncidentId, EntryId);
CREATE INDEX AccessLog_of_principal ON AccessLog (Audience, PrincipalId, EntryId);
CREATE INDEX AccessLog_of_seat ON AccessLog (Audience, SeatId, EntryId);
CREATE INDEX AccessLog_of_desk ON AccessLog (Audience, Desk, EntryId);
CREATE INDEX AccessLog_of_kind ON AccessLog (Audience, Kind, EntryId);
CREATE INDEX AccessLog_of_purpose ON AccessLog (Audience, Purpose, EntryId);

-- Whose file was opened: the ids of persons that an answer showed.
CREATE TABLE PersonSeen (
    Audience TEXT NOT NULL,
    PersonId BLOB NOT NULL,
    EntryId BLOB NOT NULL REFERENCES AccessLog (EntryId),
    PRIMARY KEY (Audience, PersonId, EntryId)
) STRICT, WITHOUT ROWID;

INSERT INTO RegistryKey (Name, Version, Value) VALUES ('search', 1, randomblob(32));

-- What was on record before.
INSERT INTO AccessLog (EntryId, Audience, Kind, IncidentId, PrincipalId, SeatId, Desk, Role, Purpose, At)
SELECT e.Id, 'J:' || substr(e.Log, 1, instr(e.Log, '/') - 1), CASE e.Kind WHEN 'denied' THEN 'denied' ELSE 'consultation' END,
    e.IncidentId, e.PrincipalId, e.SeatId, s.Place, s.Role, json_extract(p.Payload, '$.purpose'), e.At
FROM JournalEntry e
LEFT JOIN Seat s ON s.Id = e.SeatId
LEFT JOIN JournalPayload p ON p.EntryId = e.Id
WHERE e.Log LIKE '%/consultations';
