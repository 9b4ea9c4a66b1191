-- +goose Up
-- forum_ask is a delegation's question whether another one talks with it, in a slot in which
-- both are free after the plan was released.
CREATE TABLE forum_ask (
    id       TEXT   NOT NULL PRIMARY KEY,
    meeting  TEXT   NOT NULL REFERENCES forum (meeting) ON DELETE CASCADE,
    side     TEXT   NOT NULL, -- who asks
    other    TEXT   NOT NULL, -- who is asked
    slot     BIGINT NOT NULL,
    state    TEXT   NOT NULL, -- 'open', 'accepted', 'declined', 'withdrawn'
    made     BIGINT NOT NULL,
    answered BIGINT NOT NULL  -- 0: not yet
);
CREATE INDEX forum_ask_meeting ON forum_ask (meeting, id);
