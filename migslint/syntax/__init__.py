"""PostgreSQL's grammar: text in, statements with spans and trees out.  Knows no catalog."""
