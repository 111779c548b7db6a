-- When a calendar was written and with which options, so that one only cancels what a calendar has
-- shown; and the hash of each kept file, so that a change by another program is noticed. Not part
-- of the record: no change, no hash.

CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  first_change INTEGER NOT NULL, -- the record as it was after each change from this one …
  last_change INTEGER NOT NULL CHECK (last_change >= first_change), -- … to this one
  at INTEGER, -- NULL: not known
  patient_id INTEGER NOT NULL, -- 0: of all
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3660), -- ahead
  tablets INTEGER NOT NULL CHECK (tablets IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX exports_of ON exports (last_change, patient_id, days, tablets);

-- What was written before this table existed is not known: all of it may have been shown.
INSERT INTO exports (first_change, last_change, at, patient_id, days, tablets)
  SELECT 0, max (id), NULL, 0, 3660, 1 FROM changes HAVING count (*) > 0;

ALTER TABLE kept_files ADD COLUMN written TEXT; -- SHA-256 of what is in the file; NULL: not known
