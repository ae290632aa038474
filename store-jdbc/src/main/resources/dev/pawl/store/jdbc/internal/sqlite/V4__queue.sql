-- When a run may begin, and before which others; and what is in line, in the order it is taken.
ALTER TABLE run ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN due_at INTEGER;
CREATE INDEX run_queue ON run (priority DESC, id) WHERE active = 1 AND owner IS NULL;
CREATE INDEX run_in_line ON run (pipeline, key, id) WHERE active = 1 AND key IS NOT NULL;
