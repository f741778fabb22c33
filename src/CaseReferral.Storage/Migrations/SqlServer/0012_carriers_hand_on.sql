-- A leg that others go on within may end and go on in a successor: whoever waits for its outcome waits for that of its successor.
ALTER TABLE Referral ADD CarriesFor binary(16) NULL;
GO
CREATE INDEX Referral_carries_for ON Referral (CarriesFor) WHERE CarriesFor IS NOT NULL;
GO

-- Of chains of several successors the first link: nobody kept more, and one is what there is.
UPDATE Referral SET CarriesFor = Predecessor WHERE Predecessor IN (SELECT c.Id FROM Referral c WHERE c.Carries > 0);
