"""PL/pgSQL: what DO blocks and called functions do to the catalog."""
