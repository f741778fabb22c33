-- What each role may do in each table, and nothing besides: what is missing is granted, what isn't named here is taken away.
-- The migrate command runs it, and each start of the service checks it. By hand: with the schema login, after the migrations of the newest
-- release and with that release's list. It may run again and touches only what differs.
-- sqlcmd -S server -d CaseReferral -i rights.sql
-- A table that isn't named here is closed to the service. A test of the registry compares this list with the schema and the statements.
SET NOCOUNT, XACT_ABORT ON;
DECLARE @rights TABLE (
    Grantee nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TableName nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Rights nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- In this column only.
    ColumnName nvarchar(128) COLLATE Latin1_General_100_BIN2 NULL);
INSERT INTO @rights (Grantee, TableName, Rights, ColumnName) VALUES
    -- Which schema it is; only the migrate command writes it.
    (N'registry_service', N'Migration', N'SELECT', NULL),

    -- Reference data, people and seats.
    (N'registry_service', N'Jurisdiction', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Unit', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'TaskForce', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'SopPack', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Principal', N'SELECT, INSERT', NULL),
    (N'registry_service', N'PrincipalName', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'SignIn', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Seat', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'ReferenceRevision', N'SELECT, UPDATE', NULL),
    (N'registry_service', N'JurisdictionTenant', N'SELECT, INSERT, DELETE', NULL),
    (N'registry_service', N'Proposal', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'SignInCode', N'SELECT, INSERT, UPDATE, DELETE', NULL),
    -- Keys that the service makes when it first needs one; none is ever changed.
    (N'registry_service', N'RegistryKey', N'SELECT, INSERT', NULL),

    -- Incidents: never deleted, only voided.
    (N'registry_service', N'Incident', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Sight', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'PastSight', N'SELECT, INSERT', NULL),
    (N'registry_service', N'IncidentVersion', N'SELECT, INSERT', NULL),
    (N'registry_service', N'RoutingDecision', N'SELECT, INSERT', NULL),
    (N'registry_service', N'Referral', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Clock', N'SELECT, INSERT, UPDATE, DELETE', NULL),
    (N'registry_service', N'Disclosure', N'SELECT, INSERT', NULL),
    (N'registry_service', N'DisclosureRequest', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Pointer', N'SELECT, INSERT', NULL),
    (N'registry_service', N'Content', N'SELECT, INSERT', NULL),
    (N'registry_service', N'Content', N'UPDATE', N'ToVersion'),
    (N'registry_service', N'ObjectMatch', N'SELECT, INSERT, DELETE', NULL),
    (N'registry_service', N'Message', N'SELECT, INSERT', NULL),
    (N'registry_service', N'MessagesRead', N'SELECT, INSERT, UPDATE', NULL),
    (N'registry_service', N'Notification', N'SELECT, INSERT, UPDATE', NULL),

    -- The journal: nothing is ever updated. Sealing deletes what it has sealed from Unsealed; retention alone deletes payloads.
    (N'registry_service', N'JournalEntry', N'SELECT, INSERT', NULL),
    (N'registry_service', N'JournalPayload', N'SELECT, INSERT', NULL),
    (N'registry_service', N'Unsealed', N'SELECT, INSERT, DELETE', NULL),
    (N'registry_retention', N'JournalPayload', N'SELECT, DELETE', NULL),
    (N'registry_retention', N'JournalEntry', N'SELECT', NULL),

    -- The access log: what consultations and denials are found by. Nothing is ever updated.
    (N'registry_service', N'AccessLog', N'SELECT, INSERT', NULL),
    (N'registry_service', N'PersonSeen', N'SELECT, INSERT', NULL),

    -- Recorded answers are kept for a day; the probe is one row.
    (N'registry_service', N'Idempotency', N'SELECT, INSERT, DELETE', NULL),
    (N'registry_service', N'Probe', N'SELECT, INSERT, UPDATE', NULL);

DECLARE @sentence nvarchar(2000) = (
    SELECT TOP (1) N'There is no role ' + r.Grantee + N', or this login may not see it: run deploy/sql/logins.sql first.'
    FROM @rights r WHERE DATABASE_PRINCIPAL_ID(r.Grantee) IS NULL);
IF @sentence IS NULL
    SET @sentence = (
        SELECT TOP (1) N'There is no table ' + r.TableName + N': run the migrate command first.'
        FROM @rights r WHERE OBJECT_ID(r.TableName, N'U') IS NULL);
IF @sentence IS NOT NULL
BEGIN;
    THROW 50001, @sentence, 1;
END;

DECLARE @change nvarchar(max), @revoked int, @turn int = 0;
WHILE 1 = 1
BEGIN
    WITH wanted AS (
        SELECT DATABASE_PRINCIPAL_ID(r.Grantee) AS Grantee, OBJECT_ID(r.TableName, N'U') AS TableId,
            COALESCE(COLUMNPROPERTY(OBJECT_ID(r.TableName, N'U'), r.ColumnName, 'ColumnId'), 0) AS ColumnId,
            n.value COLLATE Latin1_General_100_BIN2 AS Name
        FROM @rights r CROSS APPLY STRING_SPLIT(REPLACE(r.Rights, N' ', N''), N',') n),
    given AS (
        SELECT p.grantee_principal_id AS Grantee, p.major_id AS TableId, p.minor_id AS ColumnId,
            p.permission_name COLLATE Latin1_General_100_BIN2 AS Name
        FROM sys.database_permissions p
        WHERE p.class = 1 AND p.major_id > 0 AND p.state IN ('G', 'W')
            AND p.grantee_principal_id IN (SELECT DATABASE_PRINCIPAL_ID(r.Grantee) FROM @rights r)),
    changes AS (
        SELECT 1 AS Turn, N'REVOKE ' AS Verb, N' FROM ' AS Word, N' CASCADE' AS Manner, g.Grantee, g.TableId, g.ColumnId, g.Name
        FROM given g
        WHERE NOT EXISTS (
            SELECT 1 FROM wanted w WHERE w.Grantee = g.Grantee AND w.TableId = g.TableId AND w.ColumnId = g.ColumnId AND w.Name = g.Name)
        UNION ALL
        SELECT 2, N'GRANT ', N' TO ', N'', w.Grantee, w.TableId, w.ColumnId, w.Name
        FROM wanted w
        WHERE NOT EXISTS (
            SELECT 1 FROM given g WHERE g.Grantee = w.Grantee AND g.TableId = w.TableId AND g.ColumnId = w.ColumnId AND g.Name = w.Name))
    SELECT @revoked = SUM(CASE c.Turn WHEN 1 THEN 1 ELSE 0 END), @change = STRING_AGG(CONVERT(nvarchar(max), (
        c.Verb + c.Name + N' ON ' + QUOTENAME(OBJECT_SCHEMA_NAME(c.TableId)) + N'.' + QUOTENAME(OBJECT_NAME(c.TableId))
        + COALESCE(N' (' + QUOTENAME(COL_NAME(c.TableId, NULLIF(c.ColumnId, 0))) + N')', N'')
        + c.Word + QUOTENAME(USER_NAME(c.Grantee)) + c.Manner + N';') COLLATE Latin1_General_100_BIN2), N' ') WITHIN GROUP (ORDER BY c.Turn)
    FROM changes c;

    IF @change IS NULL OR @turn = 2
        BREAK;
    -- The service never sees the moment between. A right in a whole table takes those in its columns along when it goes: hence a second turn.
    BEGIN TRANSACTION;
    EXEC (@change);
    COMMIT TRANSACTION;
    SET @turn += 1;
END;

IF @change IS NOT NULL AND @revoked > 0
BEGIN
    SET @sentence = N'Somebody else gave rights that only they or an administrator can take away: ' + LEFT(@change, 1800);
    THROW 50002, @sentence, 1;
END;
GO
