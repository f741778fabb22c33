-- Three users with three jobs. Run in the registry's database by an administrator, before the first migration; it may run again.
-- sqlcmd -S server -d CaseReferral -v ServicePassword=… SchemaPassword=… RetentionPassword=… -i logins.sql
--
-- On a server each user has a login, registry_service_login and so on, and signs in as that. On Azure SQL, and in a database with
-- CONTAINMENT = PARTIAL, users live in the database itself and sign in by their own names: registry_service_user and so on.
--
-- Without passwords, make the users yourself before you run this, under the same names where there is a login:
--   CREATE LOGIN [CORP\registry$] FROM WINDOWS; CREATE USER registry_service_user FOR LOGIN [CORP\registry$];
-- On Azure SQL an identity of Entra is a user under its own name: run this with random passwords that nobody keeps, and then
--   CREATE USER [case-referral] FROM EXTERNAL PROVIDER; ALTER ROLE registry_service ADD MEMBER [case-referral];
--
-- In an availability group logins don't travel: contained users do. With logins, make them on each other replica with the same SID, which
-- SELECT name, sid FROM sys.server_principals WHERE name LIKE 'registry[_]%' tells on the first:
--   CREATE LOGIN registry_service_login WITH PASSWORD = …, SID = 0x…;
DECLARE @contained bit = CASE
    WHEN CONVERT(int, SERVERPROPERTY('EngineEdition')) = 5 THEN 1
    WHEN EXISTS (SELECT 1 FROM sys.databases WHERE name = DB_NAME() AND containment = 1) THEN 1
    ELSE 0 END;
-- Each in a batch of its own: Azure SQL doesn't know the server's functions, and a server without containment not the other form.
IF @contained = 1
BEGIN
    IF USER_ID(N'registry_service_user') IS NULL
        EXEC (N'CREATE USER registry_service_user WITH PASSWORD = N''$(ServicePassword)''');
    IF USER_ID(N'registry_schema_user') IS NULL
        EXEC (N'CREATE USER registry_schema_user WITH PASSWORD = N''$(SchemaPassword)''');
    IF USER_ID(N'registry_retention_user') IS NULL
        EXEC (N'CREATE USER registry_retention_user WITH PASSWORD = N''$(RetentionPassword)''');
END;
ELSE
BEGIN
    IF USER_ID(N'registry_service_user') IS NULL
        EXEC (N'IF SUSER_ID(N''registry_service_login'') IS NULL
                CREATE LOGIN registry_service_login WITH PASSWORD = N''$(ServicePassword)'';
            CREATE USER registry_service_user FOR LOGIN registry_service_login;');
    IF USER_ID(N'registry_schema_user') IS NULL
        EXEC (N'IF SUSER_ID(N''registry_schema_login'') IS NULL
                CREATE LOGIN registry_schema_login WITH PASSWORD = N''$(SchemaPassword)'';
            CREATE USER registry_schema_user FOR LOGIN registry_schema_login;');
    IF USER_ID(N'registry_retention_user') IS NULL
        EXEC (N'IF SUSER_ID(N''registry_retention_login'') IS NULL
                CREATE LOGIN registry_retention_login WITH PASSWORD = N''$(RetentionPassword)'';
            CREATE USER registry_retention_user FOR LOGIN registry_retention_login;');
END;
GO
-- The running service: data rights only, table by table in rights.sql.
IF DATABASE_PRINCIPAL_ID(N'registry_service') IS NULL
    CREATE ROLE registry_service;
-- The migrate command: makes and changes tables, and grants the service its rights on them.
IF DATABASE_PRINCIPAL_ID(N'registry_schema') IS NULL
    CREATE ROLE registry_schema;
-- Retention: the only one who deletes payloads.
IF DATABASE_PRINCIPAL_ID(N'registry_retention') IS NULL
    CREATE ROLE registry_retention;
GO
ALTER ROLE registry_service ADD MEMBER registry_service_user;
ALTER ROLE registry_schema ADD MEMBER registry_schema_user;
ALTER ROLE registry_retention ADD MEMBER registry_retention_user;
GRANT CREATE TABLE TO registry_schema;
GRANT CONTROL ON SCHEMA::dbo TO registry_schema;
-- To see the other roles and what they have, so that it can give what is missing and take away what is too much.
GRANT VIEW DEFINITION TO registry_schema;
GO
