-- +goose Up
-- procedure is the way that towns walk together from a first contact to a signed agreement.
CREATE TABLE procedure (
    id           TEXT   NOT NULL PRIMARY KEY,
    version      BIGINT NOT NULL, -- moves with each change
    state        TEXT   NOT NULL, -- 'walking', 'stopped'
    request      TEXT   NOT NULL, -- the request that it came from; '': none
    conversation TEXT   NOT NULL, -- the conversation; '': none
    contact      TEXT   NOT NULL, -- the contact noted at a conference; '': none
    partnership  TEXT   NOT NULL, -- that holds its acts; '': no step has needed one yet
    body         TEXT   NOT NULL, -- JSON: what is agreed and proposed, the plan, why and by whom it was stopped
    begun        BIGINT NOT NULL,
    begun_by     TEXT   NOT NULL, -- account
    changed      BIGINT NOT NULL
);
CREATE INDEX procedure_partnership ON procedure (partnership);

-- procedure_side is a town that walks it.
CREATE TABLE procedure_side (
    procedure_id TEXT   NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    place        BIGINT NOT NULL, -- number of the place
    ordinal      BIGINT NOT NULL, -- 0 for the town that began it
    PRIMARY KEY (procedure_id, place)
);
CREATE INDEX procedure_side_place ON procedure_side (place);

-- procedure_point is one box of the checklist: a step, of all sides together or of one.
CREATE TABLE procedure_point (
    procedure_id TEXT   NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    step         TEXT   NOT NULL, -- 'contact', 'visit', 'kind', 'letter', 'plan', 'resolution', 'ceremony'
    side         BIGINT NOT NULL, -- the place whose step it is; 0: all take it together
    state        TEXT   NOT NULL, -- 'open', 'planned', 'done', 'left'
    day          TEXT   NOT NULL, -- planned for or done on, as an EDTF date; '': unknown
    body         TEXT   NOT NULL, -- JSON: note, link, law, vote, documents, the act that it made
    version      BIGINT NOT NULL, -- moves with each change
    sequence     BIGINT NOT NULL, -- how many times the planned day moved, for calendars
    moved        BIGINT NOT NULL, -- when it last did; 0: never planned
    account      TEXT   NOT NULL, -- who changed it last; '': nobody did
    changed      BIGINT NOT NULL,
    PRIMARY KEY (procedure_id, step, side)
);

-- procedure_event tells who did what, for both towns. Nothing of it is ever taken away.
CREATE TABLE procedure_event (
    id           TEXT   NOT NULL PRIMARY KEY,
    procedure_id TEXT   NOT NULL REFERENCES procedure (id) ON DELETE CASCADE,
    at           BIGINT NOT NULL,
    account      TEXT   NOT NULL, -- '': of a person who was erased
    place        BIGINT NOT NULL, -- in whose name
    what         TEXT   NOT NULL, -- 'begun', 'planned', 'done', 'left', 'reopened', 'proposed', …
    step         TEXT   NOT NULL, -- '': of the whole
    side         BIGINT NOT NULL,
    body         TEXT   NOT NULL  -- JSON: the day, the words, what was proposed
);
CREATE INDEX procedure_event_of ON procedure_event (procedure_id, at);
