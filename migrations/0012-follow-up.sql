-- What happens between two doses: what the person noticed, what a laboratory found, whom to call,
-- what is to be on record before a dose, and what to ask at the next visit. All of it is typed by
-- the person, and kept as it was typed. Each entry has a number for life; of the rows with the same
-- number the latest in force holds, and one with removed = 1 takes the entry out of all lists.

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
CREATE UNIQUE INDEX observations_entry ON observations (patient_id, kind, number, id);
CREATE INDEX observations_by_time ON observations (patient_id, kind, at);
CREATE INDEX observations_by_key ON observations (patient_id, key, at);
CREATE INDEX observations_by_name ON observations (patient_id, kind, key, at); -- the latest of each name

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
CREATE UNIQUE INDEX contacts_entry ON contacts (patient_id, number, id);

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
CREATE UNIQUE INDEX questions_entry ON questions (patient_id, number, id);

-- What is to be on record before a dose of a course. The latest row in force of a key holds.
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
