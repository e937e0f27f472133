insert into people (id, name) values (1, 'a');
select names();
