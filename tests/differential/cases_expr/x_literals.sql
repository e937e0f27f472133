--- case: numbers
create table t (a int);
select ' 12 '::int, '+5'::int, '-5'::int2;
select ''::int;
select '1.0'::int;
select '1e3'::int;
select '99999'::int2;
select '0x1f'::int, '1_000'::int;
select '1__0'::int;
select '9223372036854775808'::int8;
--- case: numbers 2
create table t (a int);
select '1.5.2'::numeric;
select '1e400'::float8;
select '1e40'::float4;
select '1e-400'::float8;
select 'inf'::numeric, 'nan'::float4;
select '.5'::numeric, '5.'::numeric, '.'::numeric;
select '1 2'::numeric;
select '0x1F'::numeric;
select ''::float8;
--- case: booleans
create table t (a int);
select 't'::bool, 'yes'::bool, 'OFF'::bool, ' true '::bool;
select 'tru'::bool;
select 'o'::bool;
select '2'::bool;
select ''::bool;
select 'yess'::bool;
--- case: uuids and oids
create table t (a int);
select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '{a0eebc999c0b4ef8bb6d6bb9bd380a11}'::uuid;
select 'a0eebc99'::uuid;
select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g'::uuid;
select '-1'::oid, '4294967295'::oid;
select '4294967296'::oid;
select 'x'::oid;
--- case: dates
create table t (a int);
select '2020-02-29'::date, 'today'::date, 'infinity'::date, '20200101'::date;
select '2021-02-29'::date;
select '2020-13-01'::date;
select '2020-00-10'::date;
select 'nosuch'::date;
select ''::date;
select '2020-1-1 10:00'::date;
--- case: timestamps
create table t (a int);
select '2020-01-01 24:00'::timestamp, '2020-01-01T10:00Z'::timestamptz, 'now'::timestamp;
select '2020-01-01 24:01'::timestamp;
select '2020-01-01 10:60'::timestamp;
select '2020-01-01 10:00:61'::timestamp;
select '2020-01-01 10:00 utc'::timestamptz;
--- case: times and intervals
create table t (a int);
select '10:00'::time, '24:00'::time, '10:00:60'::time, 'allballs'::time;
select '24:01'::time;
select '10:61'::time;
select 'x'::time;
select '1 day 2 hours'::interval, 'P1D'::interval, '1:30'::interval, '@ 1 day ago'::interval;
select '1 dayz'::interval;
select ''::interval;
select 'x'::interval;
--- case: bits and bytes
create table t (a int);
select b'101', x'1f', '101'::bit(3), '1'::varbit;
select b'102';
select x'1g';
select '12'::varbit;
select '\x1f'::bytea, 'abc'::bytea;
select '\x1'::bytea;
select '\x1g'::bytea;
select 'a\b'::bytea;
--- case: addresses
create table t (a int);
select '10.0.0.1'::inet, '10.0.0.0/8'::cidr, '::1'::inet, '08:00:2b:01:02:03'::macaddr;
select '10.0.0.256'::inet;
select '10.0.0.1/33'::inet;
select '10.0.0.1/8'::cidr;
select 'x'::inet;
select '08:00:2b:01:02'::macaddr;
select '08:00:2b:01:02:03'::macaddr8;
--- case: ranges
create table t (a int);
select '[1,5)'::int4range, 'empty'::int4range, '(,)'::int4range;
select '[5,1]'::int4range;
select '[1,2'::int4range;
select '1,2'::int4range;
select '[1,2,3]'::int4range;
select '[a,b]'::int4range;
select '{[1,2),[4,5)}'::int4multirange;
select '{[1,2}'::int4multirange;
--- case: geometry
create table t (a int);
select '(1,2)'::point, '1,2'::point, '[(0,0),(1,1)]'::lseg, '<(0,0),5>'::circle;
select '(1)'::point;
select 'x'::point;
select '(1,2,3)'::point;
select '(0,0)'::box;
select '(a,b)'::point;
--- case: text search
create table t (a int);
select 'a & b'::tsquery, 'a b'::tsvector, 'a <-> b'::tsquery;
select 'a:1A b'::tsvector;
--- case: others
create table t (a int);
select '1.50'::money, '$5'::money;
select 'x'::money;
select '0/0'::pg_lsn, 'FF/1'::pg_lsn;
select 'x'::pg_lsn;
select '(0,1)'::tid;
select 'x'::tid;
select '$.a'::jsonpath;
select ''::jsonpath;
select '<a/>'::xml;
--- case: enums
create table t (a int);
create type m as enum ('a', 'b c');
select 'a'::m, 'b c'::m;
select 'A'::m;
select ''::m;
select 'a'::m = 'c';
select array['a', 'c']::m[];
select '{a,c}'::m[];
select null::m;
--- case: names of objects
create table t (a int);
select 't'::regclass, 'public.t'::regclass, 'int'::regtype, 'now'::regproc, 'postgres'::regrole;
select 'nosuch'::regclass;
select 'public.nosuch'::regclass;
select 'nosuch'::regtype;
select 'nosuch'::regproc;
select 'nosuch'::regrole;
select 'nosuch'::regnamespace;
select 'a.b.c.d'::regclass;
--- case: names of objects 2
create table t (a int);
select 'now()'::regprocedure;
select 'lower(text)'::regprocedure;
select 'nosuch'::regconfig;
select 'english'::regconfig;
select '+(int,int)'::regoperator;
select 'C'::regcollation;
select '"C"'::regcollation;
--- case: assigned
create table t (a int);
create table u (i int, d date, u uuid, b bool, j jsonb, a int[]);
insert into u (i) values ('x');
insert into u (d) values ('2020-13-01');
update u set u = 'x';
update u set b = 'x', j = '{';
insert into u (a) values ('{1,x}');
insert into u (i) select 'x';
insert into u (i) values ('1'), ('x');
select * from u where d = 'nodate';
select * from u where i in (1, 'x');
select * from u where i between 1 and 'x';
--- case: assigned 2
create table t (a int);
create function f(int, date default '2020-01-01') returns int language sql as 'select 1';
select f('x');
select f(1, 'x');
select f('1', 'today');
create table v (i int default 'x');
create table v (i int check (i > 'x'));
create view v as select 'x'::int;
create function g(int default 'x') returns int language sql as 'select 1';
alter table t alter a set default 'x';
