create server if not exists archive foreign data wrapper remote;
create user mapping if not exists for current_user server archive;
