"""PostgreSQL's commands/: one file each; every handler takes a session and the body of a statement node."""
