select count_members(1);
