create table documents (
  id bigint primary key,
  title text not null,
  changed_at timestamptz
);

create function touch() returns trigger language plpgsql as $$
begin
  new.changed_at := now();
  return new;
end
$$;

create trigger documents_touch before update on documents
  for each row execute function touch();
