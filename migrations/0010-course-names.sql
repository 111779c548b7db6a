-- Another name for a course, and a course that was entered by mistake. The latest row of a course
-- that is in force holds; a course without one has the handle with which it was added.

CREATE TABLE course_names (
  id INTEGER PRIMARY KEY,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  handle TEXT NOT NULL CHECK (handle <> '' AND instr (handle, '/') = 0),
  removed_at INTEGER, -- when it was taken out of all lists; NULL: it is in them
  change_id INTEGER NOT NULL REFERENCES changes (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32)
) STRICT;
CREATE INDEX course_names_of ON course_names (course_id);
CREATE TRIGGER course_names_update BEFORE UPDATE ON course_names
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
CREATE TRIGGER course_names_delete BEFORE DELETE ON course_names
BEGIN SELECT RAISE (ABORT, 'the record is append-only'); END;
