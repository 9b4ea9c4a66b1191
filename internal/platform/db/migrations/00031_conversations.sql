-- +goose Up
-- relay_conversation is the thread of letters between two towns: about a request for a
-- partner, after a contact at a conference, or of its own.
CREATE TABLE relay_conversation (
    id       TEXT   NOT NULL PRIMARY KEY,
    thread   TEXT   NOT NULL UNIQUE, -- both places and the request: there is one thread of each
    here     BIGINT NOT NULL, -- the place that wrote first
    there    BIGINT NOT NULL,
    request  TEXT   NOT NULL, -- the request that it answers; '': none
    contact  TEXT   NOT NULL, -- the conference's contact that it grew from; '': none
    state    TEXT   NOT NULL, -- 'open', 'closed' by a side, 'shut' by the site's organiser
    ended_by BIGINT NOT NULL, -- the side that closed it; 0: the organiser, or nobody
    ended    BIGINT NOT NULL, -- when; 0: it is open
    sealed   TEXT   NOT NULL, -- why, as it was written
    last     BIGINT NOT NULL, -- number of its newest entry
    made     BIGINT NOT NULL,
    changed  BIGINT NOT NULL  -- when that entry came
);
CREATE INDEX relay_conversation_here ON relay_conversation (here);
CREATE INDEX relay_conversation_there ON relay_conversation (there);
CREATE INDEX relay_conversation_request ON relay_conversation (request);
CREATE INDEX relay_conversation_ended ON relay_conversation (state, ended);

-- relay_message is one entry of a conversation: a message, or that it was closed, opened, …
CREATE TABLE relay_message (
    id           TEXT   NOT NULL PRIMARY KEY,
    conversation TEXT   NOT NULL REFERENCES relay_conversation (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL, -- from 1
    side         BIGINT NOT NULL, -- the place whose officer wrote; 0: the site's organiser
    author       TEXT   NOT NULL, -- account; '': erased, or the organiser
    named        BIGINT NOT NULL, -- 1: the author's name is shown to the other side
    language     TEXT   NOT NULL, -- of the author's own words
    event        TEXT   NOT NULL, -- '': a message
    for_side     BIGINT NOT NULL, -- the one side that sees it; 0: both
    sealed       TEXT   NOT NULL, -- sentences of the phrase book by their codes, own words
    files        TEXT   NOT NULL, -- documents, as JSON
    at           BIGINT NOT NULL,
    UNIQUE (conversation, number)
);
CREATE INDEX relay_message_author ON relay_message (author);

-- relay_translation is a message's own words in another language, by a machine.
CREATE TABLE relay_translation (
    message  TEXT   NOT NULL REFERENCES relay_message (id) ON DELETE CASCADE,
    language TEXT   NOT NULL,
    state    TEXT   NOT NULL, -- 'waiting', 'done', 'failed'
    sealed   TEXT   NOT NULL, -- the words; '' unless done
    engine   TEXT   NOT NULL, -- which machine
    reason   TEXT   NOT NULL, -- the message that says what the last try met; '': nothing
    at       BIGINT NOT NULL,
    PRIMARY KEY (message, language)
);

-- relay_side is how far a side has read, and of how much it was told by mail.
CREATE TABLE relay_side (
    conversation TEXT   NOT NULL REFERENCES relay_conversation (id) ON DELETE CASCADE,
    place        BIGINT NOT NULL,
    seen         BIGINT NOT NULL, -- number of the last entry that somebody of the side saw
    told         BIGINT NOT NULL, -- number of the last entry that was mailed
    told_at      BIGINT NOT NULL, -- when; 0: never
    PRIMARY KEY (conversation, place)
);

-- relay_block says that a town takes no messages from another.
CREATE TABLE relay_block (
    place BIGINT NOT NULL,
    other BIGINT NOT NULL,
    by_account TEXT NOT NULL, -- '': erased
    at    BIGINT NOT NULL,
    PRIMARY KEY (place, other)
);

-- relay_report tells the site's organiser what was written. It quotes what its writer chose.
CREATE TABLE relay_report (
    id           TEXT   NOT NULL PRIMARY KEY,
    conversation TEXT   NOT NULL REFERENCES relay_conversation (id) ON DELETE CASCADE,
    place        BIGINT NOT NULL, -- whose officer reports
    account      TEXT   NOT NULL, -- '': erased
    state        TEXT   NOT NULL, -- 'waiting', 'nothing', 'warned', 'shut', 'withdrawn'
    sealed       TEXT   NOT NULL, -- why, and the quotations
    decision     TEXT   NOT NULL, -- what was decided, in words, sealed
    made         BIGINT NOT NULL,
    decided      BIGINT NOT NULL, -- 0: not yet
    decided_by   TEXT   NOT NULL  -- account
);
CREATE INDEX relay_report_state ON relay_report (state, made);

-- relay_wish is what an account wishes: no row is mails, and no name.
CREATE TABLE relay_wish (
    account TEXT   NOT NULL PRIMARY KEY,
    mails   BIGINT NOT NULL, -- 1: new messages are told by mail
    named   BIGINT NOT NULL  -- 1: messages are signed with the name, where nothing else is said
);
