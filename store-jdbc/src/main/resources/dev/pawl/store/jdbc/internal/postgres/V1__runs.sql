-- Everything is in a schema of its own, and is always named with it: the database may be another application's too.

CREATE SEQUENCE pawl.run_number;

CREATE TABLE pawl.run (
  id uuid PRIMARY KEY,
  number bigint NOT NULL DEFAULT nextval('pawl.run_number'),
  pipeline text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  key text COLLATE "C",
  user_id text COLLATE "C",
  status smallint NOT NULL CHECK (status BETWEEN 0 AND 6),
  active boolean NOT NULL,
  holds_key boolean NOT NULL,
  owner uuid,
  epoch integer NOT NULL,
  degraded boolean NOT NULL,
  labels jsonb NOT NULL CHECK (jsonb_typeof(labels) = 'object' AND NOT labels @? '$.* ? (@.type() != "string")'),
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  priority integer NOT NULL,
  due_at timestamptz
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

CREATE UNIQUE INDEX run_by_number ON pawl.run (number);
CREATE UNIQUE INDEX run_holds_key ON pawl.run (pipeline, key) WHERE holds_key;
CREATE INDEX run_active ON pawl.run (id, owner) WHERE active;
-- What waits for a worker, in the order it is taken, and what is in line behind its key.
CREATE INDEX run_queue ON pawl.run (priority DESC, id) WHERE active AND owner IS NULL;
CREATE INDEX run_in_line ON pawl.run (pipeline, key, id) WHERE active AND key IS NOT NULL;
CREATE INDEX run_pipeline ON pawl.run (pipeline, id);
CREATE INDEX run_status ON pawl.run (status, id);
CREATE INDEX run_key ON pawl.run (key, id) WHERE key IS NOT NULL;
CREATE INDEX run_user ON pawl.run (user_id, id) WHERE user_id IS NOT NULL;

-- The journal: one append, one row.
CREATE TABLE pawl.run_event (
  run_id uuid NOT NULL,
  seq integer NOT NULL,
  append_id uuid NOT NULL,
  epoch integer NOT NULL,
  at timestamptz NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE pawl.checkpoint (
  run_id uuid NOT NULL,
  stage text COLLATE "C" NOT NULL,
  epoch integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (run_id, stage)
);

-- A worker lives until it is declared dead.
CREATE TABLE pawl.worker (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  host text NOT NULL,
  pid bigint NOT NULL,
  since timestamptz NOT NULL,
  boot text,
  pid_space text,
  started bigint NOT NULL,
  address text,
  connections text NOT NULL,
  lock bigint NOT NULL,
  lease interval NOT NULL,
  lease_until timestamptz NOT NULL,
  dead_at timestamptz,
  dead_how text,
  drained boolean NOT NULL DEFAULT false,
  pulse bytea
) WITH (fillfactor = 50);

-- Empty after a crash of the database and on a promoted replica, where a lock that is free says nothing of its worker.
CREATE UNLOGGED TABLE pawl.worker_session (
  worker uuid PRIMARY KEY,
  boot timestamptz NOT NULL
);

-- When each start of the database was first noticed.
CREATE UNLOGGED TABLE pawl.database_start (
  boot timestamptz PRIMARY KEY,
  seen timestamptz NOT NULL
);

-- Counts what others have to look at: polled by those whom a notification did not reach.
CREATE SEQUENCE pawl.foreign_change;

-- A value is complete once it has its hash. Its chunks belong to the upload, not to the hash, so two uploads never mix.
CREATE TABLE pawl.payload (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha bytea,
  size bigint,
  touched_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX payload_by_sha ON pawl.payload (sha);

CREATE TABLE pawl.payload_chunk (
  payload bigint NOT NULL,
  n integer NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (payload, n)
);

ALTER TABLE pawl.payload_chunk ALTER COLUMN body SET STORAGE EXTERNAL; -- compressed already
