-- +goose Up
-- document_size is a size of a document's image, drawn anew for pages in which it stands.
CREATE TABLE document_size (
    document TEXT   NOT NULL REFERENCES document (id),
    width    BIGINT NOT NULL,
    height   BIGINT NOT NULL,
    kind     TEXT   NOT NULL, -- 'jpeg', 'webp'
    blob     TEXT   NOT NULL, -- SHA-256 of its bytes
    size     BIGINT NOT NULL,
    tone     TEXT   NOT NULL, -- '#rrggbb': the image's mean colour, shown until it comes
    PRIMARY KEY (document, kind, width)
);
CREATE INDEX document_size_blob ON document_size (blob);
