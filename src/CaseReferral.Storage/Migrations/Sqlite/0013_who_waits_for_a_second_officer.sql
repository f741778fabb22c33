-- Lists ask for whom the reader stands in as the second officer: from what waits for one, and not from all that is open.
CREATE INDEX Referral_proposed ON Referral (Jurisdiction, TaskForce, ProposedBy) WHERE ProposedBy IS NOT NULL AND IsOpen = 1;
