-- Whose outcome a filer waits for is two merges away at most: a leg that carries a chain isn't merged on.
ALTER TABLE Referral ADD CarriesChain bit NOT NULL CONSTRAINT Referral_CarriesChain_before DEFAULT 0;
GO

-- Whoever carries others knows for whom, itself included: one equality finds all that go on in one another's place.
UPDATE Referral SET CarriesFor = Id WHERE Carries > 0 AND CarriesFor IS NULL;
GO

UPDATE Referral SET CarriesChain = 1 WHERE Carries > 0 AND CarriesFor IN (
    SELECT t.CarriesFor FROM Referral m JOIN Referral t ON t.Id = CASE m.State WHEN 'merged' THEN m.MergedInto ELSE m.DuplicateOf END
    WHERE m.State IN ('merged', 'declined') AND m.Carries > 0 AND t.CarriesFor IS NOT NULL);
GO

-- In the order in which a jurisdiction's list is read: newest incident first, its legs as they were made.
DROP INDEX Referral_open ON Referral;
CREATE INDEX Referral_open ON Referral (Jurisdiction, IncidentId DESC, Id) INCLUDE (State, DueAt, Escalation, AssigneeSeat, AcceptedAt)
WHERE IsOpen = 1;
