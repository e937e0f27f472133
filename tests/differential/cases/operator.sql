--- case: create
create operator === (leftarg = int, rightarg = int, function = int4eq, commutator = ===, negator = !==, restrict = eqsel, join = eqjoinsel, hashes, merges);
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator @@@ (rightarg = int, procedure = int4um);
create operator !!! (leftarg = int, function = int4um);
create operator &&& (function = int4eq);
create operator &&& (leftarg = int, rightarg = int);
create operator &&& (leftarg = int, rightarg = int, function = nosuch);
create operator &&& (leftarg = int, rightarg = text, function = int4eq);
create operator &&& (leftarg = nosuch, rightarg = int, function = int4eq);
--- case: attributes
create operator &&& (leftarg = int, rightarg = int, function = int4eq, nosuch = 1);
create operator &&& (leftarg = setof int, rightarg = int, function = int4eq);
create operator &&& (leftarg = int, rightarg = int, function = int4pl, negator = ===);
create operator &&& (leftarg = int, rightarg = int, function = int4pl, hashes);
create operator &&& (leftarg = int, rightarg = int, function = int4pl, merges);
create operator &&& (leftarg = int, rightarg = int, function = int4pl, restrict = eqsel);
create operator &&& (leftarg = int, rightarg = int, function = int4eq, restrict = nosuch);
create operator &&& (leftarg = int, rightarg = int, function = int4eq, restrict = int4eq);
create operator &&& (rightarg = int, function = int4um, commutator = ===);
create operator &&& (leftarg = int, rightarg = int, function = int4eq, join = eqsel);
--- case: negators and shells
create operator === (leftarg = int, rightarg = int, function = int4eq, negator = ===);
create operator === (leftarg = int, rightarg = int, function = int4eq, negator = !===);
select 1 !=== 2;
create operator !=== (leftarg = int, rightarg = int, function = int4ne, negator = ===);
select 1 !=== 2, 1 === 2;
drop operator === (int, int);
create operator ==== (leftarg = int, rightarg = int, function = int4eq, negator = !===);
--- case: drop
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator @@@ (rightarg = int, function = int4um);
drop operator === (int, text);
drop operator === (int);
drop operator === (none, int);
drop operator @@@ (none, int);
drop operator @@@ (int, none);
drop operator nosuch.=== (int, int);
drop operator if exists === (text, text), ==== (int, int);
drop operator if exists === (nosuch, int);
drop operator === (int, int);
drop operator === (int, int);
--- case: alter
create operator === (leftarg = int, rightarg = int, function = int4eq);
create schema s;
alter operator === (int, int) set (restrict = eqsel, join = eqjoinsel);
alter operator === (int, int) set (restrict = none);
alter operator === (int, int) set (leftarg = int);
alter operator === (int, int) set (function = int4eq);
alter operator === (int, int) set (nosuch = 1);
alter operator === (int, int) set (hashes, merges);
alter operator === (int, int) set (hashes = false);
--- case: alter 2
create operator === (leftarg = int, rightarg = int, function = int4eq);
create schema s;
alter operator === (int, int) set (commutator = ===);
alter operator === (int, int) set (negator = ===);
alter operator === (int, int) set schema s;
alter operator === (int, int) owner to nosuch;
alter operator s.=== (int, int) owner to current_user;
alter operator ==== (int, int) set (hashes);
--- case: dependents
create function f(int, int) returns boolean language sql as 'select true';
create operator === (leftarg = int, rightarg = int, function = f);
create view v as select 1 === 2 as x;
drop function f;
drop operator === (int, int);
drop operator === (int, int) cascade;
drop function f(int, int);
select 1 === 2;
--- case: resolution
create schema s;
create operator s.=== (leftarg = int, rightarg = int, function = int4eq);
select 1 === 2;
select 1 operator(s.===) 2;
select 1 operator(nosuch.===) 2;
select 'x' operator(s.===) 2;
select 1.5 operator(s.===) 2;
set search_path = s;
select 1 === 2;
select === 1;
comment on operator === (int, int) is 'x';
comment on operator === (int, text) is 'x';
--- case: classes and families
create operator class c1 for type int using btree as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 btint4cmp(int, int);
create operator class c1 for type int using btree as operator 1 <;
create operator class c2 default for type int using btree as operator 1 <;
create operator class c3 for type nosuch using btree as operator 1 <;
create operator class c3 for type int using nosuch as operator 1 <;
create operator class c3 for type int using btree as operator 6 <;
create operator class c3 for type int using btree as operator 1 nosuchop;
create operator class c3 for type int using btree as function 1 nosuch(int, int);
create operator class c3 for type int using btree as function 1 int4pl(int, int), function 9 btint4cmp(int, int);
create operator class c3 for type int using btree as operator 1 <, operator 1 <=;
create operator class c3 for type int using btree as storage text;
create operator class c3 for type int using btree family nosuch as operator 1 <;
--- case: families
create operator family fam using btree;
create operator family fam using btree;
create operator family fam using nosuch;
alter operator family fam using btree add operator 1 < (int, int), function 1 btint4cmp(int, int);
alter operator family fam using btree add operator 1 < (int, int);
alter operator family fam using btree add operator 1 <;
alter operator family fam using btree drop operator 2 (int, int);
alter operator family fam using btree drop operator 1 (int, int), function 1 (int, int);
alter operator family fam using btree add storage int;
--- case: families 2
create operator family fam using btree;
alter operator family nosuch using btree add operator 1 < (int, int);
alter operator family fam using btree rename to fam2;
alter operator family fam2 using btree set schema nosuch;
drop operator family fam using btree;
drop operator family if exists fam using btree;
drop operator family fam2 using btree;
--- case: classes drop and alter
create operator class c1 for type int using hash as operator 1 =, function 1 hashint4(int);
create table t (a int);
create index on t using hash (a c1);
create index on t using btree (a c1);
drop operator class c1 using hash;
drop operator class nosuch using hash;
drop operator class if exists nosuch using hash;
drop operator class c1 using nosuch;
alter operator class c1 using hash rename to c2;
alter operator class c1 using hash rename to c3;
comment on operator class c2 using hash is 'x';
comment on operator family c1 using hash is 'x';
drop operator class c2 using hash cascade;
--- case: function kinds of classes
create operator class c for type int using btree as function 1 int4eq(int, int);
create operator class c for type int using btree as function 1 hashint4(int);
create operator class c for type int using btree as function 2 btint4cmp(int, int);
create operator class c for type int using hash as function 1 btint4cmp(int, int);
create operator class c for type int using hash as function 2 hashint4(int);
create operator class c for type int using btree as function 4 btequalimage(oid);
create operator class c for type int using btree as operator 1 + (int, int);
create operator class c2 for type int using btree as operator 1 < for order by integer_ops;
create operator class c2 for type int using gist as operator 1 <;
