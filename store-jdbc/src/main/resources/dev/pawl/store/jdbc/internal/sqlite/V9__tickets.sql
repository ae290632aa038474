-- A dismissal takes back the wish that it names and those before it: it may be overtaken by a later one.
ALTER TABLE admission ADD COLUMN ticket INTEGER NOT NULL DEFAULT 0;
