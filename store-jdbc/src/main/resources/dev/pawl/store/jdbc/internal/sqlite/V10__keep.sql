-- What one worker does at a time for all, and when that was last begun.
CREATE TABLE turn (
  name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX turn_name ON turn (name);

-- Which run executed a stage that was taken over. Of retries that is told anew.
ALTER TABLE told_stage ADD COLUMN reused_from BLOB;

DELETE FROM told_run WHERE run_id IN (SELECT id FROM run WHERE root IS NOT NULL);

DROP VIEW pawl_stages;

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
FROM told_stage s JOIN run r ON r.id = s.run_id;

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
FROM run r WHERE r.root IS NOT NULL;

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
  FROM pawl_retries GROUP BY pipeline, retry_from) t ON t.pipeline = e.pipeline AND t.retry_from = e.stage;

CREATE VIEW pawl_failures AS
SELECT r.pipeline, s.stage, s.error, count(*) AS times, max(r.number) AS last_number,
  strftime('%Y-%m-%dT%H:%M:%fZ', max(s.finished_at) / 1e6, 'unixepoch') AS last_at
FROM told_stage s JOIN run r ON r.id = s.run_id
WHERE s.status = 'failed'
GROUP BY r.pipeline, s.stage, s.error;
