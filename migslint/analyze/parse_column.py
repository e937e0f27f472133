"""Column references (`parse_expr.c, transformColumnRef`) and fields of rows (`parse_func.c, ParseFuncOrColumn`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from migslint.analyze import parse_relation as rel
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import Scope
from migslint.analyze.types import Expr, is_record
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.typename import base_type, format_type


def column_ref(scope: Scope, node: Any) -> Expr:
    """`transformColumnRef`."""
    location = node.get("location", 0)
    fields = node["fields"]
    if scope.kind == "column_default":
        raise PgError(
            "0A000",
            "cannot use column reference in DEFAULT expression",
            location=location,
            reason="unsupported",
        )
    if scope.kind == "partition_bound":
        raise PgError(
            "0A000",
            "cannot use column reference in partition bound expression",
            location=location,
            reason="unsupported",
        )
    if "A_Star" in fields[-1]:
        return _row_star(scope, fields, location)
    names = names_of(fields)
    result = _resolve(scope, names, location)
    scope.resolved[id(node)] = (node, result, scope)
    return result


def _resolve(scope: Scope, names: list[str], location: int) -> Expr:
    variables = scope.variables
    if variables is not None:
        early = variables.before(scope, names, location)
        if early is not None:
            return early
    found, failure = _resolve_column(scope, names, location)
    if variables is not None:
        late = variables.after(scope, names, location, found)
        if late is not None:
            return late
    if found is not None:
        return found
    late = _parameter_name(scope, names, location)
    if late is not None:
        return late
    assert failure is not None
    raise failure()


def _resolve_column(scope: Scope, names: list[str], location: int) -> tuple[Expr | None, Callable[[], PgError] | None]:
    """(what the names mean, or the maker of the error that the server would raise if they mean nothing else)."""
    if len(names) == 1:
        (name,) = names
        found = rel.find_column(scope, name, location)
        if found is not None:
            return found, None
        if name == "value" and scope.kind == "domain_check" and scope.target is not None:
            return Expr(scope.target.columns[0].type, -1, location), None
        entry = rel.find_entry(scope, None, name, location)
        if entry is not None:
            return rel.whole_row(scope, entry[0], entry[1], location), None
        if rel.any_unsure(scope):
            return scope.unknowable(location), None
        return None, lambda: rel.missing_column(scope, None, name, location)
    if len(names) > 4:
        return None, lambda: PgError(
            "42601",
            f"improper qualified name (too many dotted names): {'.'.join(names)}",
            location=location,
            reason="syntax",
        )
    if len(names) == 4:
        if names[0] != "postgres":
            return None, lambda: PgError(
                "0A000",
                f"cross-database references are not implemented: {'.'.join(names)}",
                location=location,
                reason="unsupported",
            )
        names = names[1:]
    schema = names[0] if len(names) == 3 else None
    relname, name = names[-2], names[-1]
    entry = rel.find_entry(scope, schema, relname, location)
    if entry is None:
        if len(names) == 2 and rel.any_unsure(scope):
            # relname may be a column of composite type of a table whose columns are not known
            return scope.unknowable(location), None
        return None, lambda: rel.missing_entry(scope, schema, relname, location)
    owner, item = entry
    column = rel.scan_columns(scope, item, name, location)
    if column is not None:
        return rel.variable(scope, owner, item, column, location), None
    if item.unsure:
        return scope.unknowable(location), None
    row = rel.whole_row(scope, owner, item, location)
    as_function = function_of_row(scope, name, row, location)
    if as_function is not None:
        return as_function, None
    return None, lambda: rel.missing_column(scope, relname, name, location)


def function_of_row(scope: Scope, name: str, row: Expr, location: int) -> Expr | None:
    """`ParseFuncOrColumn` with column syntax: t.f is f(t)."""
    from migslint.analyze.parse_func import apply, get_detail

    if not ns.find_procs(scope.session, None, name):
        return scope.unknowable(location) if ns.procs_in_doubt(scope.session, None, name) else None
    detail = get_detail(scope.session, None, name, [row], [], False)
    if detail.kind == "unsure":
        return scope.unknowable(location)
    if detail.kind == "normal" and detail.candidate is not None:
        return apply(scope, detail.candidate, [row], location)
    if detail.kind == "coercion" and detail.target is not None:
        return Expr(detail.target, -1, location)
    return None


def _parameter_name(scope: Scope, names: list[str], location: int) -> Expr | None:
    """`functions.c, sql_fn_post_column_ref`: parameters of an SQL function by name, columns go first."""
    if not scope.parameters or len(names) > 3:
        return None
    parameters = {n: ref for n, ref in reversed(scope.parameters) if n}
    rest = names
    if len(names) > 1 and names[0] == scope.function:
        rest = names[1:]
    ref = parameters.get(rest[0])
    if ref is None:
        return None
    value = Expr(ref.type, ref.typmod, location, parameter=True)
    if len(rest) == 1:
        return value
    if len(rest) > 2:
        return None
    field = rel.field_of(scope, value, rest[1])
    return field[1] if field is not None else None


def _variable(scope: Scope, names: list[str], location: int) -> Expr | None:
    """The variable of a body that the names mean where they are no column."""
    variables = scope.variables
    if variables is None:
        return None
    return variables.before(scope, names, location) or variables.after(scope, names, location, None)


def _row_star(scope: Scope, fields: list[Any], location: int) -> Expr:
    if len(fields) == 1:
        raise PgError("0A000", 'row expansion via "*" is not supported here', location=location, reason="unsupported")
    names = names_of(fields[:-1])
    schema = names[-2] if len(names) > 1 else None
    entry = rel.find_entry(scope, schema, names[-1], location)
    if entry is None:
        value = _variable(scope, names, location) or _parameter_name(scope, names, location)
        if value is not None:
            return value
        raise rel.missing_entry(scope, schema, names[-1], location)
    return rel.whole_row(scope, entry[0], entry[1], location)


def select_field(scope: Scope, value: Expr, name: str, location: int | None) -> Expr:
    """`ParseFuncOrColumn` with column syntax: (value).name, a field or a function of one argument."""
    found = rel.field_of(scope, value, name)
    if found is not None:
        field = found[1]
        return Expr(field.type, field.typmod, location, names=field.names, collation=field.collation)
    as_function = function_of_row(scope, name, value, location or 0)
    if as_function is not None:
        return as_function
    session = scope.session
    shown = format_type(session, value.type)
    if value.whole:
        message = f"column {value.whole}.{name} does not exist"
    elif base_type(value.type).relation is not None:
        message = f'column "{name}" not found in data type {shown}'
    elif is_record(value.type):
        message = f'could not identify column "{name}" in record data type'
    else:
        message = f"column notation .{name} applied to type {shown}, which is not a composite type"
        raise PgError("42809", message, location=location, reason="type")
    raise PgError("42703", message, location=location, reason="missing", kind="column", name=name)
