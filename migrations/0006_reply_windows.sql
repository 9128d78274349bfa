-- When each person last wrote to each number of ours: a platform's reply window is counted from there.
CREATE TABLE reply_windows (
    person_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    line TEXT NOT NULL,
    last_in_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, channel, line)
);

-- What waits until the citizen writes. The outbox holds only what may leave, so that nothing waits behind it.
CREATE TABLE held_messages (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    payload_sealed TEXT NOT NULL,
    priority BIGINT NOT NULL,
    held_at BIGINT NOT NULL,
    arrival_id TEXT
);
CREATE INDEX held_messages_by_person ON held_messages (person_id);

-- How our templates stand at a platform. The name * is the whole number: nothing unasked before until_at.
CREATE TABLE templates (
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    standing TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (channel, name, language)
);

-- The whole bubble where its text and choices do not say it all; the template that was sent in its place; how
-- often the platform gave it back after it had taken it.
ALTER TABLE messages ADD COLUMN payload_sealed TEXT;
ALTER TABLE messages ADD COLUMN sent_as TEXT;
ALTER TABLE messages ADD COLUMN setbacks BIGINT NOT NULL DEFAULT 0;
