create table if not exists users (id int primary key, api_key uuid);
