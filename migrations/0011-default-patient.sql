-- Who is meant if several people are on record and a command names none: the patient of the last
-- revision in force that has a 1 here. It is a part of the record, so that it can be taken back and
-- is in each copy; and it is an id, so that a person who gets another name is still meant.

ALTER TABLE patient_revisions ADD COLUMN chosen INTEGER CHECK (chosen = 1);
-- Most revisions choose nobody. Looking for the last one that does must not read the others.
CREATE INDEX patient_revisions_chosen ON patient_revisions (chosen) WHERE chosen = 1;
