"""The state of analysing one query level (`parse_node.h, ParseState`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from migslint.analyze.types import UNSURE, Expr, RangeColumn
from migslint.catalog.errors import PgError
from migslint.catalog.objects import CatalogObject, Relation, Type, TypeRef, is_pinned
from migslint.catalog.session import Session

if TYPE_CHECKING:
    from migslint.analyze.api import Hooks


class RangeEntry(msgspec.Struct, eq=False):
    """A range table entry with its place in the namespace (RangeTblEntry and ParseNamespaceItem).

    `kind` is relation, subquery, function, values, join, cte or tablefunc.  `unsure`: the columns are not all known.
    `joined`: its columns are offered by a join without a name.  The last `hidden` ones are left out of a `*`.
     `unlockable`: what in a subquery excludes FOR UPDATE.
    """

    name: str
    kind: str
    columns: list[RangeColumn]
    relation: Relation | None = None
    aliased: bool = False
    unsure: bool = False
    relation_visible: bool = True
    columns_visible: bool = True
    lateral_only: bool = False
    lateral_ok: bool = True
    scalar: Type | None = None
    row: Type | None = None
    unlockable: str = ""
    hidden: int = 0
    joined: bool = False
    system_columns: bool = True
    table_function: str = ""
    self_reference: bool = False
    index: dict[str, RangeColumn | None] = msgspec.field(default_factory=dict)

    def find(self, name: str) -> RangeColumn | None:
        """The column of that name; a name borne twice raises LookupError."""
        if not self.index and self.columns:
            for column in self.columns:
                self.index[column.name] = None if column.name in self.index else column
        if name not in self.index:
            return None
        found = self.index[name]
        if found is None:
            raise LookupError(name)
        return found


class CommonTable(msgspec.Struct, eq=False):
    """A WITH item; `columns` None where they are not known; `recursive` while its recursive term is analysed.

    The last `extra` columns are those that SEARCH and CYCLE add.
    """

    name: str
    columns: list[RangeColumn] | None
    unsure: bool = False
    recursive: bool = False
    modifying: bool = False
    returns: bool = True
    extra: int = 0


class Scope:
    """One query level.

    `deps` is shared by all levels of a statement: the objects that the statement depends on.  So is `trace`, what the
    server finds by walking an expression: (kind, depth of the level that it belongs to, location) of its variables
    ("var"), aggregates ("agg"), window functions ("window") and set-returning functions ("srf"), as they come.
    `last_srf` is the last set-returning function of this level.  `given`: to which columns an INSERT gives values.
    `planning` are the errors that only the planner or the executor would raise, for all levels.
    """

    __slots__ = (
        "aggregates",
        "ctes",
        "deps",
        "depth",
        "entries",
        "function",
        "future_ctes",
        "given",
        "has_grouping",
        "has_targets_srf",
        "inlining",
        "kind",
        "last_srf",
        "lateral_active",
        "mismatches",
        "namespace",
        "parameters",
        "parent",
        "parent_cte",
        "planning",
        "resolved",
        "session",
        "target",
        "trace",
        "unsure",
        "variables",
        "volatility",
        "window_definitions",
        "windows",
    )

    def __init__(self, session: Session, parent: Scope | None = None) -> None:
        self.session = session
        self.parent = parent
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.entries: list[RangeEntry] = []
        self.namespace: list[RangeEntry] = []
        self.ctes: dict[str, CommonTable] = {}
        self.future_ctes: dict[str, Any] = {}
        self.given: Sequence[str] = ()
        self.inlining: int = 0 if parent is None else parent.inlining
        self.lateral_active = False
        self.kind = "other"
        self.aggregates = 0
        self.windows = 0
        self.window_definitions: list[Any] = []
        self.parent_cte: Callable[[Any], None] | None = None
        self.last_srf: Expr | None = None
        self.has_grouping = False
        self.has_targets_srf = False
        self.target: RangeEntry | None = None
        self.deps: dict[CatalogObject, None] = {} if parent is None else parent.deps
        self.parameters: Sequence[tuple[str, TypeRef]] = () if parent is None else parent.parameters
        self.function: str = "" if parent is None else parent.function
        self.trace: list[tuple[str, int, int | None]] = [] if parent is None else parent.trace
        self.planning: list[PgError] = [] if parent is None else parent.planning
        self.mismatches: list[PgError] = []
        self.resolved: dict[int, tuple[Any, Expr | None, Scope]] = {} if parent is None else parent.resolved
        self.unsure: list[bool] = [False] if parent is None else parent.unsure
        self.variables: Hooks | None = session.hooks if parent is None else parent.variables
        self.volatility: list[str] = ["i"] if parent is None else parent.volatility

    def type(self, name: str) -> Type:
        """A built-in type."""
        return self.session.catalog.builtin_type(name)

    def expr(self, name: str, location: int | None = None) -> Expr:
        """An expression of a built-in type."""
        return Expr(self.session.catalog.builtin_type(name), location=location)

    def unknowable(self, location: int | None = None) -> Expr:
        """An expression of which nothing is known."""
        self.unsure[0] = True
        return Expr(UNSURE, location=location)

    def depend(self, obj: CatalogObject) -> None:
        """Note that the statement depends on an object; those that cannot be dropped do not count."""
        if not is_pinned(obj):
            self.deps[obj] = None
