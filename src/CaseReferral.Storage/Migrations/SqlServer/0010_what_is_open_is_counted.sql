-- A summary counts what is open, however long the backlog: from the index alone, without a look at each leg.
DROP INDEX Referral_queue ON Referral;
CREATE UNIQUE INDEX Referral_queue ON Referral (Queue, IsOpen, Rank) INCLUDE (
    IncidentId, Jurisdiction, Kind, TaskForce, State, Priority, AssigneeSeat, Escalation, DueAt, AcceptedAt);
DROP INDEX Referral_open ON Referral;
CREATE INDEX Referral_open ON Referral (Jurisdiction, IncidentId) INCLUDE (State, DueAt, Escalation, AssigneeSeat, AcceptedAt)
    WHERE IsOpen = 1;
