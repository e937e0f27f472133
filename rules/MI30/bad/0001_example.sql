do $$
begin
  create type mood as enum ('sad', 'ok', 'happy');
end
$$;
