-- +goose Up
-- forum is the partner-search forum of a meeting: its slots and tables, and how far its plan
-- has come.
CREATE TABLE forum (
    meeting  TEXT   NOT NULL PRIMARY KEY REFERENCES press_item (id) ON DELETE CASCADE,
    state    TEXT   NOT NULL, -- 'wishes', 'planned', 'released'
    body     TEXT   NOT NULL, -- JSON: hours by day, lengths, slots, tables and where they stand
    version  BIGINT NOT NULL, -- moves with each change of the set-up and of the plan
    asked    BIGINT NOT NULL, -- moves with each wish and each change of presence
    edition  BIGINT NOT NULL, -- how many times the plan was released
    total    BIGINT NOT NULL, -- sum of interest of the plan as it was made
    most     BIGINT NOT NULL, -- what no plan could pass; 0: changed by hand since
    planned  BIGINT NOT NULL, -- when; 0: not yet
    released BIGINT NOT NULL
);

-- forum_side is what a delegation says of itself for the forum.
CREATE TABLE forum_side (
    meeting  TEXT   NOT NULL REFERENCES forum (meeting) ON DELETE CASCADE,
    side     TEXT   NOT NULL, -- the delegation
    body     TEXT   NOT NULL, -- JSON: areas and a line about what it seeks; slots in which it is away
    wished   BIGINT NOT NULL, -- when it sent its wishes; 0: not yet
    reminded BIGINT NOT NULL,
    gone     BIGINT NOT NULL, -- when it left the forum; 0: it takes part
    version  BIGINT NOT NULL,
    PRIMARY KEY (meeting, side)
);

-- forum_wish is whom a delegation wants to talk with, or not. The other side is never told
-- that it is excluded.
CREATE TABLE forum_wish (
    meeting TEXT   NOT NULL REFERENCES forum (meeting) ON DELETE CASCADE,
    side    TEXT   NOT NULL, -- who wishes
    other   TEXT   NOT NULL,
    place   BIGINT NOT NULL, -- 1: the dearest wish; 0: no talk with this one
    sealed  TEXT   NOT NULL, -- why, in the delegation's words; '': not said
    PRIMARY KEY (meeting, side, other)
);

-- forum_talk is the talk of two delegations: as it is planned, and as both were told. There
-- is one for a pair; it stays when it is cancelled, so that calendars hear of it.
CREATE TABLE forum_talk (
    meeting  TEXT   NOT NULL REFERENCES forum (meeting) ON DELETE CASCADE,
    a        TEXT   NOT NULL, -- the smaller identifier
    b        TEXT   NOT NULL,
    slot     BIGINT NOT NULL, -- 0: it does not take place
    seat     TEXT   NOT NULL, -- name of the table
    hand     BIGINT NOT NULL, -- 1: a person set or cancelled it: the next plan keeps to that
    worth    BIGINT NOT NULL, -- when it was planned
    told     TEXT   NOT NULL, -- JSON: slot, table and hours as both were told; '': never
    sequence BIGINT NOT NULL, -- how many times what both were told changed
    changed  BIGINT NOT NULL, -- when it last did
    PRIMARY KEY (meeting, a, b)
);

-- forum_word is what a side said after a talk. The other side never reads the note.
CREATE TABLE forum_word (
    meeting TEXT   NOT NULL REFERENCES forum (meeting) ON DELETE CASCADE,
    side    TEXT   NOT NULL, -- who says it
    other   TEXT   NOT NULL,
    want    TEXT   NOT NULL, -- 'nothing', 'touch', 'letter'
    sealed  TEXT   NOT NULL, -- a note of its own; '': none
    at      BIGINT NOT NULL,
    PRIMARY KEY (meeting, side, other)
);

-- forum_contact is a contact that both sides of a talk want to keep. It names towns and
-- organisations, no person, and stays when all else of a meeting is forgotten.
CREATE TABLE forum_contact (
    id      TEXT   NOT NULL PRIMARY KEY,
    meeting TEXT   NOT NULL, -- the press item, if it is still there
    a       TEXT   NOT NULL, -- the delegations, which may be forgotten by now
    b       TEXT   NOT NULL,
    place_a BIGINT NOT NULL, -- number of the place; 0: an organisation
    place_b BIGINT NOT NULL,
    name_a  TEXT   NOT NULL, -- of an organisation; '' where there is a place, or a person
    name_b  TEXT   NOT NULL,
    want_a  TEXT   NOT NULL, -- 'touch', 'letter'
    want_b  TEXT   NOT NULL,
    day     TEXT   NOT NULL, -- "2027-05-14", of the talk
    begins  BIGINT NOT NULL, -- of the talk
    made    BIGINT NOT NULL
);
CREATE UNIQUE INDEX forum_contact_pair ON forum_contact (meeting, a, b);
CREATE INDEX forum_contact_a ON forum_contact (place_a);
CREATE INDEX forum_contact_b ON forum_contact (place_b);
