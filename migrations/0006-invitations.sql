-- Appointments of other people's making that belong to a dose, so that what comes next of one (it
-- was moved, or called off) finds that dose. The latest row of an appointment holds, and of a dose
-- the latest appointment.
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
CREATE INDEX invitations_by_uid ON invitations (uid);
CREATE INDEX invitations_of ON invitations (course_id, dose);

CREATE TRIGGER invitations_update BEFORE UPDATE ON invitations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER invitations_delete BEFORE DELETE ON invitations
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
