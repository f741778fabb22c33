-- The ordinary incident that goes on once a suspicion of complicity was lowered.
ALTER TABLE Incident ADD GoesOnAs binary(16) NULL;
GO

-- One device's id is one incident of its officer, whether or not complicity is suspected in it: two bodies that are sent at once are told apart
-- by the key, whatever each may see of the other.
CREATE UNIQUE INDEX Incident_filed_once ON Incident (UnitId, FiledBy, ClientId);
