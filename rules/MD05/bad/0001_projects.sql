create table projects (
  id bigint generated always as identity primary key,
  name text not null,
  updated_at timestamptz not null default now()
);

create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create trigger projects_touch before update on projects
  for each row execute function touch_updated_at();
