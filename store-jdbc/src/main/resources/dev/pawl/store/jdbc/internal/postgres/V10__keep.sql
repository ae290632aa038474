-- Every place of a run that is taken out stays taken, by what is no entry, until nothing can follow any more. A place that became free
-- at once was taken by an append that was late: it waited for the deletion, had seen the entry before in its snapshot, and was left over.
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
  UPDATE pawl.run_event e SET append_id = '00000000-0000-0000-0000-000000000000', epoch = -1, body = ''
    WHERE e.run_id = of_run AND e.seq = 1;
  UPDATE pawl.run_event e SET append_id = '00000000-0000-0000-0000-000000000000', epoch = -1, body = ''
    WHERE e.run_id = of_run AND e.seq BETWEEN greatest(2, entries - at_once + 1) AND entries;
  DELETE FROM pawl.run r WHERE r.id = of_run;
  DELETE FROM pawl.checkpoint c WHERE c.run_id = of_run;
  DELETE FROM pawl.admission a WHERE a.run_id = of_run;
  DELETE FROM pawl.run_begin b WHERE b.run_id = of_run;
  DELETE FROM pawl.told_run t WHERE t.run_id = of_run;
  DELETE FROM pawl.told_stage t WHERE t.run_id = of_run;
  DELETE FROM pawl.told_item t WHERE t.run_id = of_run;
  INSERT INTO pawl.deletion (run_id, at, entries_left) VALUES (of_run, clock_timestamp(), entries > at_once)
    ON CONFLICT (run_id) DO UPDATE SET at = excluded.at, entries_left = excluded.entries_left;
  RETURN greatest(entries, 1);
END $$;
