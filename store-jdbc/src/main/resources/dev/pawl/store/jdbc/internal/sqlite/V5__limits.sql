-- Who holds a slot of a limit and who waits for one, and runs that count though their rows do not say so yet: of the worker that is
-- in. What others left is removed when one enters.
CREATE TABLE slot (
  place INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  worker BLOB NOT NULL,
  most INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  held INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX slot_holder ON slot (name, holder);
CREATE INDEX slot_in_turn ON slot (name, priority DESC, place) WHERE held = 0;
CREATE INDEX slot_held ON slot (name) WHERE held = 1;

CREATE TABLE admission (
  pipeline TEXT NOT NULL,
  run_id BLOB NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX admission_run ON admission (pipeline, run_id);

-- When runs began, of pipelines of which only so many begin within a time.
CREATE TABLE run_begin (
  run_id BLOB NOT NULL,
  pipeline TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX run_begin_run ON run_begin (run_id);
CREATE INDEX run_begin_at ON run_begin (pipeline, at);

-- How far schedules were carried out.
CREATE TABLE schedule (
  pipeline TEXT NOT NULL,
  rule TEXT NOT NULL,
  last INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX schedule_pipeline ON schedule (pipeline);
