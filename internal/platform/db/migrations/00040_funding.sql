-- +goose Up
-- funding_programme is a programme with its calls, rules and tests, as the site's organiser wrote it: one YAML
-- document. One with the key of a programme that came with the program stands in its place. It names no person.
CREATE TABLE funding_programme (
    code    TEXT   NOT NULL PRIMARY KEY, -- its key, in addresses; never changed
    version BIGINT NOT NULL, -- moves with each change
    body    TEXT   NOT NULL, -- YAML, read and checked before it was kept
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
