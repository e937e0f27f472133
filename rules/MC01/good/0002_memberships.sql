alter table team_members rename to memberships;

create or replace function count_members(team bigint) returns bigint language plpgsql as $$
begin
  return (select count(*) from memberships m where m.team_id = team);
end
$$;
