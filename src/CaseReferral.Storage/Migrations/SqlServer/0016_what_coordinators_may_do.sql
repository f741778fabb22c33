-- What may wait for a coordinator: unrouted, undecided at the last level of escalation, or proposed to end, in whatever queue.
-- A script of its own: whoever alters a table keeps even its readers out, and an index takes as long as the table is.
ALTER TABLE Referral ADD CoordinatorMayAct AS (
    CASE WHEN State = 'unrouted' OR (Escalation = 3 AND AcceptedAt IS NULL) OR ProposedBy IS NOT NULL THEN 1 ELSE 0 END);
