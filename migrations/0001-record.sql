-- The record: what was prescribed, decided and done. Rows of one command belong to one change and
-- are never altered afterwards: a correction is a new row. Each carries a SHA-256 hash of its
-- content (src/store/row.c), and each change the number of its rows, so that "check" finds what was
-- altered behind SQLite's back. Local times are text as rgm_local_format() writes it, instants are
-- UTC seconds; nothing is keyed by a planned time.

PRAGMA application_id = 0x52474d4e; -- "RGMN"

CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  command TEXT NOT NULL CHECK (command <> ''),
  undone_by INTEGER REFERENCES changes (id) CHECK (undone_by > id),
  row_count INTEGER CHECK (row_count >= 0), -- NULL until the command is complete
  hash BLOB CHECK (length (hash) = 32),
  CHECK ((row_count IS NULL) = (hash IS NULL))
) STRICT;

CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;

CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX patient_revisions_of ON patient_revisions (patient_id);

-- The treatment_* columns, unit, units and minutes are a copy of the catalog as it was when the
-- course was prescribed.
CREATE TABLE courses (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  handle TEXT NOT NULL CHECK (handle <> '' AND instr (handle, '/') = 0),
  treatment_key TEXT NOT NULL CHECK (treatment_key <> ''),
  treatment_name TEXT NOT NULL CHECK (treatment_name <> ''),
  treatment_class TEXT NOT NULL,
  unit TEXT NOT NULL,
  units TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes >= 0),
  amount TEXT,
  place TEXT,
  site TEXT,
  anyway TEXT, -- the refusals that were overridden, one a line
  started_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX courses_of ON courses (patient_id, handle);

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX revisions_of ON revisions (course_id, from_dose);

CREATE TABLE administrations (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  outcome TEXT NOT NULL CHECK (outcome IN ('given', 'skipped')),
  at INTEGER NOT NULL,
  amount TEXT,
  site TEXT,
  reason TEXT,
  note TEXT,
  makeup INTEGER NOT NULL CHECK (makeup IN (0, 1)),
  recorded_at INTEGER NOT NULL,
  replaces INTEGER REFERENCES administrations (id) CHECK (replaces < id),
  anyway TEXT, -- the refusals that were overridden, one a line
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  CHECK (outcome = 'given' OR reason <> ''),
  CHECK (outcome = 'skipped' OR makeup = 0)
) STRICT;
CREATE INDEX administrations_by_dose ON administrations (course_id, dose);
CREATE INDEX administrations_by_time ON administrations (course_id, at);
CREATE INDEX administrations_replacing ON administrations (replaces) WHERE replaces IS NOT NULL;

-- Of the next three the latest row of a dose holds; one without at, target or reason takes back
-- what was there.
CREATE TABLE appointments (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  at TEXT CHECK (at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]*'),
  zone TEXT,
  place TEXT,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  CHECK ((at IS NULL) = (zone IS NULL) AND (at IS NOT NULL OR place IS NULL))
) STRICT;
CREATE INDEX appointments_of ON appointments (course_id, dose);

CREATE TABLE moves (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  target TEXT CHECK (target GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX moves_of ON moves (course_id, dose);

CREATE TABLE holds (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  reason TEXT CHECK (reason <> ''),
  until TEXT CHECK (until GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  since INTEGER,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  CHECK ((reason IS NULL) = (since IS NULL) AND (reason IS NOT NULL OR until IS NULL))
) STRICT;
CREATE INDEX holds_of ON holds (course_id, dose);

-- The latest 'stopped' or 'resumed' says whether a course has ended; a pause has its days.
CREATE TABLE course_states (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  state TEXT NOT NULL CHECK (state IN ('stopped', 'paused', 'resumed')),
  at INTEGER NOT NULL,
  from_day TEXT CHECK (from_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  until_day TEXT CHECK (until_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  reason TEXT,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  CHECK (state = 'paused' OR (from_day IS NULL AND until_day IS NULL))
) STRICT;
CREATE INDEX course_states_of ON course_states (course_id);

-- Which doses look different in a calendar since when. Counted whether or not the change was
-- undone: a SEQUENCE never goes down.
CREATE TABLE dose_changes (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  to_dose INTEGER CHECK (to_dose BETWEEN from_dose AND 99999), -- NULL: without end
  at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX dose_changes_of ON dose_changes (course_id);

-- Not the record, but derived from it: lets reading skip what is settled.
CREATE TABLE course_heads (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- Which alerts were shown.
CREATE TABLE alerts (
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL,
  key TEXT NOT NULL CHECK (key <> ''),
  state TEXT NOT NULL CHECK (state IN ('none', 'claimed', 'shown', 'snoozed')),
  at INTEGER NOT NULL,
  until INTEGER,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  PRIMARY KEY (course_id, dose, key),
  CHECK ((state = 'snoozed') = (until IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The service's last sign of life.
CREATE TABLE service (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  what TEXT
) STRICT;

-- The administrations that count: of changes that hold, and not corrected by one that holds. CROSS
-- JOIN keeps the order of the loops.
CREATE VIEW counted_administrations AS
  SELECT a.* FROM administrations AS a CROSS JOIN changes AS c ON c.id = a.change_id
  WHERE c.undone_by IS NULL AND NOT EXISTS (
    SELECT 1 FROM administrations AS r CROSS JOIN changes AS rc ON rc.id = r.change_id
    WHERE r.replaces = a.id AND rc.undone_by IS NULL);

-- What was written stays. A change is completed once, and may be undone once by a later one.
CREATE TRIGGER changes_update BEFORE UPDATE ON changes
WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.command <> OLD.command OR NOT (
  (OLD.row_count IS NULL AND NEW.row_count IS NOT NULL AND NEW.undone_by IS NULL)
  OR (NEW.row_count IS OLD.row_count AND OLD.undone_by IS NULL AND NEW.undone_by IS NOT NULL))
BEGIN SELECT RAISE (ABORT, 'a change on record cannot be altered'); END;
CREATE TRIGGER changes_delete BEFORE DELETE ON changes
BEGIN SELECT RAISE (ABORT, 'a change on record cannot be removed'); END;
CREATE TRIGGER patients_update BEFORE UPDATE ON patients
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER patients_delete BEFORE DELETE ON patients
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER patient_revisions_update BEFORE UPDATE ON patient_revisions
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER patient_revisions_delete BEFORE DELETE ON patient_revisions
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER courses_update BEFORE UPDATE ON courses
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER courses_delete BEFORE DELETE ON courses
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER revisions_update BEFORE UPDATE ON revisions
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER revisions_delete BEFORE DELETE ON revisions
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER administrations_update BEFORE UPDATE ON administrations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER administrations_delete BEFORE DELETE ON administrations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER appointments_update BEFORE UPDATE ON appointments
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER appointments_delete BEFORE DELETE ON appointments
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER moves_update BEFORE UPDATE ON moves
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER moves_delete BEFORE DELETE ON moves
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER holds_update BEFORE UPDATE ON holds
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER holds_delete BEFORE DELETE ON holds
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER course_states_update BEFORE UPDATE ON course_states
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER course_states_delete BEFORE DELETE ON course_states
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER dose_changes_update BEFORE UPDATE ON dose_changes
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER dose_changes_delete BEFORE DELETE ON dose_changes
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
