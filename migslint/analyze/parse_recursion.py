"""Which WITH RECURSIVE items refer to themselves, and whether they may (`parse_cte.c, checkWellFormedRecursion`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from migslint.catalog.errors import PgError

_WITHIN = {
    "first": "its non-recursive term",
    "sublink": "a subquery",
    "outer": "an outer join",
    "intersect": "INTERSECT",
    "except": "EXCEPT",
}
#: `raw_expression_tree_walker`: the order in which the parts of a SELECT are visited
_ORDER = (
    *("distinctClause", "intoClause", "targetList", "fromClause", "whereClause", "groupClause", "havingClause"),
    *("windowClause", "valuesLists", "sortClause", "limitOffset", "limitCount", "lockingClause", "larg", "rarg"),
)


class _Walk:
    """`CteState` for one item: `context` is why a reference to the item would be wrong where the walk stands."""

    __slots__ = ("context", "count", "inner", "name")

    def __init__(self, name: str, context: str) -> None:
        self.name = name
        self.context = context
        self.count = 0
        self.inner: list[set[str]] = []

    def visit(self, node: Any, context: str | None = None) -> None:
        """`checkWellFormedRecursionWalker`."""
        before = self.context
        if context is not None:
            self.context = context
        if isinstance(node, list):
            for item in node:
                self.visit(item)
        elif isinstance(node, dict):
            for tag, body in node.items():
                self._visit_tagged(tag, body)
        self.context = before

    def _visit_tagged(self, tag: str, body: Any) -> None:
        if tag == "RangeVar":
            self.reference(body)
        elif tag in ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"):
            self.select(body, self._parts if tag == "SelectStmt" else self.visit)
        elif tag == "JoinExpr":
            self._join(body)
        elif tag == "SubLink":
            self.visit(body.get("subselect"), "sublink")
            self.visit(body.get("testexpr"))
        elif tag in ("larg", "rarg") and isinstance(body, dict) and ("op" in body or "targetList" in body):
            self.select(body)
        elif tag != "withClause" and isinstance(body, (dict, list)):
            self.visit(body)

    def reference(self, var: Any) -> None:
        """A relation is named: is it the item itself?"""
        if var.get("schemaname") or var["relname"] != self.name or any(var["relname"] in names for names in self.inner):
            return
        location = var.get("location", 0)
        if self.context:
            message = f'recursive reference to query "{self.name}" must not appear within {_WITHIN[self.context]}'
            raise PgError("42P19", message, location=location, reason="definition")
        self.count += 1
        if self.count > 1:
            message = f'recursive reference to query "{self.name}" must not appear more than once'
            raise PgError("42P19", message, location=location, reason="definition")

    def select(self, body: Any, parts: Callable[[Any], None] | None = None) -> None:
        """A statement with its WITH, whose names hide those outside; `parts` visits the rest of it."""
        clause = body.get("withClause")
        parts = parts or self._parts
        if clause is None:
            parts(body)
            return
        ctes = [c["CommonTableExpr"] for c in clause.get("ctes", ())]
        names: set[str] = {c["ctename"] for c in ctes} if clause.get("recursive") else set()
        self.inner.append(names)
        for cte in ctes:
            self.visit(cte["ctequery"])
            names.add(cte["ctename"])
        parts(body)
        self.inner.pop()

    def _parts(self, body: Any) -> None:
        """`checkWellFormedSelectStmt`."""
        op = body.get("op", "SETOP_NONE")
        for part in _ORDER:
            child = body.get(part)
            if child is None:
                continue
            context = None
            if not self.context and part in ("larg", "rarg"):
                if op == "SETOP_INTERSECT" and body.get("all"):
                    context = "intersect"
                elif op == "SETOP_EXCEPT" and (part == "rarg" or body.get("all")):
                    context = "except"
            self.visit({part: child}, context)

    def _join(self, body: Any) -> None:
        kind = body.get("jointype", "JOIN_INNER")
        outer = None if self.context else "outer"
        self.visit(body.get("larg"), outer if kind in ("JOIN_RIGHT", "JOIN_FULL") else None)
        self.visit(body.get("rarg"), outer if kind in ("JOIN_LEFT", "JOIN_FULL") else None)
        self.visit(body.get("quals"))


class _Names(_Walk):
    """`makeDependencyGraphWalker`: counts references and refuses none."""

    __slots__ = ()

    def reference(self, var: Any) -> None:
        """A relation is named: is it the item?"""
        if not var.get("schemaname") and var["relname"] == self.name:
            self.count += not any(var["relname"] in names for names in self.inner)


def refers(query: Any, name: str) -> bool:
    """Whether a query names a WITH item."""
    walk = _Names(name, "")
    walk.visit(query)
    return walk.count > 0


def is_recursive(body: Any) -> bool:
    """Whether an item refers to itself."""
    return refers(body["ctequery"], body["ctename"])


def sort_items(bodies: list[Any]) -> list[Any]:
    """`TopologicalSort`: WITH RECURSIVE allows references forward, but not a ring."""
    left, done = list(bodies), []
    while left:
        for body in left:
            if not any(refers(body["ctequery"], b["ctename"]) for b in left if b is not body):
                break
        else:
            message = "mutual recursion between WITH items is not implemented"
            raise PgError("0A000", message, location=left[0].get("location", 0), reason="unsupported")
        done.append(body)
        left.remove(body)
    return done


def check_well_formed(bodies: list[Any]) -> None:
    """`checkWellFormedRecursion`."""
    from migslint.analyze.parse_expr import location_of

    for body in bodies:
        if not is_recursive(body):
            continue
        name, location = body["ctename"], body.get("location", 0)
        query = body["ctequery"].get("SelectStmt")
        if query is None:
            message = f'recursive query "{name}" must not contain data-modifying statements'
            raise PgError("42P19", message, location=location, reason="definition")
        if query.get("op") != "SETOP_UNION":
            message = f'recursive query "{name}" does not have the form non-recursive-term UNION [ALL] recursive-term'
            raise PgError("42P19", message, location=location, reason="definition")
        for cte in query.get("withClause", {}).get("ctes", ()):
            _Walk(name, "sublink").visit(cte)
        for part, what in (("sortClause", "ORDER BY"), ("limitOffset", "OFFSET"), ("limitCount", "LIMIT")):
            if part in query:
                node = query[part][0]["SortBy"]["node"] if part == "sortClause" else query[part]
                message = f"{what} in a recursive query is not implemented"
                raise PgError("0A000", message, location=location_of(node), reason="unsupported")
        if "lockingClause" in query:
            raise PgError("0A000", "FOR UPDATE/SHARE in a recursive query is not implemented", reason="unsupported")
        _Walk(name, "first").visit({"larg": query["larg"]})
        _Walk(name, "").visit({"rarg": query["rarg"]})
