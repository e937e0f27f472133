-- rows of user tables are not known
create table t (id int primary key, name text);
? exists (select 1 from t where false)
? exists (select 1 from t where id is null)
? exists (select 1 from t)
? select count(*) from t
? select count(*) from t where 1 = 2
? exists (select 1 from t where name = 'x')
? (select name from t limit 1)
? exists (select 1 from t) and 'a' = 'b'
? exists (select 1 from t) or 'a' = 'a'
