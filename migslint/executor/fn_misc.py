"""Functions that ask the catalog or the session: to_regclass and its kin, settings, schemas of the search path."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Type
from migslint.catalog.typename import format_type
from migslint.executor.casts import to_bool
from migslint.executor.regproc import find_procedure, reg_in, type_named
from migslint.executor.values import SOMETHING, UNKNOWN, Bounded, Oid, Unknowable, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


#: SQLSTATEs of what is not there, which to_regclass and its kin take for NULL
_ABSENT = frozenset(("42P01", "3F000", "42704", "42883", "42725"))


def _to_reg(kind: str) -> Callable[[Run, list[Value]], Value]:
    """`to_regclass` …: NULL for what is not there (and, from 16, for what is malformed)."""

    def run_it(run: Run, args: list[Value]) -> Value:
        session, text = run.session, args[0]
        if not isinstance(text, str):
            return UNKNOWN
        try:
            if kind == "regprocedure":
                found: Any = find_procedure(session, text)
            elif kind == "regtype":
                found = type_named(session, text)
            else:
                found = reg_in(session, kind, text)
        except PgError as error:
            if kind == "regprocedure" and error.kind == "type" and session.version < 16:
                raise  # of an argument
            if error.sqlstate in _ABSENT or session.version >= 16:
                return None
            raise
        if found is None:
            return None if text != "-" else SOMETHING
        if isinstance(found, Unknowable):
            return UNKNOWN
        return UNKNOWN if "self" in found.unknown else Oid(kind, found)

    return run_it


def _format_type(run: Run, args: list[Value]) -> Value:
    """`format_type`: NULL for a NULL type."""
    if args[0] is None or isinstance(args[0], Unknowable):
        return args[0]
    type, typmod = args[0], args[1] if len(args) > 1 else None
    if isinstance(type, Oid) and type.obj is None and not type.number:
        return "-"
    if not isinstance(type, Oid) or not isinstance(type.obj, Type) or isinstance(typmod, Unknowable):
        return SOMETHING
    if typmod is None:
        return format_type(run.session, type.obj)
    return format_type(run.session, type.obj, typmod, with_typmod=True)


def _current_schema(run: Run, args: list[Value]) -> Value:
    session = run.session
    try:
        return ns.creation_namespace(session, None).name
    except PgError:
        return None


def _current_schemas(run: Run, args: list[Value]) -> Value:
    session = run.session
    if ns.path_in_doubt(session):
        return SOMETHING
    implicit = bool(args[0])
    names = session.search_path
    return [
        n.name
        for n in ns.path(session)
        if implicit or (n.name in names and n is not session.temp and n.name != "pg_catalog") or n.name in names
    ]


def _current_setting(run: Run, args: list[Value]) -> Value:
    """`current_setting`: what SET of the folder gave; 42704 for a name that nothing has set."""
    session, name = run.session, args[0]
    if not isinstance(name, str):
        return UNKNOWN
    name = name.lower()
    missing_ok = len(args) > 1 and to_bool(session, args[1]) is True
    value = session.settings.get(name)
    if value is not None:
        return value if name != "search_path" else _search_path(run, value)
    if name == "server_version_num":
        return Bounded(session.version * 10000, session.version * 10000 + 99)
    setting = session.catalog.global_object("setting", name)
    if setting is not None:
        return SOMETHING
    if "." in name or session.catalog.doubtful("setting", "", name):
        return UNKNOWN
    if missing_ok:
        return None
    raise PgError(
        "42704", f'unrecognized configuration parameter "{args[0]}"', reason="missing", kind="setting", name=name
    )


def _search_path(run: Run, value: str) -> Value:
    """The default is the server's; what SET gave is known."""
    return value if value != run.session.defaults["search_path"] else SOMETHING


def _set_config(run: Run, args: list[Value]) -> Value:
    """`set_config`: the setting is the interpreter's to make; the result is the value as it is stored."""
    return SOMETHING


def _visible(kind: str) -> Callable[[Run, list[Value]], Value]:
    """`pg_table_is_visible` …"""

    def run_it(run: Run, args: list[Value]) -> Value:
        value = args[0]
        if not isinstance(value, Oid) or value.obj is None or ns.path_in_doubt(run.session):
            return UNKNOWN
        function: Any = {
            "relation": ns.relation_is_visible,
            "type": ns.type_is_visible,
            "proc": ns.proc_is_visible,
        }[kind]
        try:
            return bool(function(run.session, value.obj))
        except (AttributeError, Unknown):
            return UNKNOWN

    return run_it


STRICT: dict[str, Callable[[Any, list[Value]], Value]] = {
    "to_regclass": _to_reg("regclass"),
    "to_regtype": _to_reg("regtype"),
    "to_regproc": _to_reg("regproc"),
    "to_regprocedure": _to_reg("regprocedure"),
    "to_regrole": _to_reg("regrole"),
    "to_regnamespace": _to_reg("regnamespace"),
    "current_schema": _current_schema,
    "current_schemas": _current_schemas,
    "current_setting": _current_setting,
    "set_config": _set_config,
    "pg_table_is_visible": _visible("relation"),
    "pg_type_is_visible": _visible("type"),
    "pg_function_is_visible": _visible("proc"),
}
LENIENT: dict[str, Callable[[Any, list[Value]], Value]] = {"format_type": _format_type}
