"""Variables and the blocks that they live in (`pl_funcs.c`), and what they mean in SQL (`pl_comp.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, UNSURE_REF, Expr
from migslint.catalog.errors import PgError, ambiguous_variable
from migslint.catalog.objects import Relation, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type

#: the columns of a row by name
Shape = dict[str, TypeRef]
#: what a record holds: a row of known columns, nothing yet, nothing or what the time before has put into it, something
#: unknown, or what a refused query would have put into it
State = Shape | Literal["unassigned", "later", "unknown", "failed"]

Conflict = Literal["error", "variable", "column"]


class Variable(msgspec.Struct, eq=False):
    """A scalar (PLpgSQL_var)."""

    name: str
    type: TypeRef
    constant: bool = False


class Record(msgspec.Struct, eq=False):
    """A record or a variable of a composite type (PLpgSQL_rec); `type` is None for the pseudo-type record."""

    name: str
    type: TypeRef | None
    state: State


class Cursor(msgspec.Struct, eq=False):
    """A bound cursor: the columns of its query, None where they are not known; `names` are its arguments."""

    name: str
    columns: Shape | None
    names: tuple[str, ...]


Datum = Variable | Record


class Level(msgspec.Struct, eq=False):
    """A block: its label and its variables."""

    label: str
    items: dict[str, Datum]
    cursors: dict[str, Cursor]


def shape_of(relation: Relation) -> State:
    """The columns of a relation as a row."""
    if "column" in relation.unknown or "self" in relation.unknown:
        return "unknown"
    return {a.name: TypeRef(a.type, a.typmod) for a in relation.attributes.values()}


def datum_of(name: str, ref: TypeRef) -> Datum:
    """`plpgsql_build_variable`: a variable of a type."""
    base = base_type(ref.type)
    if ref.type is UNSURE or base.typtype == "?":
        return Record(name, None, "unknown")
    if base.typtype == "p" and base.builtin and base.name == "record":
        return Record(name, None, "unassigned")
    if base.typtype == "c":
        return Record(name, ref, shape_of(base.relation) if base.relation is not None else "unknown")
    return Variable(name, ref)


class Names:
    """The variables that can be seen from where the walk of a body stands; the hooks of its queries."""

    def __init__(self, session: Session, conflict: Conflict = "error") -> None:
        self.session = session
        self.conflict = conflict
        self.levels: list[Level] = []
        self.tables: dict[str, Relation] = {}

    def push(self, label: str = "") -> Level:
        """`plpgsql_ns_push`."""
        level = Level(label, {}, {})
        self.levels.append(level)
        return level

    def pop(self) -> None:
        """`plpgsql_ns_pop`."""
        self.levels.pop()

    def add(self, datum: Datum) -> None:
        """A variable of the innermost block."""
        self.levels[-1].items[datum.name] = datum

    def records(self) -> list[Record]:
        """All records that can be seen."""
        return [d for level in self.levels for d in level.items.values() if isinstance(d, Record)]

    def lookup(self, names: Sequence[str]) -> tuple[Datum, int] | None:
        """`plpgsql_ns_lookup`: (the variable, how many of the names lead to it)."""
        first, more = names[0], names[1:]
        for level in reversed(self.levels):
            found = level.items.get(first)
            if found is not None and (not more or isinstance(found, Record)):
                return found, 1
            if more and level.label and level.label == first:
                found = level.items.get(more[0])
                if found is not None and (len(more) == 1 or isinstance(found, Record)):
                    return found, 2
        return None

    def cursor(self, names: Sequence[str]) -> Cursor | None:
        """The bound cursor of that name."""
        for level in reversed(self.levels):
            if len(names) == 2 and level.label != names[0]:
                continue
            if names[-1] in level.items:
                return level.cursors.get(names[-1])
        return None

    # --- hooks ---

    def before(self, scope: Scope, names: Sequence[str], location: int | None) -> Expr | None:
        """`plpgsql_pre_column_ref`."""
        return self._resolve(scope, names, location, False) if self.conflict == "variable" else None

    def after(self, scope: Scope, names: Sequence[str], location: int | None, found: Expr | None) -> Expr | None:
        """`plpgsql_post_column_ref`."""
        if self.conflict == "variable" or (self.conflict == "column" and found is not None):
            return None
        value = self._resolve(scope, names, location, found is None)
        if value is not None and found is not None:
            if found.type is UNSURE:
                return found
            raise ambiguous_variable(names, location)
        return value

    def parameter(self, scope: Scope, number: int, location: int | None) -> Expr | None:
        """`plpgsql_param_ref`."""
        found = self.lookup([f"${number}"])
        return self.value(scope, found[0], location) if found is not None else None

    def table(self, name: str) -> Relation | None:
        """A transition table."""
        return self.tables.get(name)

    def _resolve(self, scope: Scope, names: Sequence[str], location: int | None, complain: bool) -> Expr | None:
        """`resolve_column_ref`."""
        if len(names) > 3:
            return None
        found = self.lookup(names)
        if found is None:
            return None
        datum, used = found
        star = names[-1] == "*"
        if used == len(names) - star:
            return self.value(scope, datum, location)
        if isinstance(datum, Record) and not star and used == len(names) - 1:
            return self.field(scope, datum, names[-1], location)
        return None

    def value(self, scope: Scope, datum: Datum, location: int | None) -> Expr:
        """`make_datum_param` of a whole variable."""
        if isinstance(datum, Variable):
            return Expr(datum.type.type, datum.type.typmod, location, parameter=True)
        if datum.type is not None:
            return Expr(datum.type.type, -1, location, parameter=True)
        if datum.state in ("unassigned", "failed"):
            return Expr(UNSURE, -1, location)
        return scope.unknowable(location)

    def field(self, scope: Scope, record: Record, name: str, location: int | None) -> Expr:
        """`plpgsql_exec_get_datum_type_info` of a field."""
        ref = field_type(record, name, location)
        if ref is UNSURE_REF:
            return scope.unknowable(location)
        return Expr(ref.type, ref.typmod, location, parameter=True)


def field_type(record: Record, name: str, location: int | None) -> TypeRef:
    """The type of a field: PgError 55000 for a record that holds nothing, 42703 where it has no such field."""
    state = record.state
    if state in ("unknown", "later"):
        return UNSURE_REF
    if isinstance(state, str):
        raise PgError(
            "55000",
            f'record "{record.name}" is not assigned yet',
            detail="The tuple structure of a not-yet-assigned record is indeterminate.",
            location=location,
            reason="definition",
            kind="record",
            name=record.name,
            obj=record,
        )
    found = state.get(name)
    if found is None:
        raise PgError(
            "42703",
            f'record "{record.name}" has no field "{name}"',
            location=location,
            reason="missing",
            kind="column",
            name=name,
            within=base_type(record.type.type).name if record.type is not None else record.name,
            obj=record,
        )
    return found
