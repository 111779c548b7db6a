-- Where the popup of a shown alert is, so that a service that was restarted can take it off the
-- screen, and so that an answer to it finds its dose: the server, by a name that no other one ever
-- has, and what that server calls the popup. NULL: closed, or never on a screen.

ALTER TABLE alerts ADD COLUMN server TEXT CHECK (server IS NULL OR (server <> '' AND state = 'shown'));
ALTER TABLE alerts ADD COLUMN popup INTEGER CHECK ((popup IS NULL) = (server IS NULL));
CREATE INDEX alerts_on_screen ON alerts (server) WHERE server IS NOT NULL;

-- Alerts that may have to be shown again, among all that were shown once.
CREATE INDEX alerts_unsettled ON alerts (course_id) WHERE state <> 'shown';
