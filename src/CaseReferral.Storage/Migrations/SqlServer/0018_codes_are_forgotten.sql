-- Codes that are too old are found by their age, the oldest first: whoever makes one takes some of them away.
CREATE INDEX SignInCode_age ON SignInCode (ExpiresAt);
