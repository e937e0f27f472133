"""CREATE ACCESS METHOD (`commands/amcmds.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, duplicate_object
from migslint.catalog.objects import Simple, is_pinned
from migslint.catalog.session import Session
from migslint.commands.lookup import strings
from migslint.commands.lookupfunc import lookup_func_name

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreateAmStmt


def create_access_method(session: Session, node: CreateAmStmt) -> None:
    """`CreateAccessMethod`."""
    name = node["amname"]
    catalog = session.catalog
    old = ns.find_shared(session, "access method", name)
    if old is not None:
        raise duplicate_object("access method", name, obj=old)
    handler = lookup_func_name(session, node["handler_name"], (catalog.builtin_type("internal"),))
    assert handler is not None
    wanted = "index_am_handler" if node["amtype"] == "i" else "table_am_handler"
    if handler.rettype is not catalog.builtin_type(wanted):
        raise PgError(
            "42809",
            f"function {'.'.join(strings(node['handler_name']))} must return type {wanted}",
            reason="kind",
            kind="function",
            name=handler.name,
            obj=handler,
        )
    method = Simple(name=name, kind="access method", owner=session.role)
    catalog.add_shared("access method", method)
    if not is_pinned(handler):
        catalog.depend(method, handler)
