CREATE TABLE Kept (
    Id binary(16) NOT NULL, SubjectId binary(16) NULL, At bigint NULL, IsOpen bit NULL, Position int NOT NULL, Sequence bigint NULL,
    Body varbinary(max) NULL, Facts nvarchar(max) NULL, Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Recipient nvarchar(80) COLLATE Latin1_General_100_BIN2 NULL, CONSTRAINT Kept_pk PRIMARY KEY CLUSTERED (Id));
CREATE UNIQUE INDEX Kept_code ON Kept (Code);
CREATE TABLE Counter (
    Code nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL, Version int NOT NULL, CONSTRAINT Counter_pk PRIMARY KEY CLUSTERED (Code));
CREATE TABLE Entry (Id binary(16) NOT NULL, Notes nvarchar(max) NOT NULL, CONSTRAINT Entry_pk PRIMARY KEY CLUSTERED (Id));
CREATE TABLE Child (
    Id binary(16) NOT NULL, CONSTRAINT Child_pk PRIMARY KEY CLUSTERED (Id), CONSTRAINT Child_of_entry FOREIGN KEY (Id) REFERENCES Entry (Id));
GO
CREATE TABLE Probe (Id int NOT NULL, At bigint NOT NULL, CONSTRAINT Probe_pk PRIMARY KEY CLUSTERED (Id));
