-- Creates the registry's database. Run once in master by somebody who may create databases; it may run again.
-- sqlcmd -S server -v Database=CaseReferral -i database.sql
-- On Azure SQL create the database by its own tools; both snapshots are on there.
IF DB_ID(N'$(Database)') IS NULL
    CREATE DATABASE [$(Database)];
GO
-- Readers see the last committed version of a row instead of waiting for its writer.
ALTER DATABASE [$(Database)] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
-- A load of several queries sees one moment.
ALTER DATABASE [$(Database)] SET ALLOW_SNAPSHOT_ISOLATION ON;
-- What was acknowledged is on the disk.
ALTER DATABASE [$(Database)] SET DELAYED_DURABILITY = DISABLED;
ALTER DATABASE [$(Database)] SET RECOVERY FULL;
ALTER DATABASE [$(Database)] SET PAGE_VERIFY CHECKSUM;
ALTER DATABASE [$(Database)] SET AUTO_CLOSE OFF;
ALTER DATABASE [$(Database)] SET QUERY_STORE = ON;
GO
