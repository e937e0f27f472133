"""UPDATE and DELETE a second time: what adds up, turns round, is drawn anew, or takes more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.objects import Attribute, Relation
from migslint.commands.lookup import strings
from migslint.replay.harm.file import File
from migslint.replay.harm.values import again
from migslint.replay.step import Harm

if TYPE_CHECKING:
    from migslint.catalog.session import Session

#: pg_type.typcategory of what + - * / add to: numbers, times, intervals
_SUMS = "NDT"
_TURNS = frozenset(("round", "ceil", "ceiling", "floor", "trunc"))
_APPENDS = frozenset(("array_append", "array_prepend", "array_cat", "concat"))


def update(session: Session, node: Any, relation: Relation | None, file: File) -> tuple[Harm, ...]:
    """See `harms`."""
    if relation is None or (file.takes_rows(relation) and file.fills(relation.name)):
        return ()
    alias = node["relation"].get("alias", {}).get("aliasname") or relation.name
    return tuple(added(session, node, relation, alias, file))


def added(session: Session, node: Any, relation: Relation, alias: str, file: File) -> Iterator[Harm]:
    """The assignments of an UPDATE, or of an ON CONFLICT DO UPDATE, that do something else a second time.

    Nothing of one whose condition looks at what the file assigns: it may be there to keep the second run from it.
    """
    targets = [t["ResTarget"] for t in node.get("targetList", ())]
    assigned = {t.get("name", "") for t in targets} | file.assigned(relation.name)
    conditions = [node.get("whereClause"), node.get("fromClause")]
    if any(name in assigned for name, _ in columns_of(conditions)):
        return
    plain = {t["name"]: t["val"] for t in targets if "val" in t and not t.get("indirection")}
    elsewhere = _reset(file, relation.name, node)
    copies = {name: _copied(value, alias) for name, value in plain.items()}
    later = [name for name, value in plain.items() if again(session, value) == "later"]
    for name, value in plain.items():
        attribute = relation.attributes.get(name)
        if attribute is None or attribute.unknown or name in elsewhere:
            continue
        other = copies[name]
        if other is not None and other < name and copies.get(other) == name:
            yield Harm("swapped", relation.name, f"{other} {name}")
        elif _grows(value, attribute, alias) or (other in plain and copies[other] not in (name, other)):
            yield Harm("adds up", relation.name, name)
        elif _turns(value, attribute, alias):
            yield Harm("turned", relation.name, name)
        elif again(session, value) == "fresh" or (later and len(later) == len(targets) and "whereClause" not in node):
            yield Harm("anew", relation.name, name)


def _reset(file: File, table: str, node: Any) -> set[str]:
    """The columns to which another UPDATE of the file assigns something that does not hang on themselves."""
    found: set[str] = set()
    for tag, name, other in file.modifications:
        if tag == "UpdateStmt" and name == table and other is not node and other != node:
            for target in other.get("targetList", ()):
                column, value = target["ResTarget"].get("name", ""), target["ResTarget"].get("val")
                if not any(c == column for c, _ in columns_of(value)):
                    found.add(column)
    return found


def columns_of(tree: Any) -> Iterator[tuple[str, str]]:
    """(column, table or "") of each reference to a column in a tree; ("*", …) for whole rows."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for key, value in item.items():
                if key == "ColumnRef":
                    yield _reference(value)
                elif isinstance(value, (dict, list)):
                    stack.append(value)


def _reference(body: Any) -> tuple[str, str]:
    fields = body["fields"]
    if "String" not in fields[-1]:
        return "*", ""
    names = strings(fields)
    return names[-1], names[-2] if len(names) > 1 else ""


def _copied(node: Any, alias: str) -> str | None:
    """The column of the same row that an expression is, None for anything else."""
    if "ColumnRef" not in node:
        return None
    column, table = _reference(node["ColumnRef"])
    return column if table in ("", alias) else None


