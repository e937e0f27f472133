do $$
begin
  create type mood as enum ('sad', 'ok');
exception
  when duplicate_object then null;
end
$$;
