"""migslint: PostgreSQL's verdict on a migrations folder, without PostgreSQL."""

__version__ = "0.1.0"
