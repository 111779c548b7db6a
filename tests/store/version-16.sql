-- A record as version 16 of the tables has it: a course whose calendar is published, and an event with a title of somebody.
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
INSERT INTO changes VALUES(2,1795420800,'book',NULL,2,X'439e473b9552fc44b7fcdb5ecf292f4b7b9323cf3d8915a2c0b48fbdc90d0062');
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO patients VALUES(1,'45f0638a-828e-4f66-8b4b-683c5c6e27dd',1,X'b84d7dcb41910802c32da7ca8005b1483d0be8de6512a5f0ff9ed2ed7f3a9654');
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
INSERT INTO courses VALUES(1,'694dde39-57aa-4706-afce-745bf9955e1f',1,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,'4 mg',NULL,NULL,NULL,1795420800,1,X'26fd5329571132430d6feaae268b4d5894cafc394b22796af992dfbf21ef9cff');
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, amount TEXT CHECK (amount <> ''), place TEXT CHECK (place <> ''), anyway TEXT CHECK (anyway <> ''), anew INTEGER CHECK (anew = 1)) STRICT;
INSERT INTO revisions VALUES(1,1,1,'interval first=2026-12-01 every=4w reckon=given',1795420800,1,X'24c4e3375fff7df73d89492c07fdb219c3faba496e30710a2b985126d8e4d89f',NULL,NULL,NULL,NULL);
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
  hash BLOB NOT NULL CHECK (length (hash) = 32), zone TEXT CHECK (zone <> ''), day TEXT CHECK (day IS NULL OR (zone IS NOT NULL AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')), day_only INTEGER CHECK (day_only IS NULL OR (day_only = 1 AND day IS NOT NULL)), void INTEGER CHECK (void IS NULL OR (void = 1 AND replaces IS NOT NULL)), joined INTEGER CHECK (joined IS NULL OR (joined = 1 AND replaces IS NOT NULL)),
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
  hash BLOB NOT NULL CHECK (length (hash) = 32), anyway TEXT CHECK (anyway <> ''), made_at INTEGER,
  CHECK ((at IS NULL) = (zone IS NULL) AND (at IS NOT NULL OR place IS NULL))
) STRICT;
INSERT INTO appointments VALUES(1,1,1,'2026-12-01T10:00','Europe/Berlin','Ward 3',2,X'd142e433da13d2432504476ee5dbcb4285de9cd0ef82927835ccb21448b9b2cb',NULL,NULL);
CREATE TABLE moves (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  dose INTEGER NOT NULL CHECK (dose BETWEEN 1 AND 99999),
  target TEXT CHECK (target GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, anyway TEXT CHECK (anyway <> ''), made_at INTEGER, made_change INTEGER CHECK ((made_change IS NULL) = (made_at IS NULL)), kept INTEGER CHECK (kept IN (0, 1))) STRICT;
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
INSERT INTO dose_changes VALUES(1,1,1,1,1795420800,2,X'c964560d400120e32568b522d32c4a387a9a79100053ff88b99af0407cac7a90');
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
, made_at INTEGER, made_change INTEGER CHECK ((made_change IS NULL) = (made_at IS NULL))) STRICT;
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
INSERT INTO publication VALUES(1,'http://127.0.0.1:36809/anna/regimen/',1,1795420800,1795420800,NULL,0);
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
INSERT INTO published VALUES('694dde39-57aa-4706-afce-745bf9955e1f-1@regimen','changed','"c56c709cf273429738c138cc9d2be1baedfa2c1de452bad7d5257a6aa97658ce"',1,1,1795420800,'2967d1ba9c0e3304.b8d31e852725afb1.f58afd7bf1ea20ab.49514eb9dd3d5687.b1ea50de1756410d','2967d1ba9c0e3304.b8d31e852725afb1.979c0ab8d1a3c8ff.49514eb9dd3d5687.b1ea50de1756410d',1796115600,replace('BEGIN:VCALENDAR\012VERSION:2.0\012CALSCALE:GREGORIAN\012PRODID:-//regimen//regimen//EN\012BEGIN:VTIMEZONE\012TZID:Europe/Berlin\012BEGIN:STANDARD\012DTSTART:20260101T000000\012TZNAME:CET\012TZOFFSETFROM:+0100\012TZOFFSETTO:+0100\012END:STANDARD\012BEGIN:STANDARD\012DTSTART:20261025T030000\012TZNAME:CET\012TZOFFSETFROM:+0200\012TZOFFSETTO:+0100\012END:STANDARD\012BEGIN:DAYLIGHT\012DTSTART:20260329T020000\012TZNAME:CEST\012TZOFFSETFROM:+0100\012TZOFFSETTO:+0200\012END:DAYLIGHT\012END:VTIMEZONE\012BEGIN:VEVENT\012UID:694dde39-57aa-4706-afce-745bf9955e1f-1@regimen\012DTSTART;TZID=Europe/Berlin:20261201T100000\012DTEND;TZID=Europe/Berlin:20261201T110000\012CATEGORIES:bisphosphonate\012CLASS:PRIVATE\012CREATED:20261123T080000Z\012DESCRIPTION:Amount: 4 mg\nPlanned for Tue 2026-12-01: the first date that w\012 as entered\nOn time from Fri 2026-11-27 to Sat 2026-12-05\n\nSome of the m\012 ost common side effects are fever\, tiredness\, nausea\, vomiting\, lack o\012 f appetite\, bone or joint pain. They are usually mild and do not last lon\012 g.\nTell a healthcare provider right away about signs of spinal cord compr\012 ession\, high blood calcium\, a broken bone\, anemia\, infection\, low pla\012 telets or bone metastasis itself (bone pain).\nEach of these can be either\012  a side effect or a sign of something else: fever\, tiredness\, nausea\, l\012 ack of appetite\, bone or joint pain.\nThese are one article''s lists\; the\012  leaflet and the care team know more.\nSource: "Bone Metastases: When Canc\012 er Spreads to the Bones"\, URMC Health Encyclopedia\012DTSTAMP:20261123T080000Z\012LAST-MODIFIED:20261123T080000Z\012LOCATION:Ward 3\012SEQUENCE:1\012STATUS:CONFIRMED\012SUMMARY:Anna drives\012TRANSP:OPAQUE\012BEGIN:VALARM\012ACTION:DISPLAY\012DESCRIPTION:Zoledronic acid infusion 1\012TRIGGER:-PT2H\012END:VALARM\012BEGIN:VALARM\012ACTION:DISPLAY\012DESCRIPTION:Zoledronic acid infusion 1\012TRIGGER:-P1D\012END:VALARM\012X-REGIMEN-MARK:1.c501f099cda53bf4.1.1795420800.2967d1ba9c0e3304.b8d31e85272\012 5afb1.979c0ab8d1a3c8ff.49514eb9dd3d5687.b1ea50de1756410d\012END:VEVENT\012END:VCALENDAR\012','\012',char(10)),1795420800,1,0);
INSERT INTO published VALUES('694dde39-57aa-4706-afce-745bf9955e1f-2@regimen','same','"e8d56e57d4dabad9da34b0d02789e94c4917ab2acc515db62e032034aaa9b44f"',0,0,1795420800,'8b4b8505e97cbd64.b8d31e852725afb1.6a1104eb173cc795.e3b0c44298fc1c14.287ec93598393671','8b4b8505e97cbd64.b8d31e852725afb1.6a1104eb173cc795.e3b0c44298fc1c14.287ec93598393671',1798498800,NULL,NULL,0,0);
INSERT INTO published VALUES('694dde39-57aa-4706-afce-745bf9955e1f-3@regimen','same','"0283f0cf797233a2a9db2b70e2b7e35f33b9d63ed6d8290fd13e6a46bffd2f2c"',0,0,1795420800,'4703224a6ad98105.b8d31e852725afb1.1879d101490f4b31.e3b0c44298fc1c14.f872794da58cbc75','4703224a6ad98105.b8d31e852725afb1.1879d101490f4b31.e3b0c44298fc1c14.f872794da58cbc75',1800918000,NULL,NULL,0,0);
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
INSERT INTO exports VALUES(1,2,2,1795420800,0,90,0);
INSERT INTO exports VALUES(2,2,2,1795420800,0,180,0);
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
INSERT INTO chain VALUES(1,X'a21776ba98ba765084fcf57cb3c291f677d3f897dc23ed0df36ced36c71cfd5e');
INSERT INTO chain VALUES(2,X'7b45a37be50d0dd217723a88bf420c348ee581595abfffa0cdd889c7db8cd76b');
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
INSERT INTO course_heads VALUES(1,0,0,1);
CREATE TABLE merges (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''), -- of the file
  last_change INTEGER NOT NULL CHECK (last_change > 0),
  last_hash TEXT NOT NULL CHECK (length (last_hash) = 64),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
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
CREATE INDEX merges_of ON merges (change_id);
CREATE TRIGGER merges_update BEFORE UPDATE ON merges
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER merges_delete BEFORE DELETE ON merges
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE VIEW counted_administrations AS
  SELECT a.* FROM administrations AS a CROSS JOIN changes AS c ON c.id = a.change_id
  WHERE c.undone_by IS NULL AND a.void IS NULL AND NOT EXISTS (
    SELECT 1 FROM administrations AS r CROSS JOIN changes AS rc ON rc.id = r.change_id
    WHERE r.replaces = a.id AND rc.undone_by IS NULL);
CREATE INDEX patient_revisions_named ON patient_revisions (name);
CREATE INDEX patient_revisions_zones ON patient_revisions (zone);
CREATE INDEX appointments_zones ON appointments (zone) WHERE zone IS NOT NULL;
COMMIT;
PRAGMA user_version = 16;
