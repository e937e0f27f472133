"""Coercion of types (`parser/parse_coerce.c`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from migslint.analyze.generic import check_generic
from migslint.analyze.literals import check_literal, regclass
from migslint.analyze.parse_collate import rise
from migslint.analyze.types import UNSURE, Expr, is_polymorphic, is_record, is_unknown, leftmost
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type

if TYPE_CHECKING:
    from migslint.analyze.state import Scope

_STRENGTH = {"i": 0, "a": 1, "e": 2}


def pathway(session: Session, source: Type, target: Type, context: str) -> str:
    """`find_coercion_pathway`: relabel, func, array, io, or "" for none; context i, a or e."""
    source, target = base_type(source), base_type(target)
    if source is target:
        return "relabel"
    cast = session.catalog.cast(source, target)
    if cast is not None:
        if _STRENGTH[context] >= _STRENGTH[cast.context]:
            return {"f": "func", "i": "io", "b": "relabel"}[cast.method]
        return ""
    if source.multirange is target and not source.builtin:  # `typecmds.c, DefineRange` makes the cast
        return "func" if context == "e" else ""
    if source.is_array and target.is_array and source.element and target.element:
        if target.name not in ("oidvector", "int2vector"):
            inner = pathway(session, source.element, target.element, context)
            if inner:
                return "io" if inner == "io" else "array"
            return ""
    if context != "i":
        # automatic I/O conversion: to a string type by assignment, from one explicitly only
        if target.category == "S" and context in ("a", "e"):
            return "io"
        if context == "e" and source.category == "S":
            return "io"
    return ""


#: pg_cast: functions that are only stable
_STABLE_CASTS = frozenset(
    (
        *((a, b) for a in ("numeric", "int4", "int8") for b in ("money",)),
        ("money", "numeric"),
        *((a, b) for a in ("text", "varchar") for b in ("regclass", "xml")),
        ("bpchar", "xml"),
        ("date", "timestamptz"),
        ("time", "timetz"),
        ("timestamp", "timestamptz"),
        *(("timestamptz", b) for b in ("date", "time", "timestamp", "timetz")),
    )
)
_REG = (
    *("regproc", "regprocedure", "regoper", "regoperator", "regclass", "regcollation", "regtype", "regrole"),
    *("regnamespace", "regconfig", "regdictionary"),
)
#: pg_type: output and input functions that are only stable
_STABLE_OUT = frozenset((*_REG, "money", "aclitem", "date", "timestamp", "timestamptz", "interval"))
_STABLE_IN = frozenset((*_STABLE_OUT, "xml", "time", "timetz"))


def is_stable(session: Session, source: Type, target: Type, context: str) -> bool:
    """Whether a conversion calls a function that is not immutable (it may depend on DateStyle, TimeZone …)."""
    if source is target or target.typtype == "p":
        return False
    way = pathway(session, source, target, context)
    a, b = base_type(source), base_type(target)
    if way == "func":
        return a.builtin and b.builtin and (a.name, b.name) in _STABLE_CASTS
    if way == "array" and a.element is not None and b.element is not None:
        return is_stable(session, a.element, b.element, context)
    if way == "io":
        return _is_stable_io(a, _STABLE_OUT) or _is_stable_io(b, _STABLE_IN)
    return False


def _is_stable_io(type: Type, names: frozenset[str]) -> bool:
    if type.typtype in "cermp" or (type.is_array and type.name not in ("int2vector", "oidvector")):
        return True
    return type.builtin and type.namespace.name == "pg_catalog" and type.name in names


def binary_coercible(session: Session, source: Type, target: Type) -> bool:
    """`IsBinaryCoercible`."""
    if source is target:
        return True
    if target.typtype == "p":
        if target.name in ("any", "anyelement", "anycompatible"):
            return True
    source = base_type(source)
    if source is target:
        return True
    if target.typtype == "p":
        if target.name in ("anyarray", "anycompatiblearray"):
            return source.is_array
        if target.name in ("anynonarray", "anycompatiblenonarray"):
            return not source.is_array
        if target.name == "anyenum":
            return source.typtype == "e"
        if target.name in ("anyrange", "anycompatiblerange"):
            return source.typtype == "r"
        if target.name in ("anymultirange", "anycompatiblemultirange"):
            return source.typtype == "m"
        if target.name == "record":
            return source.typtype == "c"
        if target.name == "_record":
            return bool(source.is_array and source.element and source.element.typtype == "c")
    cast = session.catalog.cast(source, target)
    return cast is not None and cast.method == "b" and cast.context == "i"


def can_coerce(session: Session, sources: Sequence[Type], targets: Sequence[Type], context: str = "i") -> bool:
    """`can_coerce_type`; a type that cannot be known can be coerced to anything."""
    generic = False
    for source, target in zip(sources, targets):
        if source is target or source is UNSURE or target is UNSURE:
            continue
        if target.typtype == "p":
            if target.name == "any":
                continue
            if is_polymorphic(target):
                generic = True
                continue
        if is_unknown(source):
            continue
        if pathway(session, source, target, context):
            continue
        if is_record(source) and base_type(target).typtype == "c":
            continue
        if base_type(source).typtype == "c" and is_record(target):
            continue
        if target.typtype == "p" and target.name == "_record":
            if source.is_array and source.element is not None and source.element.typtype == "c":
                continue
        if inherits(source, target):
            continue
        return False
    return not generic or check_generic(session, sources, targets)


def inherits(source: Type, target: Type) -> bool:
    """`typeInheritsFrom`: the row type of a child table passes for its parent's."""
    a, b = base_type(source).relation, target.relation
    if a is None or b is None or a is b:
        return False
    if a.of_type is target:
        return True
    todo = list(a.parents)
    while todo:
        parent = todo.pop()
        if parent is b:
            return True
        todo.extend(parent.parents)
    return False


