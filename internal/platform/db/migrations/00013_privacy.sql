-- +goose Up
-- consent is that a person agreed to something, and to which text.
CREATE TABLE consent (
    id        TEXT   NOT NULL PRIMARY KEY,
    account   TEXT   NOT NULL, -- '' where the person has none
    email_key TEXT   NOT NULL, -- '' once erased
    purpose   TEXT   NOT NULL,
    version   TEXT   NOT NULL, -- digest of the text that was shown
    language  TEXT   NOT NULL, -- in which it was shown
    given     BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX consent_account ON consent (account);
CREATE INDEX consent_email ON consent (email_key);

-- erasure remembers whose data was erased, so that a restored backup can erase it again.
-- No address can be read from it: mark is a keyed hash.
CREATE TABLE erasure (
    mark    TEXT   NOT NULL PRIMARY KEY, -- of the address
    account TEXT   NOT NULL, -- '' where the person had none
    at      BIGINT NOT NULL
);

-- consent_text is each text that somebody agreed to, as it was shown.
CREATE TABLE consent_text (
    version TEXT NOT NULL PRIMARY KEY, -- digest of the text
    body    TEXT NOT NULL
);
