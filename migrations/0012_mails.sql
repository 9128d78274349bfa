-- E-mails with codes. letter_sealed is there until the mail has left or never will; of the code itself only a keyed
-- hash is kept. Rows go after a day.

CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    tag TEXT NOT NULL,
    question TEXT NOT NULL,
    letter_sealed TEXT,
    address_index TEXT NOT NULL,
    code_mac TEXT NOT NULL,
    state TEXT NOT NULL,
    wrong BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    fault TEXT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX mails_by_person ON mails (person_id, id);
CREATE INDEX mails_by_address ON mails (address_index, created_at);
CREATE INDEX mails_due ON mails (next_at) WHERE state = 'queued';
