-- Runs that are being taken out: nobody sees them any more, and what is left of their journals goes bit by bit.
CREATE TABLE pawl.deletion (
  run_id uuid PRIMARY KEY,
  at timestamptz NOT NULL
);

-- Takes the place of the next entry first, as an append does: whoever is appending just now is waited for, or loses.
-- Says how many entries there are; 0 where there is no run, -1 where it is active.
CREATE FUNCTION pawl.begin_deletion(of_run uuid) RETURNS integer LANGUAGE plpgsql AS $$
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
  DELETE FROM pawl.run r WHERE r.id = of_run;
  DELETE FROM pawl.checkpoint c WHERE c.run_id = of_run;
  DELETE FROM pawl.admission a WHERE a.run_id = of_run;
  DELETE FROM pawl.run_begin b WHERE b.run_id = of_run;
  DELETE FROM pawl.told_run t WHERE t.run_id = of_run;
  DELETE FROM pawl.told_stage t WHERE t.run_id = of_run;
  DELETE FROM pawl.told_item t WHERE t.run_id = of_run;
  INSERT INTO pawl.deletion (run_id, at) VALUES (of_run, clock_timestamp());
  RETURN greatest(entries, 1);
END $$;

-- What is told of runs for SQL by hand, after it is durable; each part of it can be made anew from the journals.
CREATE TABLE pawl.told_run (
  run_id uuid PRIMARY KEY,
  seq integer NOT NULL,
  status smallint NOT NULL,
  epoch integer NOT NULL,
  finished_at timestamptz,
  error text,
  recoveries integer NOT NULL,
  done integer NOT NULL,
  stages integer NOT NULL
);

CREATE TABLE pawl.told_stage (
  run_id uuid NOT NULL,
  stage text COLLATE "C" NOT NULL,
  place integer NOT NULL,
  status text NOT NULL,
  generation integer NOT NULL,
  attempt integer NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  degraded text,
  error text,
  output_sha text,
  output_size bigint,
  items integer,
  items_failed integer,
  PRIMARY KEY (run_id, stage)
);

CREATE TABLE pawl.told_item (
  run_id uuid NOT NULL,
  stage text COLLATE "C" NOT NULL,
  item integer NOT NULL,
  status text NOT NULL,
  failures integer NOT NULL,
  degraded text,
  error text,
  output_sha text,
  output_size bigint,
  PRIMARY KEY (run_id, stage, item)
);

CREATE VIEW pawl.pawl_runs AS
SELECT r.id AS run_id, r.number, r.pipeline, r.version, r.key, r.user_id,
  (ARRAY['queued', 'running', 'waiting', 'cancelling', 'succeeded', 'failed', 'cancelled'])[r.status + 1] AS status,
  r.active, r.degraded, r.labels, r.priority, r.created_at, r.started_at, r.finished_at,
  extract(epoch FROM r.finished_at - r.started_at)::double precision AS seconds,
  t.error, t.recoveries, t.done AS stages_done, t.stages, r.root AS root_run_id, r.parent AS parent_run_id, r.retry_from, r.depth
FROM pawl.run r LEFT JOIN pawl.told_run t ON t.run_id = r.id;

CREATE VIEW pawl.pawl_stages AS
SELECT r.id AS run_id, r.number, r.pipeline, r.version, s.stage, s.place, s.status, s.generation, s.attempt,
  s.started_at, s.finished_at, extract(epoch FROM s.finished_at - s.started_at)::double precision AS seconds,
  s.degraded, s.error, s.output_sha, s.output_size, s.items, s.items_failed
FROM pawl.told_stage s JOIN pawl.run r ON r.id = s.run_id;

CREATE VIEW pawl.pawl_items AS
SELECT r.id AS run_id, r.number, r.pipeline, r.version, i.stage, i.item, i.status, i.failures, i.degraded, i.error,
  i.output_sha, i.output_size
FROM pawl.told_item i JOIN pawl.run r ON r.id = i.run_id;
