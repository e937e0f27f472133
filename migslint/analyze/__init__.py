"""Parse analysis: names, types, functions and operators resolved as PostgreSQL's parser/ resolves them."""
