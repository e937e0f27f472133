"""The replay: migrations run, statement by statement, on the catalog; a timeline of steps."""
