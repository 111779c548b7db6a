-- How many changes there are, and that all of them are there. Each row has a hash of its change, of
-- the rows of that change, and of the row before it (src/store/chain.c), so a pair of a number and a
-- hash stands for everything up to that change. Outside the record the last pair that was seen is
-- kept: if the record does not have it, its end was lost, or it is an older copy or another record.
-- The program fills this table for the changes that are there.

CREATE TABLE chain (
  change_id INTEGER PRIMARY KEY REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;

CREATE TRIGGER chain_update BEFORE UPDATE ON chain
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER chain_delete BEFORE DELETE ON chain
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
