-- +goose Up
-- What an item says beside its words is one document: a revision of the language '' holds
-- all of it, for a meeting its facts too (member "more"). press_item.own_version names the
-- one that is worked on, press_own_shown those that the public sees.

-- press_own_shown says from when on the public sees a state of an item's own fields. Of
-- those whose moment has come the latest version counts.
CREATE TABLE press_own_shown (
    item    TEXT   NOT NULL REFERENCES press_item (id),
    version BIGINT NOT NULL, -- revision of the language ''
    since   BIGINT NOT NULL, -- 0: it was shown before this was kept
    decided BIGINT NOT NULL, -- when somebody said so; less than since: it was planned
    PRIMARY KEY (item, version, since)
);
INSERT INTO press_own_shown (item, version, since, decided)
SELECT i.id, i.own_version, 0, 0
  FROM press_item i
 WHERE EXISTS (SELECT 1 FROM press_text t WHERE t.item = i.id AND (t.public_version > 0 OR t.next_version > 0 OR t.public_since > 0));

-- press_about is what each state of an item's own fields names, to be asked for.
CREATE TABLE press_about (
    item    TEXT   NOT NULL REFERENCES press_item (id),
    version BIGINT NOT NULL, -- revision of the language ''
    kind    TEXT   NOT NULL, -- 'place', 'partnership', 'meeting', 'press'
    target  TEXT   NOT NULL, -- number of the place, identifier of the other thing
    PRIMARY KEY (item, version, kind, target)
);
CREATE INDEX press_about_target ON press_about (kind, target);
INSERT INTO press_about (item, version, kind, target)
SELECT l.item, i.own_version, l.kind, l.target
  FROM press_link l
  JOIN press_item i ON i.id = l.item;
DROP TABLE press_link;

-- The earlier states of meetings' facts stay as revisions, with numbers below those of the
-- item: both were counted on their own. They come with the item's present own fields.
INSERT INTO press_revision (item, version, language, words, at, made_by, cause, note, body)
SELECT m.id, r.version - m.version, '', 0, r.at, r.made_by, CASE WHEN r.version = 1 THEN 'begin' ELSE 'change' END, r.note,
       substr(o.body, 1, length(o.body) - 1) || ',"more":' || r.body || '}'
  FROM meeting m
  JOIN meeting_revision r ON r.meeting = m.id AND r.version < m.version
  JOIN press_item i ON i.id = m.id
  JOIN press_revision o ON o.item = i.id AND o.version = i.own_version
 WHERE NOT EXISTS (SELECT 1 FROM press_revision p WHERE p.item = m.id AND p.language = '' AND p.at = r.at);
-- The item's own states get the facts that held then, the present one those that hold now.
UPDATE press_revision
   SET body = substr(body, 1, length(body) - 1) || ',"more":' || (
         SELECT r.body
           FROM meeting_revision r
          WHERE r.meeting = press_revision.item AND r.at <= press_revision.at
          ORDER BY r.version DESC
          LIMIT 1) || '}'
 WHERE language = ''
   AND version > 0
   AND EXISTS (SELECT 1 FROM meeting_revision r WHERE r.meeting = press_revision.item AND r.at <= press_revision.at)
   AND version <> (SELECT i.own_version FROM press_item i WHERE i.id = press_revision.item);
UPDATE press_revision
   SET body = substr(body, 1, length(body) - 1) || ',"more":' || (
         SELECT substr(m.body, 1, length(m.body) - 1)
                || CASE WHEN m.sequence > 0 THEN ',"sequence":' || CAST(m.sequence AS TEXT) ELSE '' END
                || CASE WHEN m.copy_of <> '' THEN ',"copy_of":"' || m.copy_of || '"' ELSE '' END || '}'
           FROM meeting m
          WHERE m.id = press_revision.item) || '}'
 WHERE language = ''
   AND item IN (SELECT m.id FROM meeting m)
   AND version = (SELECT i.own_version FROM press_item i WHERE i.id = press_revision.item);
DROP TABLE meeting_revision;
DROP TABLE meeting;

ALTER TABLE press_item DROP COLUMN tags;
ALTER TABLE press_item DROP COLUMN topics;
ALTER TABLE press_item DROP COLUMN facts;
ALTER TABLE press_item DROP COLUMN cover;
