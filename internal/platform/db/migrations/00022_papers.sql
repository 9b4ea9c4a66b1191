-- +goose Up
-- What a document belongs to decides whether it leaves: see press_item. Documents of acts,
-- and those that were sent before anybody asked, belong to nothing that has drafts.
ALTER TABLE document ADD COLUMN home_kind TEXT NOT NULL DEFAULT ''; -- 'press', 'partnership', …; '': not said
ALTER TABLE document ADD COLUMN home TEXT NOT NULL DEFAULT ''; -- its identifier
ALTER TABLE document ADD COLUMN meeting TEXT NOT NULL DEFAULT ''; -- the same where that is a meeting, for the roles of who organises it
ALTER TABLE document ADD COLUMN description TEXT NOT NULL DEFAULT '{}'; -- JSON: what it is about, by language
ALTER TABLE document ADD COLUMN changed BIGINT NOT NULL DEFAULT 0; -- when this version came; 0: when the document did
ALTER TABLE document ADD COLUMN changed_by TEXT NOT NULL DEFAULT ''; -- account that sent this version; '': uploaded_by
CREATE INDEX document_home ON document (home);

UPDATE document SET home = COALESCE((SELECT MIN(t.item) FROM press_text t WHERE t.body LIKE '%doc:' || document.id || '%'), '') WHERE home = '';
UPDATE document SET home = COALESCE((SELECT MIN(m.id) FROM meeting m WHERE m.body LIKE '%' || document.id || '%'), '') WHERE home = '';
UPDATE document SET home_kind = 'press' WHERE home <> '';
UPDATE document SET meeting = home WHERE home IN (SELECT id FROM meeting);

-- document_version is a state that a document had before its file was replaced. The
-- document keeps its identifier and its address; the version that came last is in document.
CREATE TABLE document_version (
    document       TEXT   NOT NULL REFERENCES document (id),
    version        BIGINT NOT NULL,
    kind           TEXT   NOT NULL,
    name           TEXT   NOT NULL, -- '' once erased
    blob           TEXT   NOT NULL, -- SHA-256 of the bytes as they came; '' once erased
    size           BIGINT NOT NULL,
    display        TEXT   NOT NULL, -- SHA-256 of an image drawn anew; '': none
    display_kind   TEXT   NOT NULL,
    display_size   BIGINT NOT NULL,
    display_width  BIGINT NOT NULL,
    display_height BIGINT NOT NULL,
    pages          BIGINT NOT NULL,
    flags          TEXT   NOT NULL, -- JSON
    came           BIGINT NOT NULL, -- when it was sent
    came_by        TEXT   NOT NULL, -- account
    replaced       BIGINT NOT NULL, -- when the next one came
    replaced_by    TEXT   NOT NULL, -- account
    note           TEXT   NOT NULL DEFAULT '', -- why, in the person's words
    PRIMARY KEY (document, version)
);

-- document_content is what a process read in the file of a document's present version. Its
-- row is missing until then.
CREATE TABLE document_content (
    document  TEXT   NOT NULL PRIMARY KEY REFERENCES document (id),
    version   BIGINT NOT NULL, -- of the document, that was read
    reader    BIGINT NOT NULL, -- which way of reading it was: a better one reads again
    pages     BIGINT NOT NULL, -- pages, slides or sheets; 0: not known
    body      TEXT   NOT NULL, -- the text, as far as it is kept
    print     TEXT   NOT NULL, -- SHA-256 of it, to see whether it changed
    cut       BIGINT NOT NULL, -- 1: the file has more text than is kept
    fault     TEXT   NOT NULL, -- key of the message that says why not all could be read; '': all was
    width     BIGINT NOT NULL, -- of the picture of its first page; 0: there is none
    height    BIGINT NOT NULL,
    webp      TEXT   NOT NULL, -- SHA-256 of the picture as WebP
    webp_size BIGINT NOT NULL,
    jpeg      TEXT   NOT NULL, -- SHA-256 of the picture as JPEG
    jpeg_size BIGINT NOT NULL,
    at        BIGINT NOT NULL
);
