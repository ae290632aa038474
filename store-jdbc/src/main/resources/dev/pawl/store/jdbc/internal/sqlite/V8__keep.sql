-- Runs that are being taken out: nobody sees them any more, and what is left of their journals goes bit by bit.
CREATE TABLE deletion (
  run_id BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX deletion_run ON deletion (run_id);
