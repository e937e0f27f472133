--- case: range
create type r as range (subtype = float8, subtype_diff = float8mi);
create type r as range (subtype = int);
create type r2 as range (subtype = nosuch);
create type r3 as range (subtype = point);
create type r4 as range (subtype_opclass = int4_ops);
create type r5 as range (subtype = int, subtype = int);
create type r6 as range (subtype = int, nosuch = 1);
create type r7 as range (subtype = text, collation = "C");
create type r8 as range (subtype = int, collation = "C");
create type r9 as range (subtype = anyelement);
--- case: range functions
create type r1 as range (subtype = float8, subtype_diff = nosuch);
create type r2 as range (subtype = float8, subtype_diff = int4mi);
create type r3 as range (subtype = float8, canonical = nosuch);
create type r4 as range (subtype = float8, subtype_opclass = nosuch_ops);
create type r5 as range (subtype = float8, subtype_opclass = int4_ops);
create type r6;
create type r6 as range (subtype = int, canonical = int4range_canonical);
create type r7 as range (subtype = text, multirange_type_name = r7);
create type r8 as range (subtype = text, multirange_type_name = many);
create type many as range (subtype = text);
--- case: multirange names
create type ranger as range (subtype = float8);
create type my_range as range (subtype = float8);
create type x_multirange as enum ('a');
create type x as range (subtype = float8);
create type xrange as range (subtype = float8);
select x_multirange(x(1, 2));
select '[1,2)'::my_range, my_range(1.0, 2.0), '{[1,2)}'::my_multirange;
select '[a,2)'::my_range;
--- case: range use
create type fr as range (subtype = float8);
create table t (a fr, b int4range, exclude using gist (a with &&));
select a && b from t;
select a @> 1.5, lower(a), upper(b), b @> 5 from t;
select a @> 'x' from t;
create index on t using gist (a, b);
drop type fr;
drop type fr cascade;
drop type fr_multirange;
--- case: drop multirange
create type fr as range (subtype = float8);
drop type fr_multirange;
alter type fr_multirange rename to x;
alter type fr rename to gr;
drop function gr(float8, float8);
drop function fr(float8, float8);
drop type gr;
--- case: base types
create type sh;
create type sh;
create function sh_in(cstring) returns sh language internal immutable strict as 'int4in';
create function sh_out(sh) returns cstring language internal immutable strict as 'int4out';
create type sh (input = sh_in, output = sh_out, like = int4);
create type sh (input = sh_in, output = sh_out);
create table t (a sh);
drop type sh;
drop type sh cascade;
--- case: base types that are wrong
create type b (input = nosuch, output = nosuch);
create type b;
create type b (output = textout);
create type b (input = textin);
create type b (input = textin, output = textout);
create type b (input = nosuch, output = textout);
create type b (input = textin, output = textout, nosuch = 1);
create type b (input = textin, output = textout, alignment = nosuch);
create type b (input = textin, output = textout, storage = nosuch);
create type c (input = textin, output = textout);
--- case: base type attributes
create type b;
create function b_in(cstring) returns b language internal immutable strict as 'textin';
create function b_out(b) returns cstring language internal immutable strict as 'textout';
create type b (input = b_in, output = b_out, category = 'é');
create type b (input = b_in, output = b_out, element = nosuch);
create type b (input = b_in, output = b_out, typmod_in = nosuch);
create type b (input = b_out, output = b_in);
create type b (input = b_in, output = b_out, default = 'x', category = 'S', preferred = false);
alter type b set (storage = plain);
alter type b set (storage = extended);
alter type b set (nosuch = 1);
alter type b set (element = int4);
--- case: alter type set on others
create type e as enum ('a');
create type c as (a int);
alter type e set (storage = plain);
alter type c set (storage = plain);
alter type nosuch set (storage = plain);
--- case: shell types
create type sh;
create function f(sh) returns int language sql as 'select 1';
create function g() returns sh language sql as 'select 1';
create function h(sh) returns int language plpgsql as 'begin end';
create function i() returns nosuch language plpgsql as 'begin end';
create function j() returns nosuch language c as 'x', 'y';
create table t (a sh);
create domain d as sh;
create type c as (a sh);
drop type sh;
