CREATE TABLE admission (
  pipeline TEXT NOT NULL,
  run_id BLOB NOT NULL,
  epoch INTEGER NOT NULL
, ticket INTEGER NOT NULL DEFAULT 0) STRICT

CREATE UNIQUE INDEX admission_run ON admission (pipeline, run_id)

CREATE TABLE checkpoint (
  run_id BLOB NOT NULL,
  stage TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT

CREATE UNIQUE INDEX checkpoint_stage ON checkpoint (run_id, stage)

CREATE TABLE deletion (
  run_id BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT

CREATE UNIQUE INDEX deletion_run ON deletion (run_id)

CREATE VIEW pawl_failures AS
SELECT r.pipeline, s.stage, s.error, count(*) AS times, max(r.number) AS last_number,
  strftime('%Y-%m-%dT%H:%M:%fZ', max(s.finished_at) / 1e6, 'unixepoch') AS last_at
FROM told_stage s JOIN run r ON r.id = s.run_id
WHERE s.status = 'failed'
GROUP BY r.pipeline, s.stage, s.error

CREATE VIEW pawl_items AS
SELECT lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-'
    || substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21)) AS run_id,
  r.number, r.pipeline, r.version, i.stage, i.item, i.status, i.failures, i.degraded, i.error, i.output_sha, i.output_size
FROM told_item i JOIN run r ON r.id = i.run_id

CREATE VIEW pawl_retries AS
SELECT lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-'
    || substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21)) AS run_id,
  r.number, r.pipeline, r.version, r.retry_from, r.depth,
  lower(substr(hex(r.root), 1, 8) || '-' || substr(hex(r.root), 9, 4) || '-' || substr(hex(r.root), 13, 4) || '-'
    || substr(hex(r.root), 17, 4) || '-' || substr(hex(r.root), 21)) AS root_run_id,
  lower(substr(hex(r.parent), 1, 8) || '-' || substr(hex(r.parent), 9, 4) || '-' || substr(hex(r.parent), 13, 4) || '-'
    || substr(hex(r.parent), 17, 4) || '-' || substr(hex(r.parent), 21)) AS parent_run_id,
  CASE r.status WHEN 0 THEN 'queued' WHEN 1 THEN 'running' WHEN 2 THEN 'waiting' WHEN 3 THEN 'cancelling'
    WHEN 4 THEN 'succeeded' WHEN 5 THEN 'failed' WHEN 6 THEN 'cancelled' END AS status,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.created_at / 1e6, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.finished_at / 1e6, 'unixepoch') AS finished_at,
  (r.finished_at - r.started_at) / 1e6 AS seconds,
  (SELECT count(*) FROM told_stage s WHERE s.run_id = r.id AND s.reused_from IS NOT NULL) AS stages_reused,
  (SELECT coalesce(sum(o.finished_at - o.started_at), 0) / 1e6
    FROM told_stage s JOIN told_stage o ON o.run_id = s.reused_from AND o.stage = s.stage
    WHERE s.run_id = r.id AND s.reused_from IS NOT NULL) AS seconds_saved
FROM run r WHERE r.root IS NOT NULL

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
FROM run r LEFT JOIN told_run t ON t.run_id = r.id

CREATE VIEW pawl_stage_rates AS
SELECT e.pipeline, e.stage, e.times, e.succeeded, e.degraded, e.failed,
  (e.succeeded + e.degraded) * 1.0 / e.times AS success_rate, e.seconds,
  coalesce(t.retries, 0) AS retries, coalesce(t.retries_succeeded, 0) AS retries_succeeded,
  coalesce(t.seconds_saved, 0.0) AS seconds_saved
FROM (
  SELECT r.pipeline, s.stage, count(*) AS times, count(*) FILTER (WHERE s.status = 'succeeded') AS succeeded,
    count(*) FILTER (WHERE s.status = 'degraded') AS degraded, count(*) FILTER (WHERE s.status = 'failed') AS failed,
    avg(s.finished_at - s.started_at) / 1e6 AS seconds
  FROM told_stage s JOIN run r ON r.id = s.run_id
  WHERE s.status IN ('succeeded', 'degraded', 'failed') AND s.reused_from IS NULL
  GROUP BY r.pipeline, s.stage) e
LEFT JOIN (
  SELECT pipeline, retry_from, count(*) AS retries, count(*) FILTER (WHERE status = 'succeeded') AS retries_succeeded,
    sum(seconds_saved) AS seconds_saved
  FROM pawl_retries GROUP BY pipeline, retry_from) t ON t.pipeline = e.pipeline AND t.retry_from = e.stage

