-- +goose Up
-- meta holds numbers about the data itself: data_version moves with every
-- change of public data; starter_version is the release of the starter content
-- that was applied.
CREATE TABLE meta (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
