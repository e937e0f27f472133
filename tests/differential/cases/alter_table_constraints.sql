--- case: add check
create table t (a int, b text);
alter table t add check (a > 0), add constraint c check (b <> '');
alter table t add constraint c check (a > 1);
alter table t add check (nosuch > 0);
alter table t add check (a);
alter table t add check (a > (select 1));
alter table t add constraint d check (a > 1) not valid;
alter table t validate constraint d;
alter table t validate constraint nosuch;
--- case: add unique and primary key
create table t (a int, b int, c json);
alter table t add primary key (a);
alter table t add primary key (b);
alter table t add unique (b), add unique (b, a), add constraint t_b_key unique (b);
alter table t add unique (c);
alter table t add unique (nosuch);
alter table t add constraint t_pkey unique (a);
alter table t add constraint u unique (a, b) deferrable;
--- case: primary key makes not null
create table t (a int, b int, c int not null);
alter table t add primary key (a, c);
alter table t alter column a drop not null;
alter table t drop constraint t_pkey;
alter table t alter column a drop not null;
alter table t drop constraint t_c_not_null;
--- case: named not null constraints
create table t (a int, b int constraint bb not null);
alter table t add constraint aa not null a;
alter table t add constraint aaa not null a;
alter table t add not null nosuch;
alter table t drop constraint bb;
alter table t add not null b;
alter table t add constraint cc not null b not valid;
alter table t add not null xmin;
--- case: not valid not null
create table t (a int);
alter table t add constraint n not null a not valid;
alter table t alter column a set not null;
alter table t add constraint m not null a not valid;
alter table t validate constraint n;
alter table t alter constraint n no inherit;
alter table t alter constraint n inherit;
--- case: not valid not null and a key
create table t (a int);
alter table t add constraint n not null a not valid;
alter table t add primary key (a);
alter table t add constraint m not null a no inherit;
create table u (a int not null no inherit);
alter table u add primary key (a);
--- case: using index
create table t (a int not null, b int, c text);
create unique index ua on t (a);
create index ib on t (b);
create unique index ue on t ((b + 1));
create unique index up on t (b) where b > 0;
alter table t add primary key using index ua;
alter table t add unique using index ib;
alter table t add unique using index ue;
alter table t add unique using index up;
--- case: using index more
create table t (a int, b int, c text);
create table o (a int);
create unique index uo on o (a);
create unique index ud on t (b desc);
create unique index uc on t (c collate "C");
create unique index ub on t (b);
alter table t add constraint x unique using index uo;
alter table t add constraint x unique using index ud;
alter table t add constraint x unique using index uc;
alter table t add constraint x unique using index ub;
alter table t add constraint y unique using index x;
--- case: using index not there
create table t (a int, b int);
alter table t add unique using index nosuch;
create unique index ub on t (b) nulls not distinct;
create unique index ua on t using btree (a text_pattern_ops);
alter table t add constraint z unique using index ub;
alter table t add primary key using index z;
create unique index uab on t (a, b);
alter table t add primary key using index uab;
--- case: foreign keys
create table p (id int primary key, a int, b text, unique (a, b));
create table c (x int, y int, z text);
alter table c add foreign key (x) references p;
alter table c add foreign key (x) references p (id), add constraint named foreign key (y, z) references p (a, b);
alter table c add foreign key (x) references p (a);
alter table c add foreign key (y, z) references p (b, a);
alter table c add foreign key (y, z) references p (a);
alter table c add foreign key (y) references p (a, b);
alter table c add foreign key (nosuch) references p;
--- case: foreign keys that cannot be
create table p (id int primary key, a int unique deferrable, b int);
create table c (x int, y text, z int);
create unique index on p (b) where b > 0;
alter table c add foreign key (x) references nosuch;
alter table c add foreign key (x) references p (nosuch);
alter table c add foreign key (y) references p;
alter table c add foreign key (x) references p (a);
alter table c add foreign key (x) references p (b);
alter table c add foreign key (xmin) references p;
--- case: foreign key targets of other kinds
create table t (a int);
create view v as select 1 as id;
create materialized view m as select 1 as id;
create unique index on m (id);
create sequence s;
alter table t add foreign key (a) references v;
alter table t add foreign key (a) references m (id);
alter table t add foreign key (a) references s;
alter table v add foreign key (id) references t;
--- case: foreign keys to a unique index
create table p (a int not null, b int);
create unique index on p (a);
create unique index on p (b) include (a);
create table c (x int references p (a), y int references p (b));
drop index p_a_idx;
drop index p_a_idx cascade;
alter table c add foreign key (x) references p (a);
--- case: foreign key actions
create table p (id int primary key, b int unique);
create table c (x int, y int, z int);
alter table c add foreign key (x, y) references p (id, b) on delete set null (x);
alter table p add unique (id, b);
alter table c add constraint f foreign key (x, y) references p (id, b) match full on delete set null (x) on update cascade;
alter table c add foreign key (x) references p on delete set null (z);
alter table c add foreign key (x) references p on delete set default (nosuch);
alter table c add foreign key (x) references p on delete cascade (x);
alter table c add foreign key (x) references p match partial;
--- case: foreign key names
create table p (id int primary key);
create table c (x int references p, y int references p, constraint c_x_fkey1 check (x > 0));
alter table c add foreign key (x) references p, add foreign key (x) references p (id);
alter table c add foreign key (x, x) references p;
alter table c add constraint c_x_fkey foreign key (y) references p;
alter table c drop constraint c_x_fkey2;
alter table c add foreign key (x) references p;
--- case: long generated names
create table a_table_with_quite_a_long_name_for_a_table (a_column_with_quite_a_long_name int unique, another_column_with_a_long_name int references a_table_with_quite_a_long_name_for_a_table (a_column_with_quite_a_long_name) check (another_column_with_a_long_name > 0), id serial primary key);
create index on a_table_with_quite_a_long_name_for_a_table (a_column_with_quite_a_long_name, another_column_with_a_long_name);
create index on a_table_with_quite_a_long_name_for_a_table (a_column_with_quite_a_long_name, another_column_with_a_long_name);
alter table a_table_with_quite_a_long_name_for_a_table add unique (a_column_with_quite_a_long_name, another_column_with_a_long_name);
alter table a_table_with_quite_a_long_name_for_a_table add column "ÄÖÜ_äöü_ÄÖÜ_äöü_ÄÖÜ_äöü_ÄÖÜ" int unique not null;
--- case: not valid foreign keys
create table p (id int primary key);
create table c (x int);
alter table c add constraint f foreign key (x) references p not valid;
alter table c add constraint g foreign key (x) references p not enforced;
alter table c validate constraint f;
alter table c validate constraint f;
alter table c validate constraint g;
alter table c alter constraint g enforced;
alter table c alter constraint f not enforced;
--- case: validate other kinds
create table t (a int primary key, b int unique, c int check (c > 0) not enforced, exclude (a with =));
alter table t validate constraint t_pkey;
alter table t validate constraint t_b_key;
alter table t validate constraint t_c_check;
alter table t validate constraint t_a_excl;
alter table t validate constraint t_a_not_null;
--- case: alter constraint
create table p (id int primary key);
create table c (x int references p, y int unique, z int check (z > 0));
alter table c alter constraint c_x_fkey deferrable initially deferred;
alter table c alter constraint c_x_fkey not deferrable;
alter table c alter constraint c_y_key deferrable;
alter table c alter constraint c_z_check deferrable;
alter table c alter constraint nosuch deferrable;
alter table c alter constraint c_x_fkey initially deferred not deferrable;
alter table c alter constraint c_z_check not enforced;
--- case: alter constraint inherit
create table t (a int not null, b int check (b > 0));
alter table t alter constraint t_a_not_null no inherit;
alter table t alter constraint t_a_not_null inherit;
alter table t alter constraint t_b_check no inherit;
alter table t alter constraint t_a_not_null deferrable;
alter table t alter constraint t_a_not_null not valid;
alter table t alter constraint t_b_check not valid;
--- case: drop constraint
create table p (id int primary key, a int unique);
create table c (x int references p, y int references p (a), z int constraint zz check (z > 0));
alter table p drop constraint p_pkey;
alter table c drop constraint zz;
alter table c drop constraint zz;
alter table c drop constraint if exists zz;
alter table p drop constraint p_pkey cascade;
alter table p drop constraint p_a_key restrict;
drop table p;
--- case: drop constraint that a view needs
create table t (id int primary key, a text);
create view v as select id, a, count(*) from t group by id;
alter table t drop constraint t_pkey;
alter table t drop constraint t_pkey cascade;
create view v as select id, a, count(*) from t group by id;
--- case: drop index of a constraint
create table t (a int primary key, b int unique);
drop index t_pkey;
drop index t_b_key cascade;
alter index t_pkey rename to pk;
alter table t drop constraint t_pkey;
alter table t drop constraint pk;
alter index t_b_key set schema pg_temp;
--- case: rename constraint
create table t (a int primary key, b int check (b > 0), c int unique);
alter table t rename constraint t_b_check to bb;
alter table t rename constraint t_b_check to cc;
alter table t rename constraint t_pkey to pk;
alter table t rename constraint t_c_key to pk;
alter table t rename constraint t_c_key to bb;
alter table nosuch rename constraint a to b;
alter table if exists nosuch rename constraint a to b;
alter index pk rename to t_b;
--- case: exclusion constraints
create table t (a int, r tsrange);
alter table t add exclude using gist (r with &&);
alter table t add constraint ex exclude using gist (r with &&, a with =);
create extension btree_gist;
alter table t add constraint ex exclude using gist (r with &&, a with =) where (a > 0);
alter table t add constraint ex2 exclude using gist (r with nosuch.&&);
alter table t add constraint ex2 exclude using gist (r with <<);
alter table t add constraint ex3 exclude using gist ((r * r) with operator(pg_catalog.&&));
alter table t add constraint ex4 exclude using brin (r with =);
--- case: only and inheritance of constraints
create table p (a int);
create table c () inherits (p);
alter table only p add check (a > 0);
alter table only p add check (a > 0) no inherit;
alter table p add constraint x check (a > 1);
alter table c drop constraint x;
alter table c add constraint y check (a > 2);
alter table p add constraint y check (a > 3);
alter table p add constraint y check (a > 2);
--- case: inherited constraints conflict
create table p (a int);
create table c (constraint n check (a > 0) no inherit) inherits (p);
alter table p add constraint n check (a > 0);
alter table c add constraint v check (a > 0) not valid;
alter table p add constraint v check (a > 0);
alter table only p drop constraint nosuch;
alter table p alter column a set not null;
alter table c alter column a drop not null;
alter table c drop constraint p_a_not_null;
--- case: rename inherited constraints
create table p (a int constraint x check (a > 0));
create table c () inherits (p);
alter table c rename constraint x to y;
alter table only p rename constraint x to y;
alter table p rename constraint x to y;
alter table c rename column a to b;
alter table only p rename column a to b;
alter table p rename column a to b;
--- case: on views and foreign tables
create view v as select 1 as a;
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (a int) server s;
alter table v add check (a > 0);
alter table ft add check (a > 0), alter column a set not null;
alter table ft add primary key (a);
alter table ft add foreign key (a) references ft;
alter table ft add exclude (a with =);
--- case: constraint on columns of other types
create domain d as int;
create type mood as enum ('a');
create table p (id d primary key, m mood unique, n numeric unique);
create table c (x int references p, y mood references p (m), z int references p (n), w text);
alter table c add foreign key (w) references p (m);
alter table c add foreign key (x) references p (n);
alter table p alter column n type text;
alter table c add foreign key (w) references p (n);
--- case: collation conflict of keys
create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
create table p (a text collate ci primary key, b text collate "C" unique);
create table c (x text references p, y text references p (b));
create table c2 (x text collate ci references p, y text references p (b));
alter table c2 alter column x type text collate "C";
--- case: nulls not distinct and include
create table t (a int, b int, c int);
alter table t add constraint u unique nulls not distinct (a) include (b, c) with (fillfactor = 60);
alter table t add constraint v unique (a) include (a);
alter table t add constraint w unique (a) include (nosuch);
alter table t add constraint w unique (a, b) with (nosuch = 1);
alter table t drop column b;
alter table t add primary key nulls not distinct (c);
--- case: constraint triggers of deferred keys
create table p (id int primary key);
create table c (x int constraint fk references p deferrable);
set constraints fk deferred;
set constraints nosuch deferred;
set constraints all immediate;
alter table c alter constraint fk not deferrable;
set constraints fk deferred;
set constraints public.fk immediate;
set constraints nosuch.fk immediate;
