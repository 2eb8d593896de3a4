-- Who is mailed when a run that they started ends: 'off', 'failed', 'succeeded' or 'ended'.
ALTER TABLE users ADD COLUMN run_mail TEXT NOT NULL DEFAULT 'off';

-- Messages that runs left behind when they ended, until they are sent, and what came of them.
CREATE TABLE run_notifications (
    id         TEXT    NOT NULL PRIMARY KEY,
    run_id     TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    channel    TEXT    NOT NULL,
    -- JSON: addresses or a channel.
    recipients TEXT    NOT NULL,
    -- Whoever it is for, where that is a user: the address is looked up when it is sent.
    username   TEXT,
    state      TEXT    NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    attempts   INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER,
    error      TEXT
) STRICT;
CREATE INDEX run_notifications_by_run ON run_notifications (run_id, id);
CREATE INDEX run_notifications_due ON run_notifications (next_at) WHERE state = 'pending';
