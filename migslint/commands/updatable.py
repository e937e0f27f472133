"""Which views are automatically updatable (`rewrite/rewriteHandler.c, view_query_is_auto_updatable`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migslint.catalog import namespace as ns
from migslint.catalog.session import Session

_SINGLE = "Views that do not select from a single table or view are not automatically updatable."


def reason_not_updatable(session: Session, query: Any) -> str | None:
    """The HINT that says why a view of this query cannot have a CHECK OPTION; None if it can."""
    select = query.get("SelectStmt")
    if select is None or "valuesLists" in select:
        return _SINGLE
    for what, fields in (
        ("containing DISTINCT", ("distinctClause",)),
        ("containing GROUP BY", ("groupClause",)),
        ("containing HAVING", ("havingClause",)),
        ("containing UNION, INTERSECT, or EXCEPT", ("larg",)),
        ("containing WITH", ("withClause",)),
        ("containing LIMIT or OFFSET", ("limitOffset", "limitCount")),
    ):
        if any(f in select for f in fields):
            return f"Views {what} are not automatically updatable."
    targets = [t["ResTarget"].get("val", {}) for t in select.get("targetList", ())]
    kinds = {kind for target in targets for kind in _call_kinds(session, target)}
    for kind, what in (("a", "aggregate"), ("w", "window"), ("s", "set-returning")):
        if kind in kinds:
            return f"Views that return {what} functions are not automatically updatable."
    sources = select.get("fromClause", ())
    if len(sources) != 1:
        return _SINGLE
    source = sources[0]
    if "RangeTableSample" in source:
        return "Views containing TABLESAMPLE are not automatically updatable."
    if "RangeVar" not in source:
        return _SINGLE
    var = source["RangeVar"]
    rel = ns.find_relation(session, var.get("schemaname"), var["relname"])
    if rel is None or "column" in rel.unknown:
        return None
    if rel.relkind not in "rfvp":
        return _SINGLE
    for target in targets:
        fields = target.get("ColumnRef", {}).get("fields", ())
        if fields and ("A_Star" in fields[-1] or fields[-1].get("String", {}).get("sval") in rel.attributes):
            return None
    return "Views that have no updatable columns are not automatically updatable."


def _call_kinds(session: Session, node: Any) -> Iterator[str]:
    """a, w or s for each aggregate, window or set-returning call of an expression, subqueries left out."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "SubLink" in item:
                continue
            if "FuncCall" in item:
                yield from _call_kind(session, item["FuncCall"])
            stack.extend(item.values())


def _call_kind(session: Session, call: Any) -> Iterator[str]:
    if "over" in call:
        yield "w"
        return
    names = [n["String"].get("sval", "") for n in call["funcname"]]
    for proc in ns.find_procs(session, names[-2] if len(names) > 1 else None, names[-1]):
        if proc.kind in "aw":
            yield proc.kind
        elif proc.retset:
            yield "s"
