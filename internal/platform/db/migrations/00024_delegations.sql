-- +goose Up
-- conference is the working side of a meeting, once somebody opened it.
CREATE TABLE conference (
    meeting TEXT   NOT NULL PRIMARY KEY REFERENCES press_item (id),
    body    TEXT   NOT NULL, -- JSON: deadline, contact, controller of the data, notice, registration
    seats   BIGINT NOT NULL DEFAULT 0, -- people who can be there; 0: no limit
    ends    BIGINT NOT NULL, -- the end of its last day, from which retention counts
    version BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- delegation is a town, an organisation or one person that is invited or asked to come.
CREATE TABLE delegation (
    id           TEXT   NOT NULL PRIMARY KEY,
    meeting      TEXT   NOT NULL REFERENCES conference (meeting),
    kind         TEXT   NOT NULL, -- 'town', 'organisation', 'person'
    place        BIGINT NOT NULL DEFAULT 0, -- 0: none, or not known
    name         TEXT   NOT NULL DEFAULT '', -- of an organisation, in its registered spelling; never a person's
    language     TEXT   NOT NULL, -- in which it is written to
    sealed       TEXT   NOT NULL DEFAULT '', -- JSON, sealed: who is addressed, her address, what she wrote, her answers
    address_mark TEXT   NOT NULL DEFAULT '', -- keyed mark of the address, to find it again
    quota        BIGINT NOT NULL, -- the most people that may come
    coming       BIGINT NOT NULL DEFAULT 0, -- how many it said will come
    state        TEXT   NOT NULL,
    link         BIGINT NOT NULL DEFAULT 1, -- generation of the personal link; a higher one ends the earlier ones
    deadline     BIGINT NOT NULL DEFAULT 0, -- until when an answer is awaited; 0: that of the conference
    invited      BIGINT NOT NULL DEFAULT 0, -- when the invitation was sent
    reminded     BIGINT NOT NULL DEFAULT 0, -- when the last reminder was
    opened       BIGINT NOT NULL DEFAULT 0, -- when the link was first followed
    answered     BIGINT NOT NULL DEFAULT 0, -- when the last answer came
    answered_by  TEXT   NOT NULL DEFAULT '', -- 'link', 'letter', 'phone', 'mail'
    waits_since  BIGINT NOT NULL DEFAULT 0, -- its place in the waiting list
    made         BIGINT NOT NULL,
    changed      BIGINT NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX delegation_meeting ON delegation (meeting, state);
CREATE INDEX delegation_address ON delegation (address_mark);

-- delegation_member is one person of a delegation. What is known of her is sealed, in
-- three parts that are kept for different times.
CREATE TABLE delegation_member (
    id         TEXT   NOT NULL PRIMARY KEY,
    delegation TEXT   NOT NULL REFERENCES delegation (id),
    meeting    TEXT   NOT NULL,
    position   BIGINT NOT NULL, -- order in the list
    sealed     TEXT   NOT NULL, -- JSON: name, role, languages, days, lodging, consents
    care       TEXT   NOT NULL DEFAULT '', -- JSON: diet and access; '': none, or purged
    visa       TEXT   NOT NULL DEFAULT '', -- JSON: the travel document; '': none, or purged
    code       TEXT   NOT NULL UNIQUE, -- opaque, for the badge
    made       BIGINT NOT NULL,
    changed    BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX delegation_member_of ON delegation_member (delegation, position);
CREATE INDEX delegation_member_meeting ON delegation_member (meeting);
