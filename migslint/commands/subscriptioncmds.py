"""Subscriptions (`commands/subscriptioncmds.c`), as far as they need no publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, duplicate_object, undefined_object
from migslint.catalog.objects import Simple
from migslint.catalog.session import Session
from migslint.commands.defelem import conflicting, elements, get_boolean, get_string
from migslint.commands.lookup import strings
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterSubscriptionStmt,
        CreateSubscriptionStmt,
        DefElem,
        DropSubscriptionStmt,
    )

_BOOLEANS = {
    "connect": 14,
    "enabled": 14,
    "create_slot": 14,
    "copy_data": 14,
    "refresh": 14,
    "binary": 14,
    "two_phase": 15,
    "disable_on_error": 15,
    "password_required": 16,
    "run_as_owner": 16,
    "failover": 17,
}
_OTHERS = {"slot_name": 14, "synchronous_commit": 14, "streaming": 14, "lsn": 15, "origin": 16}


_STREAMING = ("true", "false", "on", "off", "0", "1", "parallel")

_REFRESHING = {
    "ALTER_SUBSCRIPTION_SET_PUBLICATION": "SET",
    "ALTER_SUBSCRIPTION_ADD_PUBLICATION": "ADD",
    "ALTER_SUBSCRIPTION_DROP_PUBLICATION": "DROP",
}


def create_subscription(session: Session, node: CreateSubscriptionStmt) -> None:
    """`CreateSubscription`."""
    name = node["subname"]
    options = _options(session, elements(node.get("options")))
    connect = _flag(options, "connect", True)
    no_slot = "slot_name" in options and get_string(options["slot_name"]) == "none"
    if not connect:
        for option in ("enabled", "create_slot", "copy_data"):
            if option in options and get_boolean(options[option]):
                raise _definition(f"connect = false and {option} = true are mutually exclusive options")
    if no_slot:
        for option in ("enabled", "create_slot"):
            if option in options and get_boolean(options[option]):
                raise _definition(f"slot_name = NONE and {option} = true are mutually exclusive options")
            if option not in options and connect:
                raise _definition(f"subscription with slot_name = NONE must also set {option} = false")
    if connect and _flag(options, "create_slot", True):
        prevent_in_block(session, "CREATE SUBSCRIPTION ... WITH (create_slot = true)")
    existing = ns.find_shared(session, "subscription", name)
    if existing is not None:
        raise duplicate_object("subscription", name, obj=existing)
    publications = strings(node.get("publication", []))
    _check_connection(node.get("conninfo", ""))
    _check_unique(publications)
    if not connect:
        if session.version >= 16:
            session.notice(
                "subscription was created, but is not connected",
                sqlstate="01000",
                severity="WARNING",
                hint="To initiate replication, you must manually create the replication slot, enable the subscription, "
                "and refresh the subscription.",
            )
        else:
            session.notice(
                "tables were not subscribed, you will have to run ALTER SUBSCRIPTION ... REFRESH PUBLICATION "
                "to subscribe the tables",
                sqlstate="01000",
                severity="WARNING",
            )
    enabled = _flag(options, "enabled", connect)
    record: dict[str, Any] = {"publications": publications, "slot": not no_slot, "enabled": enabled}
    session.catalog.add_shared(
        "subscription", Simple(name=name, kind="subscription", owner=session.role, record=record)
    )


def alter_subscription(session: Session, node: AlterSubscriptionStmt) -> None:
    """`AlterSubscription`."""
    name, kind = node["subname"], node.get("kind", "")
    subscription = ns.find_shared(session, "subscription", name)
    if not isinstance(subscription, Simple):
        raise undefined_object("subscription", name)
    options = _options(session, elements(node.get("options")), _ALLOWED.get(kind, _ALTER))
    record: dict[str, Any] = dict(subscription.record or {"publications": [], "slot": True, "enabled": True})
    publications = strings(node.get("publication", []))
    _check_unique(publications)
    present: list[str] = record["publications"]
    if kind == "ALTER_SUBSCRIPTION_SET_PUBLICATION":
        record["publications"] = publications
    elif kind == "ALTER_SUBSCRIPTION_ADD_PUBLICATION":
        for publication in publications:
            if publication in present:
                raise PgError(
                    "42710",
                    f'publication "{publication}" is already in subscription "{name}"',
                    reason="exists",
                    kind="publication",
                    name=publication,
                )
        record["publications"] = [*present, *publications]
    elif kind == "ALTER_SUBSCRIPTION_DROP_PUBLICATION":
        for publication in publications:
            if publication not in present:
                raise PgError(
                    "42P17",
                    f'publication "{publication}" is not in subscription "{name}"',
                    reason="missing",
                    kind="publication",
                    name=publication,
                )
        record["publications"] = [p for p in present if p not in publications]
        if not record["publications"]:
            raise PgError("42P17", "cannot drop all the publications from a subscription", reason="definition")
    elif kind == "ALTER_SUBSCRIPTION_OPTIONS" and "slot_name" in options:
        record["slot"] = get_string(options["slot_name"]) != "none"
    elif kind == "ALTER_SUBSCRIPTION_CONNECTION":
        _check_connection(node.get("conninfo", ""))
    elif kind == "ALTER_SUBSCRIPTION_ENABLED":
        if not record["slot"] and _flag(options, "enabled", True):
            raise PgError("55000", "cannot enable subscription that does not have a slot name", reason="definition")
        record["enabled"] = _flag(options, "enabled", True)
    elif kind in ("ALTER_SUBSCRIPTION_REFRESH", "ALTER_SUBSCRIPTION_REFRESH_PUBLICATION"):
        if not record["enabled"]:
            message = "ALTER SUBSCRIPTION ... REFRESH is not allowed for disabled subscriptions"
            raise PgError("55000", message, reason="definition")
        prevent_in_block(session, "ALTER SUBSCRIPTION ... REFRESH")
    if kind in _REFRESHING and _flag(options, "refresh", True):
        if not record["enabled"]:
            raise PgError(
                "55000",
                "ALTER SUBSCRIPTION with refresh is not allowed for disabled subscriptions",
                hint=f"Use ALTER SUBSCRIPTION ... {_REFRESHING[kind]} PUBLICATION ... WITH (refresh = false).",
                reason="definition",
            )
        prevent_in_block(session, "ALTER SUBSCRIPTION with refresh")
    session.journal.set(subscription, "record", record)
    session.catalog.event(subscription, "altered")


def drop_subscription(session: Session, node: DropSubscriptionStmt) -> None:
    """`DropSubscription`."""
    name = node["subname"]
    subscription = ns.find_shared(session, "subscription", name)
    if not isinstance(subscription, Simple):
        if not node.get("missing_ok"):
            raise undefined_object("subscription", name)
        session.notice(f'subscription "{name}" does not exist, skipping', reason="skip", kind="subscription", name=name)
        return
    if not isinstance(subscription.record, dict) or subscription.record.get("slot"):
        prevent_in_block(session, "DROP SUBSCRIPTION")
    session.journal.drop(session.catalog.shared, ("subscription", name))
    session.catalog.bury(subscription)


_CREATE = frozenset(_BOOLEANS) | frozenset(_OTHERS) - {"lsn"} - {"refresh"}
_ALTER = _CREATE - {"connect", "enabled", "create_slot", "copy_data"}
#: kind of ALTER SUBSCRIPTION -> the options that it takes
_ALLOWED = {
    "ALTER_SUBSCRIPTION_OPTIONS": _ALTER,
    "ALTER_SUBSCRIPTION_ENABLED": frozenset(("enabled",)),
    "ALTER_SUBSCRIPTION_SKIP": frozenset(("lsn",)),
    "ALTER_SUBSCRIPTION_REFRESH": frozenset(("copy_data",)),
    "ALTER_SUBSCRIPTION_REFRESH_PUBLICATION": frozenset(("copy_data",)),
    "ALTER_SUBSCRIPTION_SET_PUBLICATION": frozenset(("copy_data", "refresh")),
    "ALTER_SUBSCRIPTION_ADD_PUBLICATION": frozenset(("copy_data", "refresh")),
    "ALTER_SUBSCRIPTION_DROP_PUBLICATION": frozenset(("refresh",)),
}


def _options(session: Session, nodes: list[DefElem], allowed: frozenset[str] = _CREATE) -> dict[str, DefElem]:
    """`parse_subscription_options`."""
    found: dict[str, DefElem] = {}
    for option in nodes:
        name = option["defname"]
        since = _BOOLEANS.get(name) or _OTHERS.get(name)
        if since is None or since > session.version or name not in allowed:
            raise PgError("42601", f'unrecognized subscription parameter: "{name}"', reason="definition")
        if name in found:
            raise conflicting(option)
        if name in _BOOLEANS:
            get_boolean(option)
        elif name == "origin" and get_string(option).lower() not in ("none", "any"):
            raise PgError("22023", f'unrecognized origin value: "{get_string(option)}"', reason="value")
        elif name == "slot_name" and not get_string(option):
            raise PgError("42602", 'replication slot name "" is too short', reason="value")
        elif name == "streaming" and "arg" in option and get_string(option).lower() not in _STREAMING:
            words = 'a Boolean value or "parallel"' if session.version >= 16 else "a Boolean value"
            raise PgError("42601", f"streaming requires {words}", reason="syntax")
        found[name] = option
    return found


def _flag(options: dict[str, DefElem], name: str, default: bool) -> bool:
    return get_boolean(options[name]) if name in options else default


def _check_connection(text: str) -> None:
    """`conninfo_parse` of libpq, as far as a name without a value goes."""
    if text.startswith(("postgres://", "postgresql://")):
        return
    at, end = 0, len(text)
    while at < end:
        while at < end and text[at].isspace():
            at += 1
        start = at
        while at < end and text[at] != "=" and not text[at].isspace():
            at += 1
        name = text[start:at]
        while at < end and text[at].isspace():
            at += 1
        if name and text[at : at + 1] != "=":
            raise PgError(
                "42601",
                f'invalid connection string syntax: missing "=" after "{name}" in connection info string\n',
                reason="syntax",
            )
        at += 1
        while at < end and text[at].isspace():
            at += 1
        quoted = text[at : at + 1] == "'"
        at += quoted
        while at < end and not (text[at] == "'" if quoted else text[at].isspace()):
            at += 2 if text[at] == "\\" else 1
        at += quoted


def _check_unique(publications: list[str]) -> None:
    """`check_duplicates_in_publist`."""
    for i, publication in enumerate(publications):
        if publication in publications[:i]:
            raise PgError(
                "42710",
                f'publication name "{publication}" used more than once',
                reason="definition",
                kind="publication",
                name=publication,
            )


def _definition(message: str) -> PgError:
    return PgError("42601", message, reason="definition", kind="subscription")
