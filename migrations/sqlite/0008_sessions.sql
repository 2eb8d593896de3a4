-- Connections that runs had to machines and web servers, and what they were used for.
CREATE TABLE run_sessions (
    id         TEXT    NOT NULL PRIMARY KEY,
    run_id     TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    protocol   TEXT    NOT NULL,
    target_id  TEXT,
    -- The target's name when it was opened, or host and port.
    peer       TEXT    NOT NULL,
    credential TEXT,
    opened_at  INTEGER NOT NULL,
    closed_at  INTEGER,
    -- 1 once the process that had it open is known to be gone.
    lost       INTEGER NOT NULL CHECK (lost IN (0, 1)),
    commands   INTEGER NOT NULL,
    files      INTEGER NOT NULL,
    bytes      INTEGER NOT NULL
) STRICT;
CREATE INDEX run_sessions_by_run ON run_sessions (run_id, id);
