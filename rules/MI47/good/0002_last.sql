delete from entries where id = 4711;
