"""Schemas, roles, extensions, settings and other objects that lie in no schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.objects import Namespace, Role
from migslint.executor.relations import Made
from migslint.executor.relations.found import (
    Hints,
    doubts,
    objects,
    oid,
    owner_of,
    shared,
    spaces,
    sure,
    text,
    texts,
)
from migslint.executor.scope import CERTAIN, MANY, MAYBE
from migslint.executor.values import OTHER, SOMETHING, UNKNOWN, Value

if TYPE_CHECKING:
    from migslint.executor.run import Run


def pg_namespace(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_namespace.h`."""
    catalog = run.session.catalog
    only = objects(hints, "oid", Namespace)
    for space in spaces(run, hints, name_column="nspname"):
        if only is None or space in only:
            row: dict[str, Value] = {"oid": oid(space), "nspname": space.name, "nspowner": owner_of(run, space)}
            yield row, MAYBE if catalog.doubtful("schema", "", space.name) else sure(space)
    for _, name, _ in doubts(run, "schema"):
        if name not in catalog.namespaces:
            yield {"oid": OTHER, "nspname": name}, MANY
    # the temporary schemas of other sessions
    for name in ("pg_temp_0", "pg_toast_temp_0"):
        yield {"nspname": name}, MANY


_FLAGS = {
    "rolinherit": "inherit",
    "rolcanlogin": "login",
    "rolsuper": "superuser",
}


def _role(run: Run, role: Role) -> dict[str, Value]:
    row: dict[str, Value] = {"oid": oid(role), "rolname": role.name}
    if "attribute" in role.unknown:
        return row
    if not role.builtin:
        row |= {column: getattr(role, flag) for column, flag in _FLAGS.items()}
    else:
        row |= {"rolcanlogin": role.login, "rolsuper": role.superuser}
    return row


