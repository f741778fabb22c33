-- The earliest time at which persons or goods of a case that goes on within a leg are out of reach: no deadline of the leg lies after it.
ALTER TABLE Referral ADD CarriesActBefore bigint NULL;
GO
UPDATE Referral SET CarriesActBefore = (
    SELECT MIN(i.ActBefore) FROM Referral c JOIN Incident i ON i.Id = c.IncidentId
    WHERE c.IncidentId <> Referral.IncidentId
        AND (c.State = 'merged' AND c.MergedInto = Referral.Id OR c.State = 'declined' AND c.DuplicateOf = Referral.Id))
WHERE Carries > 0;
