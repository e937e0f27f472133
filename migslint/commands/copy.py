"""COPY (`commands/copy.c`, `copyto.c`, `copyfrom.c`): relation, columns, options, query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Relation
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.createas import leftmost
from migslint.commands.defelem import conflicting, elements, get_boolean, get_string
from migslint.commands.guc import is_encoding

if TYPE_CHECKING:
    from migslint.syntax.nodes import CopyStmt, DefElem

#: option -> the first version that has it
_OPTIONS = {
    "format": 14,
    "freeze": 14,
    "delimiter": 14,
    "null": 14,
    "header": 14,
    "quote": 14,
    "escape": 14,
    "force_quote": 14,
    "force_not_null": 14,
    "force_null": 14,
    "convert_selectively": 14,
    "encoding": 14,
    "default": 16,
    "on_error": 17,
    "log_verbosity": 17,
    "reject_limit": 18,
}


def copy(session: Session, node: CopyStmt) -> None:
    """`DoCopy`."""
    reading = node.get("is_from", False)
    rel: Relation | None = None
    if "relation" in node:
        rel = lookup.open_relation(session, node["relation"])
        if "whereClause" in node:
            api.cook(session, node["whereClause"], "copy_where", [(rel.name, rel)], session.catalog.builtin("bool"))
        _columns(rel, lookup.strings(node.get("attlist", [])))
    options = _check_options(session, elements(node.get("options")), reading)
    if rel is None:
        _query(session, node)
        return
    if reading:
        _check_target(rel, node["relation"].get("location", 0))
    else:
        _check_source(session, rel, node["relation"].get("location", 0))
        if "filename" in node and not node.get("is_program") and not node["filename"].startswith("/"):
            raise PgError("42602", "relative path not allowed for COPY to file", reason="definition")
    for name in ("force_quote", "force_not_null", "force_null"):
        arg: Any = options[name].get("arg", {}) if name in options else {}
        if "List" in arg:
            _columns(rel, lookup.strings(arg["List"]["items"]))


def _columns(rel: Relation, names: list[str]) -> None:
    """`CopyGetAttnums`."""
    seen: set[str] = set()
    for name in names:
        attribute = lookup.find_attribute(rel, name)
        if attribute is None:
            raise undefined_column(name, rel.name, None, rel)
        if attribute.generated:
            raise PgError(
                "42P10",
                f'column "{name}" is a generated column',
                detail="Generated columns cannot be used in COPY.",
                reason="definition",
                kind="column",
                name=name,
                within=rel.name,
                obj=attribute,
            )
        if name in seen:
            raise PgError(
                "42701", f'column "{name}" specified more than once', reason="definition", kind="column", name=name
            )
        seen.add(name)


def _query(session: Session, node: CopyStmt) -> None:
    """`BeginCopyTo` of a query."""
    query = node["query"]
    ((tag, body),) = query.items()
    if tag == "SelectStmt" and "intoClause" in leftmost(body):
        raise PgError("0A000", "COPY (SELECT INTO) is not supported", reason="unsupported")
    api.query(session, query)
    if tag != "SelectStmt" and "returningList" not in body and "returningClause" not in body:
        raise PgError("0A000", "COPY query must have a RETURNING clause", reason="unsupported")


def _refuse(rel: Relation, message: str, location: int, hint: str | None = None, sqlstate: str = "42809") -> PgError:
    return PgError(
        sqlstate, message, hint=hint, location=location, reason="kind", kind="relation", name=rel.name, obj=rel
    )


def _check_target(rel: Relation, location: int) -> None:
    """`CopyFrom`."""
    if rel.relkind in "rpf":
        return
    if rel.relkind == "v":
        if "trigger" in rel.unknown or any(
            t.timing == "INSTEAD OF" and "INSERT" in t.events for t in rel.triggers.values()
        ):
            return
        hint = "To enable copying to a view, provide an INSTEAD OF INSERT trigger."
        raise _refuse(rel, f'cannot copy to view "{rel.name}"', location, hint)
    kinds = {"m": "materialized view", "S": "sequence"}
    raise _refuse(rel, f'cannot copy to {kinds.get(rel.relkind, "non-table relation")} "{rel.name}"', location)


def _check_source(session: Session, rel: Relation, location: int) -> None:
    """`BeginCopyTo` of a relation."""
    kind = rel.relkind
    if kind == "r":
        return
    if kind == "m" and session.version >= 18:
        if not rel.populated:
            message = f'cannot copy from unpopulated materialized view "{rel.name}"'
            raise _refuse(rel, message, location, "Use the REFRESH MATERIALIZED VIEW command.", "0A000")
        return
    kinds = {
        "v": "view",
        "m": "materialized view",
        "f": "foreign table",
        "S": "sequence",
        "p": "partitioned table",
    }
    hint = "Try the COPY (SELECT ...) TO variant." if kind in "vmfp" else None
    raise _refuse(rel, f'cannot copy from {kinds.get(kind, "non-table relation")} "{rel.name}"', location, hint)


def _check_options(session: Session, nodes: list[DefElem], reading: bool) -> dict[str, DefElem]:
    """`ProcessCopyOptions`."""
    found: dict[str, DefElem] = {}
    for option in nodes:
        name, location = option["defname"], option.get("location", 0)
        if _OPTIONS.get(name, 99) > session.version:
            raise PgError("42601", f'option "{name}" not recognized', location=location, reason="syntax")
        if name in found:
            raise conflicting(option)
        found[name] = option
        if name == "format" and get_string(option) not in ("text", "csv", "binary"):
            raise PgError(
                "22023", f'COPY format "{get_string(option)}" not recognized', location=location, reason="value"
            )
        if name == "header":
            _header(session, option, reading)
        elif name == "freeze":
            if get_boolean(option) and not reading and session.version >= 17:
                raise PgError("22023", "COPY FREEZE cannot be used with COPY TO", reason="definition")
        elif name == "on_error" and not reading:
            raise PgError("22023", "COPY ON_ERROR cannot be used with COPY TO", location=location, reason="definition")
        elif name == "encoding" and not is_encoding(get_string(option)):
            raise PgError(
                "22023",
                'argument to option "encoding" must be a valid encoding name',
                location=location,
                reason="value",
            )
    layout = get_string(found["format"]) if "format" in found else "text"
    if layout == "binary":
        for name in ("delimiter", "null"):
            if name in found:
                sqlstate = "42601"
                raise PgError(sqlstate, f"cannot specify {name.upper()} in BINARY mode", reason="definition")
        if "header" in found and _on(found["header"]) and session.version >= 15:
            raise _unsupported("cannot specify HEADER in BINARY mode")
    delimiter = get_string(found["delimiter"]) if "delimiter" in found else "\t"
    if len(delimiter.encode()) != 1:
        raise _unsupported("COPY delimiter must be a single one-byte character")
    for name, value in (("delimiter", delimiter), ("null", get_string(found["null"]) if "null" in found else "")):
        if "\n" in value or "\r" in value:
            what = "delimiter cannot be" if name == "delimiter" else "null representation cannot use"
            raise PgError("22023", f"COPY {what} newline or carriage return", reason="value")
    if "default" in found and not reading:
        where = "cannot be used with COPY TO" if session.version >= 17 else "only available using COPY FROM"
        raise _unsupported(f"COPY DEFAULT {where}")
    if layout != "csv" and delimiter in "\\.abcdefghijklmnopqrstuvwxyz0123456789":
        raise PgError("22023", f'COPY delimiter cannot be "{delimiter}"', reason="value")
    if "null" in found and delimiter in get_string(found["null"]):
        message = (
            "COPY delimiter character must not appear in the NULL specification"
            if session.version >= 17
            else "COPY delimiter must not appear in the NULL specification"
        )
        raise PgError("22023", message, reason="value")
    if layout != "csv":
        if "header" in found and _on(found["header"]) and session.version < 15:
            raise _unsupported("COPY HEADER available only in CSV mode")
        for name in ("quote", "escape", "force_quote", "force_not_null", "force_null"):
            if name in found:
                raise _unsupported(_csv_only(session, name))
    elif "force_quote" in found and reading:
        raise _unsupported(
            "COPY FORCE_QUOTE cannot be used with COPY FROM"
            if session.version >= 17
            else "COPY force quote only available using COPY TO"
        )
    elif not reading and ("force_not_null" in found or "force_null" in found):
        name = "force_not_null" if "force_not_null" in found else "force_null"
        if session.version >= 17:
            raise PgError("22023", f"COPY {name.upper()} cannot be used with COPY TO", reason="definition")
        raise _unsupported(f"COPY {name.replace('_', ' ')} only available using COPY FROM")
    elif "quote" in found and len(get_string(found["quote"]).encode()) != 1:
        raise _unsupported("COPY quote must be a single one-byte character")
    return found


def _csv_only(session: Session, name: str) -> str:
    if session.version >= 17:
        return f"COPY {name.upper()} requires CSV mode"
    return f"COPY {name.replace('_', ' ')} available only in CSV mode"


def _on(option: DefElem) -> bool:
    return "arg" not in option or get_string(option).lower() in ("true", "on", "match", "1")


def _header(session: Session, option: DefElem, reading: bool) -> None:
    """`defGetCopyHeaderChoice`."""
    if session.version < 15:
        get_boolean(option)
        return
    if "arg" not in option:
        return
    word = get_string(option).lower()
    if word == "match":
        if not reading:
            raise PgError("0A000", 'cannot use "match" with HEADER in COPY TO', reason="unsupported")
    elif word not in ("true", "false", "on", "off", "0", "1"):
        raise PgError("42601", f'{option["defname"]} requires a Boolean value or "match"', reason="syntax", name=word)


def _unsupported(message: str) -> PgError:
    return PgError("0A000", message, reason="unsupported")
