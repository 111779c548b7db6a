-- Two people kept copies of one record, and what one of them has alone goes on record in the other,
-- with "regimen merge". Its rows are in one change, although they were made at many moments: where
-- such a moment matters, they have it themselves. A column that is NULL has no part in the hash of
-- its row.

-- 1: the row takes back the one that it replaces, because that was taken back in the other copy.
ALTER TABLE administrations ADD COLUMN void INTEGER CHECK (void IS NULL OR (void = 1 AND replaces IS NOT NULL));
-- 1: it is no correction of the row that it replaces: both copies had the dose, or it only has another number.
ALTER TABLE administrations ADD COLUMN joined INTEGER CHECK (joined IS NULL OR (joined = 1 AND replaces IS NOT NULL));
-- 1: the schedules of the course begin anew with this row.
ALTER TABLE revisions ADD COLUMN anew INTEGER CHECK (anew = 1);
-- When, and by which change of its own record, a row from another copy was made.
ALTER TABLE appointments ADD COLUMN made_at INTEGER;
ALTER TABLE moves ADD COLUMN made_at INTEGER;
ALTER TABLE moves ADD COLUMN made_change INTEGER CHECK ((made_change IS NULL) = (made_at IS NULL));
-- Whether the dose was on record there when it was moved.
ALTER TABLE moves ADD COLUMN kept INTEGER CHECK (kept IN (0, 1));
ALTER TABLE pauses ADD COLUMN made_at INTEGER;
ALTER TABLE pauses ADD COLUMN made_change INTEGER CHECK ((made_change IS NULL) = (made_at IS NULL));

-- The copies whose rows the change has, and how far each was read: the last change of the copy with
-- its hash in the chain, in hexadecimal. What a copy had up to there is known here.
CREATE TABLE merges (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''), -- of the file
  last_change INTEGER NOT NULL CHECK (last_change > 0),
  last_hash TEXT NOT NULL CHECK (length (last_hash) = 64),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX merges_of ON merges (change_id);
CREATE TRIGGER merges_update BEFORE UPDATE ON merges
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER merges_delete BEFORE DELETE ON merges
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;

DROP VIEW counted_administrations;
CREATE VIEW counted_administrations AS
  SELECT a.* FROM administrations AS a CROSS JOIN changes AS c ON c.id = a.change_id
  WHERE c.undone_by IS NULL AND a.void IS NULL AND NOT EXISTS (
    SELECT 1 FROM administrations AS r CROSS JOIN changes AS rc ON rc.id = r.change_id
    WHERE r.replaces = a.id AND rc.undone_by IS NULL);
