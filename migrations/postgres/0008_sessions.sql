-- Connections that runs had to machines and web servers, and what they were used for.
CREATE TABLE run_sessions (
    id         TEXT    NOT NULL PRIMARY KEY,
    run_id     TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    protocol   TEXT    NOT NULL,
    target_id  TEXT,
    -- The target's name when it was opened, or host and port.
    peer       TEXT    NOT NULL,
    credential TEXT,
    opened_at  BIGINT  NOT NULL,
    closed_at  BIGINT,
    -- True once the process that had it open is known to be gone.
    lost       BOOLEAN NOT NULL,
    commands   BIGINT  NOT NULL,
    files      BIGINT  NOT NULL,
    bytes      BIGINT  NOT NULL
);
CREATE INDEX run_sessions_by_run ON run_sessions (run_id, id);