CREATE VIEW pawl_stages AS
SELECT lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-'
    || substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21)) AS run_id,
  r.number, r.pipeline, r.version, s.stage, s.place, s.status, s.generation, s.attempt,
  strftime('%Y-%m-%dT%H:%M:%fZ', s.started_at / 1e6, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', s.finished_at / 1e6, 'unixepoch') AS finished_at,
  (s.finished_at - s.started_at) / 1e6 AS seconds,
  s.degraded, s.error, s.output_sha, s.output_size, s.items, s.items_failed,
  CASE WHEN s.reused_from IS NOT NULL THEN lower(substr(hex(s.reused_from), 1, 8) || '-' || substr(hex(s.reused_from), 9, 4) || '-' || substr(hex(s.reused_from), 13, 4) || '-'
    || substr(hex(s.reused_from), 17, 4) || '-' || substr(hex(s.reused_from), 21)) END AS reused_from_run_id
FROM told_stage s JOIN run r ON r.id = s.run_id

CREATE TABLE payload (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha BLOB,
  size INTEGER,
  touched_at INTEGER NOT NULL
) STRICT

CREATE TABLE payload_chunk (
  payload INTEGER NOT NULL,
  n INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT

CREATE UNIQUE INDEX payload_chunk_n ON payload_chunk (payload, n)

CREATE UNIQUE INDEX payload_sha ON payload (sha)

CREATE TABLE run (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL,
  pipeline TEXT NOT NULL,
  version INTEGER NOT NULL,
  key TEXT,
  user_id TEXT,
  status INTEGER NOT NULL,
  active INTEGER NOT NULL,
  holds_key INTEGER NOT NULL,
  owner BLOB,
  epoch INTEGER NOT NULL,
  degraded INTEGER NOT NULL,
  labels TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER
, priority INTEGER NOT NULL DEFAULT 0, due_at INTEGER, root BLOB, parent BLOB, retry_from TEXT, depth INTEGER NOT NULL DEFAULT 0, holds_retry INTEGER NOT NULL DEFAULT 0) STRICT

CREATE INDEX run_active ON run (id, owner) WHERE active = 1

CREATE TABLE run_begin (
  run_id BLOB NOT NULL,
  pipeline TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT

CREATE INDEX run_begin_at ON run_begin (pipeline, at)

CREATE UNIQUE INDEX run_begin_run ON run_begin (run_id)

CREATE INDEX run_ended ON run (pipeline, finished_at, id) WHERE finished_at IS NOT NULL

CREATE TABLE run_event (
  run_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  append_id BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT

CREATE UNIQUE INDEX run_event_seq ON run_event (run_id, seq)

CREATE UNIQUE INDEX run_holds_key ON run (pipeline, key) WHERE holds_key = 1

CREATE UNIQUE INDEX run_holds_retry ON run (parent, retry_from) WHERE holds_retry = 1

CREATE UNIQUE INDEX run_id ON run (id)

CREATE INDEX run_in_line ON run (pipeline, key, id) WHERE active = 1 AND key IS NOT NULL

CREATE INDEX run_key ON run (key, id) WHERE key IS NOT NULL

CREATE INDEX run_pipeline ON run (pipeline, id)

CREATE INDEX run_queue ON run (priority DESC, id) WHERE active = 1 AND owner IS NULL AND status <> 2

CREATE INDEX run_root ON run (root, id) WHERE root IS NOT NULL

CREATE INDEX run_status ON run (status, id)

CREATE INDEX run_user ON run (user_id, id) WHERE user_id IS NOT NULL

CREATE TABLE schedule (
  pipeline TEXT NOT NULL,
  rule TEXT NOT NULL,
  last INTEGER NOT NULL
) STRICT

CREATE UNIQUE INDEX schedule_pipeline ON schedule (pipeline)

CREATE TABLE slot (
  place INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  worker BLOB NOT NULL,
  most INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  held INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT

CREATE INDEX slot_held ON slot (name) WHERE held = 1

CREATE UNIQUE INDEX slot_holder ON slot (name, holder)

CREATE INDEX slot_in_turn ON slot (name, priority DESC, place) WHERE held = 0

CREATE TABLE sqlite_sequence(name,seq)

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
) STRICT

CREATE UNIQUE INDEX told_item_id ON told_item (run_id, stage, item)

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
) STRICT

CREATE UNIQUE INDEX told_run_id ON told_run (run_id)

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
, reused_from BLOB) STRICT

CREATE UNIQUE INDEX told_stage_id ON told_stage (run_id, stage)

CREATE TABLE turn (
  name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT

CREATE UNIQUE INDEX turn_name ON turn (name)

CREATE TABLE worker (
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  since INTEGER NOT NULL,
  pulse BLOB
, drained INTEGER NOT NULL DEFAULT 0, boot TEXT, pid_space TEXT, started INTEGER, address TEXT) STRICT

CREATE UNIQUE INDEX worker_id ON worker (id)
