-- +goose Up
-- A partnership that a person withdrew (an import's mistake) is not listed any more. The
-- row stays, so that the next import does not bring it back.
ALTER TABLE partnership ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0; -- when; 0: it is listed

-- reversal is how a person takes back what she just did to many things at once.
CREATE TABLE reversal (
    id      TEXT   NOT NULL PRIMARY KEY,
    account TEXT   NOT NULL, -- who did it, and alone may take it back
    kind    TEXT   NOT NULL, -- which part of the program knows how
    body    TEXT   NOT NULL, -- JSON: what it was before
    created BIGINT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0 -- when it was taken back; 0: not yet
);

-- place_identifier is what a place is called in a register: GeoNames, Wikidata, a
-- statistical office. Units change: each has a period.
CREATE TABLE place_identifier (
    id         TEXT   NOT NULL PRIMARY KEY,
    place      BIGINT NOT NULL,
    scheme     TEXT   NOT NULL, -- 'geonames', 'wikidata', 'teryt', 'simc', 'lau', 'nuts', 'ags', 'insee', …
    value      TEXT   NOT NULL,
    used_from  TEXT   NOT NULL, -- year or date; '': open
    used_until TEXT   NOT NULL,
    source     TEXT   NOT NULL, -- code of a source, or ''
    origin     TEXT   NOT NULL, -- who wrote the row: "starter", an import; "": a person
    edited     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX place_identifier_place ON place_identifier (place);
CREATE INDEX place_identifier_value ON place_identifier (scheme, value);

-- place_change is a merge or a split of units on a day.
CREATE TABLE place_change (
    id     TEXT   NOT NULL PRIMARY KEY,
    kind   TEXT   NOT NULL, -- 'merge', 'split'
    day    TEXT   NOT NULL, -- the day on which it took effect
    source TEXT   NOT NULL, -- title or address of the act, as the person gave it
    body   TEXT   NOT NULL, -- JSON: what the partnerships and identifiers were before, to take it back
    made   BIGINT NOT NULL,
    undone BIGINT NOT NULL DEFAULT 0 -- when a person took it back; 0: it stands
);

-- place_successor says which unit follows which, one row for each pair.
CREATE TABLE place_successor (
    change_id TEXT   NOT NULL REFERENCES place_change (id) ON DELETE CASCADE,
    before    BIGINT NOT NULL,
    after     BIGINT NOT NULL,
    PRIMARY KEY (change_id, before, after)
);
CREATE INDEX place_successor_before ON place_successor (before);
CREATE INDEX place_successor_after ON place_successor (after);

-- care_limit is from when on a place wants to be told of dates and of silence.
CREATE TABLE care_limit (
    place   BIGINT NOT NULL PRIMARY KEY,
    months  BIGINT NOT NULL, -- how long before a date
    silent  BIGINT NOT NULL, -- after how many years without a sign of life
    review  BIGINT NOT NULL, -- after how many months without a review; 0: none is due
    changed BIGINT NOT NULL
);

-- calendar_feed is a secret address of a place's calendar. Only its hash is kept.
CREATE TABLE calendar_feed (
    hash    TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the secret in the address
    place   BIGINT NOT NULL,
    account TEXT   NOT NULL, -- who asked for it; its access ends with hers
    language TEXT  NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX calendar_feed_account ON calendar_feed (account, place);

-- calendar_entry is what calendars were last told of a day, so that a day that moves
-- moves in them too.
CREATE TABLE calendar_entry (
    uid      TEXT   NOT NULL PRIMARY KEY,
    day      TEXT   NOT NULL,
    sequence BIGINT NOT NULL, -- how many times the day moved
    changed  BIGINT NOT NULL
);

-- digest is how often an account gets the list of what is due by mail.
CREATE TABLE digest (
    account TEXT   NOT NULL PRIMARY KEY,
    every   TEXT   NOT NULL, -- 'week', 'month', 'never'
    sent    TEXT   NOT NULL DEFAULT '' -- the period of the last one: "2026-11", "2026-W48"
);

-- partner_contact is an address at which an officer reaches the other side. It is
-- private to her place and kept for a time only.
CREATE TABLE partner_contact (
    id         TEXT   NOT NULL PRIMARY KEY,
    place      BIGINT NOT NULL, -- whose office it is
    kept_for   BIGINT NOT NULL, -- the place whose officer entered it
    email      TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    entered    BIGINT NOT NULL,
    entered_by TEXT   NOT NULL, -- account
    expires    BIGINT NOT NULL
);
CREATE INDEX partner_contact_place ON partner_contact (kept_for, place);

-- inquiry is the question to one side whether a partnership is still alive.
CREATE TABLE inquiry (
    id          TEXT   NOT NULL PRIMARY KEY,
    partnership TEXT   NOT NULL,
    side        BIGINT NOT NULL, -- which side is asked
    asked_for   BIGINT NOT NULL, -- the place whose officer asks
    account     TEXT   NOT NULL, -- the officer who is asked; '' for an address
    email       TEXT   NOT NULL, -- '' once it is over for long
    language    TEXT   NOT NULL,
    asked       BIGINT NOT NULL,
    asked_by    TEXT   NOT NULL, -- account
    reminders   BIGINT NOT NULL DEFAULT 0,
    next        BIGINT NOT NULL, -- when to remind or to give up
    state       TEXT   NOT NULL, -- 'open', 'answered', 'silent', 'stopped'
    answer      TEXT   NOT NULL DEFAULT '', -- JSON: what the side said
    answered    BIGINT NOT NULL DEFAULT 0,
    told        TEXT   NOT NULL DEFAULT '' -- JSON: the acts and claims that came of it, to take them back
);
CREATE INDEX inquiry_partnership ON inquiry (partnership);
CREATE INDEX inquiry_due ON inquiry (state, next);
