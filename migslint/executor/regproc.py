"""Names to objects: the input functions of the aliases of oid, and to_regclass and its kin (`utils/adt/regproc.c`)."""

from __future__ import annotations

from migslint.analyze.literals import check_literal
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_relation, undefined_type
from migslint.catalog.objects import CatalogObject, Proc, Type
from migslint.catalog.session import Session
from migslint.executor.values import SOMETHING, UNKNOWN, Unknowable

#: the aliases of oid
REG = frozenset(
    (
        *("regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator", "regrole", "regnamespace"),
        *("regcollation", "regconfig", "regdictionary"),
    )
)


def reg_in(session: Session, kind: str, text: str) -> CatalogObject | Unknowable | None:
    """The object that a text names; None for "-", PgError where there is none, Unknown where that cannot be said."""
    if text == "-":
        return None
    if kind == "regtype":
        return _type(session, text)
    if kind == "regprocedure":
        return _procedure(session, text)
    if kind in ("regoper", "regoperator", "regconfig", "regdictionary", "regcollation"):
        return SOMETHING
    check_literal(session, text, session.catalog.builtin_type(kind), -1, None)
    names = ns.split_name(text)
    if not names:
        raise PgError("42602", "invalid name syntax", reason="syntax")
    schema = names[-2] if len(names) > 1 else None
    if kind == "regclass":
        relation = ns.find_relation(session, schema, names[-1])
        if relation is None:
            raise undefined_relation(names[-1], schema)
        return _certain(relation)
    if kind == "regrole":
        return ns.find_shared(session, "role", names[0]) or SOMETHING
    if kind == "regnamespace":
        return ns.get_namespace(session, names[0]) or SOMETHING
    if kind == "regproc":
        found = ns.find_procs(session, schema, names[-1])
        if len(found) == 1 and not ns.procs_in_doubt(session, schema, names[-1]):
            return _certain(found[0])
    return SOMETHING


def _certain(obj: CatalogObject) -> CatalogObject | Unknowable:
    return SOMETHING if "self" in obj.unknown else obj


def type_named(session: Session, text: str) -> Type | None:
    """`parseTypeString`: the type, None if there is none; PgError 42601 for what is no type name."""
    from migslint.analyze.parse_type import find_typename
    from migslint.source import Source, Span
    from migslint.syntax.statements import parse

    sql = f"SELECT NULL::{text}"
    parsed = parse(Source("", sql), Span(0, len(sql)))
    targets = parsed[0].node.get("targetList", []) if len(parsed) == 1 and parsed[0].error is None else []
    value = targets[0]["ResTarget"]["val"] if len(targets) == 1 else {}
    if "TypeCast" not in value or len(parsed[0].node) > 4:
        raise PgError("42601", f'invalid type name "{text}"', reason="syntax")
    found = find_typename(session, value["TypeCast"]["typeName"])
    return found.type if found is not None else None


def _type(session: Session, text: str) -> Type | Unknowable | None:
    found = type_named(session, text)
    if found is None:
        raise PgError(
            "42704", f'type "{text.strip()}" does not exist', reason="missing", kind="type", name=text.strip()
        )
    return SOMETHING if "self" in found.unknown else found


def split_signature(text: str) -> tuple[list[str], list[str]] | None:
    """`parseNameAndArgTypes`: the name's parts and the texts of the argument types; None if it is malformed."""
    at, quoted = 0, False
    while at < len(text) and (quoted or text[at] != "("):
        quoted = quoted != (text[at] == '"')
        at += 1
    if at == len(text):
        return None
    rest = text[at + 1 :].rstrip()
    names = ns.split_name(text[:at])
    if not names or not rest.endswith(")"):
        return None
    types: list[str] = []
    start, depth, quoted = 0, 0, False
    body = rest[:-1]
    for i, c in enumerate(body):
        if c == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == "," and not depth:
            types.append(body[start:i])
            start = i + 1
    if body.strip():
        types.append(body[start:])
    return names, types


def find_procedure(session: Session, text: str) -> Proc | Unknowable | None:
    """`parseNameAndArgTypes`: the routine of a name with argument types, None if there is none; 42704 for no type."""
    parts = split_signature(text)
    if parts is None:
        return UNKNOWN
    names, texts = parts
    types = [type_named(session, t) for t in texts]
    if None in types:
        raise undefined_type(texts[types.index(None)].strip().replace('"', ""))
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and ns.get_namespace(session, schema, missing_ok=True) is None:
        return None
    for proc in ns.find_procs(session, schema, names[-1]):
        if proc.argtypes == tuple(types):
            return SOMETHING if "self" in proc.unknown else proc
    if ns.procs_in_doubt(session, schema, names[-1]):
        raise Unknown(names[-1])
    return None


def _procedure(session: Session, text: str) -> Proc | Unknowable | None:
    found = find_procedure(session, text)
    if found is None:
        raise PgError("42883", f'function "{text}" does not exist', reason="missing", kind="function", name=text)
    return found
