"""What a database holds before the first migration, read from data files lazily and by name."""
