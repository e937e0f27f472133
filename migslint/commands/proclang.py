"""CREATE LANGUAGE with a handler (`commands/proclang.c`); without one it is CREATE EXTENSION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Proc, Simple, is_pinned
from migslint.catalog.session import Session
from migslint.commands.lookup import strings
from migslint.commands.lookupfunc import lookup_func_name

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreatePLangStmt


def create_language(session: Session, node: CreatePLangStmt) -> None:
    """`CreateProceduralLanguage`."""
    name = node["plname"]
    catalog = session.catalog
    procs: list[Proc] = []
    handler = lookup_func_name(session, node["plhandler"], ())
    assert handler is not None
    if handler.rettype is not catalog.builtin_type("language_handler"):
        raise PgError(
            "42809",
            f"function {'.'.join(strings(node['plhandler']))} must return type language_handler",
            reason="kind",
            kind="function",
            name=handler.name,
            obj=handler,
        )
    procs.append(handler)
    for nodes, argument in ((node.get("plinline"), "internal"), (node.get("plvalidator"), "oid")):
        if nodes:
            proc = lookup_func_name(session, nodes, (catalog.builtin_type(argument),))
            assert proc is not None
            procs.append(proc)
    old = ns.find_shared(session, "language", name)
    if old is not None and not node.get("replace"):
        raise PgError(
            "42710", f'language "{name}" already exists', reason="exists", kind="language", name=name, obj=old
        )
    if old is None:
        old = Simple(name=name, kind="language", owner=session.role)
        catalog.add_shared("language", old)
    else:
        catalog.event(old, "altered")
    for proc in procs:
        if not is_pinned(proc):
            catalog.depend(old, proc)
