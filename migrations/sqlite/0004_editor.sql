-- What the editor keeps beside the flows: drafts, names of versions, templates; and what its lists are counted by.

-- What somebody has drawn and not published yet; a person has one draft of a flow.
CREATE TABLE flow_drafts (
    flow_id      TEXT    NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    base_version INTEGER NOT NULL,
    document     TEXT    NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (flow_id, user_id)
) STRICT;

-- Names of versions, such as releases; a name can be moved to another version.
CREATE TABLE flow_tags (
    flow_id    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    created_by TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (flow_id, name),
    FOREIGN KEY (flow_id, version) REFERENCES flow_versions (flow_id, version) ON DELETE CASCADE
) STRICT;

-- Flows and parts of flows to begin with. `is_shipped`: it came with the program, and changes with it.
CREATE TABLE templates (
    id           TEXT    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    description  TEXT    NOT NULL,
    category     TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    is_public    INTEGER NOT NULL CHECK (is_public IN (0, 1)),
    is_shipped   INTEGER NOT NULL CHECK (is_shipped IN (0, 1)),
    document     TEXT    NOT NULL,
    placeholders TEXT    NOT NULL,
    uses         INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX templates_by_category ON templates (category, is_public);
CREATE INDEX templates_by_author ON templates (author);

CREATE TABLE template_ratings (
    template_id TEXT    NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
    user_id     TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stars       INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    PRIMARY KEY (template_id, user_id)
) STRICT;

-- Runs by when they were asked for, and ended ones by what can be counted of them.
CREATE INDEX runs_by_time ON runs (created_at);
CREATE INDEX runs_ended ON runs (finished_at, flow_id, status) WHERE finished_at IS NOT NULL;
CREATE INDEX runs_by_version ON runs (flow_id, flow_version, status) WHERE finished_at IS NOT NULL;

-- Executions of bodies: few of each node, however long its loop is.
CREATE INDEX journal_bodies ON journal (run_no) WHERE kind = 'region';
