-- +goose Up
-- source is where statements come from. Its code is its identity.
CREATE TABLE source (
    code      TEXT   NOT NULL PRIMARY KEY,
    title     TEXT   NOT NULL,
    publisher TEXT   NOT NULL,
    url       TEXT   NOT NULL,
    language  TEXT   NOT NULL,
    licence   TEXT   NOT NULL,
    note      TEXT   NOT NULL,
    published TEXT   NOT NULL, -- "2022-03-03", "2022-03", "2022" or ""
    retrieved TEXT   NOT NULL,
    edited    BIGINT NOT NULL DEFAULT 0 -- when a person changed the row; imports leave it alone then
);

-- claim is one statement about one field of one subject.
CREATE TABLE claim (
    id           TEXT   NOT NULL PRIMARY KEY,
    subject      TEXT   NOT NULL, -- "partnership:<id>"
    field        TEXT   NOT NULL,
    value        TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    asserted_by  TEXT   NOT NULL,
    confidence   TEXT   NOT NULL,
    rank         TEXT   NOT NULL,
    confirmed_by TEXT   NOT NULL, -- JSON: numbers of the sides, or ""
    supersedes   TEXT   NOT NULL,
    known_since  BIGINT NOT NULL,
    known_until  BIGINT NOT NULL DEFAULT 0, -- 0: still held
    origin       TEXT   NOT NULL,
    edited       BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX claim_subject ON claim (subject);

-- partnership is a link between two or more places. A pair that is known from
-- lists alone is one row: its listed_… columns stand for its only, inferred act.
CREATE TABLE partnership (
    id                TEXT   NOT NULL PRIMARY KEY,
    kind              TEXT   NOT NULL DEFAULT 'unstated',
    original_term     TEXT   NOT NULL DEFAULT '',
    a                 BIGINT NOT NULL, -- the two sides of a pair, smaller number first;
    b                 BIGINT NOT NULL, -- of more sides the first two
    parties           TEXT   NOT NULL DEFAULT '', -- JSON; "" when a and b say it all
    topics            TEXT   NOT NULL DEFAULT '', -- JSON, or ""
    story             TEXT   NOT NULL DEFAULT '', -- JSON: text by language, or ""
    supersedes        TEXT   NOT NULL DEFAULT '',
    listed_year       BIGINT NOT NULL DEFAULT 0, -- of the oldest list; 0: on none
    listed_count      BIGINT NOT NULL DEFAULT 0,
    listed_confidence TEXT   NOT NULL DEFAULT '',
    listed_source     TEXT   NOT NULL DEFAULT '',
    listed_known      BIGINT NOT NULL DEFAULT 0,
    origin            TEXT   NOT NULL, -- who wrote the row: "starter", an import; "": a person
    edited            BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX partnership_a ON partnership (a);
CREATE INDEX partnership_b ON partnership (b);

-- party holds the sides that a and b cannot: those of links between more than
-- two, and the heirs of units that were merged.
CREATE TABLE party (
    place       BIGINT NOT NULL,
    partnership TEXT   NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    PRIMARY KEY (place, partnership)
);

-- act is one dated step. What a query does not ask for is in body.
CREATE TABLE act (
    id          TEXT   NOT NULL PRIMARY KEY,
    partnership TEXT   NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    ordinal     BIGINT NOT NULL, -- the order in which the recorder tells the acts
    type        TEXT   NOT NULL,
    dated       TEXT   NOT NULL, -- EDTF: "2018-03-16", "2021~", "../2016"
    body        TEXT   NOT NULL, -- JSON: the act
    known_since BIGINT NOT NULL,
    known_until BIGINT NOT NULL DEFAULT 0,
    origin      TEXT   NOT NULL,
    edited      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX act_partnership ON act (partnership);
