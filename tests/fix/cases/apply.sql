-- case: a table twice
CREATE TABLE IF NOT EXISTS a (id int);
CREATE TABLE a (id int, b int);
-- fixed
-- unsafe
CREATE TABLE IF NOT EXISTS a (id int);
CREATE TABLE IF NOT EXISTS a (id int, b int);
-- case: a guard that the grammar does not have
-- before
CREATE TABLE public.a (id int);
-- file
CREATE POLICY IF NOT EXISTS "see all" ON public.a USING (true);
CREATE TYPE IF NOT EXISTS status AS ENUM ('on');
ALTER TABLE a ADD CONSTRAINT IF NOT EXISTS positive CHECK (id > 0);
-- fixed
-- unsafe
DROP POLICY IF EXISTS "see all" ON public.a;
CREATE POLICY "see all" ON public.a USING (true);
DO $$
BEGIN
  IF to_regtype('status') IS NULL THEN
    CREATE TYPE status AS ENUM ('on');
  END IF;
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('a') AND conname = 'positive') THEN
    ALTER TABLE a ADD CONSTRAINT positive CHECK (id > 0);
  END IF;
END
$$;
-- case: a misspelt column
-- before
CREATE TABLE a (id int, created_at timestamptz, "Title" text);
-- file
CREATE INDEX IF NOT EXISTS i ON a (id);
CREATE OR REPLACE VIEW v AS SELECT a.create_at FROM a;
CREATE OR REPLACE VIEW w AS SELECT a."Titel" FROM a;
-- fixed
-- unsafe
CREATE INDEX IF NOT EXISTS i ON a (id);
CREATE OR REPLACE VIEW v AS SELECT a.created_at FROM a;
CREATE OR REPLACE VIEW w AS SELECT a."Title" FROM a;
-- case: rows that a key refuses the second time
-- before
CREATE TABLE roles (id int PRIMARY KEY, name text);
-- file
INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'guest');
insert into roles
values (3, 'other') -- the last
returning id;
-- fixed
-- unsafe
INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'guest') ON CONFLICT DO NOTHING;
insert into roles
values (3, 'other')
on conflict do nothing -- the last
returning id;
