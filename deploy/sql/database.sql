-- Creates the registry's database. Run in master by somebody who may create databases; run again it changes only what isn't so, and throws
-- nobody out of a database that is in use.
-- sqlcmd -S server -v Database=CaseReferral -i database.sql
-- On Azure SQL create the database by its own tools; both snapshots are on there.
IF DB_ID(N'$(Database)') IS NULL
    CREATE DATABASE [$(Database)];
GO
-- What it reads JSON by. A database that came from an older server keeps that server's level.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND compatibility_level < 150)
    ALTER DATABASE [$(Database)] SET COMPATIBILITY_LEVEL = 150;
-- Readers see the last committed version of a row instead of waiting for its writer. To switch it on, nobody else may be in the database.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND is_read_committed_snapshot_on = 0)
    ALTER DATABASE [$(Database)] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
-- A load of several queries sees one moment.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND snapshot_isolation_state <> 1)
    ALTER DATABASE [$(Database)] SET ALLOW_SNAPSHOT_ISOLATION ON;
-- What was acknowledged is on the disk.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND delayed_durability <> 0)
    ALTER DATABASE [$(Database)] SET DELAYED_DURABILITY = DISABLED;
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND recovery_model <> 1)
    ALTER DATABASE [$(Database)] SET RECOVERY FULL;
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND page_verify_option <> 2)
    ALTER DATABASE [$(Database)] SET PAGE_VERIFY CHECKSUM;
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND is_auto_close_on = 1)
    ALTER DATABASE [$(Database)] SET AUTO_CLOSE OFF;
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'$(Database)' AND is_query_store_on = 0)
    ALTER DATABASE [$(Database)] SET QUERY_STORE = ON;
GO
