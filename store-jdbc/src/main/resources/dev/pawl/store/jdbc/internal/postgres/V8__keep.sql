-- An imported run has the same id each time, and may be made again after it was deleted. What stands in the place of the next entry
-- would be in the way of that one's; so there is one that is none in the place of the first entry too, until nothing of the deletion
-- is left: who makes the run again before that loses with its first entry.
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
  IF entries <= at_once THEN
    DELETE FROM pawl.run_event e WHERE e.run_id = of_run AND e.seq BETWEEN 2 AND entries;
  END IF;
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
