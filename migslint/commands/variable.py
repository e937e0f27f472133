"""SET, RESET, SHOW, SET CONSTRAINTS, DISCARD, ALTER SYSTEM (`utils/misc/guc_funcs.c`, `commands/discard.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import lookup_typename
from migslint.catalog import namespace as ns
from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError, Unknown, undefined_object
from migslint.catalog.objects import CatalogObject, Constraint, Namespace
from migslint.catalog.session import Session
from migslint.commands import guc
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterSystemStmt,
        ConstraintsSetStmt,
        DiscardStmt,
        VariableSetStmt,
        VariableShowStmt,
    )


def set_variable(session: Session, node: VariableSetStmt) -> None:
    """`ExecSetVariableStmt`."""
    kind, name = node["kind"], node.get("name", "")
    local = node.get("is_local", False)
    if kind == "VAR_SET_MULTI":
        _set_transaction(session, node, name)
        return
    if kind == "VAR_RESET_ALL":
        _reset_all(session)
        return
    setting = guc.check_name(session, name)
    if setting is not None:
        guc.check_context(setting)
    if local:
        _warn_no_block(session, "SET LOCAL")
    if kind == "VAR_SET_VALUE":
        value = flatten(session, name, node.get("args", []))
        if setting is not None:
            guc.check_value(session, setting, value)
        _assign(session, setting.name.lower() if setting is not None else name.lower(), value, local)
    elif kind in ("VAR_SET_DEFAULT", "VAR_RESET"):
        if setting is not None:
            guc.check_reset(session, setting)
        _assign(session, setting.name.lower() if setting is not None else name.lower(), None, local)


def flatten(session: Session, name: str, args: list[Any]) -> str:
    """`flatten_set_variable_args`: the values as one text."""
    if len(args) != 1 and not guc.is_list(name):
        raise PgError("22023", f"SET {name} takes only one argument", reason="value", kind="setting", name=name)
    words: list[str] = []
    for arg in args:
        if "TypeCast" in arg:
            lookup_typename(session, arg["TypeCast"]["typeName"])
            arg = arg["TypeCast"]["arg"]
        const = arg.get("A_Const", {})
        if "sval" in const:
            text = const["sval"].get("sval", "")
            words.append(ns.quote_identifier(text) if guc.is_quoted(name) else text)
        elif "ival" in const:
            words.append(str(const["ival"].get("ival", 0)))
        else:
            words.append(str(const.get("fval", {}).get("fval", "")))
    return ", ".join(words)


#: what a stored value may name before it is there (`PGC_S_TEST`)
_MAY_COME = {
    "role": "role",
    "session_authorization": "role",
    "default_tablespace": "tablespace",
    "default_table_access_method": "table access method",
    "default_text_search_config": "text search configuration",
}


def check_stored(session: Session, node: VariableSetStmt) -> None:
    """`validate_option_array_item`: what ALTER ROLE, ALTER DATABASE and the SET clause of a function store."""
    kind, name = node["kind"], node.get("name", "")
    if kind in ("VAR_SET_MULTI", "VAR_RESET_ALL"):
        return
    if kind == "VAR_RESET":  # without settings that are stored already there is nothing to check
        return
    setting = guc.check_name(session, name)
    if setting is None:
        session.catalog.doubt("setting", "", name.lower())
        return
    guc.check_context(setting, stored=True)
    if kind == "VAR_SET_VALUE":
        value = flatten(session, name, node.get("args", []))
        what = _MAY_COME.get(setting.name)
        try:
            guc.check_value(session, setting, value)
        except PgError:
            if what is None:
                raise
            session.notice(
                f'{what} "{value}" does not exist', sqlstate="42704", reason="missing", kind=what, name=value
            )


def show_variable(session: Session, node: VariableShowStmt) -> None:
    """`GetPGVariable`."""
    name = node["name"]
    if name == "all" or guc.find_setting(session, name) is not None or name.lower() in session.settings:
        return
    if "." in name and session.catalog.doubtful("setting", "", name.lower()):
        raise Unknown(name)
    raise guc.undefined_setting(name)


def alter_system(session: Session, node: AlterSystemStmt) -> None:
    """`AlterSystemSetConfigFile`."""
    prevent_in_block(session, "ALTER SYSTEM")
    statement = node["setstmt"]
    if statement["kind"] == "VAR_RESET_ALL":
        return
    name = statement.get("name", "")
    setting = guc.check_name(session, name)
    if setting is None:
        return
    if setting.context == "internal":
        guc.check_context(setting)
    if statement["kind"] == "VAR_SET_VALUE":
        guc.check_value(session, setting, flatten(session, name, statement.get("args", [])))


def _warn_no_block(session: Session, what: str) -> None:
    if not session.in_block:
        session.notice(
            f"{what} can only be used in transaction blocks",
            sqlstate="25P01",
            severity="WARNING",
            reason="transaction",
        )


def _set_transaction(session: Session, node: VariableSetStmt, name: str) -> None:
    """SET TRANSACTION, SET SESSION CHARACTERISTICS, SET TRANSACTION SNAPSHOT."""
    if name == "SESSION CHARACTERISTICS":
        return
    _warn_no_block(session, "SET TRANSACTION")
    first = session.snapshot_taken != session.transaction or not session.in_block
    if name == "TRANSACTION SNAPSHOT":
        what = "SNAPSHOT"
    elif any(a["DefElem"]["defname"] == "transaction_isolation" for a in node.get("args", [])):
        what = "ISOLATION LEVEL"
    else:
        return
    if not first:
        raise PgError("25001", f"SET TRANSACTION {what} must be called before any query", reason="transaction")


def _assign(session: Session, name: str, value: str | None, local: bool) -> None:
    """Change a setting; what SET LOCAL hides comes back when the transaction ends."""
    journal = session.journal
    if local and not session.in_block:
        return
    if local and name not in session.local:
        journal.put(session.local, name, session.settings.get(name))
    elif not local and name in session.local:
        journal.drop(session.local, name)
    if value is None and "." in name:
        if name in session.settings:
            session.set(name, "")
    elif value is None:
        session.reset(name)
    else:
        session.set(name, value)
    if name in ("role", "session_authorization"):
        if name == "session_authorization" and "role" in session.settings:
            session.reset("role")
        _assume_role(session)


def _assume_role(session: Session) -> None:
    """current_user follows SET ROLE and SET SESSION AUTHORIZATION."""
    if "login" not in session.defaults:
        session.defaults["login"] = session.role
    role = session.settings.get("role", "none")
    if role == "none":
        role = session.settings.get("session_authorization", "default")
    if role == "default":
        role = session.defaults["login"]
    session.journal.set(session, "role", role)


def _reset_all(session: Session) -> None:
    for name in list(session.settings):
        if name not in ("role", "session_authorization"):
            _assign(session, name, None, False)


def end_transaction(session: Session) -> None:
    """`AtEOXact_GUC`, `PreCommit_on_commit_actions`: what SET LOCAL hid comes back, ON COMMIT DROP tables go."""
    for name, value in list(session.local.items()):
        session.journal.drop(session.local, name)
        if value is None:
            session.reset(name)
        else:
            session.set(name, value)
        if name in ("role", "session_authorization"):
            _assume_role(session)
    if session.temp is not None:
        gone: list[CatalogObject] = [r for r in session.temp.relations.values() if r.on_commit == "ONCOMMIT_DROP"]
        if gone:
            perform_deletion(session, gone, True, quiet=True)


def run_functions(session: Session, select: Any) -> None:
    """set_config and current_setting of a plain SELECT with constant arguments, as pg_dump writes them."""
    for item in select.get("targetList", ()):
        call = item["ResTarget"].get("val", {}).get("FuncCall")
        if call is None:
            continue
        names = [n["String"].get("sval", "") for n in call["funcname"]]
        if len(names) > 1 and names[0] != "pg_catalog":
            continue
        args = [_constant(a) for a in call.get("args", ())]
        if names[-1] == "set_config" and len(args) == 3 and None not in args:
            _set_config(session, args[0] or "", args[1] or "", args[2] in ("t", "true"))
        elif names[-1] == "current_setting" and args and args[0] is not None and args[1:] in ([], ["false"]):
            show_variable(session, {"name": args[0]})


def _constant(node: Any) -> str | None:
    """The text of a constant, None for anything else."""
    if "TypeCast" in node:
        node = node["TypeCast"]["arg"]
    const = node.get("A_Const")
    if const is None or const.get("isnull"):
        return None
    if "boolval" in const:
        return "true" if const["boolval"].get("boolval") else "false"
    if "sval" in const:
        return str(const["sval"].get("sval", ""))
    if "ival" in const:
        return str(const["ival"].get("ival", 0))
    return None


def _set_config(session: Session, name: str, value: str, local: bool) -> None:
    """`set_config_by_name`."""
    setting = guc.check_name(session, name)
    if setting is not None:
        guc.check_context(setting)
        guc.check_value(session, setting, value)
    _assign(session, setting.name.lower() if setting is not None else name.lower(), value, local)


def discard(session: Session, node: DiscardStmt) -> None:
    """`DiscardCommand`."""
    target = node.get("target", "DISCARD_ALL")
    if target == "DISCARD_ALL":
        prevent_in_block(session, "DISCARD ALL")
        journal = session.journal
        for container in (session.prepared, session.cursors):
            journal.save(container)
            container.clear()
        _assign(session, "session_authorization", None, False)
        _assign(session, "role", None, False)
        _reset_all(session)
    if target in ("DISCARD_ALL", "DISCARD_TEMP") and session.temp is not None:
        relations = [r for r in session.temp.relations.values() if r.index is None]
        perform_deletion(session, list(relations), True, quiet=True)


def set_constraints(session: Session, node: ConstraintsSetStmt) -> None:
    """`AfterTriggerSetState`."""
    _warn_no_block(session, "SET CONSTRAINTS")
    for item in node.get("constraints", []):
        var = item["RangeVar"]
        name, location = var["relname"], var.get("location", 0)
        if "schemaname" in var:
            spaces = [ns.namespace(session, var["schemaname"], location)]
        else:
            spaces = ns.path(session)
        found = [c for space in spaces for c in _constraints(space, name)]
        if not found:
            if any("constraint" in r.unknown for space in spaces for r in space.relations.values()):
                raise Unknown(name)
            raise undefined_object("constraint", name, location)
        if node.get("deferred") and not any(c.deferrable for c in found):
            raise PgError(
                "42809",
                f'constraint "{name}" is not deferrable',
                location=location,
                reason="kind",
                kind="constraint",
                name=name,
                obj=found[0],
            )


def _constraints(space: Namespace, name: str) -> list[Constraint]:
    return [r.constraints[name] for r in space.relations.values() if name in r.constraints]
