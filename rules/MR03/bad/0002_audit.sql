create function record_change() returns trigger language plpgsql as $$
begin
  raise log '% on % by %', tg_op, tg_table_name, current_user;
  return null;
end
$$;
