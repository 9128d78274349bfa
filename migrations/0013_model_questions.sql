-- Questions on their way to a model outside, one a person at most: what it may see, never what was written. A row goes
-- as soon as its answer is known.

CREATE TABLE model_questions (
    person_id TEXT PRIMARY KEY REFERENCES persons (id),
    id TEXT NOT NULL,
    lang TEXT NOT NULL,
    question_sealed TEXT NOT NULL,
    -- Where it stood, and what is said without an answer.
    tag TEXT NOT NULL,
    question TEXT,
    fault TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX model_questions_due ON model_questions (due_at);
