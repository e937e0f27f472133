"""Sequences that a second run sets back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation
from migslint.commands import lookup
from migslint.commands.lookup import strings
from migslint.replay.harm.file import File
from migslint.replay.step import Harm

if TYPE_CHECKING:
    from migslint.catalog.session import Session


def restart(session: Session, node: Any, file: File) -> tuple[Harm, ...]:
    """ALTER SEQUENCE … RESTART, ALTER TABLE … ALTER COLUMN … RESTART."""
    if "sequence" in node:
        if not any(o["DefElem"]["defname"] == "restart" for o in node.get("options", ())):
            return ()
        sequence = _sequence(session, node["sequence"])
        if sequence is None or sequence.sequence is None:
            return ()
        owner = sequence.sequence.owner
        table = owner.relation if owner is not None else None
        if (table is not None and (file.is_new(table) or file.takes_rows(table))) or _is_made(file, sequence.name):
            return ()
        return (Harm("set back", sequence.name),)
    found = []
    for item in node.get("cmds", ()):
        command = item["AlterTableCmd"]
        if command.get("subtype") == "AT_SetIdentity":
            options = command.get("def", {}).get("List", {}).get("items", ())
            table = _sequence(session, node["relation"])
            if any(o["DefElem"]["defname"] == "restart" for o in options) and table is not None:
                if not file.is_new(table) and not file.takes_rows(table):
                    found.append(Harm("set back", f"{table.name}.{command['name']}"))
    return tuple(found)


def _sequence(session: Session, var: Any) -> Relation | None:
    try:
        found = lookup.find_relation(session, var)
    except PgError:
        return None
    return found if found is not None and not found.unknown else None


def _is_made(file: File, name: str) -> bool:
    """Whether the second run has made the sequence, so that there is no first one to set back."""
    return any(
        s.accepted
        and not s.notices
        and s.statement.tag == "CreateSeqStmt"
        and s.statement.node["sequence"]["relname"] == name
        for s in file.again
    )


def setval(session: Session, node: Any) -> tuple[Harm, ...]:
    """SELECT setval('s', 1000): a constant, where max(id) of the table would do no harm."""
    if "fromClause" in node or "whereClause" in node:
        return ()
    found = []
    for item in node.get("targetList", ()):
        call = item["ResTarget"]["val"].get("FuncCall")
        if call is None or strings(call["funcname"])[-1] != "setval" or len(call.get("args", ())) < 2:
            continue
        name, value = call["args"][:2]
        while "TypeCast" in name:
            name = name["TypeCast"]["arg"]
        text = name.get("A_Const", {}).get("sval", {}).get("sval", "")
        parts = ns.split_name(text) if text else None
        if parts is None or "A_Const" not in value or len(parts) > 2:
            continue
        var = {"relname": parts[-1], **({"schemaname": parts[0]} if len(parts) > 1 else {})}
        sequence = _sequence(session, var)
        if sequence is not None and sequence.relkind == "S":
            found.append(Harm("set back", sequence.name))
    return tuple(found)
