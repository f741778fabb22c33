-- formerly: 0055ea9aaba981a6b8c52b4cc9494a291cb6faff769592123bbb0a5c5fff9d5d (used a function that some servers lack)
-- The tables that the tests of the storage core use; nothing of the domain.
CREATE TABLE Counter (Name TEXT NOT NULL PRIMARY KEY, Value INTEGER NOT NULL CHECK (Value >= 0)) STRICT;
CREATE TABLE Entry (Id BLOB NOT NULL PRIMARY KEY, Note TEXT NOT NULL) STRICT;
CREATE TABLE Label (Code TEXT NOT NULL UNIQUE, Text TEXT NOT NULL) STRICT;
CREATE TABLE Child (Id INTEGER PRIMARY KEY, Entry BLOB NOT NULL REFERENCES Entry (Id) DEFERRABLE INITIALLY DEFERRED) STRICT;
-- an afterthought
