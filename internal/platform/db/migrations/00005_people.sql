-- +goose Up
-- account is a person who can sign in. Nothing of it is public.
CREATE TABLE account (
    id        TEXT   NOT NULL PRIMARY KEY,
    email     TEXT   NOT NULL, -- as the person wrote it; '' once erased
    email_key TEXT   NOT NULL, -- the same in small letters; the id once erased
    name      TEXT   NOT NULL, -- how the desk names the person
    language  TEXT   NOT NULL, -- in which mails come
    password  TEXT   NOT NULL DEFAULT '', -- PHC string of argon2id; '': none set
    totp      TEXT   NOT NULL DEFAULT '', -- sealed secret of one-time codes; '': none set
    totp_step BIGINT NOT NULL DEFAULT 0,  -- of the last code used, so that none works twice
    created   BIGINT NOT NULL,
    confirmed BIGINT NOT NULL DEFAULT 0,  -- when the address was confirmed; 0: not yet
    disabled  BIGINT NOT NULL DEFAULT 0,  -- when an administrator closed the account; 0: open
    erased    BIGINT NOT NULL DEFAULT 0,  -- when the person's data was erased; 0: never
    version   BIGINT NOT NULL DEFAULT 0   -- moves with each change
);
CREATE UNIQUE INDEX account_email ON account (email_key);

-- passkey is a key pair by which a person signs in; the public half is in body.
CREATE TABLE passkey (
    id      TEXT   NOT NULL PRIMARY KEY, -- the credential's identifier, base64url
    account TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name    TEXT   NOT NULL, -- by which the person tells it from others
    body    TEXT   NOT NULL, -- JSON: the credential
    created BIGINT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX passkey_account ON passkey (account);

-- recovery_code lets a person in who lost the second factor, once each.
CREATE TABLE recovery_code (
    hash    TEXT   NOT NULL PRIMARY KEY,
    account TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    used    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX recovery_code_account ON recovery_code (account);

-- foreign_identity ties an account to its name at another log-in service.
CREATE TABLE foreign_identity (
    issuer  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    account TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX foreign_identity_account ON foreign_identity (account);

-- session is a browser that is signed in, or on its way to be.
CREATE TABLE session (
    id      TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the cookie
    account TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    seen    BIGINT NOT NULL, -- to within some minutes
    expires BIGINT NOT NULL,
    fresh   BIGINT NOT NULL, -- when the person last proved who she is
    strong  BIGINT NOT NULL, -- 1: by two factors or a passkey
    pending BIGINT NOT NULL, -- 1: the second factor is still to come; allows nothing else
    agent   TEXT   NOT NULL  -- browser and system in a few words, for the person's own list
);
CREATE INDEX session_account ON session (account);

-- link is a one-time link that came by mail or was printed.
CREATE TABLE link (
    hash    TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the secret in the address
    purpose TEXT   NOT NULL, -- 'first', 'invite', 'confirm', 'reset', 'address', …
    account TEXT   NOT NULL, -- '' where none exists yet
    email   TEXT   NOT NULL,
    body    TEXT   NOT NULL, -- JSON: what the link brings with it
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX link_account ON link (account);

-- organisation is a body that people act for.
CREATE TABLE organisation (
    id       TEXT   NOT NULL PRIMARY KEY,
    kind     TEXT   NOT NULL, -- 'local_government', 'twinning_committee', 'ngo', 'school', 'euroregion', 'authority', 'media'
    name     TEXT   NOT NULL, -- registered spelling
    latin    TEXT   NOT NULL DEFAULT '', -- the same in Latin letters, where the name is in others
    country  TEXT   NOT NULL,
    place    BIGINT NOT NULL DEFAULT 0, -- its seat; 0: not said
    url      TEXT   NOT NULL DEFAULT '',
    created  BIGINT NOT NULL,
    version  BIGINT NOT NULL DEFAULT 0
);

-- membership is that a person acts for an organisation, for a time.
CREATE TABLE membership (
    id           TEXT   NOT NULL PRIMARY KEY,
    account      TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    organisation TEXT   NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    position     TEXT   NOT NULL, -- the office, as the person's card has it
    since        TEXT   NOT NULL, -- date; '': not said
    until        TEXT   NOT NULL  -- date; '': still
);
CREATE INDEX membership_account ON membership (account);
CREATE INDEX membership_organisation ON membership (organisation);

-- role_grant is a role that a person has, asks for, or had, within a scope.
CREATE TABLE role_grant (
    id         TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role       TEXT   NOT NULL,
    scope_kind TEXT   NOT NULL, -- 'site', 'place', 'region', 'country', 'organisation', 'meeting', 'help_point'
    scope_id   TEXT   NOT NULL, -- '' for the site
    state      TEXT   NOT NULL, -- 'asked', 'held', 'refused', 'ended'
    reason     TEXT   NOT NULL, -- how the person showed that the claim is right; or why it was refused
    asked      BIGINT NOT NULL,
    decided    BIGINT NOT NULL DEFAULT 0,
    decided_by TEXT   NOT NULL DEFAULT '', -- account
    until      BIGINT NOT NULL DEFAULT 0   -- 0: without end
);
CREATE INDEX role_grant_account ON role_grant (account);
CREATE INDEX role_grant_scope ON role_grant (scope_kind, scope_id);

-- throttle counts tries, so that all nodes slow down together. Keys are keyed hashes:
-- no address of a person or machine can be read from them.
CREATE TABLE throttle (
    name   TEXT   NOT NULL PRIMARY KEY,
    tokens DOUBLE PRECISION NOT NULL,
    at     BIGINT NOT NULL
);

-- audit tells who changed what and when. Each row's hash covers the row and the hash
-- before it; detail holds the changed fields and can be blanked when a person's data is
-- erased, since the hash covers its digest.
CREATE TABLE audit (
    seq    BIGINT NOT NULL PRIMARY KEY, -- from 1, without a gap
    at     BIGINT NOT NULL,
    actor  TEXT   NOT NULL, -- account, 'system' or '' for the public
    action TEXT   NOT NULL,
    kind   TEXT   NOT NULL, -- of the object
    object TEXT   NOT NULL,
    places TEXT   NOT NULL, -- JSON: numbers of the places that it concerns
    detail TEXT   NOT NULL, -- JSON with a salt; '' once erased
    digest TEXT   NOT NULL, -- SHA-256 of detail as it was written
    erased BIGINT NOT NULL DEFAULT 0, -- seq of the row that tells of the erasure
    hash   TEXT   NOT NULL  -- HMAC-SHA256 over all above (erased aside) and the hash before
);
CREATE INDEX audit_object ON audit (kind, object);
CREATE INDEX audit_actor ON audit (actor);

-- audit_checkpoint is a signed statement of how the chain stood.
CREATE TABLE audit_checkpoint (
    seq       BIGINT NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    hash      TEXT   NOT NULL,
    signature TEXT   NOT NULL -- Ed25519 over seq, at and hash
);
