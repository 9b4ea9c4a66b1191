-- +goose Up
-- checkin_list is something at which arrivals are counted: dinner, the bus. The arrival at
-- the meeting itself is always there and has no row.
CREATE TABLE checkin_list (
    id       TEXT   NOT NULL PRIMARY KEY,
    meeting  TEXT   NOT NULL REFERENCES conference (meeting),
    name     TEXT   NOT NULL, -- as the organiser wrote it
    position BIGINT NOT NULL,
    made     BIGINT NOT NULL
);
CREATE INDEX checkin_list_of ON checkin_list (meeting, position);

-- checkin_scan is one scan of a badge, or one press of a button beside a name. It names the
-- member by her identifier alone.
CREATE TABLE checkin_scan (
    meeting  TEXT   NOT NULL REFERENCES conference (meeting),
    nonce    TEXT   NOT NULL, -- made by the device: the same scan sent twice is one
    list     TEXT   NOT NULL, -- 'arrival', or a row of checkin_list
    member   TEXT   NOT NULL,
    door     TEXT   NOT NULL DEFAULT '', -- the link by which it came; '': the desk
    at       BIGINT NOT NULL, -- when it was made, by this installation's clock
    received BIGINT NOT NULL, -- when it came in: later where the device was offline
    undone   BIGINT NOT NULL DEFAULT 0, -- when it was taken back; 0: it counts
    PRIMARY KEY (meeting, nonce)
);
CREATE INDEX checkin_scan_of ON checkin_scan (meeting, list, member);

-- checkin_door is a link for helpers who have no account: it opens check-in for one meeting
-- until a moment. The secret itself is nowhere.
CREATE TABLE checkin_door (
    id      TEXT   NOT NULL PRIMARY KEY,
    meeting TEXT   NOT NULL REFERENCES conference (meeting),
    name    TEXT   NOT NULL, -- which door: 'Main entrance'
    until   BIGINT NOT NULL,
    revoked BIGINT NOT NULL DEFAULT 0, -- when the organiser took it back; 0: never
    made    BIGINT NOT NULL
);
CREATE INDEX checkin_door_of ON checkin_door (meeting, made);
