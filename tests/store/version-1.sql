-- A record as version 1 of the tables has it, made by the program of that time: two people, two
-- courses and a row of every kind that it wrote.
PRAGMA application_id = 0x52474d4e;
PRAGMA foreign_keys = OFF;
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
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  CHECK (outcome = 'given' OR reason <> ''),
  CHECK (outcome = 'skipped' OR makeup = 0)
) STRICT;
INSERT INTO "administrations" VALUES(1,1,1,'given',1796112000,'4 mg','left arm',NULL,'a
b',0,1796112060,NULL,'early',5,X'37777C8203B984621A8E3FC4B1BE891C0C152F25B783C639CBF678F5AB78CDA3');
INSERT INTO "administrations" VALUES(2,1,1,'given',1796108400,'4 mg','left arm',NULL,NULL,0,1796198400,1,'early',6,X'FBB5158A05C2E54FB95D8B253367A160EE3B1BAF0332A771FFF0BB529FEBE511');
INSERT INTO "administrations" VALUES(3,2,1,'skipped',1796630400,NULL,NULL,'machine down',NULL,1,1796630400,NULL,NULL,9,X'6D8F07563C4FCCE42B9821645CFACA083E90BB36082E080AC7E03781FC37B358');
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
INSERT INTO "alerts" VALUES(1,2,'due:2026-12-28','snoozed',1795420800,1795424400,2);
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
INSERT INTO "appointments" VALUES(1,1,2,'2026-12-29T09:30','Europe/Berlin','Ward 4',7,X'BB12CBD4ACB5633D5CF275B6AD9F9F4CA8E30DFAB85DE1900F4F4A680A15DB34');
INSERT INTO "appointments" VALUES(2,1,3,'2026-12-29T09:30','Europe/Berlin','Ward 4',7,X'C9CDA2B804FD496889AFFA96951A90D94D37BC09BDF6289688535074316EDA7D');
INSERT INTO "appointments" VALUES(3,1,3,NULL,NULL,NULL,8,X'A51765C9B3D597FD2C7D357C97F44DB21BE16AC935DE25A5148E6CC5F90826BC');
CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  command TEXT NOT NULL CHECK (command <> ''),
  undone_by INTEGER REFERENCES changes (id) CHECK (undone_by > id),
  row_count INTEGER CHECK (row_count >= 0), -- NULL until the command is complete
  hash BLOB CHECK (length (hash) = 32),
  CHECK ((row_count IS NULL) = (hash IS NULL))
) STRICT;
INSERT INTO "changes" VALUES(1,1795420800,'add',NULL,4,X'A9A767E7C51C3111E41BBD457AC2865D943D51C72F16172A4114C122F8004976');
INSERT INTO "changes" VALUES(2,1795507200,'patient add',NULL,2,X'13718FE3ABB5ACE5DE28A6A8519F3374C78950062F4B8FF2B4BE7DB462785BA5');
INSERT INTO "changes" VALUES(3,1795593600,'patient set',NULL,1,X'656F0B34F3F420FA1BE0FCB56253DB484D7F4B68B221441CFEC8049756199413');
INSERT INTO "changes" VALUES(4,1795680000,'add',NULL,2,X'F95BCC43C3B8646BB695319A1AEE6F71C6C5315E057F0205A92AE8A8304A5BA9');
INSERT INTO "changes" VALUES(5,1796112000,'log',NULL,2,X'F6ADB3159F8C3A5E5E386BFE329B0771079D2E0B1A3D4EB3C4F752FF6DC76F4F');
INSERT INTO "changes" VALUES(6,1796198400,'amend',NULL,1,X'FA3971FCD1342214EE917E106596D580E9AEFEA581F1FABDF798EF406C387601');
INSERT INTO "changes" VALUES(7,1796284800,'book',NULL,2,X'CC7AF0401CF01AC7F19B6F6E5C77852508D00D1CC5BC1B446218F795E9FC47F2');
INSERT INTO "changes" VALUES(8,1796371200,'hold',NULL,3,X'3C0E5DD106815D883E7C381C38F2FDCB909DC00EFDCD12B12ED952D29AD16466');
INSERT INTO "changes" VALUES(9,1796630400,'skip',NULL,1,X'05190BF0C4FC314206EEE2BC07E27B696EAA033C8C17457B6AB08D0F81507C32');
CREATE TABLE course_heads (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
INSERT INTO "course_heads" VALUES(1,1,0,1);
INSERT INTO "course_heads" VALUES(2,0,1,1);
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
INSERT INTO "courses" VALUES(1,'4ec3c86e-27a9-45fe-96b0-5084c2b5b12c',1,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,'4 mg','Ward 3',NULL,NULL,1795420800,1,X'B4D2901757C08206677F121E1D48BDBA38DE01A4469DA9DEB1078776DC843E46');
INSERT INTO "courses" VALUES(2,'9f6ddee9-b757-4f0a-9baa-beb102211200',2,'radiation','radiation','Radiation therapy','radiation','session','sessions',60,NULL,NULL,NULL,'the first refusal
the second',1795420800,4,X'A098D08BB13381B303C0264E581EF95779C95EFDD1A8C7C30590BB9712999C2F');
CREATE TABLE dose_changes (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  to_dose INTEGER CHECK (to_dose BETWEEN from_dose AND 99999), -- NULL: without end
  at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "dose_changes" VALUES(1,1,2,NULL,1796112000,5,X'741CE1C3FD92248DAB219B7684BE63B1A159056177EDE8FA223EED717D7F5B68');
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
INSERT INTO "holds" VALUES(1,1,3,'creatinine','2027-01-20',1796371200,8,X'B05573521D58A72E514C01354E909862DCAA2F5391FE0FECFE1E3F79086FF98C');
CREATE TABLE moves (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  target TEXT CHECK (target GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "moves" VALUES(1,1,4,'2027-02-01',8,X'F5C2ED8EF48E27CDA1985714ED7FEC344B08BC5F83F5F2D3C99356B5A1725823');
CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "patient_revisions" VALUES(1,1,'me','Europe/Berlin',1,X'E802A7C904C85E01854E05031F207179B8B43A628CC08018524D61C94B27EECA');
INSERT INTO "patient_revisions" VALUES(2,2,'Änne','Europe/Vienna',2,X'B5C050B8527E08C3DDCE88BB093DA9F0814A007420F1CB8AA3022C1F93BC614A');
INSERT INTO "patient_revisions" VALUES(3,2,'Änne','America/St_Johns',3,X'4415FEB896EB73C24AF7F23DA9E7B4C02DE510AD5511746D3DEE041256E157F5');
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "patients" VALUES(1,'c75a51b3-b78f-4209-a9c4-26b98d1926d5',1,X'646CA1AB3CF08AA82CB7236662B0FE93344543FF5083D3EE39626B24321C2C67');
INSERT INTO "patients" VALUES(2,'79d5211e-8bdc-44dc-b8b5-676425975978',2,X'C770BD42F6B956FC07880CD6382AD39CE5FD7D2363F6AD50C7843B1C419D408B');
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO "revisions" VALUES(1,1,1,'interval first=2026-12-01 every=4w reckon=given',1795420800,1,X'24C4E3375FFF7DF73D89492C07FDB219C3FABA496E30710A2B985126D8E4D89F');
INSERT INTO "revisions" VALUES(2,2,1,'fractions first=2026-12-07T14:00 fractions=10 per-day=1 days=31',1795420800,4,X'4B3636AD95514627C043F873CC9E62E963BAA4936D0FA3CB97B6D750A3A132E7');
CREATE TABLE service (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  what TEXT
) STRICT;
INSERT INTO "service" VALUES(1,1796630400,'started');
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
COMMIT;
PRAGMA user_version = 1;
