-- +goose Up
-- plan_item is a thing that the towns of a partnership mean to do in a year. It names sides and
-- offices, no person.
CREATE TABLE plan_item (
    id          TEXT   NOT NULL PRIMARY KEY,
    partnership TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    state       TEXT   NOT NULL, -- 'planned', 'under_way', 'done', 'dropped', 'moved'; 'gone': taken out of the plan
    version     BIGINT NOT NULL, -- moves with each change
    body        TEXT   NOT NULL, -- JSON: texts by language, side, money, links
    was         TEXT   NOT NULL, -- JSON: the item before its last change, to take that back; '': none
    created     BIGINT NOT NULL,
    changed     BIGINT NOT NULL
);
CREATE INDEX plan_item_partnership ON plan_item (partnership, year);

-- yearly_review is the joint look back of a partnership's sides at a year.
CREATE TABLE yearly_review (
    partnership TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    act         TEXT   NOT NULL, -- the act that it made in the partnership; '': not all sides have closed it
    body        TEXT   NOT NULL, -- JSON: when and where the sides met for it
    changed     BIGINT NOT NULL,
    PRIMARY KEY (partnership, year)
);

-- review_answer is what one side answers to the questions of a review, in its own language.
CREATE TABLE review_answer (
    partnership TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    side        BIGINT NOT NULL, -- number of the place
    version     BIGINT NOT NULL,
    closed      BIGINT NOT NULL, -- when the side said that this is its answer; 0: it is still writing
    body        TEXT   NOT NULL, -- JSON: language, verdicts and words by question
    was         TEXT   NOT NULL, -- JSON: the answer before its last change; '': none
    changed     BIGINT NOT NULL,
    PRIMARY KEY (partnership, year, side)
);
