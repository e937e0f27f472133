drop extension if exists plpgsql;
