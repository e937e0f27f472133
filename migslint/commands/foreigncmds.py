"""Foreign-data wrappers, servers, user mappings (`commands/foreigncmds.c`).

Options are kept by name; which of them a wrapper takes is for its own validator to say, and is checked only for
`postgresql_fdw_validator`, which the server has of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.catalog import ANY
from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError, Unknown, duplicate_object, undefined_object
from migslint.catalog.objects import Event, ForeignServer, Proc, Simple, UserMapping
from migslint.catalog.session import Session
from migslint.commands.defelem import conflicting, elements
from migslint.commands.lookup import qualified, rolespec, strings

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterFdwStmt,
        AlterForeignServerStmt,
        AlterUserMappingStmt,
        CreateFdwStmt,
        CreateForeignServerStmt,
        CreateUserMappingStmt,
        DefElem,
        DropUserMappingStmt,
        ImportForeignSchemaStmt,
        RoleSpec,
    )


def transform_options(old: dict[str, str], nodes: list[DefElem]) -> dict[str, str]:
    """`transformGenericOptions`: ADD, SET and DROP; PgError 42704 or 42710."""
    out = dict(old)
    for option in nodes:
        name = option["defname"]
        action = option.get("defaction", "DEFELEM_UNSPEC")
        if action in ("DEFELEM_SET", "DEFELEM_DROP"):
            if name not in out:
                raise PgError("42704", f'option "{name}" not found', reason="missing", kind="option", name=name)
        elif name in out:
            raise PgError(
                "42710", f'option "{name}" provided more than once', reason="exists", kind="option", name=name
            )
        if action == "DEFELEM_DROP":
            del out[name]
        else:
            arg: Any = option.get("arg", {})
            out[name] = arg.get("String", {}).get("sval", "")
    return out


_SERVER_OPTIONS = (
    *("authtype", "service", "connect_timeout", "dbname", "host", "hostaddr", "port", "tty", "options"),
    *("requiressl", "sslmode", "gsslib", "gssdelegation"),
)
#: kind of object -> the options that `foreign.c, postgresql_fdw_validator` takes for it
_LIBPQ_OPTIONS = {"server": _SERVER_OPTIONS, "user mapping": ("user", "password")}


def validate_options(wrapper: Simple, kind: str, options: dict[str, str]) -> None:
    """Run a wrapper's validator, if it is known, on the options of a kind of object; PgError 42601."""
    record = wrapper.record
    if not isinstance(record, dict) or record.get("validator") != "postgresql_fdw_validator":
        return
    known = _LIBPQ_OPTIONS.get(kind, ())
    for name in options:
        if name not in known:
            near = _closest(name, known)
            hint = f'Perhaps you meant the option "{near}".' if near else None
            if not known:
                hint = "There are no valid options in this context."
            raise PgError("42601", f'invalid option "{name}"', hint=hint, reason="definition", kind="option", name=name)


