"""COPY (`commands/copy.c`, `copyto.c`, `copyfrom.c`): relation, columns, options, query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Attribute, Relation
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.createas import leftmost
from migslint.commands.defelem import conflicting, elements, get_boolean, get_int, get_string
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
            _where(session, rel, node["whereClause"])
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
            names = lookup.strings(arg["List"]["items"])
            _columns(rel, names)
            _check_listed(name, names, lookup.strings(node.get("attlist", [])))


def _where(session: Session, rel: Relation, clause: Any) -> None:
    cooked = api.cook(session, clause, "copy_where", [(rel.name, rel)], session.catalog.builtin("bool"))
    for obj in cooked.depends:
        if isinstance(obj, Attribute) and obj.relation is rel and obj.generated:
            raise PgError(
                "42P10",
                "generated columns are not supported in COPY FROM WHERE conditions",
                detail=f'Column "{obj.name}" is a generated column.',
                reason="unsupported",
                kind="column",
                name=obj.name,
                within=rel.name,
                obj=obj,
            )


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


def _check_listed(option: str, names: list[str], columns: list[str]) -> None:
    for name in names:
        if columns and name not in columns:
            raise PgError(
                "42P10",
                f'{option.upper()} column "{name}" not referenced by COPY',
                reason="definition",
                kind="column",
                name=name,
            )


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
    """`ProcessCopyOptions`: each option by itself, then those that contradict each other."""
    found: dict[str, DefElem] = {}
    for option in nodes:
        name = option["defname"]
        if _OPTIONS.get(name, 99) > session.version:
            raise _invalid(f'option "{name}" not recognized', option, "42601")
        if name in found:
            raise conflicting(option)
        found[name] = option
        _check_option(session, option, reading)
    words = {n: get_string(o) for n, o in found.items() if "arg" in o and "List" not in o["arg"]}
    layout = words.get("format", "text")
    if layout == "binary":
        for name in ("delimiter", "null", "default"):
            if name in found:
                raise PgError("42601", f"cannot specify {name.upper()} in BINARY mode", reason="definition")
    _check_characters(session, found, words, layout)
    _check_csv(session, found, words, layout, reading)
    _check_null(session, found, words, layout, reading)
    if layout == "binary" and words.get("on_error", "stop") != "stop":
        raise PgError("42601", "only ON_ERROR STOP is allowed in BINARY mode", reason="definition")
    if "reject_limit" in found and words.get("on_error") != "ignore":
        raise _invalid("COPY REJECT_LIMIT requires ON_ERROR to be set to IGNORE")
    return found


def _check_option(session: Session, option: DefElem, reading: bool) -> None:
    name = option["defname"]
    arg: Any = option.get("arg", {})
    if name == "format" and get_string(option) not in ("text", "csv", "binary"):
        raise _invalid(f'COPY format "{get_string(option)}" not recognized', option)
    if name in ("delimiter", "null", "default", "quote", "escape"):
        get_string(option)
    elif name == "header":
        _header(session, option, reading)
    elif name == "freeze":
        get_boolean(option)
    elif name in ("force_quote", "force_not_null", "force_null", "convert_selectively"):
        if "List" not in arg and not ("A_Star" in arg and name != "convert_selectively"):
            raise _invalid(f'argument to option "{name}" must be a list of column names', option)
    elif name == "encoding" and not is_encoding(get_string(option)):
        raise _invalid('argument to option "encoding" must be a valid encoding name', option)
    elif name == "on_error":
        if not reading:
            raise _invalid("COPY ON_ERROR cannot be used with COPY TO", option)
        if get_string(option) not in ("stop", "ignore"):
            raise _invalid(f'COPY ON_ERROR "{get_string(option)}" not recognized', option)
    elif name == "log_verbosity":
        if get_string(option) not in ("default", "verbose", *(("silent",) if session.version >= 18 else ())):
            raise _invalid(f'COPY LOG_VERBOSITY "{get_string(option)}" not recognized', option)
    elif name == "reject_limit" and get_int(option) <= 0:
        raise _invalid(f"REJECT_LIMIT ({get_int(option)}) must be greater than zero")


def _check_characters(session: Session, found: dict[str, DefElem], words: dict[str, str], layout: str) -> None:
    delimiter = words.get("delimiter", "," if layout == "csv" else "\t")
    if len(delimiter.encode()) != 1:
        raise _unsupported("COPY delimiter must be a single one-byte character")
    for text, what in (
        (delimiter, "delimiter cannot be"),
        (words.get("null", ""), "null representation cannot use"),
        (words.get("default", ""), "default representation cannot use"),
    ):
        if "\n" in text or "\r" in text:
            raise _invalid(f"COPY {what} newline or carriage return")
    if layout != "csv" and delimiter in "\\.abcdefghijklmnopqrstuvwxyz0123456789":
        raise _invalid(f'COPY delimiter cannot be "{delimiter}"')
    if "header" in found and _on(found["header"]):
        if session.version < 15 and layout != "csv":
            raise _unsupported("COPY HEADER available only in CSV mode")
        if layout == "binary":
            raise _unsupported("cannot specify HEADER in BINARY mode")


def _check_csv(session: Session, found: dict[str, DefElem], words: dict[str, str], layout: str, reading: bool) -> None:
    for name in ("quote", "escape", "force_quote", "force_not_null", "force_null"):
        if name not in found:
            continue
        if layout != "csv":
            raise _unsupported(_csv_only(session, name))
        if name in ("quote", "escape") and len(words[name].encode()) != 1:
            raise _unsupported(f"COPY {name} must be a single one-byte character")
        if name == "quote" and words[name] == words.get("delimiter", ","):
            raise _invalid("COPY delimiter and quote must be different")
        if name == "force_quote" and reading:
            raise _wrong_way(session, name, "FROM", "0A000")
        if name in ("force_not_null", "force_null") and not reading:
            raise _wrong_way(session, name, "TO", "22023" if session.version >= 17 else "0A000")


def _check_null(session: Session, found: dict[str, DefElem], words: dict[str, str], layout: str, reading: bool) -> None:
    delimiter, quote = words.get("delimiter", "," if layout == "csv" else "\t"), words.get("quote", '"')
    character = "delimiter character" if session.version >= 17 else "delimiter"
    null = words.get("null", "" if layout == "csv" else "\\N")
    if layout != "binary" and delimiter in null:
        raise _invalid(f"COPY {character} must not appear in the NULL specification")
    if layout == "csv" and quote in null:
        raise _invalid("CSV quote character must not appear in the NULL specification")
    if "freeze" in found and get_boolean(found["freeze"]) and not reading and session.version >= 17:
        raise _invalid("COPY FREEZE cannot be used with COPY TO")
    if "default" not in found:
        return
    default = words["default"]
    if not reading:
        raise _wrong_way(session, "default", "TO", "0A000")
    if delimiter in default:
        raise _invalid(f"COPY {character} must not appear in the DEFAULT specification")
    if layout == "csv" and quote in default:
        raise _invalid("CSV quote character must not appear in the DEFAULT specification")
    if default == null:
        raise _unsupported("NULL specification and DEFAULT specification cannot be the same")


def _invalid(message: str, option: DefElem | None = None, sqlstate: str = "22023") -> PgError:
    location = option.get("location", 0) if option is not None else None
    return PgError(sqlstate, message, location=location, reason="syntax" if sqlstate == "42601" else "value")


def _wrong_way(session: Session, name: str, direction: str, sqlstate: str) -> PgError:
    if session.version >= 17:
        return PgError(sqlstate, f"COPY {name.upper()} cannot be used with COPY {direction}", reason="definition")
    other = "TO" if direction == "FROM" else "FROM"
    shown = name.upper() if name == "default" else name.replace("_", " ")
    return PgError(sqlstate, f"COPY {shown} only available using COPY {other}", reason="definition")


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
