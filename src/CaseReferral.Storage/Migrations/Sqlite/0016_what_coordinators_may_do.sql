-- What may wait for a coordinator: unrouted, undecided at the last level of escalation, or proposed to end, in whatever queue.
ALTER TABLE Referral ADD COLUMN CoordinatorMayAct INTEGER AS (
    CASE WHEN State = 'unrouted' OR (Escalation = 3 AND AcceptedAt IS NULL) OR ProposedBy IS NOT NULL THEN 1 ELSE 0 END) VIRTUAL;
