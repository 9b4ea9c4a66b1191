-- +goose Up
-- backup_run tells of each backup that was tried: when, why, where it lies and whether
-- it could be read back and restored on trial. A backup does not hold its own row.
CREATE TABLE backup_run (
    id        TEXT   NOT NULL PRIMARY KEY,
    occasion  TEXT   NOT NULL, -- 'twintown' (by hand), 'nightly', 'before-upgrade', 'before-restore'
    begun     BIGINT NOT NULL,
    finished  BIGINT NOT NULL,
    place     TEXT   NOT NULL, -- file or s3://bucket/name; never with a key in it
    taken     BIGINT NOT NULL DEFAULT 0, -- the moment of the data in it
    size      BIGINT NOT NULL DEFAULT 0, -- bytes
    sum       TEXT   NOT NULL DEFAULT '', -- SHA-256 that stands at the file's end
    row_count BIGINT NOT NULL DEFAULT 0,
    objects   BIGINT NOT NULL DEFAULT 0,
    lost      BIGINT NOT NULL DEFAULT 0, -- objects that could not be read
    sealed    BIGINT NOT NULL DEFAULT 0, -- 1: with a passphrase
    verified  BIGINT NOT NULL DEFAULT 0, -- when it was last read back whole; 0: never
    rehearsed BIGINT NOT NULL DEFAULT 0, -- when it was last restored on trial; 0: never
    failure   TEXT   NOT NULL DEFAULT '' -- message key of what failed; '': nothing
);
CREATE INDEX backup_run_finished ON backup_run (finished);
