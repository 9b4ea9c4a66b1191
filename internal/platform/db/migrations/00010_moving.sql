-- +goose Up
-- moving_draft is a list of partners that a person is moving in: the file, what she
-- corrected and answered, and what the import told, so that it can be taken back. It goes
-- after a week, whatever became of it: lists hold names and telephone numbers of people.
CREATE TABLE moving_draft (
    id      TEXT   NOT NULL PRIMARY KEY,
    account TEXT   NOT NULL, -- who uploaded it, and alone may see it
    file    TEXT   NOT NULL, -- its name
    own     BIGINT NOT NULL, -- whose list it is; 0: not known yet
    content TEXT   NOT NULL, -- the file, packed and sealed with the installation's key
    answers TEXT   NOT NULL, -- JSON: by the keys of questions
    done    TEXT   NOT NULL DEFAULT '', -- JSON: what the import told; '': not yet
    undone  BIGINT NOT NULL DEFAULT 0,  -- when it was taken back; 0: never
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX moving_draft_account ON moving_draft (account);
CREATE INDEX moving_draft_created ON moving_draft (created);
