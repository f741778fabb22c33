-- What may wait for a coordinator: unrouted, undecided at the last level of escalation, or proposed to end, in whatever queue.
ALTER TABLE Referral ADD CoordinatorMayAct AS (
    CASE WHEN State = 'unrouted' OR (Escalation = 3 AND AcceptedAt IS NULL) OR ProposedBy IS NOT NULL THEN 1 ELSE 0 END);
GO

-- In the order in which it is read. It also finds what waits for a second officer, for which there was an index of its own.
CREATE INDEX Referral_coordinator ON Referral (Jurisdiction, CoordinatorMayAct, Rank)
INCLUDE (IncidentId, State, TaskForce, ProposedBy, Escalation, AcceptedAt) WHERE IsOpen = 1;
DROP INDEX Referral_proposed ON Referral;
