-- Many runs at once: who executes which run, in which order they wait, and who waits for whom.

-- A number for each run, so that the journal and its index hold eight bytes instead of thirty-six.
ALTER TABLE runs ADD COLUMN no INTEGER;
UPDATE runs SET no = n.no
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS no FROM runs) AS n WHERE n.id = runs.id;
CREATE UNIQUE INDEX runs_by_no ON runs (no);
CREATE TRIGGER runs_number AFTER INSERT ON runs WHEN new.no IS NULL
BEGIN
    UPDATE runs SET no = (SELECT coalesce(max(no), 0) + 1 FROM runs) WHERE id = new.id;
END;

ALTER TABLE runs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN concurrency_key TEXT NOT NULL DEFAULT '';
-- Whom a run shares its limit with: the flow's id, a slash, the concurrency key.
ALTER TABLE runs ADD COLUMN lane TEXT NOT NULL DEFAULT '/';
UPDATE runs SET lane = coalesce(flow_id, '') || '/';

-- The run that called this one, and the activation in it.
ALTER TABLE runs ADD COLUMN parent_run TEXT;
ALTER TABLE runs ADD COLUMN parent_key TEXT;

-- Whoever claims a run raises its fence, and may write only as long as nobody raised it again.
ALTER TABLE runs ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN lease_until INTEGER;
ALTER TABLE runs ADD COLUMN worker TEXT;
UPDATE runs SET lease_until = 0, fence = 1 WHERE status = 'running';

-- A run that only waits is put away until a time comes or somebody has news for it.
ALTER TABLE runs ADD COLUMN wake_at INTEGER;
ALTER TABLE runs ADD COLUMN is_parked INTEGER NOT NULL DEFAULT 0 CHECK (is_parked IN (0, 1));
ALTER TABLE runs ADD COLUMN signals INTEGER NOT NULL DEFAULT 0;

ALTER TABLE runs ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE runs ADD COLUMN debug TEXT;
ALTER TABLE runs ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;

-- Each holds only the runs that are waiting, going on or put away, however many are over.
CREATE INDEX runs_queue ON runs (status, lane, priority DESC, id) WHERE status = 'pending';
CREATE INDEX runs_going ON runs (status, lane, id) WHERE status = 'running';
CREATE INDEX runs_leased ON runs (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX runs_due ON runs (wake_at) WHERE wake_at IS NOT NULL;
CREATE UNIQUE INDEX runs_by_parent ON runs (parent_run, parent_key) WHERE parent_run IS NOT NULL;

-- What a run did to the world (started, finished, choice, dropped), and its trace (step, region).
-- One index only: to insert fast is what this table is for.
CREATE TABLE journal_2 (
    seq         INTEGER NOT NULL PRIMARY KEY,
    run_no      INTEGER NOT NULL REFERENCES runs (no) ON DELETE CASCADE,
    kind        TEXT    NOT NULL,
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
INSERT INTO journal_2 (seq, run_no, kind, key, node, node_type, status, attempt, started_at, duration_us, is_sealed, data)
    SELECT j.seq, r.no, j.kind, j.key, j.node, j.node_type, j.status, j.attempt, j.started_at, j.duration_us,
           j.is_sealed, j.data
    FROM journal j JOIN runs r ON r.id = j.run_id ORDER BY j.seq;
DROP TABLE journal;
ALTER TABLE journal_2 RENAME TO journal;
-- A row's place in the table is its `seq`, so the index has it already.
CREATE INDEX journal_by_run ON journal (run_no);

CREATE TABLE globals (
    name       TEXT    NOT NULL PRIMARY KEY,
    value      TEXT    NOT NULL,
    updated_by TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE artifacts (
    run_id     TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    id         TEXT    NOT NULL,
    node       TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (run_id, id)
) STRICT, WITHOUT ROWID;

-- Every change of a variable, its value masked.
CREATE TABLE run_variables (
    run_id TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    node   TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    scope  TEXT    NOT NULL,
    value  TEXT    NOT NULL,
    PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
