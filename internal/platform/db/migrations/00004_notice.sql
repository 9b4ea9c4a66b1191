-- +goose Up
-- notice holds what someone who looks for a partner must know of a country, a
-- region, a place or a pair. It folds suggestions into a marked group and never
-- changes a score.
CREATE TABLE notice (
    code   TEXT   NOT NULL PRIMARY KEY,
    folds  BIGINT NOT NULL, -- 1: the suggestion moves into the marked group; 0: the text is only shown
    body   TEXT   NOT NULL, -- JSON: scopes, programme, period, text by language, sources
    origin TEXT   NOT NULL, -- who wrote the row: "starter", an import; "": a person
    edited BIGINT NOT NULL DEFAULT 0 -- when a person changed the row; imports leave it alone then
);
