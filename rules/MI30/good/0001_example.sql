do $$
begin
  create type mood as enum ('sad', 'ok', 'happy');
exception
  when duplicate_object then null;
end
$$;
