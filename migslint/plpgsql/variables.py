"""The variables of a running body: values, types, and what a name means (`pl_funcs.c`, `plpgsql_ns_lookup`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.types import UNSURE, Expr
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, ambiguous_variable
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type
from migslint.executor.api import Environment
from migslint.executor.values import NOT_A_VARIABLE, UNKNOWN, Row, Value
from migslint.plpgsql.body import Body, Datum
from migslint.plpgsql.texts import statements_of


class Variable:
    """A variable: `type` None where it is not known; a record without a type has `shape`, its fields once assigned.

    `template` is the text of a value that is known in part only, with a wild name for each part that is not.
    """

    __slots__ = ("name", "notnull", "record", "shape", "template", "type", "value")

    def __init__(self, name: str, type: TypeRef | None, record: bool = False) -> None:
        self.name = name
        self.type = type
        self.record = record
        self.notnull = False
        self.value: Value = None
        self.shape: list[tuple[str, TypeRef | None]] | None = None
        self.template: str | None = None

    def state(self) -> tuple[Value, Any, str | None]:
        """What a way through the body may change."""
        return self.value, self.shape, self.template

    def restore(self, state: tuple[Value, Any, str | None]) -> None:
        """Back to a `state`."""
        self.value, self.shape, self.template = state

    def forget(self) -> None:
        """The value is not known any more, nor the fields of a record without a type."""
        self.value, self.template = UNKNOWN, None
        if self.record and self.type is None:
            self.shape = None


class Level:
    """One level of names: a block, a loop or the function, with its label."""

    __slots__ = ("label", "names")

    def __init__(self, label: str) -> None:
        self.label = label
        self.names: dict[str, Variable] = {}


class Frame(Environment):
    """One call of a body: its variables by datum and by name; `parameters` are those of the function in order."""

    def __init__(self, session: Session, body: Body, name: str) -> None:
        self.session = session
        self.body = body
        self.name = name
        self.levels: list[Level] = [Level(name)]
        self.cells: dict[int, Variable] = {}
        self.returned: Value = None
        self.error: PgError | None = None
        self.run: Any = None
        self.found = Variable("found", session.catalog.builtin("bool"))
        self.found.value = False
        self.levels[0].names["found"] = self.found

    def resolve(self, names: Sequence[str]) -> tuple[Variable, str | None] | None:
        """The variable that a name means, and its field; None if it is no variable."""
        for level in reversed(self.levels):
            found = level.names.get(names[0])
            if found is not None:
                if len(names) == 1:
                    return found, None
                if len(names) == 2 and found.record:
                    return found, names[1]
            if level.label == names[0] and len(names) > 1:
                found = level.names.get(names[1])
                if found is not None:
                    if len(names) == 2:
                        return found, None
                    if len(names) == 3 and found.record:
                        return found, names[2]
        return None

    def variable(self, index: int) -> tuple[Variable, str | None]:
        """The variable of a datum, or the record and the field of one."""
        datum = self.body.datums[index]
        if datum.kind == "recfield":
            return self.cell(datum.parent), datum.name
        return self.cell(index), None

    def cell(self, index: int) -> Variable:
        """The variable of a datum; one that was not declared in a block is made when first asked for."""
        found = self.cells.get(index)
        if found is None:
            datum = self.body.datums[index]
            if datum.kind == "var" and datum.name == "found":
                return self.found
            found = self.cells[index] = self.make(datum)
        return found

    def make(self, datum: Datum) -> Variable:
        """A variable without a value."""
        made = Variable(datum.name, None, datum.kind == "rec")
        if datum.type:
            made.type = self.declared_type(datum.type)
            if made.type is not None and made.type.type.name == "record" and made.type.type.builtin:
                made.type = None
                made.record = True
            elif made.type is not None:
                made.record = base_type(made.type.type).typtype == "c"
        made.notnull = datum.notnull
        return made

    def declared_type(self, text: str) -> TypeRef | None:
        """`read_datatype`: a type as it is spelt in a declaration; None if it is not known."""
        lowered = text.lower()
        if "%" in text:
            words, _, suffix = lowered.rpartition("%")
            array = "[" in suffix or " array" in suffix
            names = ns.split_name(text[: len(words)].strip())
            if names is None or not suffix.strip().startswith(("type", "rowtype")):
                return None
            found = self._percent(names, suffix.strip().startswith("rowtype"))
            if found is None or not array:
                return found
            return TypeRef(found.type.array) if found.type.array is not None else None
        found_statements = statements_of(f"SELECT NULL::{text}")
        if len(found_statements) != 1 or found_statements[0].tag != "SelectStmt":
            return None
        target = found_statements[0].node["targetList"][0]["ResTarget"]["val"]
        while "CollateClause" in target:
            target = target["CollateClause"]["arg"]
        if "TypeCast" not in target:
            return None
        try:
            return lookup_typename(self.session, target["TypeCast"]["typeName"])
        except Unknown:
            return None

    def _percent(self, names: list[str], row: bool) -> TypeRef | None:
        try:
            if not row:
                known = self.resolve(names)
                if known is not None:
                    return known[0].type if known[1] is None else field_type(known[0], known[1])
                if len(names) == 1:
                    return None
            relation_name = names if row else names[:-1]
            schema = relation_name[-2] if len(relation_name) > 1 else None
            relation = ns.relation(self.session, schema, relation_name[-1])
            if row:
                return TypeRef(relation.rowtype) if relation.rowtype is not None else None
            attribute = relation.attributes.get(names[-1])
            if attribute is None or "column" in relation.unknown:
                return None
            return TypeRef(attribute.type, attribute.typmod)
        except Unknown:
            return None

    # --- Environment ---

    def lookup(self, names: list[str]) -> Value:
        found = self.resolve(names)
        if found is None:
            return NOT_A_VARIABLE
        variable, field = found
        return variable.value if field is None else field_value(variable, field)

    def parameter(self, number: int) -> Value:
        found = self.lookup([f"${number}"])
        return UNKNOWN if found is NOT_A_VARIABLE else found

    def call(self, session: Session, schema: str | None, name: str, args: list[Value]) -> Value:
        from migslint.plpgsql.calls import call_by_name

        return UNKNOWN if self.run is None else call_by_name(self.run, schema, name, args)


def field_type(variable: Variable, field: str) -> TypeRef | None:
    """The type of a field of a record; None if it is not known, KeyError if there is no such field."""
    if variable.type is not None:
        relation = base_type(variable.type.type).relation
        if relation is None:
            return None
        attribute = relation.attributes.get(field)
        if attribute is None:
            if "column" in relation.unknown or "self" in relation.unknown:
                return None
            raise KeyError(field)
        return TypeRef(attribute.type, attribute.typmod)
    if variable.shape is None:
        return None
    for name, ref in variable.shape:
        if name == field:
            return ref
    raise KeyError(field)


def field_value(variable: Variable, field: str) -> Value:
    """The value of a field of a record; the analysis has seen to it that there is one."""
    value = variable.value
    if isinstance(value, Row):
        return value.values[value.names.index(field)] if field in value.names else UNKNOWN
    return None if value is None and variable.type is not None else UNKNOWN


def no_field(variable: Variable, field: str, location: int | None) -> PgError:
    """`plpgsql_exec_get_datum_type_info`."""
    return PgError(
        "42703",
        f'record "{variable.name}" has no field "{field}"',
        location=location,
        reason="missing",
        kind="field",
        name=field,
        within=variable.name,
    )


def not_assigned(variable: Variable) -> PgError:
    """`instantiate_empty_record_variable`."""
    return PgError(
        "55000",
        f'record "{variable.name}" is not assigned yet',
        detail="The tuple structure of a not-yet-assigned record is indeterminate.",
        reason="definition",
        kind="variable",
        name=variable.name,
    )


class Hooks:
    """What the variables of a frame mean in an expression (`pl_comp.c`: plpgsql_pre_column_ref, resolve_column_ref).

    `used` tells whether any was.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.used = False

    def before(self, scope: Any, names: Sequence[str], location: int | None) -> Expr | None:
        """`plpgsql_pre_column_ref`."""
        return self._resolve(scope, names, location) if self.frame.body.conflict == "variable" else None

    def after(self, scope: Any, names: Sequence[str], location: int | None, found: Expr | None) -> Expr | None:
        """`plpgsql_post_column_ref`."""
        conflict = self.frame.body.conflict
        if conflict == "variable" or (conflict == "column" and found is not None):
            return None
        mine = self._resolve(scope, names, location)
        if mine is not None and found is not None:
            raise ambiguous_variable(names, location)
        return mine

    def parameter(self, scope: Any, number: int, location: int | None) -> Expr | None:
        """`plpgsql_param_ref`."""
        return self._resolve(scope, [f"${number}"], location)

    def table(self, name: str) -> None:
        """No transition tables."""

    def _resolve(self, scope: Any, names: Sequence[str], location: int | None) -> Expr | None:
        star = names[-1] == "*"
        found = self.frame.resolve(names[:-1] if star else names)
        if found is None:
            return None
        self.used = True
        variable, field = found
        if field is None:
            return self._whole(scope, variable, location)
        if variable.record and variable.type is None and variable.shape is None and variable.value is None:
            raise not_assigned(variable)
        try:
            ref = field_type(variable, field)
        except KeyError:
            raise no_field(variable, field, location) from None
        return _expr(scope, ref, location)

    def _whole(self, scope: Any, variable: Variable, location: int | None) -> Expr:
        if variable.type is None and variable.record and variable.shape is not None:
            if any(ref is None for _, ref in variable.shape):
                return _expr(scope, None, location)
            names: list[tuple[str, Type]] = [(n, ref.type) for n, ref in variable.shape if ref is not None]
            return Expr(scope.type("record"), -1, location, names=names)
        if variable.type is None and variable.record and variable.value is None:
            return Expr(scope.type("record"), -1, location, parameter=True)
        return _expr(scope, variable.type, location)


