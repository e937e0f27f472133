-- case: table
create /* the first */ table
  -- of all
  a (id int);   -- done
CREATE UNLOGGED TABLE b (id int);
CREATE TEMP TABLE c (id int);
CREATE TABLE d AS SELECT 1 AS one;
-- fixed
create /* the first */ table if not exists
  -- of all
  a (id int);   -- done
CREATE UNLOGGED TABLE IF NOT EXISTS b (id int);
CREATE TEMP TABLE IF NOT EXISTS c (id int);
CREATE TABLE IF NOT EXISTS d AS SELECT 1 AS one;
-- case: materialized view and view
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
CREATE VIEW v AS SELECT 1 AS one;
CREATE TEMP RECURSIVE VIEW r (n) AS SELECT 1;
-- fixed
CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 AS one;
CREATE OR REPLACE VIEW v AS SELECT 1 AS one;
CREATE OR REPLACE TEMP RECURSIVE VIEW r (n) AS SELECT 1;
-- case: index
-- before
CREATE TABLE a (id int, b text);
-- file
CREATE INDEX a_idx ON a (id);
CREATE UNIQUE INDEX a_unique ON a (id) WHERE b IS NULL;
-- fixed
CREATE INDEX IF NOT EXISTS a_idx ON a (id);
CREATE UNIQUE INDEX IF NOT EXISTS a_unique ON a (id) WHERE b IS NULL;
-- case: sequence, schema, statistics
-- before
CREATE TABLE a (id int, b int);
-- file
CREATE SEQUENCE s;
CREATE SCHEMA app;
CREATE STATISTICS st ON id, b FROM a;
-- fixed
CREATE SEQUENCE IF NOT EXISTS s;
CREATE SCHEMA IF NOT EXISTS app;
CREATE STATISTICS IF NOT EXISTS st ON id, b FROM a;
-- case: function, procedure, aggregate
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
-- fixed
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
-- case: trigger
-- before
CREATE TABLE a (id int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- file
CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
-- fixed
CREATE OR REPLACE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
-- case: constraint trigger
-- before
CREATE TABLE a (id int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- file
CREATE CONSTRAINT TRIGGER tr AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
-- fixed
DROP TRIGGER IF EXISTS tr ON a;
CREATE CONSTRAINT TRIGGER tr AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
-- case: policy
-- before
CREATE TABLE public.a (id int);
-- file
-- everybody
CREATE POLICY "see all" ON public.a FOR SELECT USING (true);
create policy "write all" on public.a for insert with check (true);
-- fixed
-- everybody
DROP POLICY IF EXISTS "see all" ON public.a;
CREATE POLICY "see all" ON public.a FOR SELECT USING (true);
drop policy if exists "write all" on public.a;
create policy "write all" on public.a for insert with check (true);
-- case: rule
-- before
CREATE TABLE a (id int);
-- file
CREATE RULE r AS ON INSERT TO a DO INSTEAD NOTHING;
-- fixed
CREATE OR REPLACE RULE r AS ON INSERT TO a DO INSTEAD NOTHING;
-- case: columns
-- before
CREATE TABLE a (id int);
-- file
ALTER TABLE a ADD COLUMN b text, ADD c numeric(10, 2) DEFAULT 0, ALTER COLUMN id SET DEFAULT 1;
ALTER TABLE a ADD COLUMN "Weird, name" int CHECK ("Weird, name" IN (1, 2));
-- fixed
ALTER TABLE a ADD COLUMN IF NOT EXISTS b text, ADD IF NOT EXISTS c numeric(10, 2) DEFAULT 0, ALTER COLUMN id SET DEFAULT 1;
ALTER TABLE a ADD COLUMN IF NOT EXISTS "Weird, name" int CHECK ("Weird, name" IN (1, 2));
-- case: dropped columns and constraints
-- before
CREATE TABLE a (id int CONSTRAINT positive CHECK (id > 0), b int, c int);
-- file
ALTER TABLE a DROP CONSTRAINT positive;
ALTER TABLE ONLY a DROP COLUMN b, DROP c CASCADE;
-- fixed
ALTER TABLE a DROP CONSTRAINT IF EXISTS positive;
ALTER TABLE ONLY a DROP COLUMN IF EXISTS b, DROP IF EXISTS c CASCADE;
-- case: drops
-- before
CREATE TABLE a (id int, b int);
CREATE INDEX a_idx ON a (id);
CREATE VIEW v AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE pair AS (x int, y int);
CREATE POLICY p ON a USING (true);
CREATE SCHEMA app;
-- file
DROP INDEX a_idx;
DROP VIEW v;
drop materialized view m;
DROP FUNCTION f(int, text);
DROP TYPE pair;
DROP POLICY p ON a;
DROP SCHEMA app CASCADE;
-- fixed
DROP INDEX IF EXISTS a_idx;
DROP VIEW IF EXISTS v;
drop materialized view if exists m;
DROP FUNCTION IF EXISTS f(int, text);
DROP TYPE IF EXISTS pair;
DROP POLICY IF EXISTS p ON a;
DROP SCHEMA IF EXISTS app CASCADE;
-- case: enum value
-- before
CREATE TYPE mood AS ENUM ('sad');
-- file
ALTER TYPE mood ADD VALUE 'ok' BEFORE 'sad';
-- fixed
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok' BEFORE 'sad';
-- case: renamed table
-- before
CREATE TABLE old_name (id int);
CREATE INDEX old_idx ON old_name (id);
-- file
ALTER TABLE old_name RENAME TO new_name;
ALTER INDEX old_idx RENAME TO new_idx;
-- fixed
ALTER TABLE IF EXISTS old_name RENAME TO new_name;
ALTER INDEX IF EXISTS old_idx RENAME TO new_idx;
-- case: nothing to do
-- before
CREATE TABLE a (id int);
-- file
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS p ON a;
CREATE POLICY p ON a USING (true);
-- fixed
-- case: line ends of Windows
CREATE TABLE a (id int);<CR>
CREATE POLICY p ON a USING (true);<CR>
-- fixed
CREATE TABLE IF NOT EXISTS a (id int);<CR>
DROP POLICY IF EXISTS p ON a;<CR>
CREATE POLICY p ON a USING (true);<CR>
-- case: the last statement without a semicolon
CREATE TABLE a (id int);
CREATE VIEW v AS SELECT 1 AS one
-- fixed
CREATE TABLE IF NOT EXISTS a (id int);
CREATE OR REPLACE VIEW v AS SELECT 1 AS one
