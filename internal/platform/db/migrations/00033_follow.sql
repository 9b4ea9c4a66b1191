-- +goose Up
-- seek_search is what a person follows among the requests of towns that seek partners: a
-- search that she saved, or whatever fits a town that she looks after.
CREATE TABLE seek_search (
    account TEXT   NOT NULL,
    id      TEXT   NOT NULL, -- 'town-' and the number where it is about a town
    place   BIGINT NOT NULL, -- the town that requests should fit; 0: none
    name    TEXT   NOT NULL, -- as she calls it; '' where it is about a town
    filter  TEXT   NOT NULL, -- what is asked, as addresses have it
    every   TEXT   NOT NULL, -- 'week', 'day', 'never'
    told    TEXT   NOT NULL, -- JSON: identifiers of open requests of which she was told
    feed    TEXT   NOT NULL, -- hash of the secret of its Atom address; '': there is none
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE INDEX seek_search_feed ON seek_search (feed);

-- seek_reader says up to when an account was told by mail.
CREATE TABLE seek_reader (
    account TEXT   NOT NULL PRIMARY KEY,
    week    TEXT   NOT NULL, -- '2026-W48' whose mail was seen to
    day     TEXT   NOT NULL, -- '2026-11-26' on which those who want to know daily were
    quiet   BIGINT NOT NULL  -- 1: she wants no such mail at all
);
