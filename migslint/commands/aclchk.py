"""GRANT and REVOKE on objects, default privileges (`catalog/aclchk.c`).

That every object, column and role is there is checked; of the privileges themselves only those of roles are kept,
because DROP ROLE asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import typename_text
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_column, undefined_object
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import CatalogObject, Relation, Simple, Type
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.defelem import conflicting, elements
from migslint.commands.lookupfunc import lookup_func_with_args
from migslint.commands.user import find_role

if TYPE_CHECKING:
    from migslint.syntax.nodes import AlterDefaultPrivilegesStmt, GrantStmt

RELATION = frozenset(("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"))
SEQUENCE = frozenset(("USAGE", "SELECT", "UPDATE"))
COLUMN = frozenset(("SELECT", "INSERT", "UPDATE", "REFERENCES"))
_EXECUTE = frozenset(("EXECUTE",))
_USAGE = frozenset(("USAGE",))

#: objtype -> the privileges it has, and its noun in messages
PRIVILEGES: dict[str, tuple[frozenset[str], str]] = {
    "OBJECT_TABLE": (RELATION | SEQUENCE, "relation"),
    "OBJECT_SEQUENCE": (SEQUENCE, "sequence"),
    "OBJECT_DATABASE": (frozenset(("CREATE", "TEMP", "CONNECT")), "database"),
    "OBJECT_DOMAIN": (_USAGE, "domain"),
    "OBJECT_FUNCTION": (_EXECUTE, "function"),
    "OBJECT_LANGUAGE": (_USAGE, "language"),
    "OBJECT_LARGEOBJECT": (frozenset(("SELECT", "UPDATE")), "large object"),
    "OBJECT_SCHEMA": (frozenset(("USAGE", "CREATE")), "schema"),
    "OBJECT_PROCEDURE": (_EXECUTE, "procedure"),
    "OBJECT_ROUTINE": (_EXECUTE, "routine"),
    "OBJECT_TABLESPACE": (frozenset(("CREATE",)), "tablespace"),
    "OBJECT_TYPE": (_USAGE, "type"),
    "OBJECT_FDW": (_USAGE, "foreign-data wrapper"),
    "OBJECT_FOREIGN_SERVER": (_USAGE, "foreign server"),
    "OBJECT_PARAMETER_ACL": (frozenset(("SET", "ALTER SYSTEM")), "parameter"),
}

_ALL = RELATION | SEQUENCE | _EXECUTE | frozenset(("CREATE", "TEMP", "CONNECT"))

_SHARED = {
    "OBJECT_DATABASE": ("database", "3D000"),
    "OBJECT_LANGUAGE": ("language", "42704"),
    "OBJECT_TABLESPACE": ("tablespace", "42704"),
    "OBJECT_FDW": ("foreign-data wrapper", "42704"),
    "OBJECT_FOREIGN_SERVER": ("server", "42704"),
}

_SEQUENCE = ("last_value", "log_cnt", "is_called")

Grant = tuple[str, list[str] | None]
"""A privilege ("" for ALL) and the columns it is for."""


def grant(session: Session, node: GrantStmt) -> None:
    """`ExecuteGrantStmt`: objects first, then grantees, then privileges."""
    if "grantor" in node and lookup.rolespec(session, node["grantor"]) != session.role:
        raise PgError("0A000", "grantor must be current user", reason="unsupported", kind="role")
    objtype = node["objtype"]
    if node.get("targtype") == "ACL_TARGET_ALL_IN_SCHEMA":
        objects = _in_schemas(session, objtype, lookup.strings(node.get("objects", [])))
    else:
        objects = [o for item in node.get("objects", []) if (o := _object(session, objtype, item)) is not None]
    grantees = [lookup.rolespec(session, n["RoleSpec"]) for n in node.get("grantees", [])]
    privileges = _privileges(session, objtype, node.get("privileges", []))
    if node.get("grant_option") and node.get("is_grant") and None in grantees:
        raise PgError("0LP01", "grant options can only be granted to roles", reason="definition", kind="privilege")
    adding = node.get("is_grant", False)
    names = [g for g in grantees if g is not None]
    for obj in objects:
        if isinstance(obj, Relation):
            _on_relation(session, objtype, obj, privileges, names, adding)
        else:
            _check_object(objtype, obj)
            _remember(session, obj, names, _whole(privileges, PRIVILEGES[objtype][0]), adding)


def _privileges(session: Session, objtype: str, nodes: list[Any]) -> list[Grant]:
    """The privileges with their columns; [("", None)] for ALL."""
    allowed, noun = PRIVILEGES[objtype]
    out: list[Grant] = []
    for item in nodes:
        priv = item["AccessPriv"]
        columns = lookup.strings(priv["cols"]) if "cols" in priv else None
        if columns is not None:
            if objtype != "OBJECT_TABLE":
                raise PgError(
                    "0LP01", "column privileges are only valid for relations", reason="definition", kind="privilege"
                )
            out.append((_privilege(session, priv["priv_name"]) if "priv_name" in priv else "", columns))
            continue
        name = _privilege(session, priv["priv_name"])
        if name and name not in allowed:
            raise _invalid(name, noun)
        if name:
            out.append((name, None))
    return out if nodes else [("", None)]


def _privilege(session: Session, name: str) -> str:
    """`string_to_privilege`; "" for RULE, which means nothing any more (until 17)."""
    found = name.upper()
    if found == "TEMPORARY":
        found = "TEMP"
    if found == "RULE" and session.version < 18:
        return ""
    if (found in _ALL and (found != "MAINTAIN" or session.version >= 17)) or (
        found in ("SET", "ALTER SYSTEM") and session.version >= 15
    ):
        return found
    raise PgError("42601", f'unrecognized privilege type "{name}"', reason="definition", kind="privilege", name=name)


def _invalid(privilege: str, noun: str) -> PgError:
    shown = "TEMP" if privilege == "TEMP" else privilege
    return PgError(
        "0LP01", f"invalid privilege type {shown} for {noun}", reason="definition", kind="privilege", name=privilege
    )


def _whole(privileges: list[Grant], everything: frozenset[str]) -> frozenset[str]:
    """The privileges on the object itself."""
    found = frozenset(name for name, columns in privileges if columns is None)
    return everything if "" in found else found


def _object(session: Session, objtype: str, item: Any) -> CatalogObject | None:
    """`objectNamesToOids`: what a GRANT names; None for what has no object here (a parameter)."""
    if objtype in ("OBJECT_TABLE", "OBJECT_SEQUENCE"):
        return lookup.relation(session, item["RangeVar"])
    if objtype in ("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"):
        return lookup_func_with_args(session, objtype, item["ObjectWithArgs"])
    if objtype in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        typename = lookup.as_typename(item)
        found = lookup.find_type(session, typename, missing_ok=False)
        if objtype == "OBJECT_DOMAIN" and found is not None and found.typtype != "d":
            raise PgError("42809", f'"{typename_text(typename)}" is not a domain', reason="kind", name=found.name)
        return found
    if objtype == "OBJECT_LARGEOBJECT":
        raise Unknown("large object")
    name = item["String"].get("sval", "")
    if objtype == "OBJECT_SCHEMA":
        if name == "pg_temp":
            raise undefined_object("schema", name, sqlstate="3F000")
        return ns.namespace(session, name)
    if objtype == "OBJECT_PARAMETER_ACL":
        from migslint.commands.guc import find_setting, undefined_setting

        if "." not in name and find_setting(session, name) is None:
            if session.version <= 16:
                raise PgError("42602", f'invalid parameter name "{name}"', reason="missing", kind="setting", name=name)
            raise undefined_setting(name)
        return None
    kind, sqlstate = _SHARED[objtype]
    shared = ns.find_shared(session, kind, name)
    if shared is None:
        raise undefined_object(kind, name, sqlstate=sqlstate)
    return shared


def _in_schemas(session: Session, objtype: str, schemas: list[str]) -> list[CatalogObject]:
    """`objectsInSchemaToOids`: what the catalog knows of a schema."""
    out: list[CatalogObject] = []
    for name in schemas:
        space = ns.namespace(session, name)
        if objtype in ("OBJECT_TABLE", "OBJECT_SEQUENCE"):
            relkinds = "S" if objtype == "OBJECT_SEQUENCE" else "rvmfp"
            out += [r for r in space.relations.values() if r.relkind in relkinds and "self" not in r.unknown]
        else:
            kinds = {"OBJECT_FUNCTION": "faw", "OBJECT_PROCEDURE": "p"}.get(objtype, "fawp")
            out += [p for procs in space.procs.values() for p in procs if p.kind in kinds]
    return out


def _check_object(objtype: str, obj: CatalogObject) -> None:
    """`ExecGrant_Language_check`, `ExecGrant_Type_check`."""
    if isinstance(obj, Type) and (obj.is_array or obj.typtype == "m"):
        what = "array" if obj.is_array else "multirange"
        raise PgError(
            "0LP01",
            f"cannot set privileges of {what} types",
            hint=f"Set the privileges of the {'element' if obj.is_array else 'range'} type instead.",
            reason="definition",
            kind="type",
            name=obj.name,
            obj=obj,
        )
    if objtype == "OBJECT_LANGUAGE" and obj.builtin and obj.name in ("c", "internal"):
        raise PgError(
            "42809",
            f'language "{obj.name}" is not trusted',
            detail="GRANT and REVOKE are not allowed on untrusted languages, "
            "because only superusers can use untrusted languages.",
            reason="kind",
            kind="language",
            name=obj.name,
            obj=obj,
        )


def _on_relation(
    session: Session, objtype: str, rel: Relation, privileges: list[Grant], grantees: list[str], adding: bool
) -> None:
    """`ExecGrant_Relation`."""
    if rel.relkind in "iIc":
        what = "a composite type" if rel.relkind == "c" else "an index"
        raise PgError("42809", f'"{rel.name}" is {what}', reason="kind", kind="relation", name=rel.name, obj=rel)
    if objtype == "OBJECT_SEQUENCE" and rel.relkind != "S":
        raise lookup.not_a(rel, "a sequence")
    mine = SEQUENCE if rel.relkind == "S" else RELATION
    whole = _whole(privileges, mine)
    if not whole <= mine:
        if rel.relkind != "S":
            raise _invalid("USAGE", "table")
        session.notice(
            f'sequence "{rel.name}" only supports USAGE, SELECT, and UPDATE privileges',
            sqlstate="0LP01",
            severity="WARNING",
            obj=rel,
        )
    _remember(session, rel, grantees, whole, adding)
    if whole and not adding:
        for each in rel.attributes.values():
            _remember(session, each, grantees, whole & COLUMN, False)
    for privilege, columns in privileges:
        for column in columns or ():
            attribute = rel.attributes.get(column)
            if attribute is None and column not in SYSTEM_COLUMNS and not (rel.relkind == "S" and column in _SEQUENCE):
                if "column" in rel.unknown:
                    raise Unknown(column)
                raise undefined_column(column, rel.name, None, rel)
            if attribute is not None:
                _remember(session, attribute, grantees, frozenset((privilege,)) if privilege else COLUMN, adding)
        if columns is None:
            continue
        if privilege and privilege not in COLUMN:
            raise _invalid(privilege, "column")
        if rel.relkind == "S" and privilege != "SELECT":
            session.notice(
                f'sequence "{rel.name}" only supports SELECT column privileges',
                sqlstate="0LP01",
                severity="WARNING",
                obj=rel,
            )


def _remember(
    session: Session, obj: CatalogObject, grantees: list[str], privileges: frozenset[str], adding: bool
) -> None:
    """`updateAclDependencies`: who holds what, the owner left out."""
    for name in grantees:
        role = find_role(session, name)
        if role is None or name == obj.owner:
            continue
        old = role.grants.get(obj)
        if adding:
            if old is None or not privileges <= old:
                session.journal.put(role.grants, obj, privileges | (old or frozenset()))
        elif old is not None:
            rest = old - privileges
            if rest:
                session.journal.put(role.grants, obj, rest)
            else:
                session.journal.drop(role.grants, obj)


def alter_default_privileges(session: Session, node: AlterDefaultPrivilegesStmt) -> None:
    """`ExecAlterDefaultPrivilegesStmt`."""
    roles: list[str] = []
    schemas: list[str | None] = []
    seen: set[str] = set()
    for option in elements(node.get("options")):
        if option["defname"] in seen:
            raise conflicting(option)
        seen.add(option["defname"])
        items: list[Any] = option["arg"]["List"]["items"]
        if option["defname"] == "schemas":
            schemas = list(lookup.strings(items))
        else:
            roles = [lookup.named_role(session, n["RoleSpec"]) for n in items]
    action = node["action"]
    grantees = [lookup.rolespec(session, n["RoleSpec"]) for n in action.get("grantees", [])]
    objtype = action["objtype"]
    allowed, noun = PRIVILEGES[objtype]
    if objtype == "OBJECT_TABLE":
        allowed = RELATION
    privileges: set[str] = set()
    for item in action.get("privileges", []):
        priv: Any = item["AccessPriv"]
        if "cols" in priv:
            raise PgError(
                "0LP01", "default privileges cannot be set for columns", reason="definition", kind="privilege"
            )
        name = _privilege(session, priv["priv_name"])
        if name and name not in allowed:
            raise _invalid(name, noun)
        privileges.add(name)
    for schema in schemas:
        assert schema is not None
        ns.namespace(session, schema)
        if objtype in ("OBJECT_SCHEMA", "OBJECT_LARGEOBJECT"):
            what = "SCHEMAS" if objtype == "OBJECT_SCHEMA" else "LARGE OBJECTS"
            raise PgError(
                "0LP01", f"cannot use IN SCHEMA clause when using GRANT/REVOKE ON {what}", reason="definition"
            )
    for owner in roles or [session.role]:
        for schema in schemas or [None]:
            _set_default_acl(
                session,
                owner,
                schema,
                objtype,
                grantees,
                frozenset(privileges or allowed),
                action.get("is_grant", False),
            )


_DEFAULTS = {
    "OBJECT_TABLE": "relations",
    "OBJECT_SEQUENCE": "sequences",
    "OBJECT_FUNCTION": "functions",
    "OBJECT_TYPE": "types",
    "OBJECT_SCHEMA": "schemas",
    "OBJECT_LARGEOBJECT": "large objects",
}


def _set_default_acl(
    session: Session,
    owner: str,
    schema: str | None,
    objtype: str,
    grantees: list[str | None],
    privileges: frozenset[str],
    adding: bool,
) -> None:
    """`SetDefaultACL`: the entry of pg_default_acl, made when first needed, gone when it says what is the rule anyway.

    Without a schema it starts from `acldefault`: all for the owner, EXECUTE and USAGE for everybody.
    """
    catalog, journal = session.catalog, session.journal
    words = f"on new {_DEFAULTS[objtype]} belonging to role {owner}"
    name = f"{words} in schema {schema}" if schema else words
    base: dict[str, frozenset[str]] = {}
    if schema is None:
        base[owner] = RELATION if objtype == "OBJECT_TABLE" else PRIVILEGES[objtype][0]
        if objtype in ("OBJECT_FUNCTION", "OBJECT_TYPE"):
            base["public"] = base[owner]
    found = catalog.shared.get(("default privileges", name))
    acl = dict(found.record) if isinstance(found, Simple) else dict(base)
    for grantee in grantees:
        key = grantee or "public"
        held = acl.get(key, frozenset())
        acl[key] = held | privileges if adding else held - privileges
        if not acl[key]:
            del acl[key]
    if acl == base:
        if isinstance(found, Simple):
            catalog.forget_references(found)
            journal.drop(catalog.shared, ("default privileges", name))
            catalog.bury(found)
        return
    if not isinstance(found, Simple):
        found = Simple(name=name, kind="default privileges", owner=owner, serial=catalog.new_oid())
        catalog.add_shared("default privileges", found)
        if schema is not None:
            catalog.depend(found, ns.namespace(session, schema), "a")
    journal.set(found, "record", acl)
    for grantee in grantees:
        if grantee is not None:
            _remember(session, found, [grantee], privileges, adding)
