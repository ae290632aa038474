-- Limits across workers, and how far schedules were carried out. A limit is decided by one at a time: a function takes a lock
-- before it looks, and each statement inside of it sees what was committed before that statement began. It is one statement of its
-- caller, so nobody who is frozen keeps the lock.

-- What may be claimed, in the order of the index of what waits, so that the first are found without looking at the rest: the
-- planner, who may know nothing of the tables yet, is not asked whether it would rather sort.
CREATE FUNCTION pawl.claimable(by_now timestamptz, but_of text[], at_most integer) RETURNS SETOF pawl.run STABLE LANGUAGE plpgsql
SET enable_sort = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN QUERY SELECT * FROM pawl.run AS mine
    WHERE active AND owner IS NULL AND (due_at IS NULL OR due_at <= by_now) AND pipeline <> ALL (but_of)
      AND (key IS NULL OR holds_key OR NOT EXISTS (
        SELECT 1 FROM pawl.run AS other
        WHERE other.pipeline = mine.pipeline AND other.key = mine.key AND other.active
          AND (other.holds_key OR other.id < mine.id)))
    ORDER BY priority DESC, id LIMIT at_most;
END $$;

CREATE INDEX worker_dead ON pawl.worker (id) WHERE dead_at IS NOT NULL;

-- Who holds a slot of a limit, and who waits for one.
CREATE TABLE pawl.slot (
  name text COLLATE "C" NOT NULL,
  holder text COLLATE "C" NOT NULL,
  worker uuid NOT NULL REFERENCES pawl.worker ON DELETE CASCADE,
  most integer NOT NULL,
  priority integer NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY,
  held boolean NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (name, holder)
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX slot_in_turn ON pawl.slot (name, priority DESC, place) WHERE NOT held;
CREATE INDEX slot_held ON pawl.slot (name) WHERE held;
CREATE INDEX slot_worker ON pawl.slot (worker);

-- News of slots, apart from those of runs: for these journals are read.
CREATE SEQUENCE pawl.slot_change;

-- Under the lock of the limit: gives slots in turn while there is room, and tells others who were given one.
CREATE FUNCTION pawl.grant_slots(limit_name text, me uuid, handle text) RETURNS void LANGUAGE plpgsql
SET enable_sort = off SET enable_bitmapscan = off AS $$
DECLARE
  next_one record;
  holding bigint;
  least_most integer;
  told boolean := false;
BEGIN
  LOOP
    SELECT s.holder, s.worker, s.most INTO next_one FROM pawl.slot s
      WHERE s.name = limit_name AND NOT s.held ORDER BY s.priority DESC, s.place LIMIT 1;
    EXIT WHEN NOT FOUND;
    SELECT count(*), min(s.most) INTO holding, least_most FROM pawl.slot s WHERE s.name = limit_name AND s.held;
    EXIT WHEN holding >= least(least_most, next_one.most);
    UPDATE pawl.slot s SET held = true WHERE s.name = limit_name AND s.holder = next_one.holder;
    told := told OR next_one.worker <> me;
  END LOOP;
  IF told THEN
    PERFORM pg_notify('pawl_slot', handle), nextval('pawl.slot_change');
  END IF;
END $$;

-- The dead one by one: of a join the planner, who may know nothing of the tables yet, reads all that wait.
CREATE FUNCTION pawl.drop_dead(limit_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  dead uuid;
BEGIN
  FOR dead IN SELECT w.id FROM pawl.worker w WHERE w.dead_at IS NOT NULL LOOP
    DELETE FROM pawl.slot s WHERE s.worker = dead AND s.name || '' = limit_name; -- not by the index of the names
  END LOOP;
END $$;

CREATE FUNCTION pawl.wish(limit_name text, wisher text, me uuid, at_most integer, with_priority integer, handle text)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  mine pawl.slot;
BEGIN
  PERFORM pg_advisory_xact_lock(5783518, hashtext(limit_name));
  PERFORM pawl.drop_dead(limit_name);
  SELECT * INTO mine FROM pawl.slot s WHERE s.name = limit_name AND s.holder = wisher;
  IF NOT FOUND THEN
    INSERT INTO pawl.slot (name, holder, worker, most, priority, held, since)
      SELECT limit_name, wisher, w.id, at_most, with_priority, false, clock_timestamp() FROM pawl.worker w
      WHERE w.id = me AND w.dead_at IS NULL FOR KEY SHARE;
  ELSIF mine.worker = me AND (mine.most, mine.priority) <> (at_most, with_priority) THEN
    UPDATE pawl.slot s SET most = at_most, priority = with_priority WHERE s.name = limit_name AND s.holder = wisher;
  END IF;
  PERFORM pawl.grant_slots(limit_name, me, handle);
  RETURN EXISTS (SELECT 1 FROM pawl.slot s
    WHERE s.name = limit_name AND s.holder = wisher AND s.worker = me AND s.held);
END $$;

CREATE FUNCTION pawl.give_back(limit_name text, wisher text, me uuid, handle text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(5783518, hashtext(limit_name));
  PERFORM pawl.drop_dead(limit_name);
  DELETE FROM pawl.slot s WHERE s.name = limit_name AND s.holder = wisher AND s.worker = me;
  PERFORM pawl.grant_slots(limit_name, me, handle);
END $$;

-- Runs that count though their rows do not say so yet. By its claim a run gets another epoch.
CREATE TABLE pawl.admission (
  pipeline text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  worker uuid NOT NULL REFERENCES pawl.worker ON DELETE CASCADE,
  epoch integer NOT NULL,
  PRIMARY KEY (pipeline, run_id, worker)
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX admission_worker ON pawl.admission (worker);

-- When runs began, of pipelines of which only so many begin within a time.
CREATE TABLE pawl.run_begin (
  run_id uuid PRIMARY KEY,
  pipeline text COLLATE "C" NOT NULL,
  epoch integer NOT NULL,
  at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE INDEX run_begin_at ON pawl.run_begin (pipeline, at);

-- What is owned and runs (1) or is being stopped (3). All that run, of any pipeline, are few and together in an index; those of a
-- pipeline are among all it ever had: so the pipeline is looked at last, whatever the planner thinks.
CREATE FUNCTION pawl.running(of_pipeline text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT count(*) FROM
      (SELECT r.pipeline FROM pawl.run r WHERE r.status IN (1, 3) AND r.owner IS NOT NULL OFFSET 0) counted
      WHERE counted.pipeline = of_pipeline)
    + (SELECT count(DISTINCT a.run_id) FROM pawl.admission a WHERE a.pipeline = of_pipeline);
END $$;

-- Says how many run where that is as many as may, and when the window has room where it has none; else the run is admitted.
CREATE FUNCTION pawl.admit(of_pipeline text, of_run uuid, me uuid, at_most integer, at_most_begin integer, within bigint,
  anew boolean, OUT running bigint, OUT again timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  unlimited CONSTANT integer := 2147483647;
  time_window CONSTANT interval := within * interval '1 microsecond';
  run_epoch integer;
  settled boolean;
  already boolean;
  at_last timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(5783519, hashtext(of_pipeline));
  SELECT r.epoch, NOT r.active OR (r.owner IS NOT NULL AND r.status IN (1, 3)) INTO run_epoch, settled
    FROM pawl.run r WHERE r.id = of_run;
  IF settled THEN
    RETURN;
  END IF;
  run_epoch := coalesce(run_epoch, 0);
  DELETE FROM pawl.admission a WHERE a.pipeline = of_pipeline AND (
    EXISTS (SELECT 1 FROM pawl.worker w WHERE w.id = a.worker AND w.dead_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM pawl.run r WHERE r.id = a.run_id AND (NOT r.active OR r.epoch <> a.epoch
      OR (r.owner IS NOT NULL AND r.status IN (1, 3)))));
  already := EXISTS (SELECT 1 FROM pawl.admission a WHERE a.pipeline = of_pipeline AND a.run_id = of_run);
  IF NOT already AND at_most < unlimited THEN
    running := pawl.running(of_pipeline);
    IF running >= at_most THEN
      RETURN;
    END IF;
    running := NULL; -- it is said only where it is the reason
  END IF;
  IF NOT already AND NOT anew AND at_most_begin < unlimited THEN
    at_last := clock_timestamp();
    DELETE FROM pawl.run_begin b WHERE b.pipeline = of_pipeline AND b.at <= at_last - time_window;
    SELECT b.at + time_window INTO again FROM pawl.run_begin b WHERE b.pipeline = of_pipeline AND b.run_id <> of_run
      ORDER BY b.at DESC OFFSET at_most_begin - 1 LIMIT 1;
    IF FOUND THEN
      RETURN;
    END IF;
  END IF;
  INSERT INTO pawl.admission (pipeline, run_id, worker, epoch)
    SELECT of_pipeline, of_run, w.id, run_epoch FROM pawl.worker w WHERE w.id = me AND w.dead_at IS NULL FOR KEY SHARE
    ON CONFLICT (pipeline, run_id, worker) DO UPDATE SET epoch = excluded.epoch;
  IF NOT FOUND THEN -- it was declared dead
    running := pawl.running(of_pipeline);
    RETURN;
  END IF;
  running := NULL;
  IF at_last IS NOT NULL THEN
    INSERT INTO pawl.run_begin (run_id, pipeline, epoch, at) VALUES (of_run, of_pipeline, run_epoch, at_last)
      ON CONFLICT (run_id) DO UPDATE SET pipeline = excluded.pipeline, epoch = excluded.epoch, at = excluded.at;
  END IF;
END $$;

CREATE FUNCTION pawl.dismiss(of_pipeline text, of_run uuid, me uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(5783519, hashtext(of_pipeline));
  DELETE FROM pawl.admission a WHERE a.pipeline = of_pipeline AND a.run_id = of_run AND a.worker = me;
  DELETE FROM pawl.run_begin b WHERE b.run_id = of_run
    AND b.epoch = coalesce((SELECT r.epoch FROM pawl.run r WHERE r.id = of_run), 0)
    AND NOT EXISTS (SELECT 1 FROM pawl.run r
      WHERE r.id = of_run AND r.owner IS NOT NULL AND r.status IN (1, 3))
    AND NOT EXISTS (SELECT 1 FROM pawl.admission a JOIN pawl.worker w ON w.id = a.worker
      WHERE a.pipeline = of_pipeline AND a.run_id = of_run AND w.dead_at IS NULL);
END $$;

CREATE TABLE pawl.schedule (
  pipeline text COLLATE "C" PRIMARY KEY,
  rule text COLLATE "C" NOT NULL,
  last timestamptz NOT NULL
);
