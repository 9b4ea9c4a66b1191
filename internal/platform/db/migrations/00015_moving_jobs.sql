-- +goose Up
-- Lists move in by jobs: a list of fifty thousand rows outlasts any request, its person may
-- close the page, and a node may stop. The row of the list says what a job does with it and
-- how far it is.
ALTER TABLE moving_draft ADD COLUMN language TEXT   NOT NULL DEFAULT ''; -- of the person: remarks are in it, and the reasons in what comes back
ALTER TABLE moving_draft ADD COLUMN work     TEXT   NOT NULL DEFAULT ''; -- read, enter, withdraw; '': it waits for its person
ALTER TABLE moving_draft ADD COLUMN version  BIGINT NOT NULL DEFAULT 0;  -- moves with each work that is begun: what an older job found counts no longer
ALTER TABLE moving_draft ADD COLUMN work_now BIGINT NOT NULL DEFAULT 0;  -- rows that the work has done
ALTER TABLE moving_draft ADD COLUMN work_all BIGINT NOT NULL DEFAULT 0;  -- of so many; 0: not known yet
ALTER TABLE moving_draft ADD COLUMN failure  TEXT   NOT NULL DEFAULT ''; -- packed and sealed: the sentence that says why the last work failed
ALTER TABLE moving_draft ADD COLUMN report   TEXT   NOT NULL DEFAULT ''; -- packed and sealed: what was understood of the list
ALTER TABLE moving_draft ADD COLUMN rejected TEXT   NOT NULL DEFAULT ''; -- packed and sealed: the file of the rows that do not fit
ALTER TABLE moving_draft ADD COLUMN told     BIGINT NOT NULL DEFAULT 0;  -- partnerships that were entered or added to, and not taken back

-- moving_step is what one part of an import told: a long list goes in by parts, so that
-- nobody else waits for all of it. It is taken back part by part, the last one first.
CREATE TABLE moving_step (
    draft  TEXT   NOT NULL REFERENCES moving_draft (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    told   TEXT   NOT NULL, -- JSON
    PRIMARY KEY (draft, number)
);
