-- What incidents name, for finding two that name the same: HMAC-SHA256 of scheme and normalised value, never the value.

CREATE TABLE ObjectMatch (
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Mark BLOB NOT NULL,
    Jurisdiction TEXT NOT NULL,
    KeyVersion INTEGER NOT NULL,
    -- The incident's at the act that named it, for who may see it until when.
    Sequence INTEGER NOT NULL,
    PRIMARY KEY (IncidentId, Mark)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX ObjectMatch_by_mark ON ObjectMatch (Mark, IncidentId);
