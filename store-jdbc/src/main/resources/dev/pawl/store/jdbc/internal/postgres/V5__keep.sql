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
  INSERT INTO pawl.deletion (run_id, at) VALUES (of_run, clock_timestamp());
  RETURN greatest(entries, 1);
END $$;
