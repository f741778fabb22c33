-- Adds only.
-- compatible-from: 1.2.0
CREATE TABLE Added (Id INTEGER NOT NULL PRIMARY KEY);
