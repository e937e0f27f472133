"""The rows that a level of a query is evaluated on."""

from __future__ import annotations

from migslint.executor.values import NOT_A_VARIABLE, UNKNOWN, Row, Value

#: how sure a row is: there once; there once or not at all; any number of rows of this pattern
CERTAIN, MAYBE, MANY = 2, 1, 0

#: a row and how sure it is
Tuple = tuple[list[Value], int]


class Entry:
    """An item of FROM: its alias, its columns and where they begin in the row.

    `hidden` columns can be named but are not in `*` (system columns, those that USING has merged).  `unsure`: it may
    have more columns.  `scalar`: a function's result of a type without fields, which the alias names too.
    """

    __slots__ = ("columns", "hidden", "index", "name", "scalar", "start", "unsure", "width")

    def __init__(
        self,
        name: str,
        columns: list[str],
        start: int = 0,
        hidden: frozenset[str] = frozenset(),
        unsure: bool = False,
        scalar: bool = False,
    ) -> None:
        self.name = name
        self.columns = columns
        self.start = start
        self.width = len(columns)
        self.hidden = hidden
        self.unsure = unsure
        self.scalar = scalar
        self.index: dict[str, int] = {}
        for i, column in enumerate(columns):
            self.index.setdefault(column, i)


class Scope:
    """One row of a level with its entries, and the scope around it.

    `group` holds the rows that an aggregate of this level runs over, None where there are no groups.  `ctes` are the
    results of WITH at this level.
    """

    __slots__ = ("ctes", "entries", "group", "parent", "values")

    def __init__(
        self,
        entries: list[Entry],
        values: list[Value],
        parent: Scope | None,
        group: list[Tuple] | None = None,
        ctes: dict[str, object] | None = None,
    ) -> None:
        self.entries = entries
        self.values = values
        self.parent = parent
        self.group = group
        self.ctes = ctes

    def column(self, names: list[str]) -> Value:
        """The value of a column reference, of this level or one around it; NOT_A_VARIABLE if no level has it."""
        scope: Scope | None = self
        unsure = False
        while scope is not None:
            found = _in_level(scope, names)
            if found is not NOT_A_VARIABLE:
                return found
            unsure = unsure or any(e.unsure for e in scope.entries)
            scope = scope.parent
        return UNKNOWN if unsure else NOT_A_VARIABLE

    def cte(self, name: str) -> object | None:
        """The result of the nearest WITH item of that name."""
        scope: Scope | None = self
        while scope is not None:
            if scope.ctes is not None and name in scope.ctes:
                return scope.ctes[name]
            scope = scope.parent
        return None


def _in_level(scope: Scope, names: list[str]) -> Value:
    if len(names) == 1:
        name = names[0]
        for entry in scope.entries:
            at = entry.index.get(name)
            if at is not None:
                return scope.values[entry.start + at]
        for entry in scope.entries:
            if entry.name == name:
                return whole_row(scope, entry)
        return NOT_A_VARIABLE
    qualifier = names[-2]
    for entry in scope.entries:
        if entry.name == qualifier:
            at = entry.index.get(names[-1])
            if at is not None:
                return scope.values[entry.start + at]
            if entry.unsure:
                return UNKNOWN
    if len(names) > 2:
        return NOT_A_VARIABLE
    for entry in scope.entries:
        at = entry.index.get(qualifier)
        if at is not None and isinstance(scope.values[entry.start + at], Row):
            return field(scope.values[entry.start + at], names[-1])
    return NOT_A_VARIABLE


def whole_row(scope: Scope, entry: Entry) -> Value:
    """A reference to the alias: the row, or the value of a scalar function."""
    if entry.scalar:
        return scope.values[entry.start]
    visible = [(c, i) for i, c in enumerate(entry.columns) if c not in entry.hidden]
    return Row([c for c, _ in visible], [scope.values[entry.start + i] for _, i in visible])


def field(value: Value, name: str) -> Value:
    """`(value).name`."""
    if value is None:
        return None
    if isinstance(value, Row) and name in value.names:
        return value.values[value.names.index(name)]
    return UNKNOWN