def _closest(word: str, candidates: Sequence[str]) -> str | None:
    """`varlena.c, updateClosestMatch`, no further away than 4 and half of the word."""
    from migslint.analyze.parse_relation import levenshtein

    best, found = min(4, len(word) // 2) + 1, None
    for candidate in candidates:
        distance = levenshtein(word, candidate, 4)
        if distance < best:
            best, found = distance, candidate
    return found


def get_wrapper(session: Session, name: str) -> Simple:
    """`GetForeignDataWrapperByName`."""
    found = ns.find_shared(session, "foreign-data wrapper", name)
    if not isinstance(found, Simple):
        raise undefined_object("foreign-data wrapper", name)
    return found


def find_server(session: Session, name: str) -> ForeignServer | None:
    """`GetForeignServerByName` with missing_ok."""
    found = ns.find_shared(session, "server", name)
    return found if isinstance(found, ForeignServer) else None


def get_server(session: Session, name: str) -> ForeignServer:
    """`GetForeignServerByName`."""
    found = find_server(session, name)
    if found is None:
        raise undefined_object("server", name)
    return found


def _functions(session: Session, nodes: list[DefElem]) -> dict[str, Proc | None]:
    """`parse_func_options`, `lookup_fdw_handler_func`, `lookup_fdw_validator_func`."""
    out: dict[str, Proc | None] = {}
    for option in nodes:
        name = option["defname"]
        if name in out:
            raise conflicting(option)
        arg: Any = option.get("arg")
        out[name] = None
        if arg is None:
            continue
        items = arg["List"]["items"]
        catalog = session.catalog
        types = () if name == "handler" else (catalog.builtin_type("_text"), catalog.builtin_type("oid"))
        schema, bare = qualified(items)
        proc = next((p for p in ns.find_procs(session, schema, bare) if p.argtypes == types), None)
        shown = ".".join(strings(items))
        if proc is None:
            if ns.procs_in_doubt(session, schema, bare):
                raise Unknown(bare)
            arguments = "" if name == "handler" else "text[], oid"
            raise PgError(
                "42883",
                f"function {shown}({arguments}) does not exist",
                reason="missing",
                kind="function",
                name=bare,
            )
        if name == "handler" and proc.rettype.name != "fdw_handler" and proc.rettype.typtype != "?":
            raise PgError(
                "42809", f"function {shown} must return type fdw_handler", reason="type", kind="function", obj=proc
            )
        out[name] = proc
    return out


def _validator(proc: Proc | None) -> str:
    """The validator's name if it is the server's own, nothing for any other."""
    return proc.name if proc is not None and proc.builtin else ""


def create_wrapper(session: Session, node: CreateFdwStmt) -> None:
    """`CreateForeignDataWrapper`."""
    name, catalog = node["fdwname"], session.catalog
    existing = ns.find_shared(session, "foreign-data wrapper", name)
    if existing is not None:
        raise duplicate_object("foreign-data wrapper", name, obj=existing)
    functions = _functions(session, elements(node.get("func_options")))
    record: dict[str, Any] = {
        "handler": functions.get("handler") is not None,
        "validator": _validator(functions.get("validator")),
        "options": transform_options({}, elements(node.get("options"))),
    }
    wrapper = Simple(name=name, kind="foreign-data wrapper", owner=session.role, record=record)
    validate_options(wrapper, "foreign-data wrapper", record["options"])
    catalog.add_shared("foreign-data wrapper", wrapper)
    for proc in functions.values():
        if proc is not None:
            catalog.depend(wrapper, proc)


def alter_wrapper(session: Session, node: AlterFdwStmt) -> None:
    """`AlterForeignDataWrapper`."""
    wrapper = get_wrapper(session, node["fdwname"])
    functions = _functions(session, elements(node.get("func_options")))
    record: dict[str, Any] = dict(wrapper.record) if isinstance(wrapper.record, dict) else {"handler": True}
    if wrapper.builtin:
        return
    record["options"] = transform_options(record.get("options", {}), elements(node.get("options")))
    if "handler" in functions:
        record["handler"] = functions["handler"] is not None
    if "validator" in functions:
        record["validator"] = _validator(functions["validator"])
    if "options" in node:
        validate_options(Simple(name=wrapper.name, kind="", record=record), "foreign-data wrapper", record["options"])
    session.journal.set(wrapper, "record", record)
    for proc in functions.values():
        if proc is not None:
            session.catalog.depend(wrapper, proc)
    session.catalog.event(wrapper, "altered")


def create_server(session: Session, node: CreateForeignServerStmt) -> None:
    """`CreateForeignServer`."""
    name, catalog = node["servername"], session.catalog
    existing = find_server(session, name)
    if existing is not None:
        if not node.get("if_not_exists"):
            raise duplicate_object("server", name, obj=existing)
        session.notice(
            f'server "{name}" already exists, skipping',
            sqlstate="42710",
            reason="skip",
            kind="server",
            name=name,
            obj=existing,
        )
        return
    wrapper = get_wrapper(session, node["fdwname"])
    options = transform_options({}, elements(node.get("options")))
    validate_options(wrapper, "server", options)
    server = ForeignServer(name=name, wrapper=wrapper.name, owner=session.role, options=options)
    catalog.add_shared("server", server)
    catalog.depend(server, wrapper)


def alter_server(session: Session, node: AlterForeignServerStmt) -> None:
    """`AlterForeignServer`."""
    server = get_server(session, node["servername"])
    options = transform_options(server.options, elements(node.get("options")))
    if "options" in node:
        validate_options(get_wrapper(session, server.wrapper), "server", options)
    session.journal.set(server, "options", options)
    session.catalog.event(server, "altered")


def _user(session: Session, node: RoleSpec) -> str:
    return rolespec(session, node) or "public"


def create_user_mapping(session: Session, node: CreateUserMappingStmt) -> None:
    """`CreateUserMapping`."""
    user = _user(session, node["user"])
    server = get_server(session, node["servername"])
    existing = server.mappings.get(user)
    if existing is not None:
        text = f'user mapping for "{user}" already exists for server "{server.name}"'
        if not node.get("if_not_exists"):
            raise PgError(
                "42710", text, reason="exists", kind="user mapping", name=user, within=server.name, obj=existing
            )
        session.notice(
            f"{text}, skipping", sqlstate="42710", reason="skip", kind="user mapping", name=user, obj=existing
        )
        return
    options = transform_options({}, elements(node.get("options")))
    validate_options(get_wrapper(session, server.wrapper), "user mapping", options)
    mapping = UserMapping(
        name=user,
        server=server,
        options=options,
        life=[Event("created", session.catalog.place)],
    )
    session.journal.put(server.mappings, user, mapping)
    session.catalog.depend(mapping, server)


def _missing_mapping(user: str, server: ForeignServer) -> PgError:
    return PgError(
        "42704",
        f'user mapping for "{user}" does not exist for server "{server.name}"',
        reason="missing",
        kind="user mapping",
        name=user,
        within=server.name,
        obj=server,
    )


def alter_user_mapping(session: Session, node: AlterUserMappingStmt) -> None:
    """`AlterUserMapping`."""
    user = _user(session, node["user"])
    server = get_server(session, node["servername"])
    mapping = server.mappings.get(user)
    if mapping is None:
        raise _missing_mapping(user, server)
    options = transform_options(mapping.options, elements(node.get("options")))
    if "options" in node:
        validate_options(get_wrapper(session, server.wrapper), "user mapping", options)
    session.journal.set(mapping, "options", options)
    session.catalog.event(mapping, "altered")


def drop_user_mapping(session: Session, node: DropUserMappingStmt) -> None:
    """`RemoveUserMapping`."""
    missing_ok = node.get("missing_ok", False)
    try:
        user = _user(session, node["user"])
    except PgError as error:
        if not missing_ok:
            raise
        session.notice(f"{error.message}, skipping", reason="skip", kind="role", name=error.name)
        return
    server = find_server(session, node["servername"])
    if server is None:
        problem = undefined_object("server", node["servername"])
        if not missing_ok:
            raise problem
        session.notice(f"{problem.message}, skipping", reason="skip", kind="server", name=problem.name)
        return
    mapping = server.mappings.get(user)
    if mapping is None:
        problem = _missing_mapping(user, server)
        if not missing_ok:
            raise problem
        session.notice(f"{problem.message}, skipping", reason="skip", kind="user mapping", name=user)
        return
    perform_deletion(session, [mapping], node.get("behavior") == "DROP_CASCADE")


def import_foreign_schema(session: Session, node: ImportForeignSchemaStmt) -> None:
    """`ImportForeignSchema`: what the other side has is not known, so the names are in doubt."""
    server = get_server(session, node["server_name"])
    ns.namespace(session, node["local_schema"])
    wrapper = get_wrapper(session, server.wrapper)
    if isinstance(wrapper.record, dict) and not wrapper.record.get("handler"):
        raise PgError(
            "55000",
            f'foreign-data wrapper "{wrapper.name}" has no handler',
            reason="definition",
            kind="foreign-data wrapper",
            name=wrapper.name,
            obj=wrapper,
        )
    names = [ANY]
    if node.get("list_type") == "FDW_IMPORT_SCHEMA_LIMIT_TO":
        names = [t["RangeVar"]["relname"] for t in node.get("table_list", [])]
    for name in names:
        for kind in ("relation", "type"):
            session.catalog.doubt(kind, node["local_schema"], name)
