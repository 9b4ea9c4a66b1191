-- +goose Up
-- seek_request is what a town, or several small ones together, seeks in a partner town and
-- offers. It is written by an office and names no person.
CREATE TABLE seek_request (
    id         TEXT   NOT NULL PRIMARY KEY,
    handle     TEXT   NOT NULL UNIQUE, -- in addresses; made of its first town's name and never changed
    version    BIGINT NOT NULL DEFAULT 1, -- moves with each change
    state      TEXT   NOT NULL, -- 'draft', 'reviewed', 'published', 'paused', 'matched', 'closed'
    asked      BIGINT NOT NULL, -- when a review was asked for; 0: it was not
    owner      TEXT   NOT NULL, -- account to which answers go
    reply_by   TEXT   NOT NULL, -- the last day to answer, '2026-12-31'; '': not yet said
    expires    TEXT   NOT NULL, -- the last day on which it is shown
    reason     TEXT   NOT NULL, -- why it was closed
    body       TEXT   NOT NULL, -- JSON: topics, wishes, the texts of each language
    created    BIGINT NOT NULL,
    changed    BIGINT NOT NULL,
    published  BIGINT NOT NULL  -- when readers saw it first; 0: not yet
);
CREATE INDEX seek_request_state ON seek_request (state, expires);

-- seek_request_place says for which towns a request speaks.
CREATE TABLE seek_request_place (
    request TEXT   NOT NULL REFERENCES seek_request (id) ON DELETE CASCADE,
    ord     BIGINT NOT NULL, -- 0: the town that leads
    place   BIGINT NOT NULL,
    PRIMARY KEY (request, ord)
);
CREATE INDEX seek_request_place_place ON seek_request_place (place);
