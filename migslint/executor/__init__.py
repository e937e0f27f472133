"""Expressions and queries evaluated, as far as the catalog knows the answer: the guards of DO blocks.

The system catalogs and information_schema are relations over the catalog in memory; the rows of all other tables are
unknown.  There are values that cannot be known (UNKNOWN) and rows that may or may not be there: a query whose answer
hangs on them has the answer UNKNOWN, any other is answered for certain.  That is why this is an evaluator of our own
and no database in memory (SQLite, sqlglot's executor): those have three-valued logic with NULL, where a NULL in WHERE
drops the row, but no value that absorbs and no row that is only maybe there; the catalogs would have to be copied into
their tables for each query, where a guard looks for one name (on a folder of 1,895 statements an answer takes 0.3 to
4 ms, the copy alone 17 to 324 ms: `python -m tools.guards`); and arrays, regclass, format() and PostgreSQL's casts and
operators would be ours to write just the same.
"""

from migslint.executor.api import Environment, Rows, cast, expression, output, rows
from migslint.executor.values import NOT_A_VARIABLE, UNKNOWN, Json, Oid, Row, Typed, Value

__all__ = [
    "NOT_A_VARIABLE",
    "UNKNOWN",
    "Environment",
    "Json",
    "Oid",
    "Row",
    "Rows",
    "Typed",
    "Value",
    "cast",
    "expression",
    "output",
    "rows",
]