def common_type(session: Session, types: Sequence[Type]) -> Type | None:
    """`select_common_type_from_oids` without an error: None if there is none."""
    if any(t is UNSURE for t in types):
        return UNSURE
    first = types[0]
    if not is_unknown(first) and all(t is first for t in types):
        return first
    chosen = base_type(first)
    for other in types[1:]:
        other = base_type(other)
        if is_unknown(other) or other is chosen:
            continue
        if is_unknown(chosen):
            chosen = other
        elif other.category != chosen.category:
            return None
        elif (
            not chosen.preferred
            and can_coerce(session, [chosen], [other])
            and not can_coerce(session, [other], [chosen])
        ):
            chosen = other
    if is_unknown(chosen):
        chosen = session.catalog.builtin_type("text")
    return chosen


def select_common_type(scope: Scope, exprs: Sequence[Expr], context: str) -> Type:
    """`select_common_type`: PgError 42804 "CONTEXT types x and y cannot be matched" """
    session = scope.session
    if any(e.type is UNSURE for e in exprs):
        return UNSURE
    first = exprs[0].type
    if not is_unknown(first) and all(e.type is first for e in exprs):
        return first
    chosen = base_type(first)
    for e in exprs[1:]:
        other = base_type(e.type)
        if is_unknown(other) or other is chosen:
            continue
        if is_unknown(chosen):
            chosen = other
        elif other.category != chosen.category:
            raise PgError(
                "42804",
                f"{context} types {format_type(session, chosen)} and {format_type(session, other)} cannot be matched",
                location=e.location,
                reason="type",
            )
        elif (
            not chosen.preferred
            and can_coerce(session, [chosen], [other])
            and not can_coerce(session, [other], [chosen])
        ):
            chosen = other
    return scope.type("text") if is_unknown(chosen) else chosen


def coerce_to_common(scope: Scope, expr: Expr, target: Type, context: str) -> Expr:
    """`coerce_to_common_type`: PgError 42846 "CONTEXT could not convert type x to y" """
    if expr.type is target or target is UNSURE:
        return expr
    if can_coerce(scope.session, [expr.type], [target]):
        return coerce(scope, expr, TypeRef(target), "i")
    raise PgError(
        "42846",
        f"{context} could not convert type {format_type(scope.session, expr.type)} to "
        f"{format_type(scope.session, target)}",
        location=expr.location,
        reason="type",
    )


