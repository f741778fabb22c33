-- What incidents name, for finding two that name the same: HMAC-SHA256 of scheme and normalised value, never the value.

CREATE TABLE ObjectMatch (
    IncidentId binary(16) NOT NULL,
    Mark varbinary(64) NOT NULL,
    Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    KeyVersion int NOT NULL,
    -- The incident's at the act that named it, for who may see it until when.
    Sequence bigint NOT NULL,
    CONSTRAINT ObjectMatch_pk PRIMARY KEY CLUSTERED (IncidentId, Mark),
    CONSTRAINT ObjectMatch_IncidentId_of_Incident FOREIGN KEY (IncidentId) REFERENCES Incident (Id)
);

CREATE UNIQUE INDEX ObjectMatch_by_mark ON ObjectMatch (Mark, IncidentId);
