create table labels (
  id bigint generated always as identity primary key,
  name text not null unique
);

alter table labels drop constraint labels_name_key;
