insert into roles (name) values ('reader'), ('writer') on conflict (name) do nothing;
