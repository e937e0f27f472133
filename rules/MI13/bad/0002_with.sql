create extension plpgsql;
