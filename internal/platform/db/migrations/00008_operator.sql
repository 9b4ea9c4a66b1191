-- +goose Up
-- operator_face holds who runs this installation and how it looks, one row for each
-- version; the newest is shown. Older ones stay, so that what stood on the site on a day
-- can be told.
CREATE TABLE operator_face (
    version BIGINT NOT NULL PRIMARY KEY, -- 1, 2, 3…
    body    TEXT   NOT NULL, -- JSON: names by language, colours, pictures, imprint, …
    made_at BIGINT NOT NULL, -- microseconds since 1970, UTC
    made_by TEXT   NOT NULL, -- account; "" for the program itself
    origin  TEXT   NOT NULL DEFAULT '' -- "demo": an example, which goes with the demonstration
);

-- tls_certificate keeps certificates and the keys that belong to them where several nodes
-- share one database. Each value is sealed with the installation's key.
CREATE TABLE tls_certificate (
    name    TEXT   NOT NULL PRIMARY KEY, -- as the certificate authority's client calls it
    sealed  TEXT   NOT NULL,
    changed BIGINT NOT NULL
);
