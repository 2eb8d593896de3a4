-- Secrets that are kept apart from flows. What is secret in one is sealed with a key of its own, and that key with the
-- master key, so that a new master key needs no secret to be opened.
CREATE TABLE credentials (
    id           TEXT    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    description  TEXT    NOT NULL,
    -- JSON: what people may see.
    fields       TEXT    NOT NULL,
    -- JSON: the names of the fields that are sealed.
    secrets      TEXT    NOT NULL,
    sealed       TEXT    NOT NULL,
    sealed_key   TEXT    NOT NULL,
    revision     BIGINT  NOT NULL,
    created_by   TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_by   TEXT    NOT NULL,
    updated_at   BIGINT  NOT NULL,
    rotated_by   TEXT,
    rotated_at   BIGINT,
    last_used_at BIGINT
);

-- Machines to work on.
CREATE TABLE targets (
    id            TEXT    NOT NULL PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    -- JSON: how it is reached, and what people wrote down about it.
    settings      TEXT    NOT NULL,
    credential_id TEXT    REFERENCES credentials (id) ON DELETE SET NULL,
    revision      BIGINT  NOT NULL,
    created_by    TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_by    TEXT    NOT NULL,
    updated_at    BIGINT  NOT NULL,
    -- JSON: what the last test of the connection came to.
    last_test     TEXT
);
CREATE INDEX targets_by_credential ON targets (credential_id) WHERE credential_id IS NOT NULL;

CREATE TABLE target_dependencies (
    target_id  TEXT NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    depends_on TEXT NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    PRIMARY KEY (target_id, depends_on)
);

CREATE TABLE target_groups (
    id          TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    description TEXT    NOT NULL,
    -- JSON: words to find it by.
    tags        TEXT    NOT NULL,
    revision    BIGINT  NOT NULL,
    updated_by  TEXT    NOT NULL,
    updated_at  BIGINT  NOT NULL
);

CREATE TABLE target_group_members (
    group_id  TEXT NOT NULL REFERENCES target_groups (id) ON DELETE CASCADE,
    target_id TEXT NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, target_id)
);

-- The keys that machines showed: the one that is trusted, and one that was shown in its place.
CREATE TABLE target_host_keys (
    id            TEXT    NOT NULL PRIMARY KEY,
    target_id     TEXT    NOT NULL REFERENCES targets (id) ON DELETE CASCADE,
    algorithm     TEXT    NOT NULL,
    fingerprint   TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('trusted', 'offered')),
    first_seen_at BIGINT  NOT NULL,
    last_seen_at  BIGINT  NOT NULL,
    trusted_by    TEXT,
    trusted_at    BIGINT,
    UNIQUE (target_id, fingerprint)
);

-- Credentials that the newest versions of flows name.
CREATE TABLE flow_credentials (
    flow_id TEXT NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
    node    TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (flow_id, node, name)
);
CREATE INDEX flow_credentials_by_name ON flow_credentials (name);

-- How often things have changed that processes keep in memory.
CREATE TABLE changes (
    subject TEXT    NOT NULL PRIMARY KEY,
    number  BIGINT  NOT NULL
);

-- The machine a run works on; of a run over several, how many there are.
ALTER TABLE runs ADD COLUMN target_id TEXT;
ALTER TABLE runs ADD COLUMN target_name TEXT;
ALTER TABLE runs ADD COLUMN target_count BIGINT;
CREATE INDEX runs_by_target ON runs (target_id, id) WHERE target_id IS NOT NULL;
ALTER TABLE run_logs ADD COLUMN target TEXT;

CREATE INDEX audit_log_by_object ON audit_log (object, seq);
