-- People and their sessions. A session is a family of refresh tokens: each token works once.
CREATE TABLE users (
    id                   TEXT    NOT NULL PRIMARY KEY,
    username             TEXT    NOT NULL UNIQUE,
    password_hash        TEXT    NOT NULL,
    role                 TEXT    NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
    is_active            INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    created_at           INTEGER NOT NULL,
    updated_at           INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id           TEXT    NOT NULL PRIMARY KEY,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device       TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    revoked_at   INTEGER,
    revoked_why  TEXT
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
    hash       TEXT    NOT NULL PRIMARY KEY,
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Flow documents as they were sent, each kept once under the hash of its text.
CREATE TABLE documents (
    hash TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE flows (
    id            TEXT    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    description   TEXT    NOT NULL,
    labels        TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    document_hash TEXT    NOT NULL REFERENCES documents (hash),
    node_count    INTEGER NOT NULL,
    is_active     INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    created_by    TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_by    TEXT    NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX flows_by_change ON flows (updated_at, id);

CREATE TABLE flow_versions (
    flow_id       TEXT    NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
    version       INTEGER NOT NULL,
    document_hash TEXT    NOT NULL REFERENCES documents (hash),
    author        TEXT    NOT NULL,
    comment       TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    PRIMARY KEY (flow_id, version)
) STRICT;

-- Runs outlive their flow. `parameters` is what people may see; `sealed_parameters` holds the real
-- values of a run that was given secrets.
CREATE TABLE runs (
    id                TEXT    NOT NULL PRIMARY KEY,
    flow_id           TEXT,
    flow_name         TEXT    NOT NULL,
    flow_version      INTEGER,
    document_hash     TEXT    NOT NULL REFERENCES documents (hash),
    status            TEXT    NOT NULL,
    started_how       TEXT    NOT NULL,
    created_by        TEXT    NOT NULL,
    created_at        INTEGER NOT NULL,
    started_at        INTEGER,
    finished_at       INTEGER,
    durability        TEXT    NOT NULL,
    parameters        TEXT    NOT NULL,
    sealed_parameters TEXT,
    input             TEXT    NOT NULL,
    result            TEXT,
    error             TEXT,
    variables         TEXT,
    nodes             TEXT,
    steps_completed   INTEGER NOT NULL DEFAULT 0,
    steps_failed      INTEGER NOT NULL DEFAULT 0,
    steps_skipped     INTEGER NOT NULL DEFAULT 0,
    cancelled_by      TEXT,
    cancelled_at      INTEGER,
    idempotency_key   TEXT,
    request_hash      TEXT
) STRICT;
CREATE INDEX runs_by_flow ON runs (flow_id, id);
CREATE INDEX runs_by_status ON runs (status, id);
CREATE UNIQUE INDEX runs_by_idempotency_key ON runs (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What a run did to the world (started, finished, choice), and the trace of its pure nodes (step).
-- Only ever added to; the trace of an interrupted run is drawn anew when it resumes.
CREATE TABLE journal (
    seq         INTEGER NOT NULL PRIMARY KEY,
    run_id      TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL CHECK (kind IN ('started', 'finished', 'choice', 'step')),
    key         TEXT    NOT NULL,
    node        TEXT    NOT NULL,
    node_type   TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    attempt     INTEGER NOT NULL,
    started_at  INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    is_sealed   INTEGER NOT NULL CHECK (is_sealed IN (0, 1)),
    data        TEXT    NOT NULL
) STRICT;
CREATE INDEX journal_by_run ON journal (run_id, seq);
CREATE INDEX journal_ended ON journal (run_id, key) WHERE kind = 'finished';

CREATE TABLE run_logs (
    run_id TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    node   TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    stream TEXT    NOT NULL,
    text   TEXT    NOT NULL,
    PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

-- Every change a person or token made. Each entry carries the hash of the one before it.
CREATE TABLE audit_log (
    seq           INTEGER NOT NULL PRIMARY KEY,
    at            INTEGER NOT NULL,
    actor         TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    action        TEXT    NOT NULL,
    object        TEXT    NOT NULL,
    details       TEXT    NOT NULL,
    previous_hash TEXT    NOT NULL,
    hash          TEXT    NOT NULL
) STRICT;
