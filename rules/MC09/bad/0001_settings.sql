create table settings (
  key text not null,
  value text
);

create function remember(k text, v text) returns void language plpgsql as $$
begin
  insert into settings (key, value) values (k, v)
  on conflict (key) do update set value = excluded.value;
end
$$;
