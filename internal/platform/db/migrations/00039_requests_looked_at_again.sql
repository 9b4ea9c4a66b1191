-- +goose Up
-- What readers of a published request read may be changed at any time; these two say whether
-- somebody who reviews requests has looked at it since.
ALTER TABLE seek_request ADD COLUMN edited BIGINT NOT NULL DEFAULT 0; -- when a text or the call was changed last after a review; 0: never
ALTER TABLE seek_request ADD COLUMN looked BIGINT NOT NULL DEFAULT 0; -- when somebody who reviews looked at it last; 0: never

-- When both sides were told that a conversation in which nobody writes will be closed; 0: they
-- were not. An entry that came later makes it void.
ALTER TABLE relay_conversation ADD COLUMN warned BIGINT NOT NULL DEFAULT 0;
CREATE INDEX relay_conversation_changed ON relay_conversation (state, changed);
