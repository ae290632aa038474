-- A dismissal takes back the wish that it names and those before it: it may be overtaken by a later one of the same worker.
ALTER TABLE pawl.admission ADD COLUMN ticket bigint NOT NULL DEFAULT 0;

-- Says how many run where that is as many as may, and when the window has room where it has none; else the run is admitted.
CREATE FUNCTION pawl.admit(of_pipeline text, of_run uuid, me uuid, at_most integer, at_most_begin integer, within bigint,
  anew boolean, my_ticket bigint, OUT running bigint, OUT again timestamptz) LANGUAGE plpgsql AS $$
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
  INSERT INTO pawl.admission (pipeline, run_id, worker, epoch, ticket)
    SELECT of_pipeline, of_run, w.id, run_epoch, my_ticket FROM pawl.worker w WHERE w.id = me AND w.dead_at IS NULL FOR KEY SHARE
    ON CONFLICT (pipeline, run_id, worker) DO UPDATE
      SET epoch = excluded.epoch, ticket = greatest(admission.ticket, excluded.ticket);
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

CREATE FUNCTION pawl.dismiss(of_pipeline text, of_run uuid, me uuid, my_ticket bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(5783519, hashtext(of_pipeline));
  DELETE FROM pawl.admission a WHERE a.pipeline = of_pipeline AND a.run_id = of_run AND a.worker = me
    AND a.ticket <= my_ticket;
  DELETE FROM pawl.run_begin b WHERE b.run_id = of_run
    AND b.epoch = coalesce((SELECT r.epoch FROM pawl.run r WHERE r.id = of_run), 0)
    AND NOT EXISTS (SELECT 1 FROM pawl.run r
      WHERE r.id = of_run AND r.owner IS NOT NULL AND r.status IN (1, 3))
    AND NOT EXISTS (SELECT 1 FROM pawl.admission a JOIN pawl.worker w ON w.id = a.worker
      WHERE a.pipeline = of_pipeline AND a.run_id = of_run AND w.dead_at IS NULL);
END $$;

-- Workers of before give no tickets.
CREATE OR REPLACE FUNCTION pawl.admit(of_pipeline text, of_run uuid, me uuid, at_most integer, at_most_begin integer, within bigint,
  anew boolean, OUT running bigint, OUT again timestamptz) LANGUAGE sql AS $$
  SELECT a.running, a.again FROM pawl.admit(of_pipeline, of_run, me, at_most, at_most_begin, within, anew, 0) a
$$;

CREATE OR REPLACE FUNCTION pawl.dismiss(of_pipeline text, of_run uuid, me uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pawl.dismiss(of_pipeline, of_run, me, 0)
$$;