def coerce(scope: Scope, expr: Expr, target: TypeRef, context: str, location: int | None = None) -> Expr:
    """`coerce_type`: the caller has found that it can be done; a literal is read by its new type (22P02 …).

    `location` is that of the cast as written, None for one that is implied.
    """
    type = target.type
    if type.typtype == "p" and (type.name == "any" or is_polymorphic(type)) and type.builtin:
        return expr
    if expr.type is UNSURE or type is UNSURE or (expr.type is type and expr.literal is None):
        return Expr(
            type if type is not UNSURE else expr.type,
            target.typmod,
            expr.location if expr.typmod == target.typmod else leftmost(location, expr),
            constant=expr.constant,
            collation=expr.collation,
        )
    if expr.literal is not None:
        if type.typtype == "p":
            return _coerce_to_pseudo(scope, expr, type, context)
        check_literal(scope.session, expr.literal, type, target.typmod, expr.location, explicit=context == "e")
        if type.name == "regclass" and type.builtin:
            relation = regclass(scope.session, expr.literal)
            if relation is not None:
                scope.depend(relation)
        elif type.builtin and type.name in ("regconfig", "regdictionary", "regcollation"):
            from migslint.analyze.adt.texts import check_object

            named = check_object(scope.session, expr.literal, type, expr.location)
            if named is not None:
                scope.depend(named)
        wrapped = type.typtype == "d" or (target.typmod != -1 and type.name != "interval")
        place = leftmost(location, expr) if wrapped else expr.location
        state = expr.collation if type.collatable else None
        return Expr(type, target.typmod, place, constant=True, collation=state)
    if expr.fields is not None and base_type(type).typtype == "c":
        return _coerce_row(scope, expr, target, context, location)
    if is_record(expr.type) and base_type(type).typtype == "c" and not (expr.whole or expr.names or expr.column):
        raise _not_a_row(scope.session, expr, type, None, expr.location if location is None else location)
    if scope.volatility[0] == "i" and is_stable(scope.session, expr.type, type, context):
        scope.volatility[0] = "s"
    place = expr.location if expr.null else leftmost(location, expr)
    return Expr(
        type,
        target.typmod,
        place,
        null=expr.null,
        constant=expr.constant,
        retset=expr.retset,
        collation=None if expr.null else rise(scope, type, [expr], place),
    )


def _coerce_to_pseudo(scope: Scope, expr: Expr, type: Type, context: str) -> Expr:
    """`pseudotypes.c`, `record_in`: a literal stays unknown where its type is still to be settled."""
    free = ("any", "unknown", "anyelement", "anynonarray", "anycompatible", "anycompatiblenonarray")
    if type.name in free or (is_polymorphic(type) and context != "e"):
        return expr
    if type.name not in ("cstring", "void"):
        message = f"cannot accept a value of type {format_type(scope.session, type)}"
        if type.name == "record":
            message = "input of anonymous composite types is not implemented"
        raise PgError("0A000", message, location=expr.location, reason="type")
    return Expr(type, -1, expr.location, constant=True)


def _not_a_row(session: Session, expr: Expr, type: Type, detail: str | None, location: int | None) -> PgError:
    return PgError(
        "42846",
        f"cannot cast type {format_type(session, expr.type)} to {format_type(session, type)}",
        detail=detail,
        location=location,
        reason="type",
    )


def _coerce_row(scope: Scope, expr: Expr, target: TypeRef, context: str, location: int | None) -> Expr:
    """`coerce_record_to_complex`."""
    type = target.type
    result = Expr(type, target.typmod, location, constant=expr.constant)
    relation = base_type(type).relation
    if relation is None or "column" in relation.unknown or expr.fields is None:
        return result
    session = scope.session
    attributes = list(relation.attributes.values())

    def refuse(detail: str, field: Expr) -> PgError:
        return _not_a_row(session, expr, type, detail, field.location if location is None else location)

    for i, attribute in enumerate(attributes):
        if i >= len(expr.fields):
            raise refuse("Input has too few columns.", expr)
        field = expr.fields[i]
        if not can_coerce(session, [field.type], [attribute.type], context):
            raise refuse(
                f"Cannot cast type {format_type(session, field.type)} to {format_type(session, attribute.type)} in "
                f"column {i + 1}.",
                field,
            )
        coerce(scope, field, TypeRef(attribute.type, attribute.typmod), context, location)
    if len(expr.fields) > len(attributes):
        raise refuse("Input has too many columns.", expr)
    return result


def to_target(scope: Scope, expr: Expr, target: TypeRef, context: str, location: int | None = None) -> Expr | None:
    """`coerce_to_target_type`: None if it cannot be done."""
    if not can_coerce(scope.session, [expr.type], [target.type], context):
        return None
    return coerce(scope, expr, target, context, location)


def to_boolean(scope: Scope, expr: Expr, construct: str) -> Expr:
    """`coerce_to_boolean`: PgError 42804 "argument of WHERE must be type boolean, not type x" """
    return to_specific(scope, expr, scope.type("bool"), construct)


def to_specific(scope: Scope, expr: Expr, type: Type, construct: str) -> Expr:
    """`coerce_to_specific_type`."""
    if expr.type is not type:
        found = to_target(scope, expr, TypeRef(type), "a")
        if found is None:
            raise PgError(
                "42804",
                f"argument of {construct} must be type {format_type(scope.session, type)}, not type "
                f"{format_type(scope.session, expr.type)}",
                location=expr.location,
                reason="type",
            )
        return found
    if expr.retset:
        raise PgError("42804", f"argument of {construct} must not return a set", location=expr.location, reason="type")
    return expr
