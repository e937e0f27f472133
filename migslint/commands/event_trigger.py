"""Event triggers (`commands/event_trigger.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, duplicate_object, undefined_object
from migslint.catalog.objects import CommandTag, EventTrigger
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.defelem import elements

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterEventTrigStmt, CreateEventTrigStmt

EVENTS = ("ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite")


def create_event_trigger(session: Session, node: CreateEventTrigStmt) -> None:
    """`CreateEventTrigger`."""
    name, event = node["trigname"], node["eventname"]
    if event not in EVENTS and not (event == "login" and session.version >= 17):
        raise _refuse("42601", f'unrecognized event name "{event}"', name)
    tags: tuple[str, ...] | None = None
    for item in elements(node.get("whenclause")):
        variable = item["defname"]
        if variable != "tag":
            raise _refuse("42601", f'unrecognized filter variable "{variable}"', name)
        if tags is not None:
            raise _refuse("42601", f'filter variable "{variable}" specified more than once', name)
        tags = tuple(lookup.strings(item["arg"]["List"]["items"]))
    for tag in tags or ():
        _check_tag(session, event, tag, name)
    existing = ns.find_shared(session, "event trigger", name)
    if existing is not None:
        raise duplicate_object("event trigger", name, obj=existing)
    proc = lookup.trigger_function(session, node["funcname"], "event_trigger")
    trigger = EventTrigger(name=name, event=event, proc=proc, tags=tags or (), owner=session.role)
    session.catalog.add_shared("event trigger", trigger)
    session.catalog.depend(trigger, proc)


def alter_event_trigger(session: Session, node: AlterEventTrigStmt) -> None:
    """`AlterEventTrigger`: ENABLE, ENABLE REPLICA, ENABLE ALWAYS, DISABLE."""
    trigger = ns.find_shared(session, "event trigger", node["trigname"])
    if trigger is None:
        raise undefined_object("event trigger", node["trigname"])
    session.journal.set(trigger, "enabled", node.get("tgenabled", "O"))
    session.catalog.event(trigger, "altered")


def _check_tag(session: Session, event: str, tag: str, name: str) -> None:
    """`validate_ddl_tags`, `validate_table_rewrite_tags`."""
    if event == "login":
        raise _refuse("0A000", "tag filtering is not supported for login event triggers", name)
    found = session.catalog.global_object("command tag", tag.upper())
    if event != "table_rewrite" and not isinstance(found, CommandTag):
        raise _refuse("42601", f'filter value "{tag}" not recognized for filter variable "tag"', name)
    allowed = isinstance(found, CommandTag) and (
        found.table_rewrite if event == "table_rewrite" else found.event_trigger
    )
    if not allowed:
        raise _refuse("0A000", f"event triggers are not supported for {tag}", name)


def _refuse(sqlstate: str, message: str, name: str) -> PgError:
    return PgError(
        sqlstate,
        message,
        reason="unsupported" if sqlstate == "0A000" else "definition",
        kind="event trigger",
        name=name,
    )
