-- +goose Up
-- meeting is a conference, a visit, a forum: what is known of it beside its texts, which
-- are those of the item of the same identifier in press_item.
CREATE TABLE meeting (
    id       TEXT   NOT NULL PRIMARY KEY REFERENCES press_item (id),
    body     TEXT   NOT NULL, -- JSON: kind, time, venue, patrons, guests by town as numbers, programme, materials
    begins   TEXT   NOT NULL DEFAULT '', -- its first day as far as it is known: '2013-09-27', '2013'; '': not known
    place    BIGINT NOT NULL DEFAULT 0, -- of the venue; 0: not said
    version  BIGINT NOT NULL, -- moves with each change of the above
    sequence BIGINT NOT NULL DEFAULT 0, -- how often its time or place changed: calendars ask
    changed  BIGINT NOT NULL,
    copy_of  TEXT   NOT NULL DEFAULT '' -- the edition from which it was begun
);
CREATE INDEX meeting_begins ON meeting (begins);

-- meeting_revision is each state that a meeting had.
CREATE TABLE meeting_revision (
    meeting TEXT   NOT NULL REFERENCES meeting (id),
    version BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    made_by TEXT   NOT NULL, -- account
    note    TEXT   NOT NULL DEFAULT '', -- why, in the person's words
    body    TEXT   NOT NULL, -- JSON, as in meeting
    PRIMARY KEY (meeting, version)
);
