-- Each command looks for the person that it names, and whether this system has all time zones that were entered. In a record of
-- 10,000 people both took longer than the rest of the command.

CREATE INDEX patient_revisions_named ON patient_revisions (name);
CREATE INDEX patient_revisions_zones ON patient_revisions (zone);
CREATE INDEX appointments_zones ON appointments (zone) WHERE zone IS NOT NULL;
