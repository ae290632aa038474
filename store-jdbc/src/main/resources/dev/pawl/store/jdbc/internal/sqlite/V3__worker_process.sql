-- What tells a worker's process apart on its machine, and where others reach it.
ALTER TABLE worker ADD COLUMN boot TEXT;
ALTER TABLE worker ADD COLUMN pid_space TEXT;
ALTER TABLE worker ADD COLUMN started INTEGER;
ALTER TABLE worker ADD COLUMN address TEXT;
