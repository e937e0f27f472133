"""Index access methods, their operator classes and operators (`commands/indexcmds.c`, `utils/cache/lsyscache.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze.parse_coerce import binary_coercible
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import OpClass, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_type

#: access method -> what its IndexAmRoutine allows: order, unique, several columns, INCLUDE, exclusion constraints
METHODS = {
    "btree": frozenset(("order", "unique", "multicol", "include", "exclude")),
    "hash": frozenset(("exclude",)),
    "gist": frozenset(("multicol", "include", "exclude")),
    "gin": frozenset(("multicol",)),
    "spgist": frozenset(("include", "exclude")),
    "brin": frozenset(("multicol",)),
}
ALL = frozenset(("order", "unique", "multicol", "include", "exclude"))


def find_method(session: Session, name: str) -> tuple[str, frozenset[str]]:
    """`get_am_name`, `GetIndexAmRoutine`: (access method, what it can do); PgError 42704 without it.

    What the methods of extensions cannot do is not known.
    """
    found = METHODS.get(name)
    if found is not None:
        return name, found
    if name == "rtree":
        session.notice('substituting access method "gist" for obsolete method "rtree"')
        return "gist", METHODS["gist"]
    method = ns.find_shared(session, "access method", name)
    if method is None:
        raise PgError(
            "42704", f'access method "{name}" does not exist', reason="missing", kind="access method", name=name
        )
    return name, ALL


def default_opclass(session: Session, type: Type, method: str) -> OpClass | None:
    """`GetDefaultOpClass`: None if there is none."""
    type = base_type(type)
    known = session.catalog.default_opclasses.get((method, type))
    if known is None:
        known = _default_opclass(session, type, method)
        if known is not None and type.builtin and known.namespace.name == "pg_catalog":
            session.catalog.default_opclasses[method, type] = known
    return known


def _default_opclass(session: Session, type: Type, method: str) -> OpClass | None:
    candidates = [c for c in session.catalog.opclasses(method) if c.default]
    for opclass in candidates:
        if opclass.intype is type:
            return opclass
    preferred: list[OpClass] = []
    compatible: list[OpClass] = []
    for opclass in candidates:
        if binary_coercible(session, type, opclass.intype):
            is_preferred = opclass.intype.preferred and opclass.intype.category == type.category
            (preferred if is_preferred else compatible).append(opclass)
    if len(preferred) == 1:
        return preferred[0]
    return compatible[0] if not preferred and len(compatible) == 1 else None


def resolve(session: Session, names: list[str], type: Type, method: str) -> OpClass | None:
    """`ResolveOpClass`: the operator class named, or the default one; None if it cannot be known."""
    if type.typtype == "?":
        return None
    if not names:
        found = default_opclass(session, type, method)
        if found is None:
            if session.catalog.doubtful("operator class", "*", "*"):
                return None
            raise PgError(
                "42704",
                f'data type {format_type(session, type)} has no default operator class for access method "{method}"',
                hint="You must specify an operator class for the index or define a default operator class for the "
                "data type.",
                reason="missing",
                kind="operator class",
            )
        return found
    schema = names[-2] if len(names) > 1 else None
    try:
        found_by_name = ns.find_other(session, "operator class", schema, f"{method} {names[-1]}")
    except Unknown:
        return None
    if not isinstance(found_by_name, OpClass):
        raise PgError(
            "42704",
            f'operator class "{".".join(names)}" does not exist for access method "{method}"',
            reason="missing",
            kind="operator class",
            name=names[-1],
        )
    if not binary_coercible(session, type, found_by_name.intype):
        raise PgError(
            "42804",
            f'operator class "{".".join(names)}" does not accept data type {format_type(session, type)}',
            reason="type",
            kind="operator class",
            name=names[-1],
        )
    return found_by_name


def family_operators(session: Session, opclass: OpClass) -> list[Any] | None:
    """pg_amop of the operator family of a class: records with left, right, strategy, operator; None if not known."""
    schema, _, name = opclass.family.rpartition(".")
    namespace = session.catalog.namespaces.get(schema or opclass.namespace.name)
    if namespace is None:
        return None
    family = session.catalog.other(namespace, "operator family", f"{opclass.method} {name}")
    if family is None and not schema:
        family = session.catalog.other(
            session.catalog.namespaces["pg_catalog"], "operator family", f"{opclass.method} {name}"
        )
    record = getattr(family, "details", {}).get("record")
    return list(record.operators) if record is not None else None


def has_member(session: Session, opclass: OpClass, left: Type, right: Type, strategy: int) -> bool | None:
    """`get_opfamily_member`: whether the family has the operator; None if that is not known."""
    if left is right is opclass.intype:
        return True
    if left.typtype == "?" or right.typtype == "?":
        return None
    operators = family_operators(session, opclass)
    if operators is None:
        return None
    a, b = type_text(left), type_text(right)
    return any(o.strategy == strategy and o.left == a and o.right == b and o.purpose == "s" for o in operators)


def type_text(type: Type) -> str:
    """The type as the records of the world name it: format_type with an empty search_path."""
    from migslint.catalog.namespace import quote_qualified
    from migslint.catalog.typename import SQL_NAMES

    if type.is_array and type.element is not None:
        return type_text(type.element) + "[]"
    if type.namespace.name == "pg_catalog":
        return '"char"' if type.name == "char" else SQL_NAMES.get(type.name, type.name)
    return quote_qualified(type.namespace.name, type.name)


def equality_strategy(method: str) -> int:
    """`IndexAmTranslateCompareType` for equality of the methods that can be unique."""
    return 3 if method == "btree" else 1
