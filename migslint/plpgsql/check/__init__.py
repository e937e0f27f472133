"""Bodies of functions, checked as plpgsql_check checks them on a server."""
