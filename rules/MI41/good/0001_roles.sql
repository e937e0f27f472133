create table if not exists roles (id bigint generated always as identity primary key, name text not null unique);
