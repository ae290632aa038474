-- A document at rest is active and owned by nobody, and waits (2): it is in no queue, however many there are.
DROP INDEX pawl.run_queue;
CREATE INDEX run_queue ON pawl.run (priority DESC, id) WHERE active AND owner IS NULL AND status <> 2;

CREATE OR REPLACE FUNCTION pawl.claimable(by_now timestamptz, but_of text[], at_most integer) RETURNS SETOF pawl.run
STABLE LANGUAGE plpgsql SET enable_sort = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN QUERY SELECT * FROM pawl.run AS mine
    WHERE active AND owner IS NULL AND status <> 2 AND (due_at IS NULL OR due_at <= by_now) AND pipeline <> ALL (but_of)
      AND (key IS NULL OR holds_key OR NOT EXISTS (
        SELECT 1 FROM pawl.run AS other
        WHERE other.pipeline = mine.pipeline AND other.key = mine.key AND other.active
          AND (other.holds_key OR other.id < mine.id)))
    ORDER BY priority DESC, id LIMIT at_most;
END $$;
