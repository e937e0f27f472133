"""Conditions that are known before a body runs: on what a trigger fires, and whether something is in the catalog."""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.plpgsql.check.query import Parsed
from migslint.syntax import library
from migslint.syntax.tree import walk

#: stands for every name
ANY = "*"

_CATALOG = frozenset(("information_schema", "pg_catalog"))
#: catalogs of what holds things of other names
_WIDE = frozenset(("pg_extension", "pg_available_extensions", "pg_namespace", "schemata"))
_LOOKUPS = frozenset(("to_regclass", "to_regproc", "to_regprocedure", "to_regtype", "to_regnamespace", "to_regrole"))


class Trigger(msgspec.Struct, eq=False):
    """What TG_… can be where the triggers of one table fire the function: the possible values by name."""

    values: dict[str, frozenset[str]]


def constant(condition: Parsed | None, trigger: Trigger | None, values: Parsed | None = None) -> bool | None:
    """What a condition, or `condition IN (values)`, is for certain; None if that is not certain."""
    if trigger is None or condition is None:
        return None
    node = condition.value
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


def guarded(condition: Parsed | None) -> frozenset[str]:
    """The names of which a condition asks the system catalog whether they are there; ANY for all.

    Empty where it asks nothing of the kind.
    """
    if condition is None:
        return frozenset()
    asks = wide = False
    words: set[str] = set()
    for tag, body in walk({condition.tag: condition.node}):
        if tag == "RangeVar":
            name = body.get("relname", "")
            asks |= body.get("schemaname") in _CATALOG or name.startswith("pg_")
            wide |= name in _WIDE
        elif tag == "FuncCall":
            name = body["funcname"][-1]["String"].get("sval", "")
            asks |= name in _LOOKUPS
            wide |= name == "to_regnamespace"
        elif tag == "A_Const" and "sval" in body:
            text = body["sval"].get("sval", "")
            words.update(part.strip('"') for part in text.partition("(")[0].split("."))
    if not asks or (wide and not words):
        return frozenset()
    return frozenset((ANY,)) if wide else frozenset(words)


def string(text: str) -> str | None:
    """The string that an expression is, where that is written in it."""
    parsed = library.parse(b"SELECT " + text.encode("utf-8", "surrogatepass"))
    if isinstance(parsed, library.Failure):
        return None
    tree: Any = msgspec.json.decode(parsed)
    select = tree["stmts"][0]["stmt"].get("SelectStmt", {})
    targets = select.get("targetList", ())
    if len(tree["stmts"]) != 1 or len(targets) != 1 or "fromClause" in select:
        return None
    return _string(targets[0]["ResTarget"]["val"])


def _string(node: Any) -> str | None:
    for tag, body in node.items():
        if tag == "A_Const" and "sval" in body:
            return str(body["sval"].get("sval", ""))
        if tag == "TypeCast" and body["typeName"]["names"][-1]["String"].get("sval") == "text":
            return _string(body["arg"])
        if tag == "A_Expr" and body.get("name") == [{"String": {"sval": "||"}}] and "lexpr" in body:
            left, right = _string(body["lexpr"]), _string(body["rexpr"])
            return None if left is None or right is None else left + right
        if tag == "FuncCall" and body["funcname"][-1]["String"].get("sval") == "format" and len(body["args"]) == 1:
            text = _string(body["args"][0])
            return text if text is None or "%" not in text else None
    return None
