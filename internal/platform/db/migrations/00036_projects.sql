-- +goose Up
-- project is what partners do together with somebody's money, from the first idea to what
-- came of it. It names places and organisations, no person.
CREATE TABLE project (
    id         TEXT   NOT NULL PRIMARY KEY,
    handle     TEXT   NOT NULL UNIQUE, -- in addresses; made of its first title and never changed
    version    BIGINT NOT NULL, -- moves with each change
    state      TEXT   NOT NULL, -- 'idea', 'submitted', 'granted', 'refused', 'running', 'closed'
    call_key   TEXT   NOT NULL, -- the call that pays for it; '': none chosen
    shown      BIGINT NOT NULL, -- since when readers see it; 0: they do not
    body       TEXT   NOT NULL, -- JSON: texts, partners, budget, work, moves between states
    created    BIGINT NOT NULL,
    changed    BIGINT NOT NULL
);
CREATE INDEX project_state ON project (state);

-- project_place says which places are its partners, so that a town finds its projects.
CREATE TABLE project_place (
    project TEXT   NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    place   BIGINT NOT NULL,
    PRIMARY KEY (project, place)
);
CREATE INDEX project_place_place ON project_place (place);

-- project_partnership says out of which partnerships it grew.
CREATE TABLE project_partnership (
    project     TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    partnership TEXT NOT NULL,
    PRIMARY KEY (project, partnership)
);
CREATE INDEX project_partnership_of ON project_partnership (partnership);
