-- Every row of case data names the jurisdiction that owns it; a row of the journal names its log, which begins with it. The empty default is
-- for instances of the release before, which leave it out: what they wrote meanwhile is filled in when a later release takes it away.

ALTER TABLE Sight ADD Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT Sight_Jurisdiction_before DEFAULT N'';
GO
UPDATE Sight SET Jurisdiction = (SELECT i.Jurisdiction FROM Incident i WHERE i.Id = Sight.IncidentId);

ALTER TABLE MessagesRead ADD Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT MessagesRead_Jurisdiction_before DEFAULT N'';
GO
UPDATE MessagesRead SET Jurisdiction = (SELECT r.Jurisdiction FROM Referral r WHERE r.Id = MessagesRead.ReferralId);

ALTER TABLE JournalPayload ADD Log nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT JournalPayload_Log_before DEFAULT N'';
GO
UPDATE JournalPayload SET Log = (SELECT e.Log FROM JournalEntry e WHERE e.Id = JournalPayload.EntryId);

-- An answer belongs to the jurisdiction of the seat that got it. Which seat that was is not known of earlier ones: they are their principal's
-- who has seats in one jurisdiction, and else the registry's, as an administrator's are.
ALTER TABLE Idempotency ADD Jurisdiction nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL CONSTRAINT Idempotency_Jurisdiction_before DEFAULT N'';
GO
UPDATE Idempotency SET Jurisdiction = COALESCE((
    SELECT MIN(s.Jurisdiction) FROM Seat s WHERE s.PrincipalId = Idempotency.PrincipalId
    HAVING COUNT(DISTINCT COALESCE(s.Jurisdiction, 'registry')) = 1), 'registry');
