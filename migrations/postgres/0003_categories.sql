-- What a flow belongs to, as its document says, so that lists can be narrowed.
ALTER TABLE flows ADD COLUMN category TEXT NOT NULL DEFAULT '';
