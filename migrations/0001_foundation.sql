-- One portable dialect for SQLite and PostgreSQL: TEXT, BIGINT, BOOLEAN; times are UTC milliseconds; ids
-- are made by the program; columns named *_sealed hold text sealed by the vault, *_index blind indexes.

CREATE TABLE persons (
    id TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    lang TEXT NOT NULL,
    name_sealed TEXT,
    opted_out_at BIGINT
);

CREATE TABLE addresses (
    kind TEXT NOT NULL,
    value_index TEXT NOT NULL,
    value_sealed TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (id),
    channel TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    superseded_at BIGINT,
    unreachable_at BIGINT,
    PRIMARY KEY (kind, value_index)
);
CREATE INDEX addresses_by_person ON addresses (person_id);

-- One chat per person. owner: bot | queue | staff.
CREATE TABLE chats (
    person_id TEXT PRIMARY KEY REFERENCES persons (id),
    channel TEXT NOT NULL,
    owner TEXT NOT NULL,
    owner_staff TEXT,
    owner_since BIGINT NOT NULL,
    owner_reason TEXT,
    waiting_since BIGINT,
    last_in_at BIGINT,
    last_message_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX chats_waiting ON chats (owner, waiting_since);
CREATE INDEX chats_recent ON chats (last_message_at);

-- The right to serve one person: a lease with a fencing number.
CREATE TABLE lanes (
    person_id TEXT PRIMARY KEY,
    due_at BIGINT,
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL
);
CREATE INDEX lanes_due ON lanes (due_at);

-- Everything that arrived. The unique insert is the only gate against doubles.
CREATE TABLE arrivals (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    person_id TEXT,
    class TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    body_sealed TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    served_at BIGINT,
    fault TEXT,
    UNIQUE (channel, provider_id)
);
CREATE INDEX arrivals_waiting ON arrivals (person_id, state, id);

-- Every bubble, in and out. author: citizen | bot | office | staff.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    channel TEXT NOT NULL,
    author TEXT NOT NULL,
    author_staff TEXT,
    kind TEXT NOT NULL,
    text_sealed TEXT NOT NULL,
    choices_sealed TEXT,
    media_id TEXT,
    arrival_id TEXT,
    wire_id TEXT,
    status TEXT NOT NULL,
    status_at BIGINT NOT NULL,
    fault TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX messages_by_person ON messages (person_id, created_at, id);
CREATE INDEX messages_by_wire ON messages (channel, wire_id);

-- What still has to leave, oldest first per person. A row goes when the platform took the message or it
-- is certain that it never will.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (id),
    person_id TEXT NOT NULL REFERENCES persons (id),
    channel TEXT NOT NULL,
    payload_sealed TEXT NOT NULL,
    priority BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    last_fault TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_by_person ON outbox (person_id, id);
CREATE INDEX outbox_due ON outbox (next_at);

-- Statuses that came before our own send returned.
CREATE TABLE early_statuses (
    channel TEXT NOT NULL,
    wire_id TEXT NOT NULL,
    status TEXT NOT NULL,
    fault TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (channel, wire_id, status)
);

-- Files citizens sent. state: received | stored | failed.
CREATE TABLE media (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    channel TEXT NOT NULL,
    arrival_id TEXT NOT NULL,
    ref_sealed TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    mime TEXT,
    bytes BIGINT,
    width BIGINT,
    height BIGINT,
    sha256 TEXT,
    phash TEXT,
    verdict TEXT,
    advice TEXT,
    blob_key TEXT,
    fault TEXT,
    late BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    UNIQUE (arrival_id)
);
CREATE INDEX media_by_person ON media (person_id);
CREATE INDEX media_unsettled ON media (state, next_at);

CREATE TABLE sessions (
    person_id TEXT PRIMARY KEY REFERENCES persons (id),
    state_sealed TEXT NOT NULL,
    service TEXT,
    definition_hash TEXT,
    question TEXT,
    updated_at BIGINT NOT NULL
);

-- Definitions by content: a session goes on with the one it began with.
CREATE TABLE definitions (
    hash TEXT PRIMARY KEY,
    office TEXT NOT NULL,
    service TEXT NOT NULL,
    source TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL
);

CREATE TABLE timers (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    UNIQUE (person_id, kind)
);
CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    text_id TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    lang TEXT NOT NULL,
    channel TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX consents_by_person ON consents (person_id, at);

CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    ticket TEXT NOT NULL UNIQUE,
    office TEXT NOT NULL,
    service TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES persons (id),
    status TEXT NOT NULL,
    revision BIGINT NOT NULL,
    version BIGINT NOT NULL,
    definition_hash TEXT NOT NULL,
    consent_id TEXT,
    payload_sealed TEXT NOT NULL,
    nik_index TEXT,
    submitted_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    sla_started_at BIGINT,
    sla_due_at BIGINT,
    sla_stopped_at BIGINT,
    cancel_code TEXT,
    cancel_text_sealed TEXT,
    queue_number TEXT,
    counter TEXT,
    pickup_date TEXT
);
CREATE INDEX dossiers_by_status ON dossiers (status, submitted_at);
CREATE INDEX dossiers_by_person ON dossiers (person_id, submitted_at);
CREATE INDEX dossiers_by_nik ON dossiers (nik_index, service, status);

CREATE TABLE dossier_files (
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    media_id TEXT NOT NULL REFERENCES media (id),
    slot TEXT NOT NULL,
    position BIGINT NOT NULL,
    flags TEXT NOT NULL,
    PRIMARY KEY (dossier_id, media_id)
);

CREATE TABLE dossier_events (
    id TEXT PRIMARY KEY,
    dossier_id TEXT NOT NULL REFERENCES dossiers (id),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_staff TEXT,
    act TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    detail_sealed TEXT,
    message_id TEXT
);
CREATE INDEX dossier_events_by_dossier ON dossier_events (dossier_id, id);

CREATE TABLE serials (
    name TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    roles TEXT NOT NULL,
    lang TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    failed_logins BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);

CREATE TABLE staff_sessions (
    token_index TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff_id);

-- Who did or looked at what, kept for years; no personal data in detail.
CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, id);

-- What an operator must know; cleared when it is over.
CREATE TABLE alarms (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL,
    cleared_at BIGINT
);
CREATE INDEX alarms_open ON alarms (cleared_at, at);
