"""CREATE AGGREGATE (`commands/aggregatecmds.c`, `catalog/pg_aggregate.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from migslint.analyze.generic import resolve_generic
from migslint.analyze.literals import check_literal
from migslint.analyze.parse_coerce import binary_coercible
from migslint.analyze.parse_func import get_detail
from migslint.analyze.parse_type import lookup_typename, typename_text
from migslint.analyze.types import UNSURE, Expr
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Argument, Proc, Type, is_pinned
from migslint.catalog.pg_proc import (
    Definition,
    find_exact,
    internal_problem,
    is_polymorphic,
    polymorphic_problem,
    procedure_create,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import defelem
from migslint.commands.lookup import qualified
from migslint.commands.lookupfunc import func_signature, lookup_oper_name
from migslint.commands.parameters import interpret_parameters
from migslint.commands.typecmds import type_name

if TYPE_CHECKING:
    from migslint.syntax.nodes import DefElem, DefineStmt

_MAX_ARGS = 99
_ATTRIBUTES = frozenset(
    (
        "sfunc",
        "finalfunc",
        "combinefunc",
        "serialfunc",
        "deserialfunc",
        "msfunc",
        "minvfunc",
        "mfinalfunc",
        "finalfunc_extra",
        "mfinalfunc_extra",
        "finalfunc_modify",
        "mfinalfunc_modify",
        "sortop",
        "basetype",
        "hypothetical",
        "stype",
        "sspace",
        "mstype",
        "msspace",
        "initcond",
        "minitcond",
        "parallel",
    )
)
_MODIFY = ("read_only", "shareable", "read_write")
_OBSOLETE = {"sfunc1": "sfunc", "stype1": "stype", "initcond1": "initcond"}
_KINDS = {
    "n": "an ordinary aggregate function",
    "o": "an ordered-set aggregate",
    "h": "a hypothetical-set aggregate",
}


def _refuse(message: str, sqlstate: str = "42P13", detail: str | None = None) -> PgError:
    return PgError(sqlstate, message, detail=detail, reason="definition", kind="aggregate")


class _Aggregate:
    """An aggregate while it is put together."""

    def __init__(self, session: Session, node: DefineStmt) -> None:
        self.session = session
        schema, self.name = qualified(node["defnames"])
        self.namespace = ns.creation_namespace(session, schema)
        self.kind = "n"
        self.direct = 0
        self.args: list[Argument] = []
        self.depends: list[Proc] = []
        self.options: dict[str, DefElem] = {}
        arguments: list[Any] = node.get("args", [])
        self.nodes: list[Any] = []
        if not node.get("oldstyle"):
            self.nodes = arguments[0].get("List", {}).get("items", []) if arguments else []
            direct = arguments[1]["Integer"].get("ival", 0) if len(arguments) > 1 else -1
            if direct >= 0:
                self.kind, self.direct = "o", direct
        self.oldstyle = bool(node.get("oldstyle"))

    @property
    def types(self) -> list[Type]:
        return [a.type for a in self.args]

    @property
    def variadic(self) -> Type | None:
        return next((a.type for a in self.args if a.mode == "v"), None)

    def names(self, key: str) -> list[str] | None:
        """The function named by an attribute."""
        element = self.options.get(key)
        return defelem.get_names(element) if element is not None else None


def define_aggregate(session: Session, node: DefineStmt) -> None:
    """`DefineAggregate`."""
    agg = _Aggregate(session, node)
    _read_attributes(agg, node)
    _check_required(agg)
    _arguments(agg)
    stype = _transition_type(agg, "stype")
    _check_serial(agg, stype)
    mtype = _transition_type(agg, "mstype") if "mstype" in agg.options else None
    for key, type in (("initcond", stype), ("minitcond", mtype)):
        element = agg.options.get(key)
        if element is not None and type is not None and type.typtype != "p":
            check_literal(session, defelem.get_string(element), type, -1, element.get("location", 0))
    element = agg.options.get("parallel")
    if element is not None and defelem.get_string(element) not in ("safe", "unsafe", "restricted"):
        raise _refuse('parameter "parallel" must be SAFE, RESTRICTED, or UNSAFE', "42601")
    if any(t is UNSURE or t.typtype == "?" for t in (*agg.types, stype)):
        session.catalog.doubt("function", agg.namespace.name, agg.name)
        return
    try:
        rettype = _check_functions(agg, stype, mtype)
    except Unknown:
        session.catalog.doubt("function", agg.namespace.name, agg.name)
        return
    _create(agg, rettype, bool(node.get("replace")))


def _read_attributes(agg: _Aggregate, node: DefineStmt) -> None:
    for element in defelem.elements(node.get("definition")):
        key = _OBSOLETE.get(element["defname"], element["defname"])
        if key not in _ATTRIBUTES:
            agg.session.notice(
                f'aggregate attribute "{element["defname"]}" not recognized',
                sqlstate="42601",
                severity="WARNING",
                location=element.get("location", 0),
            )
            continue
        if key == "hypothetical" and defelem.get_boolean(element):
            if agg.kind == "n":
                raise _refuse("only ordered-set aggregates can be hypothetical")
            agg.kind = "h"
        if key.endswith("finalfunc_modify") and defelem.get_string(element) not in _MODIFY:
            raise _refuse(f'parameter "{element["defname"]}" must be READ_ONLY, SHAREABLE, or READ_WRITE', "42601")
        agg.options[key] = element


def _check_required(agg: _Aggregate) -> None:
    options = agg.options
    for key in ("stype", "sfunc"):
        if key not in options:
            raise _refuse(f"aggregate {key} must be specified")
    if "mstype" in options:
        for key in ("msfunc", "minvfunc"):
            if key not in options:
                raise _refuse(f"aggregate {key} must be specified when mstype is specified")
        return
    for key in ("msfunc", "minvfunc", "mfinalfunc", "msspace", "minitcond"):
        if key in options:
            raise _refuse(f"aggregate {key} must not be specified without mstype")


def _arguments(agg: _Aggregate) -> None:
    base = agg.options.get("basetype")
    if not agg.oldstyle:
        if base is not None:
            raise _refuse("basetype is redundant with aggregate input type specification")
        agg.args = interpret_parameters(agg.session, agg.nodes, "", "aggregate").args
        return
    if base is None:
        raise _refuse("aggregate input type must be specified")
    typename = type_name(base)
    if typename_text(typename).lower() not in ("any", "pg_catalog.any"):
        agg.args = [Argument("", "i", lookup_typename(agg.session, typename).type)]


def _transition_type(agg: _Aggregate, key: str) -> Type:
    try:
        type = lookup_typename(agg.session, type_name(agg.options[key])).type
    except Unknown:
        return UNSURE
    if type.typtype == "p" and not is_polymorphic(type) and type.name != "internal":
        raise _refuse(f"aggregate transition data type cannot be {format_type(agg.session, type)}")
    return type


def _check_serial(agg: _Aggregate, stype: Type) -> None:
    given = [key in agg.options for key in ("serialfunc", "deserialfunc")]
    if all(given):
        if stype.name != "internal" and stype is not UNSURE:
            raise _refuse(
                "serialization functions may be specified only when the aggregate transition data type is internal"
            )
    elif any(given):
        raise _refuse("must specify both or neither of serialization and deserialization functions")


def _lookup(
    agg: _Aggregate, names: list[str], types: Sequence[Type], variadic: Type | None = None
) -> tuple[Proc, Type]:
    """`lookup_agg_function`: the function that takes these types as they are, and its result for them."""
    session = agg.session
    detail = get_detail(
        session, names[-2] if len(names) > 1 else None, names[-1], [Expr(t) for t in types], [], variadic=True
    )
    shown = func_signature(session, names, types)
    if detail.kind == "unsure":
        raise Unknown(shown)
    candidate = detail.candidate
    if detail.kind != "normal" or candidate is None or candidate.proc.kind != "f" or candidate.defaults:
        raise PgError("42883", f"function {shown} does not exist", reason="missing", kind="function", name=names[-1])
    proc = candidate.proc
    if proc.retset:
        raise _refuse(f"function {shown} returns a set", "42804")
    any_type = session.catalog.builtin_type("any")
    if variadic is any_type and proc.variadic is not any_type:
        raise _refuse(f"function {shown} must accept VARIADIC ANY to be used in this aggregate", "42804")
    declared = list(candidate.types)
    result: Type = proc.rettype
    if is_polymorphic(result) or any(is_polymorphic(t) for t in declared):
        if any(is_polymorphic(t) for t in types):
            # still polymorphic: the server leaves declared and actual types as they are
            if is_polymorphic(result) and any(
                is_polymorphic(a) and a is not b for a, b in zip(types, declared, strict=False)
            ):
                raise Unknown(shown)
        else:
            declared, settled = resolve_generic(session, list(types), declared, result)
            result = settled or UNSURE
    for given, wanted in zip(types, declared, strict=False):
        if given is not wanted and not is_polymorphic(given) and not binary_coercible(session, given, wanted):
            shown = func_signature(session, names, declared)
            raise _refuse(f"function {shown} requires run-time type coercion", "42804")
    if not is_pinned(proc):
        agg.depends.append(proc)
    return proc, result


def _check_signature(agg: _Aggregate, stype: Type) -> None:
    """The checks of `AggregateCreate` on the aggregate's own types."""
    session, types = agg.session, agg.types
    if len(types) > _MAX_ARGS:
        raise _refuse(f"aggregates cannot have more than {_MAX_ARGS} arguments", "54023")
    detail = polymorphic_problem(session, stype, types)
    if detail is not None:
        raise _refuse("cannot determine transition data type", detail=detail)
    variadic = agg.variadic
    if agg.kind != "n" and variadic is not None and variadic.name != "any":
        raise _refuse("a variadic ordered-set aggregate must use VARIADIC type ANY", "0A000")
    if agg.kind == "h" and agg.direct < len(types):
        count = len(types) - agg.direct
        if variadic is not None or agg.direct < count or types[agg.direct - count : agg.direct] != types[agg.direct :]:
            raise _refuse("a hypothetical-set aggregate must have direct arguments matching its aggregated arguments")


