-- One-time pages: a citizen answers one question of one request on a page of ours instead of in the chat.

CREATE TABLE pages (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    tag TEXT NOT NULL,
    question TEXT NOT NULL,
    lang TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    done_at BIGINT
);
CREATE INDEX pages_by_person ON pages (person_id);

-- Files that come in pieces. upload: the browser's name for one file, so that it can go on after a break.
CREATE TABLE page_uploads (
    page_id TEXT NOT NULL REFERENCES pages (id),
    upload TEXT NOT NULL,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    pieces BIGINT NOT NULL,
    media_id TEXT REFERENCES media (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (page_id, upload)
);
