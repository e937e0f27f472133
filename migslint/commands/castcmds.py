"""CREATE CAST and CREATE TRANSFORM (`commands/functioncmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.analyze.parse_coerce import binary_coercible
from migslint.analyze.parse_type import lookup_typename, typename_text
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Cast, Event, Proc, Simple, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type
from migslint.commands.lookupfunc import lookup_func_with_args
from migslint.commands.objectaddress import get_shared, transform_key
from migslint.worlds.store import open_pg

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreateCastStmt, CreateTransformStmt

_CONTEXTS = {"COERCION_IMPLICIT": "i", "COERCION_ASSIGNMENT": "a", "COERCION_EXPLICIT": "e"}


def _invalid(message: str) -> PgError:
    return PgError("42P17", message, reason="definition", kind="cast")


def create_cast(session: Session, node: CreateCastStmt) -> None:
    """`CreateCast`."""
    source = lookup_typename(session, node["sourcetype"]).type
    target = lookup_typename(session, node["targettype"]).type
    for type, what in ((source, "source"), (target, "target")):
        if type.typtype == "p":
            text = typename_text(node["sourcetype" if what == "source" else "targettype"])
            raise PgError("42809", f"{what} data type {text} is a pseudo-type", reason="kind", kind="type", obj=type)
    if source.typtype == "d" or target.typtype == "d":
        which = "source" if source.typtype == "d" else "target"
        session.notice(
            f"cast will be ignored because the {which} data type is a domain",
            sqlstate="42809",
            severity="WARNING",
            kind="cast",
        )
    proc: Proc | None = None
    func = node.get("func")
    if func is not None:
        proc = lookup_func_with_args(session, "OBJECT_FUNCTION", func)
        assert proc is not None
        _check_function(session, proc, source, target)
    elif not node.get("inout"):
        _check_binary(session, source, target)
    if source is target and (proc is None or len(proc.argtypes) < 2):
        raise _invalid("source data type and target data type are the same")
    _store(
        session, source, target, proc, _CONTEXTS[node["context"]], "f" if proc else "i" if node.get("inout") else "b"
    )


def _check_function(session: Session, proc: Proc, source: Type, target: Type) -> None:
    types = proc.argtypes
    if not 1 <= len(types) <= 3:
        raise _invalid("cast function must take one to three arguments")
    if not binary_coercible(session, source, types[0]):
        raise _invalid("argument of cast function must match or be binary-coercible from source data type")
    if len(types) > 1 and types[1] is not session.catalog.builtin_type("int4"):
        raise _invalid("second argument of cast function must be type integer")
    if len(types) > 2 and types[2] is not session.catalog.builtin_type("bool"):
        raise _invalid("third argument of cast function must be type boolean")
    if not binary_coercible(session, proc.rettype, target):
        raise _invalid("return data type of cast function must match or be binary-coercible to target data type")
    if proc.kind != "f":
        raise _invalid("cast function must be a normal function")
    if proc.retset:
        raise _invalid("cast function must not return a set")


def _physical(session: Session, type: Type) -> tuple[int, bool, str] | None:
    """typlen, typbyval and typalign; None where they are not known."""
    type = base_type(type)
    inner = type.element if type.is_array else type.subtype if type.typtype == "r" else None
    if type.typtype == "m" and type.range is not None:
        inner = type.range.subtype
    if inner is not None:
        element = _physical(session, inner)
        return None if element is None else (-1, False, "d" if element[2] == "d" else "i")
    if type.typtype == "e":
        return 4, True, "i"
    if type.typtype == "c":
        return -1, False, "d"
    if type.builtin and type.namespace.name == "pg_catalog":
        record = open_pg(session.version).type("pg_catalog", type.name)
        if record is not None:
            return record.length, record.byval, record.align
    return None


def _check_binary(session: Session, source: Type, target: Type) -> None:
    """What a cast WITHOUT FUNCTION asks of its types."""
    first, second = _physical(session, source), _physical(session, target)
    if first is not None and second is not None and first != second:
        raise _invalid("source and target data types are not physically compatible")
    for types, text in (
        ("c", "composite data types are not binary-compatible"),
        ("", "array data types are not binary-compatible"),
        ("r", "range data types are not binary-compatible"),
        ("e", "enum data types are not binary-compatible"),
        ("d", "domain data types must not be marked binary-compatible"),
    ):
        if any(t.typtype == types if types else t.is_array for t in (source, target)):
            raise _invalid(text)


def _store(session: Session, source: Type, target: Type, proc: Proc | None, context: str, method: str) -> None:
    """`CastCreate`."""
    catalog = session.catalog
    shown = f"cast from type {format_type(session, source)} to type {format_type(session, target)}"
    if catalog.doubtful("cast", "", ""):
        raise Unknown(shown)
    old = catalog.cast(source, target)
    if old is not None:
        raise PgError("42710", f"{shown} already exists", reason="exists", kind="cast", name=shown, obj=old)
    cast = Cast(name=shown, source=source, target=target, context=context, method=method, owner=session.role)
    cast.life.append(Event("created", catalog.place))
    session.journal.put(catalog.casts, (source, target), cast)
    session.journal.set(catalog, "operator_choices", {})
    for on in (source, target, proc):
        if on is not None and not on.builtin:
            catalog.depend(cast, on)


def create_transform(session: Session, node: CreateTransformStmt) -> None:
    """`CreateTransform`."""
    type = lookup_typename(session, node["type_name"]).type
    text = typename_text(node["type_name"])
    for typtype, what in (("p", "pseudo-type"), ("d", "domain")):
        if type.typtype == typtype:
            raise PgError("42809", f"data type {text} is a {what}", reason="kind", kind="type", obj=type)
    language = node["lang"]
    get_shared(session, "OBJECT_LANGUAGE", language)
    catalog = session.catalog
    internal = catalog.builtin_type("internal")
    procs: list[Proc] = []
    for func, result, direction in (
        (node.get("fromsql"), internal, "FROM SQL function must be internal"),
        (node.get("tosql"), type, "TO SQL function must be the transform data type"),
    ):
        if func is None:
            continue
        proc = lookup_func_with_args(session, "OBJECT_FUNCTION", func)
        assert proc is not None
        if proc.rettype is not result:
            raise _invalid(f"return data type of {direction}")
        _check_transform_function(proc, internal)
        procs.append(proc)
    key = transform_key(session, type, language)
    old = ns.find_shared(session, "transform", key)
    if old is not None and not node.get("replace"):
        raise PgError(
            "42710",
            f'transform for type {format_type(session, type)} language "{language}" already exists',
            reason="exists",
            kind="transform",
            name=type.name,
            obj=old,
        )
    if old is None:
        old = Simple(name=key, kind="transform", owner=session.role)
        catalog.add_shared("transform", old)
    for on in (type, *procs):
        if not on.builtin:
            catalog.depend(old, on)


def _check_transform_function(proc: Proc, internal: Type) -> None:
    """`check_transform_function`."""
    if proc.volatility == "v":
        raise _invalid("transform function must not be volatile")
    if proc.kind != "f":
        raise _invalid("transform function must be a normal function")
    if proc.retset:
        raise _invalid("transform function must not return a set")
    if len(proc.argtypes) != 1:
        raise _invalid("transform function must take one argument")
    if proc.argtypes[0] is not internal:
        raise _invalid("first argument of transform function must be type internal")
