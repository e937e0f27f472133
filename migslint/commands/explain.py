"""EXPLAIN (`commands/explain.c`): its options, and the analysis of what it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.analyze import api
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.session import Session
from migslint.commands.createas import leftmost
from migslint.commands.defelem import elements, get_boolean, get_string
from migslint.commands.portalcmds import transform_declare
from migslint.commands.utility import execute
from migslint.syntax.tree import walk

if TYPE_CHECKING:
    from migslint.syntax.nodes import DefElem, ExplainStmt

#: option -> the first version that has it
_BOOLEANS = {
    "analyze": 14,
    "verbose": 14,
    "costs": 14,
    "buffers": 14,
    "wal": 14,
    "settings": 14,
    "timing": 14,
    "summary": 14,
    "generic_plan": 16,
    "memory": 17,
}
_WORDS = {"format": ("text", "xml", "json", "yaml"), "serialize": ("off", "none", "text", "binary")}


def explain(session: Session, node: ExplainStmt) -> None:
    """`ParseExplainOptionList`, `ExplainQuery`: with ANALYZE the statement is run, otherwise undone."""
    flags = _options(session, elements(node.get("options")))
    ((tag, body),) = node["query"].items()
    mark = session.journal.mark()
    if flags.get("generic_plan") and any(kind == "ParamRef" for kind, _ in walk(body)):
        raise Unknown("parameters of a generic plan")
    if tag == "SelectStmt" and "intoClause" not in leftmost(body) and not flags.get("analyze"):
        api.query(session, node["query"])
        return
    if tag == "DeclareCursorStmt":
        transform_declare(session, body)
        return
    execute(session, tag, body)
    if not flags.get("analyze"):
        session.journal.rollback(mark)


def _options(session: Session, nodes: list[DefElem]) -> dict[str, bool]:
    flags: dict[str, bool] = {}
    for option in nodes:
        name, location = option["defname"], option.get("location", 0)
        if _BOOLEANS.get(name, 99) <= session.version:
            flags[name] = get_boolean(option)
        elif name == "format" or (name == "serialize" and session.version >= 17):
            value = get_string(option) if "arg" in option else "text"
            if value not in _WORDS[name]:
                raise PgError(
                    "22023",
                    f'unrecognized value for EXPLAIN option "{name}": "{value}"',
                    location=location,
                    reason="value",
                )
            flags["serialize"] = flags.get("serialize", False) or (name == "serialize" and value not in ("off", "none"))
        else:
            raise PgError("42601", f'unrecognized EXPLAIN option "{name}"', location=location, reason="syntax")
    for name in ("wal", "timing", "serialize"):
        if flags.get(name) and not flags.get("analyze"):
            raise PgError("22023", f"EXPLAIN option {name.upper()} requires ANALYZE", reason="definition")
    if flags.get("generic_plan") and flags.get("analyze"):
        message = "EXPLAIN options ANALYZE and GENERIC_PLAN cannot be used together"
        raise PgError("22023", message, reason="definition")
    return flags
