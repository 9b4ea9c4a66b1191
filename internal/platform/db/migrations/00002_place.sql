-- +goose Up
-- place holds administrative units and settlements. Unknown facts are '' or 0.
CREATE TABLE place (
    id         BIGINT           NOT NULL PRIMARY KEY, -- GeoNames number, or from 9000000000
    name       TEXT             NOT NULL,
    country    TEXT             NOT NULL, -- ISO 3166-1, two letters
    region     TEXT             NOT NULL, -- region.code
    lat        DOUBLE PRECISION NOT NULL,
    lon        DOUBLE PRECISION NOT NULL,
    population BIGINT           NOT NULL,
    feature    TEXT             NOT NULL, -- GeoNames feature code
    kind       TEXT             NOT NULL,
    unit       TEXT             NOT NULL, -- national code of the unit
    zone       TEXT             NOT NULL, -- time zone
    same_as    BIGINT           NOT NULL, -- leading place of the same town; 0: by rule; own id: of none
    origin     TEXT             NOT NULL, -- who wrote the row: "starter", an import; "": a person
    edited     BIGINT           NOT NULL DEFAULT 0 -- when a person changed the row; imports leave it alone then
);

-- place_spelling holds spellings whose language nobody recorded, one a line, as
-- one origin gave them. They serve look-up only.
CREATE TABLE place_spelling (
    place     BIGINT NOT NULL,
    origin    TEXT   NOT NULL,
    spellings TEXT   NOT NULL,
    PRIMARY KEY (place, origin)
);

-- place_name is what a place is called in a language.
CREATE TABLE place_name (
    place      BIGINT NOT NULL,
    lang       TEXT   NOT NULL, -- BCP 47
    value      TEXT   NOT NULL,
    kind       TEXT   NOT NULL, -- endonym, exonym, official, historical, variant
    used_from  TEXT   NOT NULL, -- year or date; '': open
    used_until TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    origin     TEXT   NOT NULL,
    edited     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (place, lang, value, kind)
);

-- region is a country's first-level unit.
CREATE TABLE region (
    code    TEXT NOT NULL PRIMARY KEY, -- "PL.81"
    country TEXT NOT NULL,
    name    TEXT NOT NULL
);

CREATE TABLE region_name (
    code  TEXT NOT NULL,
    lang  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (code, lang)
);
