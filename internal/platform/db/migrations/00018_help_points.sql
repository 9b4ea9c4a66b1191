-- +goose Up
-- help_point is an office where people are advised: where it is, how it is reached, when it
-- is open. The public part is about offices and names no person.
CREATE TABLE help_point (
    id            TEXT   NOT NULL PRIMARY KEY,
    handle        TEXT   NOT NULL UNIQUE, -- in addresses; made of its first name and never changed
    version       BIGINT NOT NULL DEFAULT 1, -- moves with each change
    state         TEXT   NOT NULL, -- 'draft', 'public', 'withdrawn'
    organisation  TEXT   NOT NULL, -- who runs it; '': the operator of the site
    place         BIGINT NOT NULL, -- number of the place; 0: not yet known
    zone          TEXT   NOT NULL, -- IANA time zone in which its hours hold; '': not yet known
    lat           DOUBLE PRECISION NOT NULL,
    lon           DOUBLE PRECISION NOT NULL,
    located       BIGINT NOT NULL, -- 1: lat and lon are the office's own; 0: the place's
    hours         TEXT   NOT NULL, -- in the OSM opening_hours language; '': not known
    body          TEXT   NOT NULL, -- JSON: purposes, address, phones, mails, languages, access, closure, exceptions
    verified      BIGINT NOT NULL, -- when a person last checked hours and phones; 0: never
    verified_role TEXT   NOT NULL, -- what she was
    confidential  BIGINT NOT NULL, -- 1: what is told there is nobody else's business
    enquiries     BIGINT NOT NULL, -- 1: visitors may ask by a form
    example       BIGINT NOT NULL, -- 1: a historical example that nobody verifies
    created       BIGINT NOT NULL,
    changed       BIGINT NOT NULL
);

-- help_point_text is what a help point is called and what it says of itself in a language.
CREATE TABLE help_point_text (
    point      TEXT   NOT NULL REFERENCES help_point (id) ON DELETE CASCADE,
    language   TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    summary    TEXT   NOT NULL, -- what one is helped with
    way        TEXT   NOT NULL, -- how to find the door
    origin     TEXT   NOT NULL, -- 'written', 'translated' by a person, 'machine'
    source     TEXT   NOT NULL, -- language that it translates; '' where it was written
    of_version BIGINT NOT NULL, -- version of that text
    version    BIGINT NOT NULL, -- moves with each change of this text
    changed    BIGINT NOT NULL,
    PRIMARY KEY (point, language)
);

-- help_enquiry is a question to a help point and its answer. All that a person wrote is
-- sealed: whoever has the database without the key reads nothing of it.
CREATE TABLE help_enquiry (
    id           TEXT   NOT NULL PRIMARY KEY,
    point        TEXT   NOT NULL REFERENCES help_point (id) ON DELETE CASCADE,
    channel      TEXT   NOT NULL, -- 'form', or 'call' that an adviser noted
    language     TEXT   NOT NULL, -- in which the answer goes
    topic        TEXT   NOT NULL, -- code of a purpose
    place        BIGINT NOT NULL, -- the town that it is about or comes from; 0: not told
    state        TEXT   NOT NULL, -- 'open', 'answered', 'closed'
    sealed       TEXT   NOT NULL, -- name, address, question, answer
    address_mark TEXT   NOT NULL, -- keyed hash of the mail address, to find it for its owner; '': none
    link_hash    TEXT   NOT NULL, -- SHA-256 of the secret by which the answer is read; '': none
    made         BIGINT NOT NULL,
    finished     BIGINT NOT NULL, -- when it was answered or closed; 0: it waits
    finished_by  TEXT   NOT NULL, -- account
    expires      BIGINT NOT NULL, -- when it is deleted, whatever its state
    version      BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX help_enquiry_point ON help_enquiry (point, state, made);
CREATE INDEX help_enquiry_expires ON help_enquiry (expires);
CREATE INDEX help_enquiry_mark ON help_enquiry (address_mark);
CREATE INDEX help_enquiry_link ON help_enquiry (link_hash);

-- help_count is how many enquiries came, and nothing about who asked; it stays when they go.
CREATE TABLE help_count (
    point   TEXT   NOT NULL REFERENCES help_point (id) ON DELETE CASCADE,
    month   TEXT   NOT NULL, -- "2026-11", in the point's zone
    topic   TEXT   NOT NULL,
    channel TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    PRIMARY KEY (point, month, topic, channel)
);
