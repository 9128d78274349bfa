-- Several processes of Sapa at work on one database.

-- Facts about the whole installation: `keys` is a canary that only the right key file opens, `schema_needs` the
-- number of the lowest migration that a program must know to serve this database. A migration that takes
-- something away from programs that know less raises it; one that only adds leaves it alone.
CREATE TABLE installation (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO installation (name, value) VALUES ('schema_needs', '1');

-- The processes at work. One that stops takes its row away, one that died has it taken away by the others.
CREATE TABLE replicas (
    number BIGINT PRIMARY KEY,
    version TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

-- What one process at a time may do: a lease with a fencing number.
CREATE TABLE duties (
    name TEXT PRIMARY KEY,
    holder BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
);

-- Whose lease it is, so that it can be ended when its holder is no more.
ALTER TABLE lanes ADD COLUMN holder BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN holder BIGINT NOT NULL DEFAULT 0;
