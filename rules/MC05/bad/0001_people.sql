create table people (
  id bigint primary key,
  name varchar(40) not null
);

create function names() returns table (id bigint, name text) language plpgsql as $$
begin
  return query select p.id, p.name from people p;
end
$$;
