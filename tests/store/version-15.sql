-- A record as version 15 of the tables has it: doses of two courses, a session that is made up at the end, and what was merged
-- from a copy.
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
INSERT INTO changes VALUES(1,1793520000,'patient add',NULL,2,X'71d3b9570810c6c2df0453eebb4fc314a0daed61a8aaba95c20ef359d040765f');
INSERT INTO changes VALUES(2,1793520060,'add',NULL,2,X'ddaad0e65c436e3221106da307333a135da769d5abd39c9baadc8d0b3c890ab4');
INSERT INTO changes VALUES(3,1793520120,'add',NULL,2,X'd7cac8b82c058906e815ff2f37e18b243ae123d828ed9aa73f079447145761dc');
INSERT INTO changes VALUES(4,1793628000,'log',NULL,2,X'40b98a934009ab4184973a5f1f375a2e20865732121532c71349cd692af97aa7');
INSERT INTO changes VALUES(5,1794232800,'log',NULL,2,X'ff48ae5500f66d4afdca8ba885c074ce3b0b13c856f2d315b28e8ef56ad251e7');
INSERT INTO changes VALUES(6,1794319200,'skip',NULL,3,X'9f90bd4e7a8af6f6e8f3af0655da985203ae56858376fd92a04032153dac7052');
INSERT INTO changes VALUES(7,1794405600,'log',NULL,2,X'f792639297b4adcaf1d0496f27fed1b5380bb8c9554eaa07b4d9a2655d8812fb');
INSERT INTO changes VALUES(8,1794474000,'merge',NULL,3,X'9054fffa244e0c67765fa874fa125bd23ed2e661eca86f4d31de80a9b35b9d1e');
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO patients VALUES(1,'24f2602f-4c89-447d-8439-5ea5c644da1a',1,X'b2ea27f7c5788957f3616c0de0cd383cb06b31e6da029cb7d9b7bed96d3f1b29');
CREATE TABLE patient_revisions (
  id INTEGER PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  name TEXT NOT NULL CHECK (name <> ''),
  zone TEXT NOT NULL CHECK (zone <> ''),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, closed TEXT CHECK (closed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*'), chosen INTEGER CHECK (chosen = 1)) STRICT;
INSERT INTO patient_revisions VALUES(1,1,'Anna','Europe/Berlin',1,X'27a687844468361e5a5d719642739eff616c886368cfed787dfe3eff1e7910e2',NULL,NULL);
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
INSERT INTO courses VALUES(1,'34d2e72b-6e76-4454-82f4-be18cc7847c2',1,'zoledronic-acid','zoledronic-acid','Zoledronic acid','bisphosphonate','infusion','infusions',60,'4 mg',NULL,NULL,NULL,1793520060,2,X'b675c773d75dff25e60aa1ce9b2b31222b4df4331e03fd60c287326aee0afaa2');
INSERT INTO courses VALUES(2,'68991d5b-3ea7-47c5-bacf-7da52c690fd7',1,'hip','radiation','Radiation therapy','radiation','session','sessions',30,NULL,NULL,'left hip',NULL,1793520120,3,X'9fa806da999edb15cba3207bda7b2f83b1cbf30d19ec76db015951eaa202e366');
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  from_dose INTEGER NOT NULL CHECK (from_dose BETWEEN 1 AND 99999),
  schedule TEXT NOT NULL CHECK (schedule <> ''),
  made_at INTEGER NOT NULL,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
, amount TEXT CHECK (amount <> ''), place TEXT CHECK (place <> ''), anyway TEXT CHECK (anyway <> ''), anew INTEGER CHECK (anew = 1)) STRICT;
INSERT INTO revisions VALUES(1,1,1,'interval first=2026-11-02 every=4w reckon=given',1793520060,2,X'ae7d22f769dc45f1077adfc71bb1dec52c53235e0e4e7db9d249a444b8142031',NULL,NULL,NULL,NULL);
INSERT INTO revisions VALUES(2,2,1,'fractions first=2026-11-09 fractions=10 per-day=1 days=31',1793520120,3,X'43827d9ab1373fe33a8f958a69478adfc3518c9068cc0d447462d45f285f68e3',NULL,NULL,NULL,NULL);
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
INSERT INTO administrations VALUES(1,1,1,'given',1793628000,'4 mg',NULL,NULL,NULL,0,1793628000,NULL,NULL,4,X'd408e3de879f25b5021b7133ef055b2c553221b83ca3cfb47e9b20b40782cddd','Europe/Berlin','2026-11-02',NULL,NULL,NULL);
INSERT INTO administrations VALUES(2,2,1,'given',1794232800,NULL,'left hip',NULL,NULL,0,1794232800,NULL,NULL,5,X'4838cf5313ff34af6cb8e16008cf446577653c3889820e4ffc0380fc409f0726','Europe/Berlin','2026-11-09',NULL,NULL,NULL);
INSERT INTO administrations VALUES(3,2,2,'skipped',1794319200,NULL,NULL,'machine broken',NULL,1,1794319200,NULL,NULL,6,X'f70faee1a72f8fabf88593560b6fc411a1f7c010d788693dcb9dc4d0d6ace41b','Europe/Berlin','2026-11-10',NULL,NULL,NULL);
INSERT INTO administrations VALUES(4,2,3,'given',1794405600,NULL,'left hip',NULL,NULL,0,1794405600,NULL,NULL,7,X'6fbecf7e6386de78d7c71a45889fd282451553946f5f4c9267e81fb0408d8f35','Europe/Berlin','2026-11-11',NULL,NULL,NULL);
INSERT INTO administrations VALUES(5,1,1,'given',1793628000,'4 mg',NULL,NULL,'left arm',0,1794409200,1,NULL,8,X'a05ff953b6edf2bd887efb9d4d1c3c2154642a13daf887bd6f30a2740890d4bb','Europe/Berlin','2026-11-02',NULL,NULL,NULL);
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
INSERT INTO dose_changes VALUES(1,1,1,2,1793628000,4,X'a81e7010c8cb178d6e403747dfd5db39c66475b413152b64f61a0e38ab46207c');
INSERT INTO dose_changes VALUES(2,2,1,1,1794232800,5,X'ebd42abf910b6431c5cfd2869d0565f5ee317b35c8fb9fe46ec26c8ba7ea0895');
INSERT INTO dose_changes VALUES(3,2,2,2,1794319200,6,X'8d13d2411b41384879ac078cabf933b6a26c2f78c4b08070c4322b61e8435b6c');
INSERT INTO dose_changes VALUES(4,2,11,11,1794319200,6,X'6bce507c29516e64ba75a4794157842ba730d9750be9a2a3056eacbcd58b0a79');
INSERT INTO dose_changes VALUES(5,2,3,3,1794405600,7,X'94de24f8178574671b7a24e62dbde0094b557d1b06b42af96c3a78b6aebfaa3b');
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
INSERT INTO observations VALUES(1,1,'felt',1,'pain','pain','4',NULL,NULL,NULL,'hip',NULL,1794470400,'Europe/Berlin','2026-11-12',NULL,1794470400,NULL,8,X'f34c5ce7f693bab8d9049f3a8f1326c5da7c89df46ca63f37727532fbc19b299');
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
INSERT INTO chain VALUES(1,X'071aa4e1500568c160ec16e7b20356d31822b3653beefe5e1b620d82388139d7');
INSERT INTO chain VALUES(2,X'a7270a8e2df4695951b2412e2ec0936cca54753aec081d8a316f6108f1b8767c');
INSERT INTO chain VALUES(3,X'0314a62fc212cf2b900d732a8dd785cc97c2677a3161576b35269e601b74c297');
INSERT INTO chain VALUES(4,X'e0fb08bde07f9682aa41a8223604b7e94c4d822265d56a3bc299b027c2163a1f');
INSERT INTO chain VALUES(5,X'cf04814e321f2cc7f7eb3cd3f680fed14c18a97f23955df77bcd44828fd88a93');
INSERT INTO chain VALUES(6,X'dd9c3827b3e6e93696f9e826bc91d4758fcac584c9c3d3451737a282fc10c0ce');
INSERT INTO chain VALUES(7,X'be4c564b025f80e690e590204229bae11a3cf3d7077872119c8f6de6c6f22730');
INSERT INTO chain VALUES(8,X'e0260a704bb7c0a61fcc8df6a3e494271a2c921a2fb06a40ddae16722ba1b8bb');
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
INSERT INTO course_heads VALUES(2,0,1,1);
CREATE TABLE merges (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''), -- of the file
  last_change INTEGER NOT NULL CHECK (last_change > 0),
  last_hash TEXT NOT NULL CHECK (length (last_hash) = 64),
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
INSERT INTO merges VALUES(1,'copy.db',8,'dae266d3dfe4e59bc986b3c24331742ce9fc5b952474a00cb34578ac6ed154b7',8,X'56ce1742113f3f9a99411341b90daa07eb5440a614eeb50ab4f2a13e577280d0');
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
COMMIT;
PRAGMA user_version = 15;
