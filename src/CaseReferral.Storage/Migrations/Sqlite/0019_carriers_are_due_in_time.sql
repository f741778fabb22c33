-- The earliest time at which persons or goods of a case that goes on within a leg are out of reach, kept when it is taken in: no new deadline
-- of the leg lies after it. What was taken in before this has none.
ALTER TABLE Referral ADD COLUMN CarriesActBefore INTEGER NULL;
