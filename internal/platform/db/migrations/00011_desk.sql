-- +goose Up
-- data_change tells what moved the data's version, where it was one object: a node then
-- refreshes that object and not the world. A version without a row changed more.
CREATE TABLE data_change (
    version BIGINT NOT NULL,
    kind    TEXT   NOT NULL, -- "partnership"
    object  TEXT   NOT NULL,
    PRIMARY KEY (version, kind, object)
);

-- version moves with each change that a person makes to a partnership or its acts.
ALTER TABLE partnership ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- partnership_revision keeps what a partnership was after each change, so that any two
-- states can be compared and an older one restored. It names accounts by identifier alone.
CREATE TABLE partnership_revision (
    partnership TEXT   NOT NULL REFERENCES partnership (id) ON DELETE CASCADE,
    version     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    made_by     TEXT   NOT NULL, -- account; "" for what an import told
    cause       TEXT   NOT NULL, -- "begin", "details", "record", "amend", "withdraw", …
    act         TEXT   NOT NULL, -- the act that it was about; "" for none
    note        TEXT   NOT NULL, -- why, in the person's words; may be blanked
    body        TEXT   NOT NULL, -- JSON: the record
    PRIMARY KEY (partnership, version)
);
CREATE INDEX partnership_revision_by ON partnership_revision (made_by);

-- presence says who has an object open at the desk, so that two people notice each other.
CREATE TABLE presence (
    object  TEXT   NOT NULL, -- "partnership:<id>"
    account TEXT   NOT NULL,
    seen    BIGINT NOT NULL,
    PRIMARY KEY (object, account)
);

-- proposal is what somebody without an account says is wrong or missing.
CREATE TABLE proposal (
    id          TEXT   NOT NULL PRIMARY KEY,
    subject     TEXT   NOT NULL, -- "partnership", "act", "place"
    partnership TEXT   NOT NULL, -- "" where it is about none that is known
    act         TEXT   NOT NULL,
    places      TEXT   NOT NULL, -- JSON: numbers of the places that it concerns
    language    TEXT   NOT NULL, -- in which it was written, and an answer goes
    body        TEXT   NOT NULL, -- JSON: what is said, the source, the proposed act
    email       TEXT   NOT NULL, -- where an answer goes; "" for none, and once forgotten
    state       TEXT   NOT NULL, -- "open", "accepted", "refused"
    answer      TEXT   NOT NULL, -- why it was refused, in the moderator's words
    made        BIGINT NOT NULL,
    decided     BIGINT NOT NULL DEFAULT 0,
    decided_by  TEXT   NOT NULL DEFAULT '', -- account
    version     BIGINT NOT NULL DEFAULT 0  -- moves with each decision
);
CREATE INDEX proposal_state ON proposal (state, made);
CREATE INDEX proposal_partnership ON proposal (partnership);
