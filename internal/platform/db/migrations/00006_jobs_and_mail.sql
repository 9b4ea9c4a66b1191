-- +goose Up
-- job is work that must be done once its change is kept: at least once, by any node.
CREATE TABLE job (
    id          TEXT   NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL, -- which handler does it
    payload     TEXT   NOT NULL, -- JSON: what the handler needs to know
    unique_key  TEXT   NOT NULL UNIQUE, -- a second job of the same key is the same job
    state       TEXT   NOT NULL, -- waiting, running, done, parked
    run_after   BIGINT NOT NULL, -- not before that moment
    attempts    BIGINT NOT NULL DEFAULT 0, -- how many times it was begun
    lease_owner TEXT   NOT NULL DEFAULT '', -- who does it now
    lease_until BIGINT NOT NULL DEFAULT 0, -- until when nobody else may
    last_error  TEXT   NOT NULL DEFAULT '',
    created     BIGINT NOT NULL,
    finished    BIGINT NOT NULL DEFAULT 0 -- when it was done or parked
);
CREATE INDEX job_due ON job (state, run_after, id);

-- mail is the outbox: every mail from the moment at which its cause is kept. The row is
-- the truth about it; what the SMTP server knows follows.
CREATE TABLE mail (
    id             TEXT   NOT NULL PRIMARY KEY,
    unique_key     TEXT   NOT NULL UNIQUE, -- a second mail of the same key is the same mail
    kind           TEXT   NOT NULL, -- messages mail.<kind>.…
    language       TEXT   NOT NULL,
    recipient      TEXT   NOT NULL, -- the address; "" after erasure
    recipient_key  TEXT   NOT NULL, -- the address as it is compared
    recipient_name TEXT   NOT NULL,
    host           TEXT   NOT NULL, -- what follows the @, for the pace
    subject        TEXT   NOT NULL,
    found_by       TEXT   NOT NULL, -- address, name and subject in small letters, for the list's search
    body           TEXT   NOT NULL, -- JSON: what the mail says, sealed where secret; "" once it was blanked
    secret         BIGINT NOT NULL, -- 1: it holds a link that opens something; blanked after sending
    message_id     TEXT   NOT NULL, -- stays the same however often it is tried
    state          TEXT   NOT NULL, -- queued, sending, sent, failed, bounced, cancelled
    attempts       BIGINT NOT NULL DEFAULT 0,
    next_try       BIGINT NOT NULL,
    tried          BIGINT NOT NULL DEFAULT 0, -- when it was given to the server last
    lease_owner    TEXT   NOT NULL DEFAULT '',
    lease_until    BIGINT NOT NULL DEFAULT 0,
    answer         TEXT   NOT NULL DEFAULT '', -- what the server said last
    created        BIGINT NOT NULL,
    finished       BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX mail_due ON mail (state, next_try, id);
CREATE INDEX mail_pace ON mail (host, tried);
CREATE INDEX mail_tried ON mail (tried);
CREATE INDEX mail_recipient ON mail (recipient_key);
CREATE INDEX mail_message ON mail (message_id);

-- mail_address holds the addresses that do not exist any more, as their servers said.
CREATE TABLE mail_address (
    address TEXT   NOT NULL PRIMARY KEY, -- as it is compared
    bounced BIGINT NOT NULL,
    answer  TEXT   NOT NULL
);

-- mail_server is the SMTP server that an administrator entered, and what is wrong with
-- the one in use. One row, named smtp.
CREATE TABLE mail_server (
    name     TEXT   NOT NULL PRIMARY KEY,
    settings TEXT   NOT NULL, -- JSON, sealed: it holds the password; "": none entered
    trouble  TEXT   NOT NULL, -- why mails wait; "": nothing known
    since    BIGINT NOT NULL, -- of the trouble
    changed  BIGINT NOT NULL
);
