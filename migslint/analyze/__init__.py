"""Parse analysis: names, types, functions and operators resolved as PostgreSQL resolves them (its parser/ directory)."""
