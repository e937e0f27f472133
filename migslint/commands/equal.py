"""What parse trees say: the same as another, the whole row of a table (`nodes/equalfuncs.c`, rewriteManip.c)."""

from __future__ import annotations

from typing import Any

from migslint.catalog.objects import Relation
from migslint.syntax.tree import walk


def same_tree(a: Any, b: Any) -> bool:
    """`equal`: locations do not count."""
    if isinstance(a, dict) and isinstance(b, dict):
        keys = a.keys() | b.keys()
        keys.discard("location")
        return all(same_tree(a.get(k), b.get(k)) for k in keys)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_tree, a, b))
    return bool(a == b)


def mentions_row(rel: Relation, expression: Any) -> bool:
    """Whether an expression has a whole-row variable of the table: its bare name where no column bears it."""
    if rel.name in rel.attributes:
        return False
    for tag, body in walk(expression):
        if tag == "ColumnRef" and len(body["fields"]) == 1:
            if body["fields"][0].get("String", {}).get("sval") == rel.name:
                return True
    return False
