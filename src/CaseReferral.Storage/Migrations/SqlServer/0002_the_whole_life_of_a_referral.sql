-- The whole life of a referral: questions, declines, successors, merges, and what the registry does by itself when nobody acts.

ALTER TABLE Referral ADD Predecessor binary(16) NULL;
ALTER TABLE Referral ADD ClockStartedAt bigint NULL;
ALTER TABLE Referral ADD EscalatesAt bigint NULL;
ALTER TABLE Referral ADD KeepsDecideBy bit NOT NULL CONSTRAINT Referral_KeepsDecideBy_before DEFAULT 0;
ALTER TABLE Referral ADD AskedAt bigint NULL;
ALTER TABLE Referral ADD AnswerBy bigint NULL;
ALTER TABLE Referral ADD PausedAt bigint NULL;
ALTER TABLE Referral ADD Pauses int NOT NULL CONSTRAINT Referral_Pauses_before DEFAULT 0;
ALTER TABLE Referral ADD Questions int NOT NULL CONSTRAINT Referral_Questions_before DEFAULT 0;
ALTER TABLE Referral ADD DeclineReason nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE Referral ADD DuplicateOf binary(16) NULL;
ALTER TABLE Referral ADD MergedInto binary(16) NULL;
ALTER TABLE Referral ADD MergedFrom nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE Referral ADD Carries int NOT NULL CONSTRAINT Referral_Carries_before DEFAULT 0;
ALTER TABLE Referral ADD CarriesSafeguards bit NOT NULL CONSTRAINT Referral_CarriesSafeguards_before DEFAULT 0;
GO

-- With what a page of a queue is narrowed by, so that only the legs it shows are looked up.
DROP INDEX Referral_queue ON Referral;
CREATE UNIQUE INDEX Referral_queue ON Referral (Queue, IsOpen, Rank) INCLUDE (
    IncidentId, Jurisdiction, Kind, TaskForce, State, Priority, AssigneeSeat, Escalation, DueAt);

-- What a jurisdiction has open, for counts that don't read its history.
CREATE INDEX Referral_open ON Referral (Jurisdiction, IncidentId) WHERE IsOpen = 1;

-- A row is a clock that runs or stands still; one that ended has none, so that its kind may start again.
DELETE FROM Clock WHERE StoppedAt IS NOT NULL;
GO
ALTER TABLE Clock DROP COLUMN StoppedAt;
-- When the registry acts on it by itself; null while it stands still, and for a notice, which nobody is waited for.
ALTER TABLE Clock ADD FiresAt bigint NULL;
GO
UPDATE Clock SET FiresAt = DueAt WHERE ReferralId IN (SELECT r.Id FROM Referral r WHERE r.Kind <> 'notice');
CREATE INDEX Clock_fires ON Clock (FiresAt, ReferralId) WHERE FiresAt IS NOT NULL;

-- A move may decide again without a new version of the incident: a decision is known by the act that made it.
ALTER TABLE RoutingDecision ADD Sequence bigint NOT NULL CONSTRAINT RoutingDecision_Sequence_before DEFAULT 0;
GO
UPDATE RoutingDecision SET Sequence = (
    SELECT v.Sequence FROM IncidentVersion v WHERE v.IncidentId = RoutingDecision.IncidentId AND v.Version = RoutingDecision.Version);
ALTER TABLE RoutingDecision DROP CONSTRAINT RoutingDecision_pk;
ALTER TABLE RoutingDecision ADD CONSTRAINT RoutingDecision_pk PRIMARY KEY CLUSTERED (IncidentId, Sequence);

-- The act that wrote a row, for who may see it until when. Texts of earlier moves don't know theirs.
ALTER TABLE Content ADD Sequence bigint NULL;
GO
UPDATE Content SET Sequence = (
    SELECT v.Sequence FROM IncidentVersion v WHERE v.IncidentId = Content.IncidentId AND v.Version = Content.FromVersion)
WHERE NOT (Kind IN ('feedback', 'reason') AND SubjectId IS NOT NULL);
