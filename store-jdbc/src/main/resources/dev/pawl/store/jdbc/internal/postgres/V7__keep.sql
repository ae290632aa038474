-- Whether entries of a run that is taken out are left. A note without any waits only for its minute to be over.
ALTER TABLE pawl.deletion ADD COLUMN entries_left boolean NOT NULL DEFAULT true;
CREATE INDEX deletion_left ON pawl.deletion (run_id) WHERE entries_left;
CREATE INDEX deletion_over ON pawl.deletion (at) WHERE NOT entries_left;

-- Takes the place of the next entry first, as an append does: whoever is appending just now is waited for, or loses. A journal of
-- some hundred entries goes with it. Says how many entries there are; 0 where there is no run, -1 where it is active.
CREATE OR REPLACE FUNCTION pawl.begin_deletion(of_run uuid, at_once integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  entries integer;
  is_active boolean;
BEGIN
  SELECT r.active INTO is_active FROM pawl.run r WHERE r.id = of_run;
  IF NOT FOUND THEN
    RETURN 0;
  ELSIF is_active THEN
    RETURN -1;
  END IF;
  SELECT max(e.seq) INTO entries FROM pawl.run_event e WHERE e.run_id = of_run;
  entries := coalesce(entries, 0);
  INSERT INTO pawl.run_event (run_id, seq, append_id, epoch, at, body)
    VALUES (of_run, entries + 1, '00000000-0000-0000-0000-000000000000', -1, clock_timestamp(), '');
  SELECT r.active INTO is_active FROM pawl.run r WHERE r.id = of_run FOR UPDATE;
  IF NOT FOUND OR is_active THEN
    DELETE FROM pawl.run_event e WHERE e.run_id = of_run AND e.seq = entries + 1;
    RETURN CASE WHEN is_active THEN -1 ELSE 0 END;
  END IF;
  IF entries <= at_once THEN
    DELETE FROM pawl.run_event e WHERE e.run_id = of_run AND e.seq <= entries;
  END IF;
  DELETE FROM pawl.run r WHERE r.id = of_run;
  DELETE FROM pawl.checkpoint c WHERE c.run_id = of_run;
  DELETE FROM pawl.admission a WHERE a.run_id = of_run;
  DELETE FROM pawl.run_begin b WHERE b.run_id = of_run;
  DELETE FROM pawl.told_run t WHERE t.run_id = of_run;
  DELETE FROM pawl.told_stage t WHERE t.run_id = of_run;
  DELETE FROM pawl.told_item t WHERE t.run_id = of_run;
  INSERT INTO pawl.deletion (run_id, at, entries_left) VALUES (of_run, clock_timestamp(), entries > at_once);
  RETURN greatest(entries, 1);
END $$;

-- What one worker does at a time for all, and when that was last begun.
CREATE TABLE pawl.turn (
  name text COLLATE "C" PRIMARY KEY,
  at timestamptz NOT NULL
);

-- Which run executed a stage that was taken over. Of retries that is told anew.
ALTER TABLE pawl.told_stage ADD COLUMN reused_from uuid;
DELETE FROM pawl.told_run t USING pawl.run r WHERE r.id = t.run_id AND r.root IS NOT NULL;

CREATE OR REPLACE VIEW pawl.pawl_stages AS
SELECT r.id AS run_id, r.number, r.pipeline, r.version, s.stage, s.place, s.status, s.generation, s.attempt,
  s.started_at, s.finished_at, extract(epoch FROM s.finished_at - s.started_at)::double precision AS seconds,
  s.degraded, s.error, s.output_sha, s.output_size, s.items, s.items_failed, s.reused_from AS reused_from_run_id
FROM pawl.told_stage s JOIN pawl.run r ON r.id = s.run_id;

CREATE VIEW pawl.pawl_retries AS
SELECT r.id AS run_id, r.number, r.pipeline, r.version, r.retry_from, r.depth, r.root AS root_run_id, r.parent AS parent_run_id,
  (ARRAY['queued', 'running', 'waiting', 'cancelling', 'succeeded', 'failed', 'cancelled'])[r.status + 1] AS status,
  r.created_at, r.finished_at, extract(epoch FROM r.finished_at - r.started_at)::double precision AS seconds,
  (SELECT count(*) FROM pawl.told_stage s WHERE s.run_id = r.id AND s.reused_from IS NOT NULL) AS stages_reused,
  (SELECT coalesce(sum(extract(epoch FROM o.finished_at - o.started_at)), 0)::double precision
    FROM pawl.told_stage s JOIN pawl.told_stage o ON o.run_id = s.reused_from AND o.stage = s.stage
    WHERE s.run_id = r.id AND s.reused_from IS NOT NULL) AS seconds_saved
FROM pawl.run r WHERE r.root IS NOT NULL;

CREATE VIEW pawl.pawl_stage_rates AS
SELECT e.pipeline, e.stage, e.times, e.succeeded, e.degraded, e.failed,
  (e.succeeded + e.degraded)::double precision / e.times AS success_rate, e.seconds,
  coalesce(t.retries, 0) AS retries, coalesce(t.retries_succeeded, 0) AS retries_succeeded,
  coalesce(t.seconds_saved, 0) AS seconds_saved
FROM (
  SELECT r.pipeline, s.stage, count(*) AS times, count(*) FILTER (WHERE s.status = 'succeeded') AS succeeded,
    count(*) FILTER (WHERE s.status = 'degraded') AS degraded, count(*) FILTER (WHERE s.status = 'failed') AS failed,
    avg(extract(epoch FROM s.finished_at - s.started_at))::double precision AS seconds
  FROM pawl.told_stage s JOIN pawl.run r ON r.id = s.run_id
  WHERE s.status IN ('succeeded', 'degraded', 'failed') AND s.reused_from IS NULL
  GROUP BY r.pipeline, s.stage) e
LEFT JOIN (
  SELECT pipeline, retry_from, count(*) AS retries, count(*) FILTER (WHERE status = 'succeeded') AS retries_succeeded,
    sum(seconds_saved) AS seconds_saved
  FROM pawl.pawl_retries GROUP BY pipeline, retry_from) t ON t.pipeline = e.pipeline AND t.retry_from = e.stage;

CREATE VIEW pawl.pawl_failures AS
SELECT r.pipeline, s.stage, s.error, count(*) AS times, max(r.number) AS last_number, max(s.finished_at) AS last_at
FROM pawl.told_stage s JOIN pawl.run r ON r.id = s.run_id
WHERE s.status = 'failed'
GROUP BY r.pipeline, s.stage, s.error;
