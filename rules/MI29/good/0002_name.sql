do $$
begin
  if exists (select from information_schema.columns where table_name = 'teams' and column_name = 'title') then
    execute 'update teams set name = title';
    alter table teams drop column title;
  end if;
end
$$;
