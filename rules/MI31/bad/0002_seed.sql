insert into roles (name) values ('reader'), ('writer');
