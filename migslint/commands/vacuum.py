"""VACUUM and ANALYZE (`commands/vacuum.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Setting
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.defelem import elements, get_boolean, get_string
from migslint.commands.guc import quantity
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import DefElem, VacuumStmt

#: option -> the first version that has it
_BOTH = {"verbose": 14, "skip_locked": 14, "buffer_usage_limit": 16}
_VACUUM = {
    "analyze": 14,
    "freeze": 14,
    "full": 14,
    "disable_page_skipping": 14,
    "index_cleanup": 14,
    "process_toast": 14,
    "truncate": 14,
    "parallel": 14,
    "process_main": 16,
    "skip_database_stats": 16,
    "only_database_stats": 16,
}


def vacuum(session: Session, node: VacuumStmt) -> None:
    """`ExecVacuum`, `vacuum`."""
    command = node.get("is_vacuumcmd", False)
    flags = _options(session, elements(node.get("options")), command)
    if flags.get("full") and flags.get("parallel"):
        raise _unsupported("VACUUM FULL cannot be performed in parallel")
    analyze = flags.get("analyze", not command)
    if not analyze and any("va_cols" in item["VacuumRelation"] for item in node.get("rels", [])):
        raise _unsupported("ANALYZE option must be specified when a column list is provided")
    if command:
        prevent_in_block(session, "VACUUM")
    if flags.get("full") and flags.get("disable_page_skipping"):
        raise _unsupported("VACUUM option DISABLE_PAGE_SKIPPING cannot be used with FULL")
    if flags.get("full") and not flags.get("process_toast", True):
        raise _unsupported("PROCESS_TOAST required with VACUUM FULL")
    if flags.get("full") and "buffer_usage_limit" in flags:
        raise _unsupported("BUFFER_USAGE_LIMIT cannot be specified for VACUUM FULL")
    if flags.get("only_database_stats") and "rels" in node:
        raise _unsupported("ONLY_DATABASE_STATS cannot be specified with a list of tables")
    for item in node.get("rels", []):
        _check(session, item["VacuumRelation"], "vacuum" if command else "analyze")


def _check(session: Session, item: Any, verb: str) -> None:
    rel = lookup.relation(session, item["relation"])
    if rel.relkind not in "rmpt" and not (verb == "analyze" and rel.relkind == "f"):
        session.notice(
            f'skipping "{rel.name}" --- cannot {verb} non-tables or special system tables',
            sqlstate="01000",
            severity="WARNING",
            reason="skip",
            kind="relation",
            name=rel.name,
            obj=rel,
        )
        return
    seen: set[str] = set()
    for name in lookup.strings(item.get("va_cols", [])):
        if lookup.find_attribute(rel, name) is None:
            raise undefined_column(name, rel.name, None, rel)
        if name in seen:
            raise PgError(
                "42701",
                f'column "{name}" of relation "{rel.name}" appears more than once',
                reason="definition",
                kind="column",
                name=name,
            )
        seen.add(name)


def _options(session: Session, nodes: list[DefElem], command: bool) -> dict[str, bool]:
    flags: dict[str, bool] = {}
    for option in nodes:
        name, location = option["defname"], option.get("location", 0)
        since = _BOTH.get(name) or (_VACUUM.get(name) if command else None)
        if since is None or since > session.version:
            raise PgError(
                "42601",
                f'unrecognized {"VACUUM" if command else "ANALYZE"} option "{name}"',
                location=location,
                reason="syntax",
            )
        if name == "parallel":
            flags[name] = _workers(option)
        elif name == "index_cleanup" and "arg" in option and get_string(option).lower() == "auto":
            flags[name] = True
        elif name == "buffer_usage_limit":
            _buffers(session, option)
            flags[name] = True
        else:
            flags[name] = get_boolean(option)
    return flags


def _buffers(session: Session, option: DefElem) -> None:
    limit = Setting(name="vacuum_buffer_usage_limit", vartype="integer", unit="kB")
    message = "BUFFER_USAGE_LIMIT option must be 0 or between 128 kB and 16777216 kB"
    try:
        size, _ = quantity(limit, get_string(option))
    except PgError as error:
        raise PgError("22023", message, hint=error.hint, reason="value") from None
    if size >= 2**31:
        raise PgError("22023", message, hint="Value exceeds integer range.", reason="value")
    if size and not 128 <= round(size) <= 16777216:
        raise PgError("22023", message, reason="value")


def _workers(option: DefElem) -> bool:
    arg: Any = option.get("arg")
    value = arg.get("Integer", {}).get("ival", 0) if arg else None
    if value is None or not 0 <= value <= 1024:
        message = (
            "parallel option requires a value between 0 and 1024"
            if value is None
            else "parallel workers for vacuum must be between 0 and 1024"
        )
        raise PgError("42601", message, location=option.get("location", 0), reason="syntax")
    return bool(value)


def _unsupported(message: str) -> PgError:
    return PgError("0A000", message, reason="unsupported")
