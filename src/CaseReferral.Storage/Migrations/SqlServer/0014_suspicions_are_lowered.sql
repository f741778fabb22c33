-- The ordinary incident that goes on once a suspicion of complicity was lowered.
-- formerly: 89216f3559ef0e1046e3c7ebbec7e42476a3c4a897391c69e88b1ad768e52ef0 (failed without a word about what to do where one device's id had become two incidents)

-- The key below takes no two incidents of one officer under one device's id, which could be filed before there was it.
IF EXISTS (SELECT 1 FROM Incident GROUP BY UnitId, FiledBy, ClientId HAVING COUNT(*) > 1)
BEGIN;
    THROW 50014, N'One device''s id stands for two incidents of its officer: find them by SELECT UnitId, FiledBy, ClientId FROM Incident GROUP BY UnitId, FiledBy, ClientId HAVING COUNT(*) > 1, let the later of each pair have its own id by UPDATE Incident SET ClientId = Id WHERE Id = (the greater Id), and migrate again.', 1;
END;
GO

ALTER TABLE Incident ADD GoesOnAs binary(16) NULL;
GO

-- One device's id is one incident of its officer, whether or not complicity is suspected in it: two bodies that are sent at once are told apart
-- by the key, whatever each may see of the other.
CREATE UNIQUE INDEX Incident_filed_once ON Incident (UnitId, FiledBy, ClientId);