def _is_self(node: Any, attribute: Attribute, alias: str) -> bool:
    """The column itself, in whatever type, or something that grows with it."""
    if "TypeCast" in node:
        return _is_self(node["TypeCast"]["arg"], attribute, alias)
    if "CoalesceExpr" in node:
        return _is_self(node["CoalesceExpr"]["args"][0], attribute, alias)
    return _copied(node, alias) == attribute.name or _grows(node, attribute, alias)


def _grows(node: Any, attribute: Attribute, alias: str) -> bool:
    """Whether an expression is the column and something more: x + 1, x || 'a', round(x * 1.1)."""
    if "TypeCast" in node:
        return _grows(node["TypeCast"]["arg"], attribute, alias)
    if "FuncCall" in node:
        name, arguments = strings(node["FuncCall"]["funcname"])[-1], node["FuncCall"].get("args", [])
        if name in _TURNS and arguments:
            return _grows(arguments[0], attribute, alias)
        appends = name in _APPENDS and attribute.type.category in "SA"
        return appends and any(_is_self(a, attribute, alias) for a in arguments)
    body = node.get("A_Expr")
    if body is None or body.get("kind") != "AEXPR_OP" or "lexpr" not in body or "rexpr" not in body:
        return False
    operator, category = strings(body["name"])[-1], attribute.type.category
    if not (category in _SUMS if operator in ("+", "-", "*", "/") else operator == "||" and category in "SA"):
        return False
    left, right = (_is_self(body[side], attribute, alias) for side in ("lexpr", "rexpr"))
    if left == right or _is_nothing(body["rexpr" if left else "lexpr"]):
        return False
    return left or operator in ("+", "*", "||")


def _is_nothing(node: Any) -> bool:
    """0 or the empty string."""
    const = node.get("A_Const", {})
    return ("ival" in const and not const["ival"].get("ival")) or ("sval" in const and not const["sval"].get("sval"))


def _turns(node: Any, attribute: Attribute, alias: str) -> bool:
    """NOT x, -x and 1 - x: a second time it is what it was before the first."""
    body = node.get("BoolExpr")
    if body is not None:
        return body["boolop"] == "NOT_EXPR" and _copied(body["args"][0], alias) == attribute.name
    body = node.get("A_Expr")
    if body is None or body.get("kind") != "AEXPR_OP" or strings(body["name"]) != ["-"]:
        return False
    return _copied(body["rexpr"], alias) == attribute.name and ("lexpr" not in body or "A_Const" in body["lexpr"])


def reads(tree: Any, names: set[str]) -> bool:
    """Whether a tree names one of these relations."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if item.get("relname") in names:
                return True
            stack.extend(v for v in item.values() if isinstance(v, (dict, list)))
    return False


def delete(session: Session, node: Any, relation: Relation | None, file: File) -> tuple[Harm, ...]:
    """See `harms`: all rows, or as many of what is left as the first time."""
    if relation is None or file.fills(relation.name):
        return ()
    where = node.get("whereClause")
    if where is None:
        return (Harm("emptied", relation.name),) if "usingClause" not in node else ()
    link = _link(where)
    if link is not None and _takes_next(link, relation.name):
        return (Harm("takes more", relation.name),)
    return ()


def _link(where: Any) -> Any:
    """The query of `x = (SELECT …)` and `x IN (SELECT …)`, None for any other condition."""
    body = where.get("A_Expr", {})
    link = body.get("rexpr", where).get("SubLink") if body.get("name") else where.get("SubLink")
    if link is None or link.get("subLinkType") not in ("ANY_SUBLINK", "EXPR_SUBLINK"):
        return None
    return link["subselect"].get("SelectStmt")


def _takes_next(select: Any, table: str) -> bool:
    """The first or last row of the same table, or so many of them in an order."""
    if select.keys() & {"whereClause", "groupClause", "larg"} or not reads(select.get("fromClause"), {table}):
        return False
    if len(select.get("fromClause", ())) != 1:
        return False
    if "limitCount" in select:
        return "sortClause" in select
    calls = [t["ResTarget"]["val"].get("FuncCall") for t in select.get("targetList", ())]
    return len(calls) == 1 and calls[0] is not None and strings(calls[0]["funcname"])[-1] in ("min", "max")
