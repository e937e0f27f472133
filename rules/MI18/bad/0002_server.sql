create server archive foreign data wrapper remote;
create user mapping for current_user server archive;
