"""Whether two parse trees say the same (`nodes/equalfuncs.c`)."""

from __future__ import annotations

from typing import Any


def same_tree(a: Any, b: Any) -> bool:
    """`equal`: locations do not count."""
    if isinstance(a, dict) and isinstance(b, dict):
        keys = a.keys() | b.keys()
        keys.discard("location")
        return all(same_tree(a.get(k), b.get(k)) for k in keys)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_tree, a, b))
    return bool(a == b)
