alter table team_members rename to memberships;