def pg_authid(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_authid.h`."""
    only = objects(hints, "oid", Role)
    for role in shared(run, "role", texts(hints, "rolname")):
        if only is None or role in only:
            yield _role(run, role), sure(role)
    for _, name, _ in doubts(run, "role"):
        yield {"oid": OTHER, "rolname": name}, MANY


def pg_roles(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: the view says of no column that it is not NULL, but most never are."""
    flags = ("oid", "rolname", "rolsuper", "rolinherit", "rolcreaterole", "rolcreatedb", "rolcanlogin")
    for row, certainty in pg_authid(run, hints):
        yield {**dict.fromkeys((*flags, "rolreplication", "rolbypassrls", "rolpassword"), SOMETHING), **row}, certainty


def pg_user(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: the roles that can log in."""
    for row, certainty in pg_authid(run, {"rolname": hints["usename"]} if "usename" in hints else {}):
        login = row.get("rolcanlogin", SOMETHING)
        if login is not False:
            made: dict[str, Value] = {"usename": row["rolname"], "usesysid": row["oid"]}
            made["usesuper"] = row.get("rolsuper", SOMETHING)
            yield made, certainty if login is True else min(certainty, MAYBE)


def pg_group(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: the roles that cannot log in."""
    for row, certainty in pg_authid(run, {"rolname": hints["groname"]} if "groname" in hints else {}):
        login = row.get("rolcanlogin", SOMETHING)
        if login is not True:
            made: dict[str, Value] = {"groname": row["rolname"], "grosysid": row["oid"]}
            yield made, certainty if login is False else min(certainty, MAYBE)


def pg_auth_members(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_auth_members.h`: the memberships that the folder has made; what the platform has is not known."""
    catalog = run.session.catalog
    for role in shared(run, "role", None):
        for name in role.members:
            group = catalog.global_object("role", name)
            row: dict[str, Value] = {"roleid": oid(group) if group else SOMETHING, "member": oid(role)}
            yield row, sure(role, group)
        if role.builtin:
            yield {"member": oid(role)}, MANY
    for _ in doubts(run, "role"):
        yield {"member": SOMETHING}, MANY


def pg_extension(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_extension.h`."""
    for extension in shared(run, "extension", texts(hints, "extname")):
        row: dict[str, Value] = {
            "oid": oid(extension),
            "extname": extension.name,
            "extnamespace": oid(extension.namespace) if extension.namespace is not None else SOMETHING,
            "extrelocatable": extension.relocatable if not extension.builtin else SOMETHING,
            "extversion": text(extension.version) if not extension.builtin else SOMETHING,
        }
        yield row, sure(extension)
    for _, name, _ in doubts(run, "extension"):
        yield {"oid": OTHER, "extname": name}, MANY


def pg_available_extensions(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: what is installed is available; what else is, the server's administrator knows."""
    for extension in shared(run, "extension", texts(hints, "name")):
        row: dict[str, Value] = {"name": extension.name, "default_version": UNKNOWN, "installed_version": SOMETHING}
        if "self" in extension.unknown:
            row["installed_version"] = UNKNOWN
        yield row, CERTAIN if extension.modelled else MAYBE
    yield {"name": SOMETHING, "default_version": SOMETHING}, MANY


def _simple(kind: str, name: str, owner: str = "") -> Any:
    def rows(run: Run, hints: Hints) -> Iterator[Made]:
        for obj in shared(run, kind, texts(hints, name)):
            row: dict[str, Value] = {"oid": oid(obj), name: obj.name}
            if owner:
                row[owner] = owner_of(run, obj)
            yield row, sure(obj)
        for _, doubted, _ in doubts(run, kind):
            yield {"oid": OTHER, name: doubted}, MANY

    return rows


pg_language = _simple("language", "lanname", "lanowner")
pg_am = _simple("access method", "amname")
pg_foreign_data_wrapper = _simple("foreign-data wrapper", "fdwname", "fdwowner")


def pg_event_trigger(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_event_trigger.h`."""
    for trigger in shared(run, "event trigger", texts(hints, "evtname")):
        row: dict[str, Value] = {
            "oid": oid(trigger),
            "evtname": trigger.name,
            "evtevent": trigger.event,
            "evtfoid": oid(trigger.proc) if trigger.proc is not None else SOMETHING,
        }
        if not trigger.builtin:
            row["evtenabled"] = trigger.enabled
        yield row, sure(trigger)
    for _, name, _ in doubts(run, "event trigger"):
        yield {"oid": OTHER, "evtname": name}, MANY


def pg_foreign_server(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_foreign_server.h`."""
    for server in shared(run, "server", texts(hints, "srvname")):
        wrapper = run.session.catalog.global_object("foreign-data wrapper", server.wrapper)
        row: dict[str, Value] = {
            "oid": oid(server),
            "srvname": server.name,
            "srvowner": owner_of(run, server),
            "srvfdw": oid(wrapper) if wrapper is not None else SOMETHING,
            "srvoptions": [f"{k}={v}" for k, v in server.options.items()] or None,
        }
        yield row, sure(server)
    for _, name, _ in doubts(run, "server"):
        yield {"oid": OTHER, "srvname": name}, MANY


def pg_collation(run: Run, hints: Hints) -> Iterator[Made]:
    """`catalog/pg_collation.h`: those of the operating system are not known."""
    catalog = run.session.catalog
    for space in spaces(run, hints, "collnamespace"):
        names = texts(hints, "collname")
        if names is None:
            names = [n for kind, n in space.others if kind == "collation"]
        for name in names:
            found = catalog.other(space, "collation", name)
            if found is not None:
                row: dict[str, Value] = {"oid": oid(found), "collname": name, "collnamespace": oid(space)}
                yield row, sure(found)
    yield {"collnamespace": oid(catalog.namespaces["pg_catalog"])}, MANY
    for _, name, space_or_none in doubts(run, "collation"):
        yield {"collname": name, "collnamespace": oid(space_or_none) if space_or_none else SOMETHING}, MANY


def pg_settings(run: Run, hints: Hints) -> Iterator[Made]:
    """`system_views.sql`: which settings there are; their values as far as the folder has set them."""
    session = run.session
    names = texts(hints, "name")
    for setting in shared(run, "setting", names):
        value = session.settings.get(setting.name.lower())
        if value == session.defaults.get(setting.name.lower()):
            value = None
        plain = setting.vartype in ("string", "enum")
        row: dict[str, Value] = {
            "name": setting.name,
            "setting": value if value is not None and plain else SOMETHING,
            "vartype": setting.vartype,
            "context": setting.context,
        }
        yield row, CERTAIN
    yield {"name": "extension.setting"}, MANY