def _check_functions(agg: _Aggregate, stype: Type, mtype: Type | None) -> Type:
    """`AggregateCreate` up to the entry in pg_proc: the functions fit; the type of the aggregate's result."""
    _check_signature(agg, stype)
    rettype = _implementation(agg, stype, "", agg.types)
    session = agg.session
    names = agg.names("combinefunc")
    if names is not None:
        proc, result = _lookup(agg, names, [stype, stype])
        if result is not stype:
            raise _wrong_result("combine", names, session, stype)
        if stype.name == "internal" and proc.strict:
            raise _refuse("combine function with transition type internal must not be declared STRICT")
    bytea, internal = session.catalog.builtin_type("bytea"), session.catalog.builtin_type("internal")
    for key, types, wanted in (
        ("serial", [internal], bytea),
        ("deserial", [bytea, internal], internal),
    ):
        names = agg.names(f"{key}func")
        if names is not None:
            _, result = _lookup(agg, names, types)
            if result is not wanted:
                raise _wrong_result(f"{key}ization", names, session, wanted)
    detail = polymorphic_problem(session, rettype, agg.types)
    if detail is not None:
        raise _refuse("cannot determine result data type", "42804", detail)
    detail = internal_problem(rettype, agg.types)
    if detail is not None:
        raise _refuse('unsafe use of pseudo-type "internal"', detail=detail)
    if mtype is not None:
        moving = _implementation(agg, mtype, "m", agg.types)
        if moving is not rettype:
            raise _refuse(
                f"moving-aggregate implementation returns type {format_type(session, moving)}, "
                f"but plain implementation returns type {format_type(session, rettype)}"
            )
    names = agg.names("sortop")
    if names is not None:
        if len(agg.types) != 1:
            raise _refuse("sort operator can only be specified for single-argument aggregates")
        lookup_oper_name(session, [{"String": {"sval": n}} for n in names], agg.types[0], agg.types[0])
    return rettype


