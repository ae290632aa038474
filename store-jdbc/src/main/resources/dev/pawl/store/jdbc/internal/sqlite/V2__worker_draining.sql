-- Whether a worker said that it ends on purpose: that it is gone is then no crash.
ALTER TABLE worker ADD COLUMN drained INTEGER NOT NULL DEFAULT 0;
