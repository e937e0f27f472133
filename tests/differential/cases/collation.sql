--- case: create
create collation c from "C";
create collation c from "C";
create collation if not exists c from "C";
create collation c2 from nosuch;
create collation c3 (locale = 'C');
create collation c4 (locale = 'nosuch_XX');
create collation c5 (provider = icu, locale = 'de-u-co-phonebk');
--- case: create 2
create collation c6 (provider = nosuch, locale = 'C');
create collation c7 (provider = icu);
create collation c8 (lc_collate = 'C');
create collation c9 (locale = 'C', lc_collate = 'C');
create collation c10 (nosuch = 1);
create collation c11 (provider = builtin, locale = 'C.UTF-8');
--- case: options
create collation c1 (provider = icu, locale = 'und', deterministic = false);
create collation c2 (provider = libc, locale = 'C', deterministic = false);
create collation c3 (provider = libc, locale = 'C', rules = '&a < b');
create collation c4 (provider = icu, locale = 'und', rules = '&a < b');
create collation c5 from "default";
create collation c6 (from = "C", locale = 'C');
create collation c7 (locale = 'C', locale = 'C');
create collation c8 (provider = icu, locale = 'no such locale!');
create collation nosuch.c9 from "C";
create collation c10 (locale = 'C', deterministic = maybe);
--- case: alter and drop
create collation c from "C";
create table t (a text collate c);
create schema s;
alter collation c rename to d;
alter collation c rename to e;
alter collation d set schema s;
alter collation nosuch refresh version;
alter collation s.d owner to nosuch;
alter collation s.d refresh version;
drop collation s.d;
drop collation s.d cascade;
drop collation if exists s.d;
comment on collation s.d is 'x';
--- case: nondeterministic
create collation nd (provider = icu, locale = 'und', deterministic = false);
create table t (a text collate nd primary key, b text);
select * from t where a like 'x%';
select * from t where a ~ 'x';
create index on t (a text_pattern_ops);
create index on t using hash (a);
select a || b collate "C" from t;
select distinct a, b from t order by a collate nosuch;
--- case: conversions
create conversion c for 'latin1' to 'utf8' from iso8859_1_to_utf8;
create conversion c for 'latin1' to 'utf8' from iso8859_1_to_utf8;
create default conversion d for 'latin1' to 'utf8' from iso8859_1_to_utf8;
create default conversion d2 for 'latin1' to 'utf8' from iso8859_1_to_utf8;
create conversion e for 'nosuch' to 'utf8' from iso8859_1_to_utf8;
create conversion e for 'latin1' to 'nosuch' from iso8859_1_to_utf8;
create conversion e for 'latin1' to 'utf8' from nosuch;
create conversion e for 'latin1' to 'sql_ascii' from iso8859_1_to_utf8;
create conversion e for 'latin1' to 'utf8' from int4pl;
alter conversion c rename to f;
alter conversion c rename to g;
comment on conversion f is 'x';
drop conversion f;
