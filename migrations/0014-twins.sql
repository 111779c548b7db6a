-- What is not part of the record has no hash, so a bit that became another one was not noticed: an
-- alert that was never shown counted as shown. Each row of these tables now has its content twice;
-- SQLite writes the second one, and the check compares them (src/store/twins.c).

CREATE TABLE new_alerts (
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
INSERT INTO new_alerts SELECT course_id, dose, key, state, at, until, attempts, server, popup FROM alerts;
DROP TABLE alerts;
ALTER TABLE new_alerts RENAME TO alerts;
CREATE INDEX alerts_on_screen ON alerts (server) WHERE server IS NOT NULL;
CREATE INDEX alerts_unsettled ON alerts (course_id) WHERE state <> 'shown';

CREATE TABLE new_kept_files (
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
INSERT INTO new_kept_files SELECT path, patient_id, days, minutes, private, tablets, lead_events, shared, written
  FROM kept_files;
DROP TABLE kept_files;
ALTER TABLE new_kept_files RENAME TO kept_files;

-- Which doses reading may skip: one that is wrong takes a course out of a list.
CREATE TABLE new_course_heads (
  course_id INTEGER PRIMARY KEY REFERENCES courses (id),
  settled INTEGER NOT NULL CHECK (settled BETWEEN 0 AND 99999),
  makeups INTEGER NOT NULL CHECK (makeups BETWEEN 0 AND 99999),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  twin TEXT NOT NULL GENERATED ALWAYS AS (quote (settled) || ' ' || quote (makeups) || ' ' || quote (active)) STORED
) STRICT;
INSERT INTO new_course_heads SELECT course_id, settled, makeups, active FROM course_heads;
DROP TABLE course_heads;
ALTER TABLE new_course_heads RENAME TO course_heads;
