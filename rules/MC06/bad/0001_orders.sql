create table orders (
  id bigint primary key,
  created_at timestamptz not null
);

create function latest() returns bigint language plpgsql as $$
declare
  o record;
begin
  raise debug 'the one before was %', o.id;
  select * into o from orders order by created_at desc limit 1;
  return o.id;
end
$$;
