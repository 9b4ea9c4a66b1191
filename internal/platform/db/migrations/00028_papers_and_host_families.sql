-- +goose Up
-- meeting_papers is what an organiser decided of the papers of a meeting: who signs them, what
-- badges show, and the running texts that she worded herself.
CREATE TABLE meeting_papers (
    meeting TEXT   NOT NULL PRIMARY KEY REFERENCES conference (meeting),
    body    TEXT   NOT NULL, -- JSON
    version BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- host_family is a household that takes guests of a meeting in.
CREATE TABLE host_family (
    id      TEXT   NOT NULL PRIMARY KEY,
    meeting TEXT   NOT NULL REFERENCES conference (meeting),
    sealed  TEXT   NOT NULL, -- JSON, sealed: name, address, phone, what the house is like
    beds    BIGINT NOT NULL, -- guests that it takes
    told    BIGINT NOT NULL DEFAULT 0, -- when it was last told who comes
    made    BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX host_family_meeting ON host_family (meeting);

-- host_guest is a member of a delegation who asked for a host family: what she needs, and
-- where she stays.
CREATE TABLE host_guest (
    member  TEXT   NOT NULL PRIMARY KEY, -- delegation_member
    meeting TEXT   NOT NULL REFERENCES conference (meeting),
    family  TEXT   NOT NULL DEFAULT '', -- host_family; '': not placed yet
    sealed  TEXT   NOT NULL DEFAULT '', -- JSON, sealed: her needs; '': none said
    by_hand BIGINT NOT NULL DEFAULT 0, -- 1: a person placed her; a suggestion leaves her there
    told    BIGINT NOT NULL DEFAULT 0, -- when her delegation was last told
    changed BIGINT NOT NULL
);
CREATE INDEX host_guest_meeting ON host_guest (meeting, family);
