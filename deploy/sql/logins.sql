-- Three logins with three jobs. Run in the registry's database by an administrator, before the first migration; it may run again.
-- sqlcmd -S server -d CaseReferral -v ServicePassword=… SchemaPassword=… RetentionPassword=… -i logins.sql
-- With Entra identities instead, replace each CREATE LOGIN and CREATE USER by CREATE USER [name] FROM EXTERNAL PROVIDER.
IF SUSER_ID(N'registry_service_login') IS NULL
    CREATE LOGIN registry_service_login WITH PASSWORD = N'$(ServicePassword)';
IF SUSER_ID(N'registry_schema_login') IS NULL
    CREATE LOGIN registry_schema_login WITH PASSWORD = N'$(SchemaPassword)';
IF SUSER_ID(N'registry_retention_login') IS NULL
    CREATE LOGIN registry_retention_login WITH PASSWORD = N'$(RetentionPassword)';
GO
IF USER_ID(N'registry_service_user') IS NULL
    CREATE USER registry_service_user FOR LOGIN registry_service_login;
IF USER_ID(N'registry_schema_user') IS NULL
    CREATE USER registry_schema_user FOR LOGIN registry_schema_login;
IF USER_ID(N'registry_retention_user') IS NULL
    CREATE USER registry_retention_user FOR LOGIN registry_retention_login;
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
GO
