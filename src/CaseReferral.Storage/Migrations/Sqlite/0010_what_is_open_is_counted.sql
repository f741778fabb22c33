-- A summary counts what is open, however long the backlog: from the index alone, without a look at each leg.
DROP INDEX Referral_queue;
CREATE UNIQUE INDEX Referral_queue ON Referral (Queue, IsOpen, Rank, /* include */ State, DueAt, Escalation, AssigneeSeat, AcceptedAt);
DROP INDEX Referral_open;
CREATE INDEX Referral_open ON Referral (Jurisdiction, IncidentId, /* include */ Id, State, DueAt, Escalation, AssigneeSeat, AcceptedAt) WHERE IsOpen = 1;
