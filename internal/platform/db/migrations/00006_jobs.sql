-- +goose Up
-- job is work that must be done once its change is kept: at least once, by any node.
CREATE TABLE job (
    id          TEXT   NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL, -- which handler does it
    payload     TEXT   NOT NULL, -- JSON: what the handler needs to know
    unique_key  TEXT   NOT NULL UNIQUE, -- a second job of the same key is the same job
    state       TEXT   NOT NULL, -- waiting, running, done, parked
    run_after   BIGINT NOT NULL, -- not before that moment
    attempts    BIGINT NOT NULL DEFAULT 0, -- how many times it was begun
    lease_owner TEXT   NOT NULL DEFAULT '', -- who does it now
    lease_until BIGINT NOT NULL DEFAULT 0, -- until when nobody else may
    last_error  TEXT   NOT NULL DEFAULT '',
    created     BIGINT NOT NULL,
    finished    BIGINT NOT NULL DEFAULT 0 -- when it was done or parked
);
CREATE INDEX job_due ON job (state, run_after, id);
