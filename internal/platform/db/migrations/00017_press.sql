-- +goose Up
-- press_item is something that is published: an article, a page, a good practice, a
-- gallery. What it says is in press_text, once for each language.
CREATE TABLE press_item (
    id           TEXT   NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL, -- 'article', 'page', 'practice', 'gallery'
    organisation TEXT   NOT NULL DEFAULT '', -- whose it is; '': the site's
    tags         TEXT   NOT NULL DEFAULT '[]', -- JSON: words, as they were written
    topics       TEXT   NOT NULL DEFAULT '[]', -- JSON: codes of areas of cooperation
    facts        TEXT   NOT NULL DEFAULT '{}', -- JSON: what is the same in each language: years, cost
    cover        TEXT   NOT NULL DEFAULT '', -- document: the picture at its head; '': none
    version      BIGINT NOT NULL, -- moves with each change of the item or of one of its texts
    own_version  BIGINT NOT NULL, -- the version at which the fields above were last changed
    created      BIGINT NOT NULL,
    created_by   TEXT   NOT NULL, -- account
    gone         BIGINT NOT NULL DEFAULT 0 -- when it was thrown away; 0: it is there
);
CREATE INDEX press_item_kind ON press_item (kind, created);

-- press_link is what an item is about or belongs to.
CREATE TABLE press_link (
    item     TEXT   NOT NULL REFERENCES press_item (id),
    kind     TEXT   NOT NULL, -- 'place', 'partnership', 'meeting', 'press', …
    target   TEXT   NOT NULL, -- number of the place, identifier of the other thing
    role     TEXT   NOT NULL DEFAULT '', -- 'with': the other side of a good practice
    position BIGINT NOT NULL,
    PRIMARY KEY (item, kind, target)
);
CREATE INDEX press_link_target ON press_link (kind, target);

-- press_text is an item in one language: as it is being worked on, which of its states
-- the public sees, and which it will see from when on.
CREATE TABLE press_text (
    item            TEXT   NOT NULL REFERENCES press_item (id),
    language        TEXT   NOT NULL,
    version         BIGINT NOT NULL, -- of the item, at which this text was last changed
    content_version BIGINT NOT NULL, -- at which its words were: translations are measured by it
    body            TEXT   NOT NULL, -- JSON: title, lead, text, slug, origin
    edited          BIGINT NOT NULL,
    edited_by       TEXT   NOT NULL, -- account
    public_version  BIGINT NOT NULL DEFAULT 0, -- the revision that is public; 0: none
    public_since    BIGINT NOT NULL DEFAULT 0, -- when it first was; stays when it is changed
    next_version    BIGINT NOT NULL DEFAULT 0, -- the revision that is public from next_at on
    next_at         BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (item, language)
);
CREATE INDEX press_text_next ON press_text (next_at);

-- press_slug is each address that an item has or had in a language. One that was public
-- stays for ever, so that old links lead on.
CREATE TABLE press_slug (
    language TEXT   NOT NULL,
    slug     TEXT   NOT NULL,
    item     TEXT   NOT NULL REFERENCES press_item (id),
    since    BIGINT NOT NULL,
    PRIMARY KEY (language, slug)
);
CREATE INDEX press_slug_item ON press_slug (item);

-- press_revision is each state that an item's own fields or one of its texts had.
CREATE TABLE press_revision (
    item     TEXT   NOT NULL REFERENCES press_item (id),
    version  BIGINT NOT NULL,
    language TEXT   NOT NULL, -- '': the item's own fields
    words    BIGINT NOT NULL, -- the version at which the words of this state were written
    at       BIGINT NOT NULL,
    made_by  TEXT   NOT NULL, -- account
    cause    TEXT   NOT NULL, -- 'begin', 'change', 'translate', 'restore'
    note     TEXT   NOT NULL DEFAULT '', -- why, in the person's words
    body     TEXT   NOT NULL, -- JSON
    PRIMARY KEY (item, version)
);
CREATE INDEX press_revision_language ON press_revision (item, language, version);

-- press_preview is a link by which somebody without an account may read a draft.
CREATE TABLE press_preview (
    hash     TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of the secret in the address
    item     TEXT   NOT NULL REFERENCES press_item (id),
    language TEXT   NOT NULL,
    made     BIGINT NOT NULL,
    made_by  TEXT   NOT NULL, -- account
    expires  BIGINT NOT NULL
);
CREATE INDEX press_preview_item ON press_preview (item, language);
