-- Whose outcome a filer waits for is two merges away at most: a leg that carries a chain isn't merged on.
ALTER TABLE Referral ADD CarriesChain bit NOT NULL CONSTRAINT Referral_CarriesChain_before DEFAULT 0;
GO

UPDATE Referral SET CarriesChain = 1 WHERE Carries > 0 AND Id IN (
    SELECT CASE m.State WHEN 'merged' THEN m.MergedInto ELSE m.DuplicateOf END FROM Referral m WHERE m.State IN ('merged', 'declined') AND m.Carries > 0);
