"""Routines and operators by signature (`parser/parse_func.c, LookupFuncWithArgs`; parse_oper.c, LookupOperWithArgs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Operator, Proc, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands.lookup import as_typename, find_type, qualified, schema_is_missing, strings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from migslint.syntax.nodes import ObjectWithArgs

_NOUNS = {
    "OBJECT_FUNCTION": "function",
    "OBJECT_PROCEDURE": "procedure",
    "OBJECT_AGGREGATE": "aggregate",
    "OBJECT_ROUTINE": "routine",
}


def func_signature(session: Session, names: list[str], types: Sequence[Type]) -> str:
    """`func_signature_string`: f(integer, text)."""
    return f"{'.'.join(names)}({', '.join(format_type(session, t) for t in types)})"


def undefined_function(
    session: Session, names: list[str], types: Sequence[Type], location: int | None = None
) -> PgError:
    """42883 'function f(integer) does not exist'."""
    return PgError(
        "42883",
        f"function {func_signature(session, names, types)} does not exist",
        location=location,
        reason="missing",
        kind="function",
        name=names[-1],
    )


class _Ambiguous(Exception):
    pass


def _all_types(proc: Proc) -> tuple[Type, ...]:
    return tuple(a.type for a in proc.args) if proc.args else proc.argtypes


def _lookup(
    session: Session, objtype: str, procs: list[Proc], types: tuple[Type, ...] | None, out_arguments: bool = False
) -> Proc | None:
    """`LookupFuncNameInternal`: the one match, None without one; _Ambiguous for several."""
    result: Proc | None = None
    for proc in procs:
        if types is not None and types != (_all_types(proc) if out_arguments else proc.argtypes):
            continue
        if objtype in ("OBJECT_FUNCTION", "OBJECT_AGGREGATE") and proc.kind == "p":
            continue
        if objtype == "OBJECT_PROCEDURE" and proc.kind != "p":
            continue
        if result is not None:
            raise _Ambiguous
        result = proc
    return result


def lookup_func_with_args(
    session: Session, objtype: str, node: ObjectWithArgs, missing_ok: bool = False
) -> Proc | None:
    """`LookupFuncWithArgs`: the routine, or None if there is none and `missing_ok`.

    42883 without one, 42725 for several, 42809 for one of another kind; Unknown if the name is in doubt.
    """
    names = strings(node["objname"])
    arguments: list[Any] = node.get("objargs", [])
    found_types: list[Type] = []
    for argument in arguments:
        type = find_type(session, as_typename(argument), missing_ok)
        if type is None:
            return None
        found_types.append(type)
    types = tuple(found_types)
    unspecified = bool(node.get("args_unspecified"))
    schema, name = qualified(node["objname"])
    if missing_ok and schema_is_missing(session, schema):
        return None
    procs = ns.find_procs(session, schema, name)
    if ns.procs_in_doubt(session, schema, name) or any(t.typtype == "?" for p in procs for t in p.argtypes):
        raise Unknown(name)
    try:
        proc = _lookup(session, objtype if unspecified else "OBJECT_ROUTINE", procs, None if unspecified else types)
        parameters: list[Any] = node.get("objfuncargs", [])
        if (
            objtype in ("OBJECT_PROCEDURE", "OBJECT_ROUTINE")
            and parameters
            and all(p["FunctionParameter"]["mode"] == "FUNC_PARAM_DEFAULT" for p in parameters)
        ):
            other = _lookup(session, objtype, procs, types, out_arguments=True)
            if other is not None:
                if proc is not None and proc is not other:
                    raise _Ambiguous
                proc = other
    except _Ambiguous:
        noun = _NOUNS[objtype]
        raise PgError(
            "42725",
            f'{noun} name "{".".join(names)}" is not unique',
            hint=f"Specify the argument list to select the {noun} unambiguously." if unspecified else None,
            reason="ambiguous",
            kind=noun,
            name=name,
        ) from None
    if proc is None:
        if missing_ok:
            return None
        raise _not_found(session, objtype, names, types, unspecified)
    if "self" in proc.unknown:
        raise Unknown(name)
    _check_kind(session, objtype, proc, names, types)
    return proc


def _not_found(session: Session, objtype: str, names: list[str], types: tuple[Type, ...], unspecified: bool) -> PgError:
    noun = _NOUNS[objtype] if objtype != "OBJECT_ROUTINE" else "function"
    if unspecified:
        article = "an" if noun == "aggregate" else "a"
        message = f'could not find {article} {noun} named "{".".join(names)}"'
    elif noun == "aggregate" and not types:
        message = f"aggregate {'.'.join(names)}(*) does not exist"
    else:
        message = f"{noun} {func_signature(session, names, types)} does not exist"
    return PgError("42883", message, reason="missing", kind=noun, name=names[-1])


def _check_kind(session: Session, objtype: str, proc: Proc, names: list[str], types: tuple[Type, ...]) -> None:
    shown = func_signature(session, names, types)
    if objtype == "OBJECT_FUNCTION" and proc.kind == "p":
        message = f"{shown} is not a function"
    elif objtype == "OBJECT_PROCEDURE" and proc.kind != "p":
        message = f"{shown} is not a procedure"
    elif objtype == "OBJECT_AGGREGATE" and proc.kind != "a":
        message = f"function {shown} is not an aggregate"
    else:
        return
    raise PgError("42809", message, reason="kind", kind="function", name=proc.name, obj=proc)


def lookup_func_name(
    session: Session, nodes: list[Any], types: tuple[Type, ...], missing_ok: bool = False, location: int | None = None
) -> Proc | None:
    """`LookupFuncName`: a routine with exactly these argument types; PgError 42883, or None if `missing_ok`."""
    schema, name = qualified(nodes)
    procs = ns.find_procs(session, schema, name)
    for proc in procs:
        if proc.argtypes == types:
            if "self" in proc.unknown:
                raise Unknown(name)
            return proc
    if ns.procs_in_doubt(session, schema, name) or any(t.typtype == "?" for p in procs for t in p.argtypes):
        raise Unknown(name)
    if missing_ok:
        return None
    raise undefined_function(session, strings(nodes), types, location)


def oper_signature(session: Session, names: list[str], left: Type | None, right: Type | None) -> str:
    """`op_signature_string`: integer + text."""
    shown = ".".join(names)
    if left is not None:
        shown = f"{format_type(session, left)} {shown}"
    return f"{shown} {format_type(session, right)}" if right is not None else shown


def find_operator(
    session: Session, schema: str | None, name: str, left: Type | None, right: Type | None
) -> Operator | None:
    """`OpernameGetOprid`: the operator of exactly these operand types; a missing schema is absence."""
    if schema_is_missing(session, schema):
        return None
    for operator in ns.find_operators(session, schema, name):
        if operator.left is left and operator.right is right:
            return operator
    catalog = session.catalog
    if catalog.doubts:
        spaces = [schema] if schema else [n.name for n in ns.path(session)]
        if any(catalog.doubtful("operator", s, name) for s in spaces):
            raise Unknown(name)
    return None


def lookup_oper_name(
    session: Session,
    nodes: list[Any],
    left: Type | None,
    right: Type | None,
    missing_ok: bool = False,
) -> Operator | None:
    """`LookupOperName`."""
    schema, name = qualified(nodes)
    found = find_operator(session, schema, name, left, right)
    if found is None and not missing_ok:
        if right is None:
            raise PgError("42601", "postfix operators are not supported", reason="unsupported")
        raise PgError(
            "42883",
            f"operator does not exist: {oper_signature(session, strings(nodes), left, right)}",
            reason="missing",
            kind="operator",
            name=name,
        )
    return found


def lookup_oper_with_args(session: Session, node: ObjectWithArgs, missing_ok: bool = False) -> Operator | None:
    """`LookupOperWithArgs`; NONE on the left is a prefix operator."""
    operands: list[Type | None] = []
    arguments: list[Any] = node.get("objargs", [])
    for argument in arguments:
        if not argument:
            operands.append(None)
            continue
        type = find_type(session, as_typename(argument), missing_ok)
        if type is None:
            return None
        operands.append(type)
    return lookup_oper_name(session, node["objname"], operands[0], operands[1], missing_ok)


def find_func_name(session: Session, names: list[str], types: tuple[Type, ...]) -> Proc | None:
    """`LookupFuncName` with missing_ok, for a name that is already in pieces."""
    return lookup_func_name(session, [{"String": {"sval": n}} for n in names], types, missing_ok=True)
