"""REINDEX (`commands/indexcmds.c, ExecReindex`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.defelem import elements, get_boolean, get_string
from migslint.commands.indexcmds import tablespace
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import ReindexStmt

_WHOLE = {
    "REINDEX_OBJECT_SCHEMA": "REINDEX SCHEMA",
    "REINDEX_OBJECT_SYSTEM": "REINDEX SYSTEM",
    "REINDEX_OBJECT_DATABASE": "REINDEX DATABASE",
}


def reindex(session: Session, node: ReindexStmt) -> None:
    """`ExecReindex`."""
    concurrently = False
    for option in elements(node.get("params")):
        name = option["defname"]
        if name == "verbose":
            get_boolean(option)
        elif name == "concurrently":
            concurrently = get_boolean(option)
        elif name == "tablespace":
            tablespace(session, get_string(option))
        else:
            raise PgError(
                "42601",
                f'unrecognized REINDEX option "{name}"',
                location=option.get("location", 0),
                reason="syntax",
            )
    if concurrently:
        prevent_in_block(session, "REINDEX CONCURRENTLY")
    kind = node["kind"]
    whole = _WHOLE.get(kind)
    if whole is not None:
        prevent_in_block(session, whole)
        if kind == "REINDEX_OBJECT_SCHEMA":
            ns.namespace(session, node["name"])
        elif node.get("name") and node["name"] != "postgres":
            what = "system catalogs" if kind == "REINDEX_OBJECT_SYSTEM" else "currently open database"
            message = "can only reindex the currently open database"
            if what:
                raise PgError("0A000", message, reason="unsupported")
        if kind == "REINDEX_OBJECT_SYSTEM" and concurrently:
            raise PgError("0A000", "cannot reindex system catalogs concurrently", reason="unsupported")
        return
    target = node["relation"]
    location = target.get("location", 0)
    rel = lookup.relation(session, target)
    if kind == "REINDEX_OBJECT_INDEX":
        if rel.relkind not in "iI":
            raise lookup.not_a(rel, "an index", location)
    elif rel.relkind not in "rmtp":
        raise lookup.not_a(rel, "a table or materialized view", location)
    if concurrently and rel.builtin and rel.namespace.name == "pg_catalog":
        raise PgError("0A000", "cannot reindex system catalogs concurrently", reason="unsupported")
    if concurrently and kind == "REINDEX_OBJECT_INDEX" and rel.index is not None and rel.index.exclusion:
        message = "concurrent index creation for exclusion constraints is not supported"
        raise PgError("0A000", message, location=location, reason="unsupported")
    if rel.relkind in "pI":
        prevent_in_block(session, f"REINDEX {'INDEX' if rel.relkind == 'I' else 'TABLE'}")
    if kind == "REINDEX_OBJECT_TABLE" and concurrently:
        for index in rel.indexes.values():
            if index.index is not None and index.index.exclusion:
                shown = ns.quote_qualified(index.namespace.name, index.name)
                message = f'cannot reindex exclusion constraint index "{shown}" concurrently, skipping'
                session.notice(message, sqlstate="0A000", severity="WARNING", reason="skip", kind="index", obj=index)
    if kind == "REINDEX_OBJECT_TABLE" and rel.relkind != "p" and not rel.indexes and "index" not in rel.unknown:
        what = " that can be reindexed concurrently" if concurrently else ""
        what = what or " to reindex"
        session.notice(f'table "{rel.name}" has no indexes{what}')
