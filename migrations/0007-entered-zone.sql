-- Where a dose was entered, and how well its time is known. An administration keeps the zone of the
-- patient at that time and the day in that zone, so that the day stays the same if the patient
-- moves. A column that is NULL has no part in the hash of its row, so what is on record keeps its
-- hashes: for rows without a zone, reading takes the zone that the patient had then.

ALTER TABLE administrations ADD COLUMN zone TEXT CHECK (zone <> '');
ALTER TABLE administrations ADD COLUMN day TEXT CHECK (day IS NULL OR (zone IS NOT NULL AND day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'));
-- 1: only the day is known; at is then its noon, or the moment of the entry if that was earlier.
ALTER TABLE administrations ADD COLUMN day_only INTEGER CHECK (day_only IS NULL OR (day_only = 1 AND day IS NOT NULL));
