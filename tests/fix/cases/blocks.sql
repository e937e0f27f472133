-- case: enum type
CREATE TYPE public.status AS ENUM ('on', 'off');
-- fixed
DO $$
BEGIN
  IF to_regtype('public.status') IS NULL THEN
    CREATE TYPE public.status AS ENUM ('on', 'off');
  END IF;
END
$$;
-- case: composite type, domain, range
CREATE TYPE pair AS (a int, b int);
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE span AS RANGE (SUBTYPE = int);
-- fixed
DO $$
BEGIN
  IF to_regtype('pair') IS NULL THEN
    CREATE TYPE pair AS (a int, b int);
  END IF;
END
$$;
DO $$
BEGIN
  IF to_regtype('email') IS NULL THEN
    CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
  END IF;
END
$$;
DO $$
BEGIN
  IF to_regtype('span') IS NULL THEN
    CREATE TYPE span AS RANGE (SUBTYPE = int);
  END IF;
END
$$;
-- case: constraints
-- before
CREATE TABLE a (id int, b int);
CREATE TABLE c (id int PRIMARY KEY);
-- file
ALTER TABLE a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
ALTER TABLE a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES c (id) ON DELETE CASCADE;
ALTER TABLE public.a ADD CONSTRAINT positive CHECK (b > 0);
-- fixed
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('a') AND contype = 'p') THEN
    ALTER TABLE a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
  END IF;
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('a') AND conname = 'a_b_fkey') THEN
    ALTER TABLE a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES c (id) ON DELETE CASCADE;
  END IF;
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('public.a') AND conname = 'positive') THEN
    ALTER TABLE public.a ADD CONSTRAINT positive CHECK (b > 0);
  END IF;
END
$$;
-- case: unnamed primary key
-- before
CREATE TABLE a (id int, b int);
-- file
ALTER TABLE a ADD PRIMARY KEY (id);
-- fixed
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('a') AND contype = 'p') THEN
    ALTER TABLE a ADD PRIMARY KEY (id);
  END IF;
END
$$;
-- case: column and constraint in one statement
-- before
CREATE TABLE a (id int);
-- file
ALTER TABLE a
  ADD COLUMN b int,
  ADD CONSTRAINT positive CHECK (b > 0);  -- both
-- fixed
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('a') AND attname = 'b' AND NOT attisdropped) THEN
    ALTER TABLE a
      ADD COLUMN b int,
      ADD CONSTRAINT positive CHECK (b > 0);
  END IF;
END
$$;  -- both
-- case: renamed column
-- before
CREATE TABLE b (old_name int);
-- file
ALTER TABLE b RENAME COLUMN old_name TO new_name;
-- fixed
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('b') AND attname = 'old_name' AND NOT attisdropped) THEN
    ALTER TABLE b RENAME COLUMN old_name TO new_name;
  END IF;
END
$$;
-- case: role and publication
-- before
CREATE TABLE a (id int PRIMARY KEY);
-- file
CREATE ROLE migslint_fix_role NOLOGIN;
CREATE PUBLICATION everything;
ALTER PUBLICATION everything ADD TABLE a;
-- fixed
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'migslint_fix_role') THEN
    CREATE ROLE migslint_fix_role NOLOGIN;
  END IF;
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'everything') THEN
    CREATE PUBLICATION everything;
  END IF;
END
$$;
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication_tables WHERE pubname = 'everything' AND schemaname = current_schema() AND tablename = 'a') THEN
    ALTER PUBLICATION everything ADD TABLE a;
  END IF;
END
$$;
-- case: renamed constraint
-- before
CREATE TABLE b (id int CONSTRAINT old_name CHECK (id > 0));
-- file
ALTER TABLE b RENAME CONSTRAINT old_name TO new_name;
-- fixed
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('b') AND conname = 'old_name') THEN
    ALTER TABLE b RENAME CONSTRAINT old_name TO new_name;
  END IF;
END
$$;
-- case: privileges on a table that is dropped
-- before
CREATE TABLE a (id int);
-- file
REVOKE SELECT ON TABLE a FROM PUBLIC;
DROP TABLE a;
-- fixed
DO $$
BEGIN
  IF to_regclass('a') IS NOT NULL THEN
    REVOKE SELECT ON TABLE a FROM PUBLIC;
  END IF;
END
$$;
DROP TABLE IF EXISTS a;
-- case: dollar quotes inside
CREATE TYPE label AS ENUM ('$$');
-- fixed
DO $migslint$
BEGIN
  IF to_regtype('label') IS NULL THEN
    CREATE TYPE label AS ENUM ('$$');
  END IF;
END
$migslint$;
-- case: schema with its contents
CREATE SCHEMA app CREATE TABLE t (id int);
-- fixed
DO $$
BEGIN
  IF to_regnamespace('app') IS NULL THEN
    CREATE SCHEMA app CREATE TABLE t (id int);
  END IF;
END
$$;
