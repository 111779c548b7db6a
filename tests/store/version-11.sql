-- A record as version 11 of the tables has it: two people, of whom one is meant by default, and a dose
-- that was given.
PRAGMA application_id = 0x52474d4e;
BEGIN TRANSACTION;
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
INSERT INTO "administrations" VALUES(1,1,1,'given',1790928000,'120 mg',NULL,NULL,NULL,0,1790928000,NULL,NULL,5,X'6AEDF570BF398BAEB2381F0C9DEBB73AAC401471974DA1D0A1CD1E8285F013D2','Europe/Berlin','2026-10-02',NULL);
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
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  command TEXT NOT NULL CHECK (command <> ''),
  undone_by INTEGER REFERENCES changes (id) CHECK (undone_by > id),
  row_count INTEGER CHECK (row_count >= 0), -- NULL until the command is complete
  hash BLOB CHECK (length (hash) = 32),
  CHECK ((row_count IS NULL) = (hash IS NULL))
) STRICT;
INSERT INTO "changes" VALUES(1,1790838000,'patient add',NULL,2,X'2DD518E5D82C223861C7F95781E83F1381AFDED45BA1A3C904A917ADE28F005D');
INSERT INTO "changes" VALUES(2,1790838060,'patient add',NULL,2,X'DB16B008872B309437A3EEFBECEC902EB056B03BF60F64A8B29D9DFBC66B43EB');
INSERT INTO "changes" VALUES(3,1790838120,'patient default',NULL,1,X'E0C186536BCA6D8DBD32F6328E8C8E246F50FDFF3792A52910F686C01AB7582F');
INSERT INTO "changes" VALUES(4,1790838180,'add',NULL,2,X'12B1C613218AD425FF64AB05BBCAEE5BFE6201D73B3B8E5B0D5F38E98024A2A0');
INSERT INTO "changes" VALUES(5,1790928000,'log',7,2,X'953D95CA0A99038545ECEAB3484B162FD8FEFC823DF992484F06BD2A2000D09E');
INSERT INTO "changes" VALUES(6,1790928300,'add',NULL,2,X'C3A33740C9E80B4942FA6D2190E265CA2EC3E6933B39048C9C9EE0AC3BE39B9E');
INSERT INTO "changes" VALUES(7,1790928360,'undo',NULL,2,X'215724BF55CEB81AAC9CF9BE6C73D3CD6D301F112003866A4BFDD28F0E5F8D5D');
CREATE TABLE course_heads (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
INSERT INTO "course_heads" VALUES(1,0,0,1);
INSERT INTO "course_heads" VALUES(2,0,0,1);
CREATE TABLE course_names (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  handle TEXT NOT NULL CHECK (handle <> '' AND instr (handle, '/') = 0),
  removed_at INTEGER, -- when it was taken out of all lists; NULL: it is in them
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
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
INSERT INTO "courses" VALUES(1,'8db1208c-6cfc-4be6-889a-78328ffa4f83',1,'denosumab','denosumab','Denosumab','denosumab','injection','injections',30,'120 mg',NULL,NULL,NULL,1790838180,4,X'7F5F26768EC94CCABA61336A1FACFF0EC8895C3DF339010292B4BD13FBAC0441');
INSERT INTO "courses" VALUES(2,'808e8b62-be6d-4794-8b1f-d7430fa8be02',2,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,NULL,NULL,NULL,NULL,1790928300,6,X'121D43E66EFD1A70CECF3EADA1290CE7BEE794DC3409A5E7BE6BA1955740A221');
CREATE TABLE dose_changes (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  to_dose INTEGER CHECK (to_dose BETWEEN from_dose AND 99999), -- NULL: without end
  at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "dose_changes" VALUES(1,1,1,2,1790928000,5,X'A7CA91B9DE3A4BBB96C2FB72A767AA45B338D3D441011B5852F20CAB3F6A58F0');
INSERT INTO "dose_changes" VALUES(2,1,1,2,1790928360,7,X'615D7E2AC6221A65AAA903882E841DAD44479FC134A80C0E5A029C4F5CA2E3FC');
CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  first_change INTEGER NOT NULL, -- the record as it was after each change from this one …
  last_change INTEGER NOT NULL CHECK (last_change >= first_change), -- … to this one
  at INTEGER, -- NULL: not known
  patient_id INTEGER NOT NULL, -- 0: of all
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3660), -- ahead
  tablets INTEGER NOT NULL CHECK (tablets IN (0, 1))
) STRICT;
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
CREATE TABLE moves (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  target TEXT CHECK (target GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, anyway TEXT CHECK (anyway <> '')) STRICT;
CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, closed TEXT CHECK (closed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'), chosen INTEGER CHECK (chosen = 1)) STRICT;
INSERT INTO "patient_revisions" VALUES(1,1,'Anna','Europe/Berlin',1,X'27A687844468361E5A5D719642739EFF616C886368CFED787DFE3EFF1E7910E2',NULL,NULL);
INSERT INTO "patient_revisions" VALUES(2,2,'Karl','Europe/Berlin',2,X'E0AD6486E31EC3AEA22B12B0810B86831045DD304D00F1CEB0D6824F180BEA9B',NULL,NULL);
INSERT INTO "patient_revisions" VALUES(3,1,'Anna','Europe/Berlin',3,X'CE59CE983B3ED0F723FD5D475E891B16F343A83C2692BD3E6B90570A192A57B5',NULL,1);
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "patients" VALUES(1,'96493a06-a80c-4ece-8376-a441c144b193',1,X'2DD41AF470C2F4FB489DCF22C85AC595E1465AED6CDB50E6D594BBC77B98828F');
INSERT INTO "patients" VALUES(2,'2017c77c-86de-4c4f-ae00-317bf23367af',2,X'107D8293644BF9BA9F18F38ED20613A5BB6DBAA9CE318081F86DF915AC49F184');
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
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, amount TEXT CHECK (amount <> ''), place TEXT CHECK (place <> ''), anyway TEXT CHECK (anyway <> '')) STRICT;
INSERT INTO "revisions" VALUES(1,1,1,'interval first=2026-10-02 every=4w reckon=given',1790838180,4,X'C9AA1F5B280B261DCAC7A6D50E13F57F911D67099CDFDE7C02335D5790298AFA',NULL,NULL,NULL);
INSERT INTO "revisions" VALUES(2,2,1,'interval first=2026-10-20 every=4w reckon=given',1790928300,6,X'3610AB58EE42D600CA0D8D07EBFBF4D2A21B03D87835B0E572320E13B6AA1FD1',NULL,NULL,NULL);
CREATE TABLE service (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  what TEXT
) STRICT;
CREATE TABLE undos (
  id INTEGER PRIMARY KEY,
  undone_change_id INTEGER NOT NULL REFERENCES changes (id),
  change_id INTEGER NOT NULL REFERENCES changes (id) CHECK (change_id > undone_change_id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, anyway TEXT CHECK (anyway <> '')) STRICT;
INSERT INTO "undos" VALUES(1,5,7,X'CE1D3371986032BE20876707484B97EB34EEAEF9BF386D8B13A8FF2E8F27B8EC',NULL);
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
CREATE INDEX course_names_of ON course_names (course_id);
CREATE TRIGGER course_names_update BEFORE UPDATE ON course_names
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER course_names_delete BEFORE DELETE ON course_names
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE INDEX patient_revisions_chosen ON patient_revisions (chosen) WHERE chosen = 1;
COMMIT;
PRAGMA user_version = 11;
