"""Databases and tablespaces (`commands/dbcommands.c`, `commands/tablespace.c`).

The database that the migrations run in may bear any name: one that no statement made is never called missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, duplicate_object, undefined_object
from migslint.catalog.objects import Simple
from migslint.catalog.session import Session
from migslint.commands.defelem import conflicting, elements, get_boolean, get_int, get_string
from migslint.commands.guc import is_encoding
from migslint.commands.lookup import named_role
from migslint.commands.variable import check_stored
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterDatabaseSetStmt,
        AlterDatabaseStmt,
        AlterTableSpaceOptionsStmt,
        CreatedbStmt,
        CreateTableSpaceStmt,
        DefElem,
        DropdbStmt,
        DropTableSpaceStmt,
    )

_CREATE = (
    "tablespace",
    "owner",
    "template",
    "encoding",
    "locale",
    "lc_collate",
    "lc_ctype",
    "is_template",
    "allow_connections",
    "connection_limit",
)
_LATER = {
    "oid": 15,
    "strategy": 15,
    "icu_locale": 15,
    "locale_provider": 15,
    "collation_version": 15,
    "icu_rules": 16,
    "builtin_locale": 17,
}


def create_database(session: Session, node: CreatedbStmt) -> None:
    """`createdb`."""
    name, catalog = node["dbname"], session.catalog
    prevent_in_block(session, "CREATE DATABASE")
    options = _options(
        elements(node.get("options")), (*_CREATE, *(o for o, v in _LATER.items() if v <= session.version))
    )
    if "owner" in options and ns.find_shared(session, "role", get_string(options["owner"])) is None:
        raise undefined_object("role", get_string(options["owner"]))
    existing = catalog.global_object("database", name)
    if existing is not None:
        raise duplicate_object("database", name, sqlstate="42P04", obj=existing)
    catalog.add_shared("database", Simple(name=name, kind="database", owner=session.role))


def _options(nodes: list[DefElem], known: tuple[str, ...]) -> dict[str, DefElem]:
    found: dict[str, DefElem] = {}
    for option in nodes:
        name, location = option["defname"], option.get("location", 0)
        if name not in known:
            raise PgError("42601", f'option "{name}" not recognized', location=location, reason="syntax")
        if name in found:
            raise conflicting(option)
        found[name] = option
    encoding = found.get("encoding")
    if encoding is not None and "String" in encoding.get("arg", {}) and not is_encoding(get_string(encoding)):
        raise PgError(
            "42704",
            f"{get_string(encoding)} is not a valid encoding name",
            location=encoding.get("location", 0),
            reason="missing",
            kind="encoding",
        )
    for name in ("is_template", "allow_connections"):
        if name in found and "arg" in found[name]:
            get_boolean(found[name])
    limit = found.get("connection_limit")
    if limit is not None and "arg" in limit and get_int(limit) < -1:
        raise PgError("22023", f"invalid connection limit: {get_int(limit)}", reason="value")
    return found


def alter_database(session: Session, node: AlterDatabaseStmt) -> None:
    """`AlterDatabase`."""
    options = elements(node.get("options"))
    _options(options, ("is_template", "allow_connections", "connection_limit", "tablespace"))
    if any(o["defname"] == "tablespace" for o in options):
        prevent_in_block(session, "ALTER DATABASE SET TABLESPACE")
    ns.find_shared(session, "database", node["dbname"])


def alter_database_set(session: Session, node: AlterDatabaseSetStmt) -> None:
    """`AlterDatabaseSet`."""
    check_stored(session, node["setstmt"])
    ns.find_shared(session, "database", node["dbname"])


def drop_database(session: Session, node: DropdbStmt) -> None:
    """`dropdb`."""
    name, catalog = node["dbname"], session.catalog
    prevent_in_block(session, "DROP DATABASE")
    found = catalog.global_object("database", name)
    if found is None or found.builtin:
        raise Unknown(f"database {name}")
    session.journal.drop(catalog.shared, ("database", name))
    catalog.bury(found)


def create_tablespace(session: Session, node: CreateTableSpaceStmt) -> None:
    """`CreateTableSpace`."""
    name, catalog = node["tablespacename"], session.catalog
    prevent_in_block(session, "CREATE TABLESPACE")
    if "owner" in node:
        named_role(session, node["owner"])
    location = node.get("location", "")
    in_place = not location and session.setting("allow_in_place_tablespaces") in ("on", "true", "yes", "1")
    if not location.startswith("/") and not in_place:
        raise PgError("42P17", "tablespace location must be an absolute path", reason="definition", kind="tablespace")
    if name.startswith("pg_"):
        raise PgError(
            "42939",
            f'unacceptable tablespace name "{name}"',
            detail='The prefix "pg_" is reserved for system tablespaces.',
            reason="definition",
            kind="tablespace",
            name=name,
        )
    existing = ns.find_shared(session, "tablespace", name)
    if existing is not None:
        raise duplicate_object("tablespace", name, obj=existing)
    catalog.add_shared("tablespace", Simple(name=name, kind="tablespace", owner=session.role))


def drop_tablespace(session: Session, node: DropTableSpaceStmt) -> None:
    """`DropTableSpace`."""
    name, catalog = node["tablespacename"], session.catalog
    prevent_in_block(session, "DROP TABLESPACE")
    found = ns.find_shared(session, "tablespace", name)
    if found is None:
        if not node.get("missing_ok"):
            raise undefined_object("tablespace", name)
        session.notice(f'tablespace "{name}" does not exist, skipping', reason="skip", kind="tablespace", name=name)
        return
    inside = [r for space in catalog.namespaces.values() for r in space.relations.values() if r.tablespace == name]
    for relation in inside:
        if relation.relkind in "pI":
            message = f'tablespace "{name}" cannot be dropped because some objects depend on it'
            what = "table" if relation.relkind == "p" else "index"
            detail = f"tablespace for {what} {relation.name}"
            raise PgError("2BP01", message, detail=detail, reason="dependents", kind="tablespace", name=name)
    if inside:
        message = f'tablespace "{name}" is not empty'
        raise PgError("55000", message, reason="dependents", kind="tablespace", name=name, obj=inside[0])
    session.journal.drop(catalog.shared, ("tablespace", name))
    catalog.bury(found)


def alter_tablespace(session: Session, node: AlterTableSpaceOptionsStmt) -> None:
    """`AlterTableSpaceOptions`."""
    name = node["tablespacename"]
    if ns.find_shared(session, "tablespace", name) is None:
        raise undefined_object("tablespace", name)
    known = ("random_page_cost", "seq_page_cost", "effective_io_concurrency", "maintenance_io_concurrency")
    for option in elements(node.get("options")):
        if option["defname"] not in known:
            raise PgError("22023", f'unrecognized parameter "{option["defname"]}"', reason="value", kind="parameter")
