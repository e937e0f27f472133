"""Conditions that are known before a body runs: on what a trigger fires, and whether something is in the catalog."""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.plpgsql.check.query import Parsed
from migslint.syntax.tree import walk

#: what is asked for in a condition that looks at the catalog
_CATALOG = frozenset(("information_schema", "pg_catalog"))
_LOOKUPS = frozenset(("to_regclass", "to_regproc", "to_regprocedure", "to_regtype", "to_regnamespace", "to_regrole"))


class Trigger(msgspec.Struct, eq=False):
    """What TG_… can be where the triggers of one table fire the function: the possible values by name."""

    values: dict[str, frozenset[str]]


def constant(condition: Parsed | None, trigger: Trigger | None, values: Parsed | None = None) -> bool | None:
    """What a condition, or `condition IN (values)`, is for certain; None if that is not certain."""
    if trigger is None or condition is None or condition.tag != "SelectStmt":
        return None
    targets = condition.node.get("targetList", ())
    if len(targets) != 1 or len(condition.node) > 3:
        return None
    node = targets[0]["ResTarget"]["val"]
    if values is None:
        return _value(node, trigger)
    left = _possible(node, trigger)
    if left is None or values.tag != "SelectStmt":
        return None
    return _among(left, [t["ResTarget"]["val"] for t in values.node.get("targetList", ())])


def _value(node: Any, trigger: Trigger) -> bool | None:
    for tag, body in node.items():
        if tag == "BoolExpr":
            parts = [_value(a, trigger) for a in body["args"]]
            kind: str = body.get("boolop", "AND_EXPR")
            if kind == "NOT_EXPR":
                return None if parts[0] is None else not parts[0]
            decisive: bool = kind == "OR_EXPR"
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        if tag == "A_Expr" and "lexpr" in body:
            name = body["name"][-1]["String"].get("sval", "")
            kind = body.get("kind", "AEXPR_OP")
            left = _possible(body["lexpr"], trigger)
            right = body["rexpr"]
            if left is None or kind not in ("AEXPR_OP", "AEXPR_IN") or name not in ("=", "<>", "!="):
                return None
            items = right["List"].get("items", []) if kind == "AEXPR_IN" else [right]
            found = _among(left, items)
            return found if name == "=" or found is None else not found
    return None


def _possible(node: Any, trigger: Trigger) -> frozenset[str] | None:
    ref = node.get("ColumnRef")
    if ref is None or len(ref["fields"]) != 1:
        return None
    return trigger.values.get(ref["fields"][0].get("String", {}).get("sval", ""))


def _among(values: frozenset[str], items: list[Any]) -> bool | None:
    words: set[str] = set()
    for item in items:
        const = item.get("A_Const", {}).get("sval")
        if const is None:
            return None
        words.add(const.get("sval", ""))
    if values <= words:
        return True
    return None if values & words else False


def is_guard(condition: Parsed | None) -> bool:
    """Whether a condition looks at the system catalog: the body is prepared for what may not be there."""
    if condition is None:
        return False
    for tag, body in walk({condition.tag: condition.node}):
        if tag == "RangeVar":
            if body.get("schemaname") in _CATALOG or body.get("relname", "").startswith("pg_"):
                return True
        elif tag == "FuncCall":
            if body["funcname"][-1]["String"].get("sval", "") in _LOOKUPS:
                return True
    return False
