-- Which run a run takes up, and at which stage; null for most. One that is active holds its place.
ALTER TABLE pawl.run
  ADD COLUMN root uuid,
  ADD COLUMN parent uuid,
  ADD COLUMN retry_from text COLLATE "C",
  ADD COLUMN depth integer NOT NULL DEFAULT 0,
  ADD COLUMN holds_retry boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT run_retry CHECK ((root IS NULL) = (parent IS NULL) AND (parent IS NULL) = (retry_from IS NULL)
    AND (parent IS NULL) = (depth = 0) AND (parent IS NOT NULL OR NOT holds_retry));

CREATE UNIQUE INDEX run_holds_retry ON pawl.run (parent, retry_from) WHERE holds_retry;
CREATE INDEX run_root ON pawl.run (root, id) WHERE root IS NOT NULL;
