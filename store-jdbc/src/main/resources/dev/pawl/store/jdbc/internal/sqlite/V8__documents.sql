-- A document at rest is active and owned by nobody, and waits (2): it is in no queue, however many there are.
DROP INDEX run_queue;
CREATE INDEX run_queue ON run (priority DESC, id) WHERE active = 1 AND owner IS NULL AND status <> 2;
