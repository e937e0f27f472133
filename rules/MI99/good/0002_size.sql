update teams set size = '0' where size::text = 'no players';
alter table teams alter column size type int using size::int;
