-- In the order in which it is read. It also finds what waits for a second officer, for which there was an index of its own.
CREATE INDEX Referral_coordinator ON Referral (
    Jurisdiction, CoordinatorMayAct, Rank, /* include */ IncidentId, State, TaskForce, ProposedBy, Escalation, AcceptedAt) WHERE IsOpen = 1;
DROP INDEX Referral_proposed;
