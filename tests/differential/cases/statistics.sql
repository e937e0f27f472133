--- case: create
create table t (a int, b text, c json, v int generated always as (a) virtual);
create statistics st on a, b from t;
create statistics st on a, b from t;
create statistics if not exists st on a, b from t;
create statistics on a, b from t;
create statistics s2 (ndistinct, dependencies, mcv) on a, b from t;
create statistics s3 (nosuch) on a, b from t;
--- case: create 2
create table t (a int, b text, c json, v int generated always as (a) virtual);
create statistics s4 on a from t;
create statistics s5 on a, a from t;
create statistics s6 on a, nosuch from t;
create statistics s7 on a, xmin from t;
create statistics s8 on a, c from t;
create statistics s9 on a, v from t;
--- case: expressions
create table t (a int, b text);
create statistics s1 on (a + 1) from t;
create statistics s2 (mcv) on (a + 1) from t;
create statistics s3 on (a + 1), (a + 1) from t;
create statistics s4 on lower(b), (a * 2), a from t;
create statistics s5 on (nosuch + 1), a from t;
create statistics s6 on (sum(a)), a from t;
create statistics s7 on (select 1), a from t;
create statistics s8 on (t), a from t;
create statistics on lower(b), a from t;
create statistics on (a + 1), (a + 2) from t;
--- case: relations
create view v as select 1 as a, 2 as b;
create sequence s;
create table t (a int, b int);
create table u (a int, b int);
create statistics s1 on a, b from v;
create statistics s2 on last_value, log_cnt from s;
create statistics s3 on a, b from nosuch;
create statistics s4 on t.a, u.b from t, u;
create statistics nosuch.s5 on a, b from t;
create statistics s6 on a, b from (select 1 as a, 2 as b) q;
create statistics s7 on a, b from t join u using (a);
--- case: alter and drop
create table t (a int, b int);
create statistics st on a, b from t;
alter statistics st set statistics 100;
alter statistics st set statistics 100000;
alter statistics st set statistics -5;
alter statistics nosuch set statistics 100;
alter statistics if exists nosuch set statistics 100;
alter statistics st rename to s2;
alter statistics st rename to s3;
alter statistics s2 owner to nosuch;
comment on statistics s2 is 'x';
alter table t drop column a;
drop statistics s2;
--- case: dependents
create table t (a int, b int, c int);
create statistics s1 on a, b from t;
create statistics s2 on (a + 1), c from t;
alter table t alter column c type bigint;
alter table t drop column c;
alter table t rename to u;
drop table u;
drop statistics s1;
