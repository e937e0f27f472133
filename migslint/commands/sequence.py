"""Sequences (`commands/sequence.c`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from migslint.catalog import heap
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_column
from migslint.catalog.names import choose_relation_name
from migslint.catalog.objects import Attribute, Namespace, Relation, SequenceInfo, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.commands.defelem import conflicting, elements, get_boolean

if TYPE_CHECKING:
    from migslint.commands.parse_utilcmd import Context
    from migslint.syntax.nodes import AlterSeqStmt, CreateSeqStmt, DefElem

_RANGES = {"int2": 1 << 15, "int4": 1 << 31, "int8": 1 << 63}


class Options(msgspec.Struct, eq=False):
    """The options of CREATE and ALTER SEQUENCE, each at most once."""

    found: dict[str, DefElem]
    owned_by: list[str] | None = None
    type: Type | None = None


def define_sequence(session: Session, node: CreateSeqStmt) -> None:
    """`DefineSequence`."""
    target = node["sequence"]
    if target.get("relpersistence") == "u" and session.version < 15:
        raise PgError("0A000", "unlogged sequences are not supported", reason="unsupported")
    namespace = lookup.creation_namespace(session, target)
    name, location = target["relname"], target.get("location", 0)
    if node.get("if_not_exists"):
        existing = session.catalog.relation(namespace, name)
        if existing is not None and "self" not in existing.unknown:
            session.notice(
                f'relation "{name}" already exists, skipping',
                sqlstate="42P07",
                reason="skip",
                kind="relation",
                name=name,
                obj=existing,
                location=location,
                statement=node,
            )
            return
    persistence = "t" if namespace is session.temp else target.get("relpersistence", "p")
    create(session, namespace, name, elements(node.get("options")), persistence, location=location)


def create(
    session: Session,
    namespace: Namespace,
    name: str,
    options: Iterable[DefElem],
    persistence: str = "p",
    *,
    type: Type | None = None,
    identity: bool = False,
    location: int | None = None,
) -> Relation:
    """Make a sequence, also one of a SERIAL or IDENTITY column (`type` is then the column's)."""
    parsed = _parse(session, options, identity, type)
    info = SequenceInfo(session.catalog.builtin_type("int8"))
    _init(session, info, parsed, True, identity)
    rel = heap.create_relation(session, namespace, name, "S", location, persistence)
    rel.sequence = info
    if parsed.owned_by is not None:
        _process_owned_by(session, rel, parsed.owned_by)
    return rel


def alter_sequence(session: Session, node: AlterSeqStmt) -> None:
    """`AlterSequence`."""
    target = node["sequence"]
    location = target.get("location", 0)
    if node.get("missing_ok"):
        rel = lookup.find_relation(session, target)
        if rel is None:
            session.notice(
                f'relation "{target["relname"]}" does not exist, skipping',
                reason="skip",
                kind="relation",
                name=target["relname"],
                location=location,
            )
            return
    else:
        rel = lookup.relation(session, target)
    if rel.relkind != "S":
        if session.version < 17:
            raise lookup.not_a(rel, "a sequence", location)
        raise _cannot_open(rel, location)
    alter(session, rel, elements(node.get("options")), node.get("for_identity", False))


def _cannot_open(rel: Relation, location: int | None) -> PgError:
    """`access/sequence/sequence.c, sequence_open`."""
    return PgError(
        "42809",
        f'cannot open relation "{rel.name}"',
        detail=lookup.relkind_not_supported(rel.relkind),
        location=location,
        reason="kind",
        kind="relation",
        name=rel.name,
        obj=rel,
    )


def alter(
    session: Session, rel: Relation, options: Iterable[DefElem], identity: bool = False, type: Type | None = None
) -> None:
    """ALTER SEQUENCE with the relation at hand; `type` is the new type of an identity column."""
    parsed = _parse(session, options, identity, type)
    if rel.sequence is not None:
        info = msgspec.structs.replace(rel.sequence)
        _init(session, info, parsed, False, identity)
        session.journal.set(rel, "sequence", info)
    if parsed.owned_by is not None:
        _process_owned_by(session, rel, parsed.owned_by)
    session.catalog.event(rel, "altered")


def implicit_name(cxt: Context, column: str, options: Iterable[Any]) -> tuple[str, Namespace, str, list[DefElem]]:
    """`generateSerialExtraStmts`: (name, schema, persistence, options that are left) of a column's sequence."""
    session, rest = cxt.session, []
    named: DefElem | None = None
    logged: DefElem | None = None
    for node in options:
        option: DefElem = node["DefElem"]
        if option["defname"] == "sequence_name":
            if named is not None:
                raise conflicting(option)
            named = option
        elif option["defname"] in ("logged", "unlogged"):
            if logged is not None:
                raise conflicting(option)
            logged = option
        else:
            rest.append(option)
    namespace = cxt.rel.namespace if cxt.rel is not None else cxt.namespace
    if named is not None:
        names = lookup.strings(named["arg"]["List"]["items"])
        name = names[-1]
        if len(names) > 1:
            namespace = ns.namespace(session, names[-2])
    else:
        name = choose_relation_name(session.catalog, namespace, cxt.relation, column, "seq")
    persistence = cxt.persistence
    if logged is not None:
        if persistence == "t":
            raise PgError(
                "42P16",
                "cannot set logged status of a temporary sequence",
                location=logged.get("location", 0),
                reason="definition",
            )
        persistence = "p" if logged["defname"] == "logged" else "u"
    if persistence == "u" and session.version < 15:
        persistence = "p"
    return name, namespace, persistence, rest


def own(session: Session, rel: Relation, attribute: Attribute, identity: bool) -> None:
    """The sequence belongs to the column from here on: automatically, or as an inner part of it."""
    catalog = session.catalog
    if rel.sequence is None:
        return
    info = msgspec.structs.replace(rel.sequence, owner=attribute, identity=identity)
    _disown(session, rel)
    session.journal.set(rel, "sequence", info)
    catalog.depend(rel, attribute, "i" if identity else "a")


def _disown(session: Session, rel: Relation) -> None:
    for on, deptype in list(rel.references.items()):
        if deptype in "ai" and isinstance(on, Attribute):
            session.catalog.undepend(rel, on)


def identity_sequence(attribute: Attribute) -> Relation | None:
    """`getIdentitySequence`."""
    for obj, deptype in attribute.dependents.items():
        if deptype == "i" and isinstance(obj, Relation) and obj.relkind == "S":
            return obj
    return None


def _process_owned_by(session: Session, rel: Relation, names: list[str]) -> None:
    """`process_owned_by`."""
    info = rel.sequence
    if info is None:
        return
    if len(names) == 1:
        if names != ["none"]:
            raise PgError(
                "42601",
                "invalid OWNED BY option",
                hint="Specify OWNED BY table.column or OWNED BY NONE.",
                reason="syntax",
            )
        table = None
    else:
        table = lookup.relation(session, _range_var(names[:-1]))
        if table.relkind not in "rfvp":
            if session.version < 15:
                raise PgError(
                    "42809",
                    f'referenced relation "{table.name}" is not a table or foreign table',
                    reason="kind",
                    obj=table,
                )
            raise PgError(
                "42809",
                f'sequence cannot be owned by relation "{table.name}"',
                detail=lookup.relkind_not_supported(table.relkind),
                reason="kind",
                kind="relation",
                name=table.name,
                obj=table,
            )
        if table.owner and rel.owner and table.owner != rel.owner:
            raise PgError("55000", "sequence must have same owner as table it is linked to", reason="definition")
        if table.namespace is not rel.namespace:
            raise PgError("55000", "sequence must be in same schema as table it is linked to", reason="definition")
        try:
            attribute = lookup.find_attribute(table, names[-1])
        except Unknown:
            return
        if attribute is None and names[-1] in heap.SYSTEM_COLUMNS:
            return
        if attribute is None:
            raise undefined_column(names[-1], table.name, None, table)
    if info.identity:
        owner = info.owner.relation.name if info.owner is not None else ""
        raise PgError(
            "0A000",
            "cannot change ownership of identity sequence",
            detail=f'Sequence "{rel.name}" is linked to table "{owner}".',
            reason="unsupported",
            kind="sequence",
            name=rel.name,
            obj=rel,
        )
    if table is None:
        _disown(session, rel)
        session.journal.set(rel, "sequence", msgspec.structs.replace(info, owner=None))
    else:
        assert attribute is not None
        own(session, rel, attribute, False)


def _range_var(names: list[str]) -> Any:
    node: dict[str, Any] = {"relname": names[-1], "location": None}
    if len(names) > 1:
        node["schemaname"] = names[-2]
    return node


def _check_last(info: SequenceInfo) -> None:
    """The value that the sequence has reached must fit too: it may have gone on from `last`, but not back."""
    last = info.last
    if last is None or info.cycle:
        return
    if info.increment > 0 and last > info.maximum:
        raise _value_error(f"RESTART value ({last}) cannot be greater than MAXVALUE ({info.maximum})")
    if info.increment < 0 and last < info.minimum:
        raise _value_error(f"RESTART value ({last}) cannot be less than MINVALUE ({info.minimum})")


_KEYS = {
    "as": "type",
    "increment": "increment",
    "start": "start",
    "restart": "restart",
    "maxvalue": "maximum",
    "minvalue": "minimum",
    "cache": "cache",
    "cycle": "cycle",
    "owned_by": "owned_by",
}


def _parse(session: Session, options: Iterable[DefElem], identity: bool, type: Type | None) -> Options:
    """The first part of `init_params`; the type of a SERIAL or IDENTITY column is as good as an AS."""
    from migslint.analyze.parse_type import lookup_typename

    out = Options({}, type=type)
    for option in options:
        name = option["defname"]
        if name == "sequence_name":
            raise PgError(
                "42601",
                "invalid sequence option SEQUENCE NAME",
                location=option.get("location", 0),
                reason="syntax",
            )
        if name not in _KEYS:
            if name in ("logged", "unlogged"):
                raise PgError(
                    "42601",
                    f"invalid sequence option {name.upper()}",
                    location=option.get("location", 0),
                    reason="syntax",
                )
            continue
        if name in out.found or (name == "as" and out.type is not None):
            raise conflicting(option)
        out.found[name] = option
    if "as" in out.found:
        arg: Any = out.found["as"]["arg"]
        out.type = lookup_typename(session, arg["TypeName"]).type
    if "owned_by" in out.found:
        items: Any = out.found["owned_by"]["arg"]
        out.owned_by = lookup.strings(items["List"]["items"])
    return out


def _int8(session: Session, option: DefElem) -> int:
    """`defGetInt64`."""
    arg: Any = option.get("arg") or {}
    if "Integer" in arg:
        return int(arg["Integer"].get("ival", 0))
    if "Float" in arg:
        text = arg["Float"].get("fval", "0")
        try:
            value = int(text, 0) if text[:2].lower() in ("0x", "0o", "0b") else int(text)
        except ValueError:
            message = f'invalid input syntax for type bigint: "{text}"'
            raise PgError("22P02", message, reason="value") from None
        if not -(1 << 63) <= value < 1 << 63:
            raise PgError("22003", f'value "{text}" is out of range for type bigint', reason="value")
        return value
    raise PgError(
        "42601", f"{option['defname']} requires a numeric value", location=option.get("location", 0), reason="syntax"
    )


def _value_error(message: str) -> PgError:
    return PgError("22023", message, reason="definition", kind="sequence")


def _init(session: Session, info: SequenceInfo, options: Options, fresh: bool, identity: bool) -> None:
    """`init_params`: fills `info`."""
    found = options.found
    reset_min = reset_max = False
    if options.type is not None and options.type.typtype != "?":
        new = options.type
        if not (new.builtin and new.name in _RANGES and new.namespace.name == "pg_catalog"):
            what = "identity column type" if identity else "sequence type"
            raise _value_error(f"{what} must be smallint, integer, or bigint")
        if not fresh:
            size = _RANGES.get(info.type.name, 1 << 63)
            reset_max = info.maximum == size - 1
            reset_min = info.minimum == -size
        info.type = new
    size = _RANGES.get(info.type.name, 1 << 63)
    if "increment" in found:
        info.increment = _int8(session, found["increment"])
        if info.increment == 0:
            raise _value_error("INCREMENT must not be zero")
    if "cycle" in found:
        info.cycle = get_boolean(found["cycle"])
    up = info.increment > 0
    shown = format_type(session, info.type)
    if "maxvalue" in found and found["maxvalue"].get("arg"):
        info.maximum = _int8(session, found["maxvalue"])
    elif fresh or "maxvalue" in found or reset_max:
        if up or reset_max:
            info.maximum = size - 1
        else:
            info.maximum = -1
    if not -size <= info.maximum < size:
        raise _value_error(f"MAXVALUE ({info.maximum}) is out of range for sequence data type {shown}")
    if "minvalue" in found and found["minvalue"].get("arg"):
        info.minimum = _int8(session, found["minvalue"])
    elif fresh or "minvalue" in found or reset_min:
        if not up or reset_min:
            info.minimum = -size
        else:
            info.minimum = 1
    if not -size <= info.minimum < size:
        raise _value_error(f"MINVALUE ({info.minimum}) is out of range for sequence data type {shown}")
    if info.minimum >= info.maximum:
        raise _value_error(f"MINVALUE ({info.minimum}) must be less than MAXVALUE ({info.maximum})")
    if "start" in found:
        info.start = _int8(session, found["start"])
    elif fresh:
        info.start = info.minimum if up else info.maximum
    if info.start < info.minimum:
        raise _value_error(f"START value ({info.start}) cannot be less than MINVALUE ({info.minimum})")
    if info.start > info.maximum:
        raise _value_error(f"START value ({info.start}) cannot be greater than MAXVALUE ({info.maximum})")
    if "restart" in found and found["restart"].get("arg"):
        value = _int8(session, found["restart"])
        if value < info.minimum:
            raise _value_error(f"RESTART value ({value}) cannot be less than MINVALUE ({info.minimum})")
        if value > info.maximum:
            raise _value_error(f"RESTART value ({value}) cannot be greater than MAXVALUE ({info.maximum})")
        info.last = value
    elif fresh or "restart" in found:
        info.last = info.start
    _check_last(info)
    if "cache" in found:
        info.cache = _int8(session, found["cache"])
        if info.cache <= 0:
            raise _value_error(f"CACHE ({info.cache}) must be greater than zero")
