-- What the service may do in each table, and nothing besides. Run after every migration, by the schema login; it may run again.
-- sqlcmd -S server -d CaseReferral -i rights.sql
-- A table that isn't named here is closed to the service. A test of the registry compares this list with the schema.

-- Which schema it is; only the migrate command writes it.
GRANT SELECT ON Migration TO registry_service;

-- Reference data, people and seats.
GRANT SELECT, INSERT, UPDATE ON Jurisdiction TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Unit TO registry_service;
GRANT SELECT, INSERT, UPDATE ON TaskForce TO registry_service;
GRANT SELECT, INSERT, UPDATE ON SopPack TO registry_service;
GRANT SELECT, INSERT ON Principal TO registry_service;
GRANT SELECT, INSERT, UPDATE ON PrincipalName TO registry_service;
GRANT SELECT, INSERT, UPDATE ON SignIn TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Seat TO registry_service;
GRANT SELECT, UPDATE ON ReferenceRevision TO registry_service;
GRANT SELECT, INSERT, DELETE ON JurisdictionTenant TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Proposal TO registry_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON SignInCode TO registry_service;
-- Keys that the service makes when it first needs one; none is ever changed.
GRANT SELECT, INSERT ON RegistryKey TO registry_service;

-- Incidents: never deleted, only voided.
GRANT SELECT, INSERT, UPDATE ON Incident TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Sight TO registry_service;
GRANT SELECT, INSERT ON PastSight TO registry_service;
GRANT SELECT, INSERT ON IncidentVersion TO registry_service;
GRANT SELECT, INSERT ON RoutingDecision TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Referral TO registry_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON Clock TO registry_service;
GRANT SELECT, INSERT ON Disclosure TO registry_service;
GRANT SELECT, INSERT, UPDATE ON DisclosureRequest TO registry_service;
GRANT SELECT, INSERT ON Pointer TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Content TO registry_service;
GRANT SELECT, INSERT, DELETE ON ObjectMatch TO registry_service;
GRANT SELECT, INSERT ON Message TO registry_service;
GRANT SELECT, INSERT, UPDATE ON MessagesRead TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Notification TO registry_service;

-- The journal: nothing is ever updated. Sealing deletes what it has sealed from Unsealed; retention alone deletes payloads.
GRANT SELECT, INSERT ON JournalEntry TO registry_service;
GRANT SELECT, INSERT ON JournalPayload TO registry_service;
GRANT SELECT, INSERT, DELETE ON Unsealed TO registry_service;
IF OBJECT_ID(N'Sealed', N'U') IS NOT NULL
    EXEC (N'GRANT SELECT, INSERT ON Sealed TO registry_service');
GRANT SELECT, DELETE ON JournalPayload TO registry_retention;
GRANT SELECT ON JournalEntry TO registry_retention;

-- The access log: what consultations and denials are found by. Nothing is ever updated.
GRANT SELECT, INSERT ON AccessLog TO registry_service;
GRANT SELECT, INSERT ON PersonSeen TO registry_service;

-- Recorded answers are kept for a day; the probe is one row.
GRANT SELECT, INSERT, DELETE ON Idempotency TO registry_service;
GRANT SELECT, INSERT, UPDATE ON Probe TO registry_service;
GO
