-- Booking and moving a dose, and taking a change back, are checked too: the refusals that were
-- overridden, one a line. A column that is NULL has no part in the hash of its row.

ALTER TABLE appointments ADD COLUMN anyway TEXT CHECK (anyway <> '');
ALTER TABLE moves ADD COLUMN anyway TEXT CHECK (anyway <> '');
ALTER TABLE undos ADD COLUMN anyway TEXT CHECK (anyway <> '');
