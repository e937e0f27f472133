do $$
begin
  create type mood as enum ('sad', 'ok', 'happy');
exception
  when duplicate_object then null;
end
$$;
do $$
begin
  create domain email as text check (value like '%@%');
exception
  when duplicate_object then null;
end
$$;
