-- A record as version 14 of the tables has it: a dose that was corrected, an appointment, a schedule that was changed,
-- a pause, and what was felt.
PRAGMA application_id = 1380404558;
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
INSERT INTO changes VALUES(2,1795510800,'log',NULL,2,X'1d1c4e177f98a701876e4c471db0eae39f3f3d5bd7b2b8232642e10065101e08');
INSERT INTO changes VALUES(3,1795510860,'amend',NULL,1,X'486403e68fc6d6126a093a166f7ed7b4d827a4da5bd4264c7b791b5ec4ca02c6');
INSERT INTO changes VALUES(4,1795510920,'book',NULL,2,X'853fac64f4d38caf8f7591377b53898d0b060f94b4006389b5002c347d8c7316');
INSERT INTO changes VALUES(5,1795510980,'change',NULL,2,X'0052e2700e3d37f47fb096be6a30198b1245e08efb3f95d2604edae9415aa687');
INSERT INTO changes VALUES(6,1795511040,'pause',NULL,2,X'2092dc458f8521ec315eac1a12cb00662d38b02536c0505d396d9435c61451d9');
INSERT INTO changes VALUES(7,1795511100,'feel',NULL,1,X'd124af5d6e0efb594366bcfd1b5b7c37a657afd80c16514e522e5b3837c59d0f');
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO patients VALUES(1,'2243c402-7881-4ef0-b01e-485a37bec905',1,X'7be2b1d773131d312f8d4b68f600a621234cd647255b837b783f22f0e7f26906');
CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, closed TEXT CHECK (closed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'), chosen INTEGER CHECK (chosen = 1)) STRICT;
INSERT INTO patient_revisions VALUES(1,1,'me','Europe/Berlin',1,X'e802a7c904c85e01854e05031f207179b8b43a628cc08018524d61c94b27eeca',NULL,NULL);
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
INSERT INTO courses VALUES(1,'1e86a90f-2ab0-46e0-b46e-7eb013c878c0',1,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,NULL,NULL,NULL,NULL,1795420800,1,X'97c20182198434af42dc7cdfa18468ddde0014d21fcfb8124c905115f4e74e17');
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, amount TEXT CHECK (amount <> ''), place TEXT CHECK (place <> ''), anyway TEXT CHECK (anyway <> '')) STRICT;
INSERT INTO revisions VALUES(1,1,1,'interval first=2026-11-24 every=4w reckon=given',1795420800,1,X'70ccc27f81d0aaf099d8a42113070b1ae9c338e0598c4e27c9dc807088ce297b',NULL,NULL,NULL);
INSERT INTO revisions VALUES(2,1,2,'interval every=5w reckon=given',1795510980,5,X'c69254a3ef8d179826b71a45da5b5865413dc9a4bed4804305e10bcaf8c2d009',NULL,NULL,NULL);
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
INSERT INTO administrations VALUES(1,1,1,'given',1795510800,NULL,NULL,NULL,NULL,0,1795510800,NULL,NULL,2,X'464576a9744ecbc74539880101879e7a4cf108c3ae3ed32c8c0ac56f26582228','Europe/Berlin','2026-11-24',NULL);
INSERT INTO administrations VALUES(2,1,1,'given',1795510800,NULL,NULL,NULL,'left arm',0,1795510860,1,NULL,3,X'85598aae3c59df1aae67cc22023326ae7ebb85b687c106187fa1080061b353fc','Europe/Berlin','2026-11-24',NULL);
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
INSERT INTO appointments VALUES(1,1,2,'2026-12-22T09:00','Europe/Berlin',NULL,4,X'72177821446369b41a79e1c8cce1f522504c4a5186e77d81f79c9197e50da8e4',NULL);
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
INSERT INTO dose_changes VALUES(1,1,1,2,1795510800,2,X'487000be6f30a74703505a5b9715c5cdd7435c69fa65b7ae02183ddd693b9a99');
INSERT INTO dose_changes VALUES(2,1,2,2,1795510920,4,X'2ab6033fb687a83b62cfb4e6d99477e136cb952bc90b4f210481b3afdc5ae2f5');
INSERT INTO dose_changes VALUES(3,1,2,NULL,1795510980,5,X'3b75d4da063a5a3ab8198706eba866dd68f8d283396f784de191933e5499de2d');
INSERT INTO dose_changes VALUES(4,1,2,NULL,1795511040,6,X'f172168d79915f5c1b81db66b0e5ee4c4a029b8bcaf9e663726a65ae9a364a54');
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
INSERT INTO pauses VALUES(1,1,2,'2026-12-24','2026-12-31',NULL,6,X'c44e28b13d605f78305ae0609de7fde05ed5d4867e4bf71c969572a1baf5abc1');
CREATE TABLE undos (
  id INTEGER PRIMARY KEY,
  undone_change_id INTEGER NOT NULL REFERENCES changes (id),
  change_id INTEGER NOT NULL REFERENCES changes (id) CHECK (change_id > undone_change_id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, anyway TEXT CHECK (anyway <> '')) STRICT;
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
CREATE TABLE course_names (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  handle TEXT NOT NULL CHECK (handle <> '' AND instr (handle, '/') = 0),
  removed_at INTEGER, -- when it was taken out of all lists; NULL: it is in them
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE TABLE observations (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  kind TEXT NOT NULL CHECK (kind IN ('felt', 'lab', 'check')),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999999), -- one sequence for each kind
  key TEXT NOT NULL CHECK (key <> ''), -- the name without regard to letter case: what it is found by
  name TEXT NOT NULL CHECK (name <> ''),
  value TEXT CHECK (value <> ''), -- decimal text or words
  unit TEXT CHECK (unit <> ''),
  low TEXT CHECK (low <> ''), -- the range that was entered with it, in the same unit
  high TEXT CHECK (high <> ''),
  site TEXT CHECK (site <> ''),
  note TEXT CHECK (note <> ''),
  at INTEGER NOT NULL, -- if only the day is known: its noon, or the moment of the entry if that was earlier
  zone TEXT NOT NULL CHECK (zone <> ''), -- of the patient when it was entered
  day TEXT NOT NULL CHECK (day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  day_only INTEGER CHECK (day_only = 1),
  recorded_at INTEGER NOT NULL,
  removed INTEGER CHECK (removed = 1),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO observations VALUES(1,1,'felt',1,'pain','pain','4',NULL,NULL,NULL,NULL,NULL,1795511100,'Europe/Berlin','2026-11-24',NULL,1795511100,NULL,7,X'e92c064dd216d0071ec8520a49b650070be7bd44c25e9e67f253f068ff1e3297');
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999999),
  name TEXT NOT NULL CHECK (name <> ''),
  phone TEXT NOT NULL CHECK (phone <> ''),
  hours TEXT CHECK (hours <> ''),
  purpose TEXT CHECK (purpose IN ('urgent', 'booking', 'questions')), -- NULL: anything
  removed INTEGER CHECK (removed = 1),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE TABLE questions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999999),
  question TEXT NOT NULL CHECK (question <> ''),
  asked_at INTEGER NOT NULL,
  answer TEXT CHECK (answer <> ''),
  answered_at INTEGER,
  removed INTEGER CHECK (removed = 1),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE TABLE needs (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  key TEXT NOT NULL CHECK (key <> ''), -- that of the observations that meet it
  name TEXT NOT NULL CHECK (name <> ''),
  within TEXT CHECK (within <> ''), -- how old it may be at the dose: '3d', '6m'; NULL: not said
  source TEXT CHECK (source <> ''), -- the key in the catalog if it was suggested there
  removed INTEGER CHECK (removed = 1),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE TABLE chain (
  change_id INTEGER PRIMARY KEY REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO chain VALUES(1,X'4450e73e1e9f86d90c4f025372a6cd39ea3ec374c641c73ab432a36d5e9f5ed2');
INSERT INTO chain VALUES(2,X'897c19783781d0b0d9010396d4f21e95676b615e4b34e7cb40b6c0b2bcee32f7');
INSERT INTO chain VALUES(3,X'507fc41fe86d433eab599be2cde76cc37086d5313e1505658d57d375e4010737');
INSERT INTO chain VALUES(4,X'831d0fcc33daa547298b8f851975e705610c911537e28ffccd20b5598886ff38');
INSERT INTO chain VALUES(5,X'a4c25059bb49e23de3115dc1d66e4fe00fad099d0ead77ff0dfd0332f63d66b8');
INSERT INTO chain VALUES(6,X'60581cec0b29aa26e474f83bb39bb6f3522492359726a0c2c074f915c608c6ed');
INSERT INTO chain VALUES(7,X'50cbdf5879f668ef4aef07c57bbda701e181b1051064c942c410b7fc34b809ec');
CREATE TABLE IF NOT EXISTS "alerts" (
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL,
  key TEXT NOT NULL CHECK (key <> ''),
  state TEXT NOT NULL CHECK (state IN ('none', 'claimed', 'shown', 'snoozed')),
  at INTEGER NOT NULL,
  until INTEGER,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  server TEXT CHECK (server IS NULL OR (server <> '' AND state = 'shown')),
  popup INTEGER CHECK ((popup IS NULL) = (server IS NULL)),
  twin TEXT NOT NULL GENERATED ALWAYS AS (quote (course_id) || quote (dose) || quote (key) || quote (state)
    || quote (at) || quote (until) || quote (attempts) || quote (server) || quote (popup)) STORED,
  PRIMARY KEY (course_id, dose, key),
  CHECK ((state = 'snoozed') = (until IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "kept_files" (
  path TEXT PRIMARY KEY CHECK (path GLOB '/*'),
  patient_id INTEGER REFERENCES patients (id), -- NULL: of all
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3660),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440), -- 0: those of the treatment
  private INTEGER NOT NULL CHECK (private IN (0, 1)),
  tablets INTEGER NOT NULL CHECK (tablets IN (0, 1)),
  lead_events INTEGER NOT NULL CHECK (lead_events IN (0, 1)),
  shared INTEGER NOT NULL CHECK (shared IN (0, 1)), -- others may read it
  written TEXT, -- SHA-256 of what is in the file; NULL: not known
  twin TEXT NOT NULL GENERATED ALWAYS AS (quote (path) || quote (patient_id) || quote (days) || quote (minutes)
    || quote (private) || quote (tablets) || quote (lead_events) || quote (shared) || quote (written)) STORED
) STRICT;
CREATE TABLE IF NOT EXISTS "course_heads" (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  twin TEXT NOT NULL GENERATED ALWAYS AS (quote (settled) || ' ' || quote (makeups) || ' ' || quote (active)) STORED
) STRICT;
INSERT INTO course_heads VALUES(1,1,0,1);
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
CREATE INDEX invitations_by_uid ON invitations (uid);
CREATE INDEX invitations_of ON invitations (course_id, dose);
CREATE TRIGGER invitations_update BEFORE UPDATE ON invitations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER invitations_delete BEFORE DELETE ON invitations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE UNIQUE INDEX exports_of ON exports (last_change, patient_id, days, tablets);
CREATE INDEX course_names_of ON course_names (course_id);
CREATE TRIGGER course_names_update BEFORE UPDATE ON course_names
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER course_names_delete BEFORE DELETE ON course_names
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE INDEX patient_revisions_chosen ON patient_revisions (chosen) WHERE chosen = 1;
CREATE UNIQUE INDEX observations_entry ON observations (patient_id, kind, number, id);
CREATE INDEX observations_by_time ON observations (patient_id, kind, at);
CREATE INDEX observations_by_key ON observations (patient_id, key, at);
CREATE INDEX observations_by_name ON observations (patient_id, kind, key, at);
CREATE UNIQUE INDEX contacts_entry ON contacts (patient_id, number, id);
CREATE UNIQUE INDEX questions_entry ON questions (patient_id, number, id);
CREATE UNIQUE INDEX needs_entry ON needs (course_id, key, id);
CREATE TRIGGER observations_update BEFORE UPDATE ON observations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER observations_delete BEFORE DELETE ON observations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER contacts_update BEFORE UPDATE ON contacts
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER contacts_delete BEFORE DELETE ON contacts
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER questions_update BEFORE UPDATE ON questions
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER questions_delete BEFORE DELETE ON questions
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER needs_update BEFORE UPDATE ON needs
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER needs_delete BEFORE DELETE ON needs
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER chain_update BEFORE UPDATE ON chain
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER chain_delete BEFORE DELETE ON chain
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE INDEX alerts_on_screen ON alerts (server) WHERE server IS NOT NULL;
CREATE INDEX alerts_unsettled ON alerts (course_id) WHERE state <> 'shown';
COMMIT;
PRAGMA user_version = 14;
