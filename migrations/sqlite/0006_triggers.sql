-- What starts runs by itself: times and addresses, as the newest version of a flow names them.
CREATE TABLE triggers (
    flow_id      TEXT    NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
    node         TEXT    NOT NULL,
    kind         TEXT    NOT NULL CHECK (kind IN ('schedule', 'webhook')),
    summary      TEXT    NOT NULL,
    -- Method and path of a webhook.
    address      TEXT    UNIQUE,
    -- How a caller of a webhook shows that it may call.
    auth         TEXT,
    -- What a caller of a webhook must know, sealed.
    secret       TEXT,
    -- When a schedule is due next.
    next_at      INTEGER,
    last_at      INTEGER,
    last_run     TEXT,
    last_outcome TEXT,
    last_error   TEXT,
    PRIMARY KEY (flow_id, node)
) STRICT;
CREATE INDEX triggers_due ON triggers (next_at) WHERE next_at IS NOT NULL;

-- What people are asked, and what they decided.
CREATE TABLE approvals (
    id           TEXT    NOT NULL PRIMARY KEY,
    run_id       TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- The activation that asks.
    key          TEXT    NOT NULL,
    node         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    message      TEXT    NOT NULL,
    approvers    TEXT    NOT NULL,
    allows_self  INTEGER NOT NULL CHECK (allows_self IN (0, 1)),
    requested_at INTEGER NOT NULL,
    due_at       INTEGER,
    state        TEXT    NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'timed_out')),
    decided_by   TEXT,
    decided_at   INTEGER,
    comment      TEXT    NOT NULL DEFAULT '',
    UNIQUE (run_id, key)
) STRICT;
CREATE INDEX approvals_open ON approvals (run_id) WHERE state = 'pending';

-- How many questions of a run are open.
ALTER TABLE runs ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
