-- Corrections: what a revision changes besides the schedule, days on which a clinic is closed,
-- pauses, and taking back the last command. A column that is NULL has no part in the hash of its
-- row, so what is on record keeps its hashes.

ALTER TABLE revisions ADD COLUMN amount TEXT CHECK (amount <> '');
ALTER TABLE revisions ADD COLUMN place TEXT CHECK (place <> '');
-- The refusals that were overridden, one a line.
ALTER TABLE revisions ADD COLUMN anyway TEXT CHECK (anyway <> '');

-- Days, ascending, with a comma between them; NULL: none.
ALTER TABLE patient_revisions ADD COLUMN closed TEXT CHECK (closed GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]*');

-- The latest row of a course, dose and first day holds: that is how a pause gets its end. One that
-- ends before it begins counts as none.
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
CREATE INDEX pauses_of ON pauses (course_id, from_dose, from_day);

-- Which change took which one back. A change is undone where a change that is not undone itself
-- took it back: changes.undone_by is derived from this, so that reading need not follow the chain.
CREATE TABLE undos (
  id INTEGER PRIMARY KEY,
  undone_change_id INTEGER NOT NULL REFERENCES changes (id),
  change_id INTEGER NOT NULL REFERENCES changes (id) CHECK (change_id > undone_change_id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX undos_of ON undos (undone_change_id);
CREATE UNIQUE INDEX undos_by ON undos (change_id);

-- A change is completed once. It may be undone by a later one; after that, only an undo that is
-- being written makes it hold again, or not.
DROP TRIGGER changes_update;
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
