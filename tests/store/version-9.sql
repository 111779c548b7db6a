-- A record as version 9 of the tables has it: two courses of the same treatment, of which one was
-- entered by mistake, and a third one that was taken back.
PRAGMA application_id = 0x52474d4e;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  command TEXT NOT NULL CHECK (command <> ''),
  undone_by INTEGER REFERENCES changes (id) CHECK (undone_by > id),
  row_count INTEGER CHECK (row_count >= 0), -- NULL until the command is complete
  hash BLOB CHECK (length (hash) = 32),
  CHECK ((row_count IS NULL) = (hash IS NULL))
) STRICT;
INSERT INTO changes VALUES(1,1795420800,'add',NULL,4,X'a9a767e7c51c3111e41bbd457ac2865d943d51c72f16172a4114c122f8004976');
INSERT INTO changes VALUES(2,1795420860,'add',NULL,2,X'c1b0a8ea7f0293dfcf6cef49ee117d2acb17e99c80892a63dc19383ac08d798a');
INSERT INTO changes VALUES(3,1795420920,'add',4,2,X'829d6d793245129b44ee6e4ebcc16b8211397198dc7566ce02b0ce77a0e952c4');
INSERT INTO changes VALUES(4,1795420980,'undo',NULL,2,X'2676a953c316a7d4b995d0762dd40a897a0be30268c01e0092c62e844f7154d9');
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO patients VALUES(1,'30b76a9b-5c51-44fe-92c9-818f88135152',1,X'988221b3e27fa3ab98d0dfc0098984b217ab101187de53bf596410522c27fa76');
CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, closed TEXT CHECK (closed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*')) STRICT;
INSERT INTO patient_revisions VALUES(1,1,'me','Europe/Berlin',1,X'e802a7c904c85e01854e05031f207179b8b43a628cc08018524d61c94b27eeca',NULL);
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
INSERT INTO courses VALUES(1,'f30cc8b4-a9e4-43a7-a5f2-e9231e7e7a92',1,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,NULL,NULL,NULL,NULL,1795420800,1,X'fb5961044c78a92bb90268f3aa27aa97a2096ad0d2f0d6681f0e80e835cf2994');
INSERT INTO courses VALUES(2,'386e099e-3a5d-4e2e-804d-1fcd01078b0b',1,'zoledronic-acid-2','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,NULL,NULL,NULL,'the course zoledronic-acid (Zoledronic acid) is active, and Zoledronic acid is a medicine of the same kind; two of them at once need to be confirmed (this program''s own rule). Is this the same medicine, or has the other course ended (regimen stop zoledronic-acid)?',1795420860,2,X'df87767fa64d1d2bb2402954e3b30471e9bf2495a61958b4f018ca538178b96f');
INSERT INTO courses VALUES(3,'fca5a079-c2a2-4df6-94b6-11ba962c7fef',1,'ct','ct','CT scan','test','visit','visits',60,NULL,NULL,NULL,NULL,1795420920,3,X'42be628c836d99f697334107b852846b555b9a03fde1914576575075300c6087');
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, amount TEXT CHECK (amount <> ''), place TEXT CHECK (place <> ''), anyway TEXT CHECK (anyway <> '')) STRICT;
INSERT INTO revisions VALUES(1,1,1,'interval first=2026-12-01 every=4w reckon=given',1795420800,1,X'24c4e3375fff7df73d89492c07fdb219c3faba496e30710a2b985126d8e4d89f',NULL,NULL,NULL);
INSERT INTO revisions VALUES(2,2,1,'interval first=2026-12-03 every=4w reckon=given',1795420860,2,X'fb0e594cf3271d7da296f002247a418dcfc8e349b286e80971f3563527e2b342',NULL,NULL,NULL);
INSERT INTO revisions VALUES(3,3,1,'once first=2026-12-09',1795420920,3,X'48dea24f7173cb2ff6626a7e070ee888f237a14e9a310b43f0c8acfbd8acb39f',NULL,NULL,NULL);
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
  hash BLOB NOT NULL CHECK (length (hash) = 32), zone TEXT CHECK (zone <> ''), day TEXT CHECK (day IS NULL OR (zone IS NOT NULL AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')), day_only INTEGER CHECK (day_only IS NULL OR (day_only = 1 AND day IS NOT NULL)),
  CHECK (outcome = 'given' OR reason <> ''),
  CHECK (outcome = 'skipped' OR makeup = 0)
) STRICT;
CREATE TABLE appointments (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  at TEXT CHECK (at GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]*'),
  zone TEXT,
  place TEXT,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32), anyway TEXT CHECK (anyway <> ''),
  CHECK ((at IS NULL) = (zone IS NULL) AND (at IS NOT NULL OR place IS NULL))
) STRICT;
CREATE TABLE moves (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  target TEXT CHECK (target GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, anyway TEXT CHECK (anyway <> '')) STRICT;
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
CREATE TABLE dose_changes (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  to_dose INTEGER CHECK (to_dose BETWEEN from_dose AND 99999), -- NULL: without end
  at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO dose_changes VALUES(1,3,1,NULL,1795420980,4,X'b06654832aa67f83d30660c0f5d958461b4cecd840343c5263ddbbe3a3d19e9c');
CREATE TABLE course_heads (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
INSERT INTO course_heads VALUES(1,0,0,1);
INSERT INTO course_heads VALUES(2,0,0,1);
INSERT INTO course_heads VALUES(3,0,0,1);
CREATE TABLE alerts (
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL,
  key TEXT NOT NULL CHECK (key <> ''),
  state TEXT NOT NULL CHECK (state IN ('none', 'claimed', 'shown', 'snoozed')),
  at INTEGER NOT NULL,
  until INTEGER,
  attempts INTEGER NOT NULL CHECK (attempts >= 0), server TEXT CHECK (server IS NULL OR (server <> '' AND state = 'shown')), popup INTEGER CHECK ((popup IS NULL) = (server IS NULL)),
  PRIMARY KEY (course_id, dose, key),
  CHECK ((state = 'snoozed') = (until IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE service (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  what TEXT
) STRICT;
CREATE TABLE pauses (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  from_day TEXT NOT NULL CHECK (from_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  until_day TEXT CHECK (until_day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'), -- NULL: until it is resumed
  reason TEXT,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE TABLE undos (
  id INTEGER PRIMARY KEY,
  undone_change_id INTEGER NOT NULL REFERENCES changes (id),
  change_id INTEGER NOT NULL REFERENCES changes (id) CHECK (change_id > undone_change_id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, anyway TEXT CHECK (anyway <> '')) STRICT;
INSERT INTO undos VALUES(1,3,4,X'3f8685b3ede842d0b8415a53f5db6d3da2f82075580ef7e8d6912fa969dbc329',NULL);
CREATE TABLE kept_files (
  path TEXT PRIMARY KEY CHECK (path GLOB '/*'),
  patient_id INTEGER REFERENCES patients (id), -- NULL: of all
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3660),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440), -- 0: those of the treatment
  private INTEGER NOT NULL CHECK (private IN (0, 1)),
  tablets INTEGER NOT NULL CHECK (tablets IN (0, 1)),
  lead_events INTEGER NOT NULL CHECK (lead_events IN (0, 1)),
  shared INTEGER NOT NULL CHECK (shared IN (0, 1)) -- others may read it
, written TEXT) STRICT;
CREATE TABLE publication (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL CHECK (url <> ''),
  made INTEGER NOT NULL CHECK (made IN (0, 1)), -- it has been seen there
  succeeded_at INTEGER, -- the last time that all was equal
  tried_at INTEGER,
  problem TEXT CHECK (problem <> ''), -- of the last try; NULL: none
  away INTEGER NOT NULL CHECK (away IN (0, 1)) -- it may go away by itself
) STRICT;
CREATE TABLE published (
  uid TEXT PRIMARY KEY CHECK (uid <> ''),
  state TEXT NOT NULL CHECK (state IN ('same', 'changed', 'deleted', 'newer', 'foreign')),
  etag TEXT, -- NULL: not known
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  record_sequence INTEGER NOT NULL CHECK (record_sequence >= 0),
  record_changed INTEGER NOT NULL,
  print TEXT NOT NULL, -- of what stands there
  base TEXT NOT NULL, -- of what regimen wrote there last
  start INTEGER NOT NULL, -- of what regimen wrote there last
  theirs TEXT, -- changed: what stands there
  noticed_at INTEGER,
  asks INTEGER NOT NULL CHECK (asks IN (0, 1)), -- somebody should look at it
  mine INTEGER NOT NULL CHECK (mine IN (0, 1)), -- somebody did: what the record says goes there
  CHECK ((state = 'changed') = (theirs IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE invitations (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  uid TEXT NOT NULL CHECK (uid <> ''),
  instance INTEGER, -- of a series: when its rule has it; NULL: no series
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  changed INTEGER, -- NULL: not said
  at INTEGER NOT NULL,
  cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  first_change INTEGER NOT NULL, -- the record as it was after each change from this one …
  last_change INTEGER NOT NULL CHECK (last_change >= first_change), -- … to this one
  at INTEGER, -- NULL: not known
  patient_id INTEGER NOT NULL, -- 0: of all
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3660), -- ahead
  tablets INTEGER NOT NULL CHECK (tablets IN (0, 1))
) STRICT;
CREATE INDEX patient_revisions_of ON patient_revisions (patient_id);
CREATE INDEX courses_of ON courses (patient_id, handle);
CREATE INDEX revisions_of ON revisions (course_id, from_dose);
CREATE INDEX administrations_by_dose ON administrations (course_id, dose);
CREATE INDEX administrations_by_time ON administrations (course_id, at);
CREATE INDEX administrations_replacing ON administrations (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX appointments_of ON appointments (course_id, dose);
CREATE INDEX moves_of ON moves (course_id, dose);
CREATE INDEX holds_of ON holds (course_id, dose);
CREATE INDEX course_states_of ON course_states (course_id);
CREATE INDEX dose_changes_of ON dose_changes (course_id);
CREATE VIEW counted_administrations AS
  SELECT a.* FROM administrations AS a CROSS JOIN changes AS c ON c.id = a.change_id
  WHERE c.undone_by IS NULL AND NOT EXISTS (
    SELECT 1 FROM administrations AS r CROSS JOIN changes AS rc ON rc.id = r.change_id
    WHERE r.replaces = a.id AND rc.undone_by IS NULL);
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
CREATE INDEX pauses_of ON pauses (course_id, from_dose, from_day);
CREATE INDEX undos_of ON undos (undone_change_id);
CREATE UNIQUE INDEX undos_by ON undos (change_id);
CREATE TRIGGER changes_update BEFORE UPDATE ON changes
WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.command <> OLD.command OR NOT (
  (OLD.row_count IS NULL AND NEW.row_count IS NOT NULL AND NEW.undone_by IS NULL)
  OR (OLD.row_count IS NOT NULL AND NEW.row_count IS OLD.row_count AND NEW.undone_by IS NOT OLD.undone_by AND (
    (OLD.undone_by IS NULL AND NOT EXISTS (SELECT 1 FROM undos WHERE undone_change_id = OLD.id))
    OR EXISTS (SELECT 1 FROM undos AS u CROSS JOIN changes AS c ON c.id = u.change_id
      WHERE u.change_id = (SELECT max (id) FROM changes) AND c.row_count IS NULL))))
BEGIN SELECT RAISE (ABORT, 'a change on record cannot be altered'); END;
CREATE TRIGGER pauses_update BEFORE UPDATE ON pauses
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER pauses_delete BEFORE DELETE ON pauses
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER undos_update BEFORE UPDATE ON undos
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER undos_delete BEFORE DELETE ON undos
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE INDEX alerts_on_screen ON alerts (server) WHERE server IS NOT NULL;
CREATE INDEX alerts_unsettled ON alerts (course_id) WHERE state <> 'shown';
CREATE INDEX invitations_by_uid ON invitations (uid);
CREATE INDEX invitations_of ON invitations (course_id, dose);
CREATE TRIGGER invitations_update BEFORE UPDATE ON invitations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER invitations_delete BEFORE DELETE ON invitations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE UNIQUE INDEX exports_of ON exports (last_change, patient_id, days, tablets);
COMMIT;
PRAGMA user_version = 9;
