"""Which unique index ON CONFLICT means (`optimizer/util/plancat.c, infer_arbiter_indexes`)."""

from __future__ import annotations

from typing import Any, Literal

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Constraint, IndexInfo, Relation

Match = Literal["yes", "maybe", "no"]


class Arbiter:
    """The inference clause of a statement: a constraint, or columns, expressions and a predicate.

    `certain`: collations, operator classes and all types are known to fit.  `location` is that of the clause.
    """

    __slots__ = ("certain", "constraint", "expressions", "location", "names", "relation", "update", "where")

    def __init__(
        self,
        relation: Relation,
        *,
        update: bool,
        constraint: Constraint | None = None,
        names: set[str] | None = None,
        expressions: list[Any] | None = None,
        where: Any = None,
        certain: bool = True,
        location: int | None = None,
    ) -> None:
        self.relation = relation
        self.update = update
        self.constraint = constraint
        self.names = names or set()
        self.expressions = expressions or []
        self.where = where
        self.certain = certain
        self.location = location

    def refusal(self) -> PgError | None:
        """42P10 where no index fits, 42809 where the one that fits cannot be used."""
        relation = self.relation
        if self.constraint is not None:
            index = self.constraint.index
            if index is None:
                message = "constraint in ON CONFLICT clause has no associated index"
                return PgError("42809", message, location=self.location, reason="definition")
            if self.update and index.index is not None and index.index.exclusion:
                message = "ON CONFLICT DO UPDATE not supported with exclusion constraints"
                return PgError(
                    "42809",
                    message,
                    location=self.location,
                    reason="unsupported",
                    kind="constraint",
                    obj=self.constraint,
                )
            return None
        if "index" in relation.unknown or "constraint" in relation.unknown:
            return None
        indexes = [r.index for r in relation.indexes.values() if r.index is not None]
        if any(self._match(index) != "no" for index in indexes if index.unique and not index.exclusion):
            return None
        return PgError(
            "42P10",
            "there is no unique or exclusion constraint matching the ON CONFLICT specification",
            location=self.location,
            reason="missing",
            kind="unique constraint",
            within=relation.name,
            obj=relation,
        )

    def _match(self, index: IndexInfo) -> Match:
        keys = index.keys[: index.width]
        if {k.name for k in keys if k is not None} != self.names and self.certain:
            return "no"
        found = [_alike(mine, self.expressions) for mine in index.expressions]
        found += [_alike(mine, index.expressions) for mine in self.expressions]
        if "no" in found or (keys.count(None) and not index.expressions and not self.expressions):
            return "no"
        if index.predicate is not None:
            if self.where is None:
                return "no"
            found.append("yes" if _bare(index.predicate) == _bare(self.where) else "maybe")
        return "maybe" if "maybe" in found or not self.certain else "yes"


def _alike(one: Any, others: list[Any]) -> Match:
    """Whether an expression is one of others: casts that analysis adds or removes are not known here."""
    bare, signature = _bare(one), _signature(one)
    if any(_bare(other) == bare for other in others):
        return "yes"
    return "maybe" if any(_signature(other) == signature for other in others) else "no"


def _bare(node: Any) -> Any:
    """A tree without places, and with names as they stand alone."""
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {}
    for key, value in node.items():
        if key == "location":
            continue
        out[key] = _bare(value[-1:] if key in ("fields", "funcname") else value)
    return out


def _signature(node: Any) -> list[str]:
    """The columns, functions, operators and constants of an expression."""
    out: list[str] = []
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for key, value in item.items():
                if key in ("fields", "funcname"):
                    out.append(str(value[-1].get("String", {}).get("sval", "*")))
                elif key == "name" and isinstance(value, list):
                    out.append(str(value[-1].get("String", {}).get("sval", "")))
                elif key == "A_Const":
                    out.append(repr(_bare(value)))
                elif key != "typeName" and isinstance(value, (dict, list)):
                    stack.append(value)
    return sorted(out)
