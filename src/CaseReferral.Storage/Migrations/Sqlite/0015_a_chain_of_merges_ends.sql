-- Whose outcome a filer waits for is two merges away at most: a leg that carries a chain isn't merged on.
ALTER TABLE Referral ADD COLUMN CarriesChain INTEGER NOT NULL DEFAULT 0;

UPDATE Referral SET CarriesChain = 1 WHERE Carries > 0 AND Id IN (
    SELECT CASE m.State WHEN 'merged' THEN m.MergedInto ELSE m.DuplicateOf END FROM Referral m WHERE m.State IN ('merged', 'declined') AND m.Carries > 0);
