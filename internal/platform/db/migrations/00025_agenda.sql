-- +goose Up
-- agenda is the programme of a meeting by rooms and hours, as it is worked on. The row is
-- there from the first room, session or speaker on.
CREATE TABLE agenda (
    meeting  TEXT   NOT NULL PRIMARY KEY REFERENCES press_item (id) ON DELETE CASCADE,
    version  BIGINT NOT NULL, -- moves with each change of what follows
    numbers  BIGINT NOT NULL, -- how many sessions were ever begun: no number is given twice
    ends     BIGINT NOT NULL, -- when its last session is over; 0: there is none
    off_told BIGINT NOT NULL  -- when all were told that the meeting is cancelled; 0: never
);

-- agenda_room is a room of a meeting: name by language, seats, access.
CREATE TABLE agenda_room (
    id       TEXT   NOT NULL PRIMARY KEY,
    meeting  TEXT   NOT NULL REFERENCES agenda (meeting) ON DELETE CASCADE,
    position BIGINT NOT NULL, -- from the left, as columns stand
    version  BIGINT NOT NULL,
    body     TEXT   NOT NULL -- JSON
);
CREATE INDEX agenda_room_meeting ON agenda_room (meeting);

-- agenda_session is an item of the programme as it is worked on. It names speakers by
-- identifier and holds no person.
CREATE TABLE agenda_session (
    id      TEXT   NOT NULL PRIMARY KEY,
    meeting TEXT   NOT NULL REFERENCES agenda (meeting) ON DELETE CASCADE,
    number  BIGINT NOT NULL, -- in addresses
    version BIGINT NOT NULL,
    body    TEXT   NOT NULL, -- JSON
    UNIQUE (meeting, number)
);

-- agenda_speaker is somebody who speaks at a meeting. What is known of the person is sealed;
-- whether it may be shown is what that person said.
CREATE TABLE agenda_speaker (
    id           TEXT   NOT NULL PRIMARY KEY,
    meeting      TEXT   NOT NULL REFERENCES agenda (meeting) ON DELETE CASCADE,
    version      BIGINT NOT NULL,
    language     TEXT   NOT NULL, -- in which the person is written to
    sealed       TEXT   NOT NULL, -- name, address, office, biography, how consent was given
    address_mark TEXT   NOT NULL, -- keyed hash of the mail address, to find it for its owner; '': none
    consented    BIGINT NOT NULL, -- day on which the person agreed to be shown; 0: she did not
    photo        TEXT   NOT NULL, -- document; '': none
    photo_agreed BIGINT NOT NULL, -- day on which the person agreed to the photo; 0: she did not
    withdrawn    BIGINT NOT NULL, -- when consent was last taken back; 0: never
    changed      BIGINT NOT NULL
);
CREATE INDEX agenda_speaker_meeting ON agenda_speaker (meeting);
CREATE INDEX agenda_speaker_mark ON agenda_speaker (address_mark);

-- agenda_release is what readers see: rooms and sessions as they were at that moment, with
-- speakers by identifier. Rows are never changed.
CREATE TABLE agenda_release (
    meeting TEXT   NOT NULL REFERENCES agenda (meeting) ON DELETE CASCADE,
    number  BIGINT NOT NULL, -- from 1
    made    BIGINT NOT NULL,
    made_by TEXT   NOT NULL, -- account
    body    TEXT   NOT NULL, -- JSON
    PRIMARY KEY (meeting, number)
);
