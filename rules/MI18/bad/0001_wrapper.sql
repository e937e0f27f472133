drop foreign data wrapper if exists remote cascade;
create foreign data wrapper remote;
