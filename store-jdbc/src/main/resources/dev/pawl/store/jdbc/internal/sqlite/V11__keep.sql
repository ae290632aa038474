-- What is pruned is found by when it ended: of a pipeline whose time is not over nothing is read.
CREATE INDEX run_ended ON run (pipeline, finished_at, id) WHERE finished_at IS NOT NULL;
