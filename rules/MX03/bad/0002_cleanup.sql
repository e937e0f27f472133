drop table active_users;
