-- Which run a run takes up, and at which stage; null for most. One that is active holds its place.
ALTER TABLE run ADD COLUMN root BLOB;
ALTER TABLE run ADD COLUMN parent BLOB;
ALTER TABLE run ADD COLUMN retry_from TEXT;
ALTER TABLE run ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN holds_retry INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX run_holds_retry ON run (parent, retry_from) WHERE holds_retry = 1;
CREATE INDEX run_root ON run (root, id) WHERE root IS NOT NULL;