def _expr(scope: Any, ref: TypeRef | None, location: int | None) -> Expr:
    if ref is None or ref.type is UNSURE:
        unsure: Expr = scope.unknowable(location)
        return unsure
    return Expr(ref.type, ref.typmod, location, parameter=True)


class Parameters(Environment):
    """The values of USING."""

    def __init__(self, values: Sequence[Value], types: Sequence[TypeRef | None]) -> None:
        self.values = values
        self.types = types

    def parameter(self, number: int) -> Value:
        return self.values[number - 1] if 0 < number <= len(self.values) else UNKNOWN


class ParameterHooks:
    """`parse_param.c, fixed_paramref_hook`: what $n means in EXECUTE."""

    used = False

    def __init__(self, types: Sequence[TypeRef | None]) -> None:
        self.types = types

    def before(self, scope: Any, names: Sequence[str], location: int | None) -> None:
        """No names."""

    def after(self, scope: Any, names: Sequence[str], location: int | None, found: Any) -> None:
        """No names."""

    def table(self, name: str) -> None:
        """No transition tables."""

    def parameter(self, scope: Any, number: int, location: int | None) -> Any:
        """$n"""
        if not 0 < number <= len(self.types):
            return None
        ref = self.types[number - 1]
        if ref is None:
            return scope.unknowable(location)
        expr = scope.expr("int4", location)
        expr.type, expr.typmod, expr.parameter = ref.type, ref.typmod, True
        return expr
