-- T-SQL that fails in its second batch.
CREATE TABLE BeforeTheFault (Id int NOT NULL);
GO
INSERT INTO BeforeTheFault (Id) VALUES (NULL);
GO
INSERT INTO BeforeTheFault (Id) VALUES (1);
