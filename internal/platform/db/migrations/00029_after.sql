-- +goose Up
-- From which moments the parts of what a meeting knows of its guests are kept no more. They
-- are computed when the meeting is saved, so that reading and purging ask a number.
ALTER TABLE conference ADD COLUMN visa_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conference ADD COLUMN care_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conference ADD COLUMN people_until BIGINT NOT NULL DEFAULT 0;
UPDATE conference
   SET visa_until   = ends + 86400000000,
       care_until   = ends + CASE WHEN body LIKE '%"protected":true%' THEN 604800000000 ELSE 1209600000000 END,
       people_until = ends + CASE WHEN body LIKE '%"protected":true%' THEN 604800000000 ELSE 7776000000000 END;
CREATE INDEX conference_people_until ON conference (people_until);

-- after_count is what stays of a meeting when its guests are forgotten: how many were
-- invited, came in their numbers and were there, by place or country. Counts alone.
CREATE TABLE after_count (
    meeting  TEXT   NOT NULL,
    place    BIGINT NOT NULL, -- 0: none
    country  TEXT   NOT NULL, -- of the place; '' where it is not known
    invited  BIGINT NOT NULL, -- delegations that were invited or asked to come
    accepted BIGINT NOT NULL, -- people who were announced
    arrived  BIGINT NOT NULL, -- people who were checked in
    made     BIGINT NOT NULL,
    PRIMARY KEY (meeting, place, country)
);

-- after_survey is what a meeting asks its guests afterwards.
CREATE TABLE after_survey (
    meeting TEXT   NOT NULL PRIMARY KEY REFERENCES conference (meeting),
    body    TEXT   NOT NULL, -- JSON: questions with their texts by language
    until   BIGINT NOT NULL, -- until when answers are taken; 0: it is not open
    version BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- after_answer counts answers. There is no row for an answer, so that nobody can tell whose
-- it was.
CREATE TABLE after_answer (
    meeting  TEXT   NOT NULL,
    question TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    n        BIGINT NOT NULL,
    PRIMARY KEY (meeting, question, value)
);

-- after_said marks that a delegation answered, so that it answers once. It says nothing of
-- what was answered, nor when.
CREATE TABLE after_said (
    meeting    TEXT NOT NULL,
    delegation TEXT NOT NULL,
    PRIMARY KEY (meeting, delegation)
);
