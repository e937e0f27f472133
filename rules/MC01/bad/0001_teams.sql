create table team_members (
  team_id bigint not null,
  person text not null
);

create function count_members(team bigint) returns bigint language plpgsql as $$
begin
  return (select count(*) from team_members m where m.team_id = team);
end
$$;
