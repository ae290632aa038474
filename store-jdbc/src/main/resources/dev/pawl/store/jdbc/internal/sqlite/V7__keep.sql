-- Runs that are being taken out: nobody sees them any more, and what is left of their journals goes bit by bit.
CREATE TABLE deletion (
  run_id BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX deletion_run ON deletion (run_id);

-- What is told of runs for SQL by hand, after it is durable; each part of it can be made anew from the journals.
CREATE TABLE told_run (
  run_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  status INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  finished_at INTEGER,
  error TEXT,
  recoveries INTEGER NOT NULL,
  done INTEGER NOT NULL,
  stages INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX told_run_id ON told_run (run_id);

CREATE TABLE told_stage (
  run_id BLOB NOT NULL,
  stage TEXT NOT NULL,
  place INTEGER NOT NULL,
  status TEXT NOT NULL,
  generation INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  degraded TEXT,
  error TEXT,
  output_sha TEXT,
  output_size INTEGER,
  items INTEGER,
  items_failed INTEGER
) STRICT;

CREATE UNIQUE INDEX told_stage_id ON told_stage (run_id, stage);

CREATE TABLE told_item (
  run_id BLOB NOT NULL,
  stage TEXT NOT NULL,
  item INTEGER NOT NULL,
  status TEXT NOT NULL,
  failures INTEGER NOT NULL,
  degraded TEXT,
  error TEXT,
  output_sha TEXT,
  output_size INTEGER
) STRICT;

CREATE UNIQUE INDEX told_item_id ON told_item (run_id, stage, item);

CREATE VIEW pawl_runs AS
SELECT lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-'
    || substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21)) AS run_id,
  r.number, r.pipeline, r.version, r.key, r.user_id,
  CASE r.status WHEN 0 THEN 'queued' WHEN 1 THEN 'running' WHEN 2 THEN 'waiting' WHEN 3 THEN 'cancelling'
    WHEN 4 THEN 'succeeded' WHEN 5 THEN 'failed' WHEN 6 THEN 'cancelled' END AS status,
  r.active, r.degraded, r.labels, r.priority,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.created_at / 1e6, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.started_at / 1e6, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.finished_at / 1e6, 'unixepoch') AS finished_at,
  (r.finished_at - r.started_at) / 1e6 AS seconds,
  t.error, t.recoveries, t.done AS stages_done, t.stages,
  CASE WHEN r.root IS NOT NULL THEN lower(substr(hex(r.root), 1, 8) || '-' || substr(hex(r.root), 9, 4) || '-' || substr(hex(r.root), 13, 4) || '-'
    || substr(hex(r.root), 17, 4) || '-' || substr(hex(r.root), 21)) END AS root_run_id,
  CASE WHEN r.parent IS NOT NULL THEN lower(substr(hex(r.parent), 1, 8) || '-' || substr(hex(r.parent), 9, 4) || '-' || substr(hex(r.parent), 13, 4) || '-'
    || substr(hex(r.parent), 17, 4) || '-' || substr(hex(r.parent), 21)) END AS parent_run_id,
  r.retry_from, r.depth
FROM run r LEFT JOIN told_run t ON t.run_id = r.id;

CREATE VIEW pawl_stages AS
SELECT lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-'
    || substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21)) AS run_id,
  r.number, r.pipeline, r.version, s.stage, s.place, s.status, s.generation, s.attempt,
  strftime('%Y-%m-%dT%H:%M:%fZ', s.started_at / 1e6, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', s.finished_at / 1e6, 'unixepoch') AS finished_at,
  (s.finished_at - s.started_at) / 1e6 AS seconds,
  s.degraded, s.error, s.output_sha, s.output_size, s.items, s.items_failed
FROM told_stage s JOIN run r ON r.id = s.run_id;

CREATE VIEW pawl_items AS
SELECT lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-'
    || substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21)) AS run_id,
  r.number, r.pipeline, r.version, i.stage, i.item, i.status, i.failures, i.degraded, i.error, i.output_sha, i.output_size
FROM told_item i JOIN run r ON r.id = i.run_id;