def _wrong_result(what: str, names: list[str], session: Session, wanted: Type) -> PgError:
    return _refuse(f"return type of {what} function {'.'.join(names)} is not {format_type(session, wanted)}", "42804")


def _implementation(agg: _Aggregate, stype: Type, prefix: str, types: list[Type]) -> Type:
    """The transition functions and the final function of the plain ("") or the moving ("m") implementation."""
    session, variadic = agg.session, agg.variadic
    if agg.kind == "n":
        aggregated = types
    elif agg.direct < len(types):
        aggregated = types[agg.direct :]
    else:
        aggregated = types[-1:]
    names = agg.names(f"{prefix}sfunc")
    assert names is not None
    proc, result = _lookup(agg, names, [stype, *aggregated], variadic)
    if result is not stype:
        raise _wrong_result("transition", names, session, stype)
    if proc.strict and f"{prefix}initcond" not in agg.options:
        if not types or not binary_coercible(session, types[0], stype):
            raise _refuse(
                "must not omit initial value when transition function is strict and transition type is not "
                "compatible with input type"
            )
    inverse = agg.names("minvfunc") if prefix else None
    if inverse is not None:
        other, result = _lookup(agg, inverse, [stype, *aggregated], variadic)
        if result is not stype:
            raise _wrong_result("inverse transition", inverse, session, stype)
        if other.strict != proc.strict:
            raise _refuse("strictness of aggregate's forward and inverse transition functions must match")
    final = agg.names(f"{prefix}finalfunc")
    if final is None:
        return stype
    extra = agg.options.get(f"{prefix}finalfunc_extra")
    with_extra = extra is not None and defelem.get_boolean(extra)
    given = types if with_extra else types[: agg.direct]
    covers = with_extra or agg.direct >= len(types)
    proc, result = _lookup(agg, final, [stype, *given], variadic if covers else None)
    if with_extra and proc.strict:
        raise _refuse("final function with extra arguments must not be declared STRICT")
    return result


def _create(agg: _Aggregate, rettype: Type, replace: bool) -> None:
    session = agg.session
    old = find_exact(session, agg.namespace, agg.name, tuple(agg.types)) if replace else None
    if old is not None and old.kind == "a":
        _check_replace(agg, old)
    procedure_create(
        session,
        Definition(
            name=agg.name,
            namespace=agg.namespace,
            kind="a",
            args=agg.args,
            rettype=rettype,
            language="internal",
            volatility="i",
            depends=tuple(agg.depends),
            aggkind=agg.kind,
            direct_args=agg.direct,
        ),
        replace,
    )


def _check_replace(agg: _Aggregate, old: Proc) -> None:
    if old.aggkind != agg.kind:
        raise PgError(
            "42809",
            "cannot change routine kind",
            detail=f'"{old.name}" is {_KINDS[old.aggkind]}.',
            reason="kind",
            kind="aggregate",
            name=old.name,
            obj=old,
        )
    if old.direct_args != agg.direct:
        raise _refuse("cannot change number of direct arguments of an aggregate function")
