-- A record as version 5 of the tables has it: that of version 4, with what is known of a calendar on a
-- server.
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
INSERT INTO changes VALUES(2,1795420860,'patient add',NULL,2,X'2718de0dd7350d76e9cdf81f8a66c767bce5f06f119a6e6bc3415ca63a1c0cf4');
INSERT INTO changes VALUES(3,1795420920,'add',NULL,2,X'a341b00348cac1e789e2a7f90855b65c3114a956bb4135853bcf514a146268c0');
INSERT INTO changes VALUES(4,1796119200,'log',NULL,2,X'96896cad5dd98f5a2e3f719e00e9f87287fcec14557cd9f5ddda702ceb319a91');
INSERT INTO changes VALUES(5,1796119260,'amend',NULL,1,X'8bd0cd0a07ff1e2f2c2298c4dba62542948770826459e6af1fe543bcea74bba0');
INSERT INTO changes VALUES(6,1796198400,'book',NULL,2,X'2af69bb62b5f362d5e978436fce42acdf25de25d5f4cc633868046c9e2435dc8');
INSERT INTO changes VALUES(7,1796198460,'move',NULL,2,X'9528c957bc7335f58da31eb2a743bcf362f2a3d996add23736535f38dc3af4be');
INSERT INTO changes VALUES(8,1796198520,'hold',NULL,2,X'362a4d81db7ed9f2619594de08cad50f32ce0d491041db5adb7cb494d555f044');
INSERT INTO changes VALUES(9,1796673600,'skip',NULL,3,X'868b1c91ba0a6bad5ff0b231db764c0506a5ed221540a02c9c0dc22176dbd2fd');
INSERT INTO changes VALUES(10,1796716800,'pause',NULL,2,X'9a1cd68f3a2fb42623ebd8f47c2ba76e072d83d6a34f69390390f3b225bc133c');
INSERT INTO changes VALUES(11,1796716860,'change',NULL,3,X'f8dbbd8523934ce57ef7be1b15b12a14e3b40efe15b4fd3a4c79393f3dc21716');
INSERT INTO changes VALUES(12,1796716920,'stop',13,2,X'8d7cfcd2687df8ae974b0c5467b75f173ba8061e2e4f617f860f13238347467f');
INSERT INTO changes VALUES(13,1796716980,'undo',NULL,2,X'71cef79bc6a05c758a5ce2f583021efbc4bc90ea576b2d0758f0bf1f6053ed17');
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO patients VALUES(1,'58b9e01e-32c1-4ea3-9217-b5e4c403b466',1,X'ed9ca8f135daf55934e4ab0034e709add4ef42a7dce43a06ecd7e200c51e8bd9');
INSERT INTO patients VALUES(2,'75b0d5f8-a69b-4798-b288-bba375e7758c',2,X'6260410398786919722dde7475195ebd4ac485ff01a9411483d2f79a448f46b7');
CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, closed TEXT CHECK (closed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*')) STRICT;
INSERT INTO patient_revisions VALUES(1,1,'me','Europe/Berlin',1,X'e802a7c904c85e01854e05031f207179b8b43a628cc08018524d61c94b27eeca',NULL);
INSERT INTO patient_revisions VALUES(2,2,'Änne','America/St_Johns',2,X'71f4c16e8d1d5df4d455fc438964ebe144a109b997a953b50aafc3352a62a612',NULL);
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
INSERT INTO courses VALUES(1,'371c2df3-401d-4ee6-9482-2db83eeefdcb',1,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,'4 mg','Ward 3',NULL,NULL,1795420800,1,X'7bc1655800481c7c24eee7b62c04a28da910489ad9faf852a40262abd1b4c213');
INSERT INTO courses VALUES(2,'becefa2a-9659-48bb-b73c-1a0db984b606',2,'radiation','radiation','Radiation therapy','radiation','session','sessions',30,NULL,NULL,NULL,NULL,1795420920,3,X'0fa0a4f8572154ca638ec9285d70380c36803237d8f94db34c05ccb933634d13');
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
INSERT INTO revisions VALUES(2,2,1,'fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31 closed=2026-12-16',1795420920,3,X'71ab7ad86f3b7c7f0b7431a4334ad5b06204acdf6d6e6c8b19c2c25136f48bdc',NULL,NULL,NULL);
INSERT INTO revisions VALUES(3,1,2,'interval every=12w reckon=given',1796716860,11,X'd354450840b323b1948d7585ec0ba1dd5e8a7fca09351e266b71cef1472bedae',NULL,NULL,NULL);
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
INSERT INTO administrations VALUES(1,1,1,'given',1796119200,'4 mg',NULL,NULL,NULL,0,1796119200,NULL,NULL,4,X'93f2ca755bef57a2f93171e86d5798b15507dea67851ae66fe152289f7701fab');
INSERT INTO administrations VALUES(2,1,1,'given',1796119200,'3 mg',NULL,NULL,'as the letter says',0,1796119260,1,NULL,5,X'1eafda9a31265cf2e20b79051305d36847685ed74704028bd9e690b2762ae48e');
INSERT INTO administrations VALUES(3,2,1,'skipped',1796673600,NULL,NULL,'machine down',NULL,1,1796673600,NULL,NULL,9,X'1a5d269577577142c6b209e7f11c27cfb495ce8f88f7e6986e1481bdaeccf2a5');
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
INSERT INTO appointments VALUES(1,1,2,'2026-12-29T09:30','Europe/Berlin','Ward 4',6,X'fab1af835774f39c0c5f8fee5f3a0faabc3e566c3761f91b21c80c8ed60fcd78');
CREATE TABLE moves (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  target TEXT CHECK (target GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO moves VALUES(1,1,4,'2027-02-25',7,X'1f7837e0eaf4fde82c602769c289f0fb86a664b307e9db4d49e9984ee783385e');
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
INSERT INTO holds VALUES(1,1,3,'creatinine','2027-01-20',1796198520,8,X'e0e45ecf2fb596155972716f18d9cc11f859290dbb90048bf641f7ab8b74b408');
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
INSERT INTO course_states VALUES(1,1,'stopped',1796716920,NULL,NULL,'other treatment',12,X'f9f9f1352815f4b9825b8d116966af3e6a1e0523281e403cbcae0156799d41b1');
CREATE TABLE dose_changes (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  to_dose INTEGER CHECK (to_dose BETWEEN from_dose AND 99999), -- NULL: without end
  at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO dose_changes VALUES(1,1,1,1,1796119200,4,X'2930d971bf00538fdbbb893632e0dc5bcf5e9afb0cea594363bc5a8449d69c04');
INSERT INTO dose_changes VALUES(2,1,2,2,1796198400,6,X'555283a01cd79dcf71bc8c804fd123c8c1890effe305292a4b2764f2eced75da');
INSERT INTO dose_changes VALUES(3,1,4,NULL,1796198460,7,X'816fa1359e44d661622d4ba7aba0300b59d9664b2b5125c4ae63b3a4d404aa83');
INSERT INTO dose_changes VALUES(4,1,3,3,1796198520,8,X'5e3b439692d907d30f0c4876ae540a301e3474f525670cc72d62ede3c0771ff7');
INSERT INTO dose_changes VALUES(5,2,1,1,1796673600,9,X'6458496fb7568a8fdc88a3c84a351b2c326febb5d586cc8f44c8caaa3887be8b');
INSERT INTO dose_changes VALUES(6,2,11,11,1796673600,9,X'd569f3f7b594fa54ada933e5ce9c58c1a91e09632e933dd8f8900756ce2e7d07');
INSERT INTO dose_changes VALUES(7,2,10,11,1796716800,10,X'9aea47cecd9d89fd135db8b354d9727f92d09c1a8ebe373d65966247f8c4ec17');
INSERT INTO dose_changes VALUES(8,1,3,3,1796716860,11,X'4e5a7cf05b3bf0233b534a9ac4f846328528c68321c82ccee9afad761bd88b7b');
INSERT INTO dose_changes VALUES(9,1,5,NULL,1796716860,11,X'aaf2f4eab7732fec47a98e1645e82e3cae9650e3f62eff7f869921be5c1a2b6e');
INSERT INTO dose_changes VALUES(10,1,2,NULL,1796716920,12,X'c8f4f528b839746500638a7ecd74f16caa4f9260fc589c02208bd9d6b8c647c1');
INSERT INTO dose_changes VALUES(11,1,2,NULL,1796716980,13,X'7fcc1b34ad03e948021f15b1b315cb070149a7cbb31424afd7cae1436c7cc5e7');
CREATE TABLE course_heads (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
INSERT INTO course_heads VALUES(1,1,0,1);
INSERT INTO course_heads VALUES(2,0,1,1);
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
INSERT INTO alerts VALUES(1,2,'due:2026-12-28','snoozed',1796371200,1796374800,1,NULL,NULL);
INSERT INTO alerts VALUES(1,2,'watch-1:2026-12-29T09:00:00Z','shown',1796630400,NULL,0,NULL,NULL);
INSERT INTO alerts VALUES(1,3,'due-0:2027-01-20','snoozed',1796630400,1796634000,0,NULL,NULL);
CREATE TABLE service (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  what TEXT
) STRICT;
INSERT INTO service VALUES(1,1796371200,'regimend');
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
INSERT INTO pauses VALUES(1,2,2,'2026-12-20','2026-12-27','holidays',10,X'79920cbaf9045e03cd48494c8ecc85895d85b3d98d4dce130f2b54a7cab38d49');
CREATE TABLE undos (
  id INTEGER PRIMARY KEY,
  undone_change_id INTEGER NOT NULL REFERENCES changes (id),
  change_id INTEGER NOT NULL REFERENCES changes (id) CHECK (change_id > undone_change_id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO undos VALUES(1,12,13,X'06fb6c2063e106b33a2ef92562a2db79b16ddc8cbc82bb801ed0b671156c1784');
CREATE TABLE kept_files (
  path TEXT PRIMARY KEY CHECK (path GLOB '/*'),
  patient_id INTEGER REFERENCES patients (id), -- NULL: of all
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3660),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440), -- 0: those of the treatment
  private INTEGER NOT NULL CHECK (private IN (0, 1)),
  tablets INTEGER NOT NULL CHECK (tablets IN (0, 1)),
  lead_events INTEGER NOT NULL CHECK (lead_events IN (0, 1)),
  shared INTEGER NOT NULL CHECK (shared IN (0, 1)) -- others may read it
) STRICT;
INSERT INTO kept_files VALUES('/home/me/calendar.ics',NULL,180,0,0,0,1,0);
INSERT INTO kept_files VALUES('/home/me/shared.ics',1,90,60,1,1,0,1);
CREATE TABLE publication (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL CHECK (url <> ''),
  made INTEGER NOT NULL CHECK (made IN (0, 1)), -- it has been seen there
  succeeded_at INTEGER, -- the last time that all was equal
  tried_at INTEGER,
  problem TEXT CHECK (problem <> ''), -- of the last try; NULL: none
  away INTEGER NOT NULL CHECK (away IN (0, 1)) -- it may go away by itself
) STRICT;
INSERT INTO publication VALUES(1,'http://localhost:5232/someone/regimen/',1,1796716000,1796716000,NULL,1);
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
INSERT INTO published VALUES('u-1@regimen','same','"a"',2,2,1796198400,'00','00',1797000000,NULL,NULL,0,0);
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
COMMIT;
PRAGMA user_version = 5;
