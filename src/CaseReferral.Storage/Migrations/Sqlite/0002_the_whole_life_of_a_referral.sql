-- The whole life of a referral: questions, declines, successors, merges, and what the registry does by itself when nobody acts.

ALTER TABLE Referral ADD COLUMN Predecessor BLOB NULL;
ALTER TABLE Referral ADD COLUMN ClockStartedAt INTEGER NULL;
ALTER TABLE Referral ADD COLUMN EscalatesAt INTEGER NULL;
ALTER TABLE Referral ADD COLUMN KeepsDecideBy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE Referral ADD COLUMN AskedAt INTEGER NULL;
ALTER TABLE Referral ADD COLUMN AnswerBy INTEGER NULL;
ALTER TABLE Referral ADD COLUMN PausedAt INTEGER NULL;
ALTER TABLE Referral ADD COLUMN Pauses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE Referral ADD COLUMN Questions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE Referral ADD COLUMN DeclineReason TEXT NULL;
ALTER TABLE Referral ADD COLUMN DuplicateOf BLOB NULL;
ALTER TABLE Referral ADD COLUMN MergedInto BLOB NULL;
ALTER TABLE Referral ADD COLUMN MergedFrom TEXT NULL;
ALTER TABLE Referral ADD COLUMN Carries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE Referral ADD COLUMN CarriesSafeguards INTEGER NOT NULL DEFAULT 0;

-- What a jurisdiction has open, for counts that don't read its history.
CREATE INDEX Referral_open ON Referral (Jurisdiction, IncidentId) WHERE IsOpen = 1;

-- A row is a clock that runs or stands still; one that ended has none, so that its kind may start again.
DELETE FROM Clock WHERE StoppedAt IS NOT NULL;
ALTER TABLE Clock DROP COLUMN StoppedAt;
-- When the registry acts on it by itself; null while it stands still, and for a notice, which nobody is waited for.
ALTER TABLE Clock ADD COLUMN FiresAt INTEGER NULL;
UPDATE Clock SET FiresAt = DueAt WHERE ReferralId IN (SELECT r.Id FROM Referral r WHERE r.Kind <> 'notice');
CREATE INDEX Clock_fires ON Clock (FiresAt, ReferralId) WHERE FiresAt IS NOT NULL;

-- A move may decide again without a new version of the incident: a decision is known by the act that made it.
ALTER TABLE RoutingDecision RENAME TO RoutingDecision_of_version;
CREATE TABLE RoutingDecision (
    IncidentId BLOB NOT NULL REFERENCES Incident (Id),
    Sequence INTEGER NOT NULL,
    Version INTEGER NOT NULL,
    Jurisdiction TEXT NOT NULL,
    PackVersion INTEGER NOT NULL,
    DecidedAt INTEGER NOT NULL,
    Facts TEXT NOT NULL,
    Decision TEXT NOT NULL,
    PRIMARY KEY (IncidentId, Sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO RoutingDecision (IncidentId, Sequence, Version, Jurisdiction, PackVersion, DecidedAt, Facts, Decision)
SELECT r.IncidentId, v.Sequence, r.Version, r.Jurisdiction, r.PackVersion, r.DecidedAt, r.Facts, r.Decision
FROM RoutingDecision_of_version r JOIN IncidentVersion v ON v.IncidentId = r.IncidentId AND v.Version = r.Version;
DROP TABLE RoutingDecision_of_version;

-- The act that wrote a row, for who may see it until when. Texts of earlier moves don't know theirs.
ALTER TABLE Content ADD COLUMN Sequence INTEGER NULL;
UPDATE Content SET Sequence = (
    SELECT v.Sequence FROM IncidentVersion v WHERE v.IncidentId = Content.IncidentId AND v.Version = Content.FromVersion)
WHERE NOT (Kind IN ('feedback', 'reason') AND SubjectId IS NOT NULL);
