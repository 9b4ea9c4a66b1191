-- +goose Up
-- What a mail concerns, so that it is found and forgotten with that and not by its address:
-- "meeting/<id>/delegation-<id>", "meeting/<id>/host-<id>"; '' for nothing of the kind.
ALTER TABLE mail ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX mail_about ON mail (about);

-- delegation_bulk is an act to many delegations that goes on after its request, part by part:
-- a person sees how far it is, and a node that stops loses nothing.
CREATE TABLE delegation_bulk (
    id      TEXT   NOT NULL PRIMARY KEY,
    meeting TEXT   NOT NULL REFERENCES conference (meeting) ON DELETE CASCADE,
    account TEXT   NOT NULL, -- in whose name it is done
    act     TEXT   NOT NULL, -- 'invite', 'remind'
    ids     TEXT   NOT NULL, -- JSON: the delegations, in their order
    wanted  BIGINT NOT NULL, -- how many they are
    seen    BIGINT NOT NULL, -- how many of them were looked at
    done    BIGINT NOT NULL, -- to how many it was done; the others it did not suit any more
    begun   BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    ended   BIGINT NOT NULL  -- 0: it goes on
);
CREATE INDEX delegation_bulk_meeting ON delegation_bulk (meeting, begun);

-- What a survey asks beside the questions that are there: JSON, the organiser's questions with
-- their texts by language.
ALTER TABLE after_survey ADD COLUMN own TEXT NOT NULL DEFAULT '';

-- after_told marks which delegations were written to about a survey, so that each is once.
CREATE TABLE after_told (
    meeting    TEXT   NOT NULL,
    delegation TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (meeting, delegation)
);
