-- +goose Up
-- document is a file that belongs to something: an act, later a meeting or a project. Its
-- bytes are objects outside of the database, named by their checksum.
CREATE TABLE document (
    id             TEXT   NOT NULL PRIMARY KEY,
    kind           TEXT   NOT NULL, -- 'pdf', 'jpeg', 'png', 'webp', 'gif', 'docx', 'odt', 'xlsx', 'ods'
    name           TEXT   NOT NULL, -- as it was sent, cleaned; '' once erased
    blob           TEXT   NOT NULL, -- SHA-256 of the bytes as they came; '' once erased
    size           BIGINT NOT NULL,
    display        TEXT   NOT NULL, -- SHA-256 of an image drawn anew; '': none
    display_kind   TEXT   NOT NULL,
    display_size   BIGINT NOT NULL,
    display_width  BIGINT NOT NULL,
    display_height BIGINT NOT NULL,
    pages          BIGINT NOT NULL, -- of a PDF; 0: not known
    flags          TEXT   NOT NULL, -- JSON: what readers are told about it
    title          TEXT   NOT NULL, -- JSON: text by language
    language       TEXT   NOT NULL, -- of the content; '': not said
    visibility     TEXT   NOT NULL, -- 'public', 'restricted'
    places         TEXT   NOT NULL, -- JSON: numbers of the places that it concerns
    organisation   TEXT   NOT NULL DEFAULT '',
    uploaded_by    TEXT   NOT NULL, -- account
    created        BIGINT NOT NULL,
    supersedes     TEXT   NOT NULL DEFAULT '', -- the document whose newer version this is
    version        BIGINT NOT NULL DEFAULT 1,  -- 1 for the first, then 2, …
    removed        BIGINT NOT NULL DEFAULT 0,  -- when a person took it away; 0: never
    erased         BIGINT NOT NULL DEFAULT 0   -- when its content was erased; 0: never
);
CREATE INDEX document_blob ON document (blob);
CREATE INDEX document_supersedes ON document (supersedes);
CREATE INDEX document_uploaded_by ON document (uploaded_by);

-- document_intake is a file that came in and was found good, and that waits for up to a
-- day to become a document. It also counts how much an account sent lately.
CREATE TABLE document_intake (
    id      TEXT   NOT NULL PRIMARY KEY,
    account TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    size    BIGINT NOT NULL,
    counted BIGINT NOT NULL, -- the same with the image drawn anew
    name    TEXT   NOT NULL,
    blob    TEXT   NOT NULL, -- '' until its bytes are stored
    display TEXT   NOT NULL,
    finding TEXT   NOT NULL, -- JSON: what the examination found
    used    TEXT   NOT NULL DEFAULT '' -- the document that became of it
);
CREATE INDEX document_intake_account ON document_intake (account, at);
