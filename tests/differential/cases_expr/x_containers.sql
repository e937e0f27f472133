--- case: several subscripts
create table grid (id int, cells int[], tags text[], spot point, area box);
select cells[1][2], cells[1][2][3], cells[1:2][1], tags[1] from grid;
select (cells[1][2]) + 1, upper(tags[1]) from grid;
select cells[1][2] || 'x', upper(cells[1][2]) from grid;
select upper(cells[1:1][2]) from grid;
select cells['a'] from grid;
select cells[1][true] from grid;
select cells[1][2][3][4][5][6][7] from grid;
select id[1] from grid;
update grid set cells[1][2] = 4, tags[1:2] = array['a', 'b'];
update grid set cells[1][2] = 'x'::text;
update grid set cells[1:2] = 5;
update grid set id[1] = 4;
insert into grid (cells[1], cells[2]) values (1, 2);
--- case: points and boxes have elements
create table grid (spot point, area box, way lseg, who name);
select spot[0], spot[1] + 1.0, (area[0])[1], who[0] from grid;
select spot[0] || spot from grid;
select (spot[0]).x from grid;
select g.area[1] <-> g.spot from grid g order by spot[0];
update grid set spot[0] = 1.5;
update grid set spot[0] = true;
insert into grid (spot[1]) values (3);
--- case: arrays of records
select array_agg(r) from (select 1 as a, 'x'::text as b) r;
select array_to_json(array_agg(r)) from (select 1 as a, 'x'::text as b) r;
select array_agg(r) || array_agg(r) from (values (row(1, 2))) v(r);
select unnest(array_agg(r)) from (values (row(1, 2))) v(r);
select array_position(array[row(1, 2)], row(1, 2));
select array_length(array_agg(r), 1), (array_agg(r))[1] from (select 1 as a) r;
select (array_agg(r))[1].a from (select 1 as a) r;
--- case: records keep their names on the way
with c(r) as (select row(1, 'x'::text)), d(s) as (select r from c) select (s).f1 + 1, upper((s).f2) from d;
with c(r) as (select row(1, 'x'::text)) select (r).f3 from c;
select (t.r).f2 from (select row(1, 2) union all select row(3, 4)) t(r);
select (k).word from (select pg_get_keywords() as k) z;
select (row(1, 2)).nosuch;
--- case: rows of other tables in a multiple assignment
create table goods (id int, name text, price numeric);
update goods set (id, name) = row(v.*) from (values (1, 'x')) v(i, n);
update goods set (id, name) = (v.*) from (values (1, 'x')) v(i, n);
update goods set (id, name) = row(v.*) from (values (1, 'x', 2)) v(i, n, p);
update goods set (id, name, price) = row(v.*, 3) from (values (1, 'x')) v(i, n);
update goods set (id, name) = row(v.*) from (values ('x'::text, 'x')) v(i, n);
insert into goods values (1, 'x') on conflict do nothing;
--- case: a join of a USING alias may be locked by no name
create table one (a int);
create table two (a int);
select j.* from one join two using (a) as j for update of j;
select j.* from one join two using (a) as j, two as unnamed_join for update of unnamed_join;
select 1 from (one join two using (a)) j for update of j;
select 1 from one join two using (a) for update of unnamed_join;
select 1 from one join two using (a) for update of one;
--- case: a range to its multirange
create type spell as range (subtype = text);
select spell('a', 'b')::spell_multirange;
select spell('a', 'b')::spellmultirange;
create type stretch as range (subtype = float8, multirange_type_name = stretches);
select stretch(1, 2)::stretches;
select cast(stretch(1, 2) as spell);
create table walks (s stretches);
insert into walks select stretch(1, 2);
insert into walks values (stretches(stretch(1, 2)));
--- case: a function's name before its parameter's fields
create type pair as (x int, y text);
create function takes(p pair) returns int language sql as 'select 1';
create function gives(p pair) returns int language sql as 'select takes(gives.p.*)';
create function gives_b(p pair) returns int language sql as 'select takes(p.*)';
--- case: MERGE gives the columns of its source first
create table stock (id int, note text, parts int[]);
create table delivery (a int, b text);
create function restock() returns table (action text, a int, b text, id int, note text, parts int[]) language sql begin atomic
  merge into stock s using delivery d on d.a = s.id
    when matched then update set note = d.b
    when not matched then insert (id, note) values (d.a, d.b)
    returning merge_action(), *;
end;
--- case: EXPLAIN of a cursor
explain declare c cursor for select 1;
explain declare c scroll no scroll cursor for select 1;
explain declare c cursor for select nosuch;
--- case: polymorphic arguments
select enum_first('x');
select array_append(1, 1);
select array_append(null, null);
select range_merge('x', 'y');
select array_append(array[1], 'x'::text);
select array_append(array[1], 1.5);
select array_cat(array[1], array['x']::text[]);
select isempty('x');
select multirange('x');
create function near(anycompatible, anycompatiblerange) returns anycompatible language sql as 'select $1';
select near(1, int4range(1, 2));
select near(1.5, int4range(1, 2));
select near(1, numrange(1, 2));
select near(1, '[1,2)');
select near('1', int4range(1, 2));
create function many(anycompatiblearray, anycompatiblemultirange) returns anycompatible language sql as 'select $1[1]';
select many(array[1], multirange(int4range(1, 2)));
select many(array[1.5], multirange(int4range(1, 2)));
select many(array[1], '{[1,2)}');
select many('{1}', multirange(int4range(1, 2)));
create function plain(anynonarray, anyelement) returns anyelement language sql as 'select $2';
select plain(1, 2);
select plain(1, 'x'::text);
select plain(array[1], array[2]);
select plain(null, null);
create function spans(anyrange, anyrange) returns anyelement language sql as 'select lower($1)';
select spans(int4range(1, 2), numrange(1, 2));
select spans(int4range(1, 2), '[3,4)');
select spans('x', 'y');
create function first_of(anyarray) returns anyelement language sql as 'select $1[1]';
create function same_of(anyarray) returns anyarray language sql as 'select $1';
select first_of(most_common_vals) from pg_stats;
select first_of(null);
select first_of(array[1]) || 'x';
select max(array[1]) from pg_stats;
--- case: boxes and segments without a comma
select '(0,0)(0,100)'::box, '((1,2)(3,4))'::box, '1,2 3,4'::box, '[(1,2)(3,4)]'::lseg;
select '1,23,4'::box;
select '(1,2),,(3,4)'::box;
--- case: rows in a list
create table pairs (a int8, b int8);
select * from pairs p where p in (row(1, 2)::pairs, '(3,4)');
select * from pairs p where p in (row(1, 2)::pairs, '(3,x)');
