-- +goose Up
-- press_picture is a picture of a gallery. Its original is a document that is not public.
CREATE TABLE press_picture (
    id         TEXT   NOT NULL PRIMARY KEY,
    item       TEXT   NOT NULL REFERENCES press_item (id), -- the gallery
    document   TEXT   NOT NULL, -- the original
    position   BIGINT NOT NULL,
    width      BIGINT NOT NULL, -- of the original, upright
    height     BIGINT NOT NULL,
    tone       TEXT   NOT NULL DEFAULT '', -- '#rrggbb': its mean colour, shown until it comes; '': not drawn yet
    caption    TEXT   NOT NULL DEFAULT '{}', -- JSON: text by language
    alt        TEXT   NOT NULL DEFAULT '{}', -- JSON: what it shows, by language
    credit     TEXT   NOT NULL DEFAULT '', -- who took it, as it stands below
    people     TEXT   NOT NULL DEFAULT '', -- '': nobody said; 'none', 'agreed'
    consent    TEXT   NOT NULL DEFAULT '{}', -- JSON: by whom, when, on which ground it was given: for the desk alone
    added      BIGINT NOT NULL,
    added_by   TEXT   NOT NULL, -- account
    withdrawn  BIGINT NOT NULL DEFAULT 0 -- when it was taken away from everybody; 0: it is there
);
CREATE INDEX press_picture_item ON press_picture (item, position);
CREATE INDEX press_picture_document ON press_picture (document);

-- press_rendition is a size of a picture, drawn anew without anything that the file brought
-- along.
CREATE TABLE press_rendition (
    picture TEXT   NOT NULL REFERENCES press_picture (id),
    width   BIGINT NOT NULL,
    height  BIGINT NOT NULL,
    kind    TEXT   NOT NULL, -- 'jpeg', 'webp'
    blob    TEXT   NOT NULL, -- SHA-256 of its bytes
    size    BIGINT NOT NULL,
    PRIMARY KEY (picture, kind, width)
);
CREATE INDEX press_rendition_blob ON press_rendition (blob);
