-- A person gave an event another description in the published calendar, and the record has got another one since: which one the
-- user has been asked about, so that each is asked about once.

ALTER TABLE published ADD COLUMN told INTEGER NOT NULL DEFAULT 0; -- the hash of the description on record; 0: none
