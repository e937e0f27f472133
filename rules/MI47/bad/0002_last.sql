delete from entries where id = (select max(id) from entries);
