"""Roles and membership (`commands/user.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.literals import check_literal
from migslint.catalog import namespace as ns
from migslint.catalog.depend import perform_deletion
from migslint.catalog.errors import PgError, Unknown, duplicate_object, undefined_object
from migslint.catalog.objects import Role
from migslint.catalog.session import Session
from migslint.commands import shdepend
from migslint.commands.defelem import conflicting, elements, get_int
from migslint.commands.lookup import named_role

if TYPE_CHECKING:
    from migslint.syntax.nodes import (
        AlterRoleSetStmt,
        AlterRoleStmt,
        CreateRoleStmt,
        DefElem,
        DropOwnedStmt,
        DropRoleStmt,
        GrantRoleStmt,
        ReassignOwnedStmt,
        RoleSpec,
    )


def find_role(session: Session, name: str) -> Role | None:
    """`get_role_oid` with missing_ok; Unknown if the role may be there."""
    found = ns.find_shared(session, "role", name)
    return found if isinstance(found, Role) else None


def get_role(session: Session, name: str, location: int | None = None) -> Role:
    """`get_role_oid`: PgError 42704 without the role."""
    found = find_role(session, name)
    if found is None:
        raise undefined_object("role", name, location)
    return found


def check_reserved(name: str, detail: str = 'Role names starting with "pg_" are reserved.') -> None:
    """`IsReservedName`."""
    if name.startswith("pg_"):
        raise PgError(
            "42939",
            f'role name "{name}" is reserved',
            detail=detail,
            reason="definition",
            kind="role",
            name=name,
        )


def create_role(session: Session, node: CreateRoleStmt) -> None:
    """`CreateRole`: CREATE ROLE, CREATE USER, CREATE GROUP."""
    name = node["role"]
    options = _options(session, elements(node.get("options")))
    check_reserved(name)
    if find_role(session, name) is not None:
        raise duplicate_object("role", name, obj=find_role(session, name))
    _check_valid_until(session, options)
    role = Role(
        name=name,
        login=_flag(options, "canlogin", node.get("stmt_type") == "ROLESTMT_USER"),
        superuser=_flag(options, "superuser", False),
        inherit=_flag(options, "inherit", True),
        bypass_rls=_flag(options, "bypassrls", False),
    )
    session.catalog.add_shared("role", role)
    session.catalog.settle("role", "", name)
    for spec in _specs(options, "addroleto"):
        add_members(session, get_role(session, named_role(session, spec)), [name])
    for key in ("rolemembers", "adminmembers"):
        add_members(session, role, [named_role(session, spec) for spec in _specs(options, key)])


_FLAGS = (("canlogin", "login"), ("superuser", "superuser"), ("inherit", "inherit"), ("bypassrls", "bypass_rls"))


def alter_role(session: Session, node: AlterRoleStmt) -> None:
    """`AlterRole`, ALTER GROUP ADD and DROP USER among it."""
    options = _options(session, elements(node.get("options")))
    spec = node["role"]
    if spec.get("roletype") == "ROLESPEC_CSTRING":
        check_reserved(spec.get("rolename", ""), "Cannot alter reserved roles.")
    role = get_role(session, named_role(session, spec), spec.get("location", 0))
    _check_valid_until(session, options)
    journal = session.journal
    for option, field in _FLAGS:
        if option in options:
            journal.set(role, field, _flag(options, option, False))
    members = [named_role(session, s) for s in _specs(options, "rolemembers")]
    if members and node.get("action", 0) > 0:
        add_members(session, role, members)
    elif members:
        _remove_members(session, role, members)
    session.catalog.event(role, "altered")


def alter_role_set(session: Session, node: AlterRoleSetStmt) -> None:
    """`AlterRoleSet`: ALTER ROLE … [IN DATABASE …] SET."""
    from migslint.commands.variable import check_stored

    role = None
    if "role" in node:
        spec = node["role"]
        if spec.get("roletype") == "ROLESPEC_CSTRING":
            check_reserved(spec.get("rolename", ""), "Cannot alter reserved roles.")
        role = get_role(session, named_role(session, spec), spec.get("location", 0))
    if "database" in node and ns.find_shared(session, "database", node["database"]) is None:
        raise undefined_object("database", node["database"], sqlstate="3D000")
    check_stored(session, node["setstmt"])
    if role is not None:
        session.catalog.event(role, "altered")


def drop_role(session: Session, node: DropRoleStmt) -> None:
    """`DropRole`."""
    roles: list[Role] = []
    for item in node["roles"]:
        spec: Any = item["RoleSpec"]
        if spec.get("roletype") != "ROLESPEC_CSTRING":
            raise PgError("22023", "cannot use special role specifier in DROP ROLE", reason="definition", kind="role")
        name, location = spec.get("rolename", ""), spec.get("location", 0)
        role = find_role(session, name)
        if role is None:
            if not node.get("missing_ok"):
                raise undefined_object("role", name, location)
            session.notice(
                f'role "{name}" does not exist, skipping', reason="skip", kind="role", name=name, location=location
            )
            continue
        if name == session.role:
            raise PgError("55006", "current user cannot be dropped", location=location, kind="role", name=name)
        if role not in roles:
            roles.append(role)
    for role in roles:
        if role.builtin and role.name.startswith("pg_"):
            raise PgError(
                "2BP01",
                f"cannot drop role {role.name} because it is required by the database system",
                reason="dependents",
                kind="role",
                name=role.name,
            )
        shdepend.check_droppable(session, role)
        if role.builtin:
            raise Unknown(role.name)
    catalog, journal = session.catalog, session.journal
    for role in roles:
        for other in list(catalog.shared.values()):
            if isinstance(other, Role) and role.name in other.members:
                journal.set(other, "members", [m for m in other.members if m != role.name])
        journal.drop(catalog.shared, ("role", role.name))
        catalog.bury(role)


def grant_role(session: Session, node: GrantRoleStmt) -> None:
    """`GrantRole`: GRANT role TO role, REVOKE role FROM role."""
    for option in elements(node.get("opt")):
        if option["defname"] not in ("admin", "inherit", "set"):
            raise PgError(
                "42601",
                f'unrecognized role option "{option["defname"]}"',
                location=option.get("location", 0),
                reason="syntax",
            )
    grantees = [named_role(session, n["RoleSpec"]) for n in node["grantee_roles"]]
    if "grantor" in node:
        named_role(session, node["grantor"])
    for item in node["granted_roles"]:
        priv: Any = item["AccessPriv"]
        if "cols" in priv:
            raise PgError("0LP01", "column names cannot be included in GRANT/REVOKE ROLE", reason="definition")
        role = get_role(session, priv.get("priv_name", ""))
        if node.get("is_grant"):
            add_members(session, role, grantees, "opt" in node)
        elif "opt" not in node:
            _remove_members(session, role, grantees)


def add_members(session: Session, role: Role, members: list[str], changed: bool = False) -> None:
    """`AddRoleMems`: no circles, a NOTICE for those that are members already, unless options are `changed`."""
    if role.name == "pg_database_owner" and members:
        raise PgError(
            "0A000" if session.version >= 17 else "XX000",
            'role "pg_database_owner" cannot have explicit members',
            reason="unsupported",
            kind="role",
        )
    for member in members:
        if member == "pg_database_owner":
            raise PgError(
                "0A000" if session.version >= 17 else "XX000",
                'role "pg_database_owner" cannot be a member of any role',
                reason="unsupported",
                kind="role",
            )
        if role.name in _all_members(session, member):
            raise PgError(
                "0LP01",
                f'role "{role.name}" is a member of role "{member}"',
                reason="definition",
                kind="role",
                name=role.name,
                obj=role,
            )
    for member in members:
        if member not in role.members:
            session.journal.set(role, "members", [*role.members, member])
        elif changed:
            continue
        elif session.version >= 16:
            session.notice(
                f'role "{member}" has already been granted membership in role "{role.name}" by role "{session.role}"',
                reason="skip",
                kind="membership",
                name=member,
                obj=role,
            )
        else:
            session.notice(
                f'role "{member}" is already a member of role "{role.name}"',
                reason="skip",
                kind="membership",
                name=member,
                obj=role,
            )


def _remove_members(session: Session, role: Role, members: list[str]) -> None:
    """`DelRoleMems`."""
    for member in members:
        if member in role.members:
            session.journal.set(role, "members", [m for m in role.members if m != member])
        elif not role.builtin:
            by = f' by role "{session.role}"'
            session.notice(
                f'role "{member}" has not been granted membership in role "{role.name}"{by}'
                if session.version >= 16
                else f'role "{member}" is not a member of role "{role.name}"',
                severity="WARNING",
                sqlstate="01000",
                reason="nothing",
                kind="membership",
                name=member,
            )


def _all_members(session: Session, name: str) -> set[str]:
    """`roles_is_member_of` the other way round: the role, its members, their members …"""
    found: set[str] = set()
    stack = [name]
    while stack:
        at = stack.pop()
        if at not in found:
            found.add(at)
            role = session.catalog.shared.get(("role", at))
            if isinstance(role, Role):
                stack.extend(role.members)
    return found


def drop_owned(session: Session, node: DropOwnedStmt) -> None:
    """`DropOwnedObjects`, `shdepDropOwned`."""
    roles = [get_role(session, named_role(session, n["RoleSpec"])) for n in node["roles"]]
    for role in roles:
        _check_not_pinned(role, "drop objects owned by")
        if role.builtin:
            raise Unknown(role.name)
    journal = session.journal
    for role in roles:
        journal.save(role.grants)
        role.grants.clear()
        for policy in shdepend.policies(session, role.name):
            rest = tuple(r for r in policy.roles if r != role.name)
            if rest:
                journal.set(policy, "roles", rest)
            else:
                perform_deletion(session, [policy], True)
    targets = [o for role in roles for o in shdepend.owned(session, role.name)]
    perform_deletion(session, targets, node.get("behavior") == "DROP_CASCADE")


def reassign_owned(session: Session, node: ReassignOwnedStmt) -> None:
    """`ReassignOwnedObjects`, `shdepReassignOwned`."""
    roles = [get_role(session, named_role(session, n["RoleSpec"])) for n in node["roles"]]
    new = named_role(session, node["newrole"])
    for role in roles:
        _check_not_pinned(role, "reassign ownership of objects owned by")
        for obj in shdepend.objects(session):
            if obj.owner == role.name:
                session.journal.set(obj, "owner", new)


def rename_role(session: Session, old: str, new: str) -> None:
    """`RenameRole`: the role, and the places that remember it by name."""
    role = get_role(session, old)
    if old == session.role:
        raise PgError("0A000", "session user cannot be renamed", reason="unsupported", kind="role", name=old)
    check_reserved(old)
    check_reserved(new)
    existing = find_role(session, new)
    if existing is not None:
        raise duplicate_object("role", new, obj=existing)
    catalog, journal = session.catalog, session.journal
    for obj in shdepend.objects(session):
        if obj.owner == old:
            journal.set(obj, "owner", new)
        if isinstance(obj, Role) and old in obj.members:
            journal.set(obj, "members", [new if m == old else m for m in obj.members])
    for policy in shdepend.policies(session, old):
        journal.set(policy, "roles", tuple(new if r == old else r for r in policy.roles))
    journal.drop(catalog.shared, ("role", old))
    journal.set(role, "name", new)
    journal.put(catalog.shared, ("role", new), role)
    catalog.event(role, "renamed", old)


def _check_not_pinned(role: Role, what: str) -> None:
    if role.builtin and (role.name == "postgres" or role.name.startswith("pg_")):
        raise PgError(
            "2BP01",
            f"cannot {what} role {role.name} because they are required by the database system",
            reason="dependents",
            kind="role",
            name=role.name,
        )


def _options(session: Session, nodes: list[DefElem]) -> dict[str, DefElem]:
    """The options by name, each at most once."""
    found: dict[str, DefElem] = {}
    for option in nodes:
        name = option["defname"]
        if name == "sysid":
            session.notice("SYSID can no longer be specified")
            continue
        if name in found:
            raise conflicting(option)
        found[name] = option
    password: Any = found.get("password", {})
    if "String" in password.get("arg", {}) and not password["arg"]["String"].get("sval"):
        session.notice("empty string is not a valid password, clearing password")
    limit = found.get("connectionlimit")
    if limit is not None and get_int(limit) < -1:
        raise PgError("22023", f"invalid connection limit: {get_int(limit)}", reason="value", kind="role")
    return found


def _check_valid_until(session: Session, options: dict[str, DefElem]) -> None:
    until = options.get("validUntil")
    if until is not None and "arg" in until:
        text = until["arg"].get("String", {}).get("sval", "")
        check_literal(session, text, session.catalog.builtin_type("timestamptz"), -1, until.get("location", 0))


def _flag(options: dict[str, DefElem], name: str, default: bool) -> bool:
    option: Any = options.get(name)
    if option is None:
        return default
    return bool(option.get("arg", {}).get("Boolean", {}).get("boolval", False))


def _specs(options: dict[str, DefElem], name: str) -> list[RoleSpec]:
    option: Any = options.get(name)
    return [n["RoleSpec"] for n in option["arg"]["List"]["items"]] if option is not None else []
