insert into roles (name) values ('reader'), ('writer') on conflict do nothing;
