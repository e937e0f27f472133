"""From what a statement names to the object (`catalog/objectaddress.c`), for every kind of object.

Kinds are libpg_query's ObjectType names ("OBJECT_TABLE", …).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze.parse_type import typename_text
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown, undefined_object
from migslint.catalog.objects import CatalogObject, Relation, Rule, Type
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup
from migslint.commands.lookup import as_typename, find_type, qualified, strings
from migslint.commands.lookupfunc import lookup_func_with_args, lookup_oper_with_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from migslint.syntax.nodes import RangeVar, TypeName

#: relation kinds: the relkinds they take and how a wrong one is told
RELATIONS = {
    "OBJECT_TABLE": ("rp", "a table"),
    "OBJECT_INDEX": ("iI", "an index"),
    "OBJECT_SEQUENCE": ("S", "a sequence"),
    "OBJECT_VIEW": ("v", "a view"),
    "OBJECT_MATVIEW": ("m", "a materialized view"),
    "OBJECT_FOREIGN_TABLE": ("f", "a foreign table"),
}

#: objects without a schema, by the kind under which the catalog keeps them, with the SQLSTATE of a missing one
SHARED = {
    "OBJECT_ACCESS_METHOD": ("access method", "42704"),
    "OBJECT_DATABASE": ("database", "3D000"),
    "OBJECT_EVENT_TRIGGER": ("event trigger", "42704"),
    "OBJECT_EXTENSION": ("extension", "42704"),
    "OBJECT_FDW": ("foreign-data wrapper", "42704"),
    "OBJECT_FOREIGN_SERVER": ("server", "42704"),
    "OBJECT_LANGUAGE": ("language", "42704"),
    "OBJECT_PUBLICATION": ("publication", "42704"),
    "OBJECT_ROLE": ("role", "42704"),
    "OBJECT_SUBSCRIPTION": ("subscription", "42704"),
    "OBJECT_TABLESPACE": ("tablespace", "42704"),
}

#: objects in a schema that are found by name alone
NAMESPACED = {
    "OBJECT_COLLATION": "collation",
    "OBJECT_CONVERSION": "conversion",
    "OBJECT_STATISTIC_EXT": "statistics object",
    "OBJECT_TSCONFIGURATION": "text search configuration",
    "OBJECT_TSDICTIONARY": "text search dictionary",
    "OBJECT_TSPARSER": "text search parser",
    "OBJECT_TSTEMPLATE": "text search template",
}

#: what hangs on a relation: the dict it is in, the part that may be unknown, and the relation's noun in messages
RELATION_PARTS = {
    "OBJECT_POLICY": ("policies", "policy", "table"),
    "OBJECT_RULE": ("rules", "rule", "relation"),
    "OBJECT_TABCONSTRAINT": ("constraints", "constraint", "table"),
    "OBJECT_TRIGGER": ("triggers", "trigger", "table"),
}

ROUTINES = ("OBJECT_AGGREGATE", "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE")


def get_object_address(session: Session, objtype: str, node: Any, missing_ok: bool = False) -> CatalogObject | None:
    """`get_object_address`: the object, or None if it is absent and `missing_ok`.

    `node` is the `object` of a statement: {"List": …}, {"String": …}, {"TypeName": …} or {"ObjectWithArgs": …}.
    PgError as the server refuses; Unknown if it cannot be said whether the object is there.
    """
    if objtype in RELATIONS:
        return get_relation(session, objtype, node["List"]["items"], missing_ok)
    if objtype in ROUTINES:
        return lookup_func_with_args(session, objtype, node["ObjectWithArgs"], missing_ok)
    if objtype in RELATION_PARTS:
        names = strings(node["List"]["items"])
        if len(names) < 2:
            raise PgError("42601", "must specify relation and object name", reason="syntax")
        return _relation_part(session, objtype, range_var(names[:-1]), names[-1], missing_ok)
    if objtype in SHARED or objtype == "OBJECT_SCHEMA":
        return get_shared(session, objtype, node["String"].get("sval", ""), missing_ok)
    if objtype in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        return get_type(session, objtype, as_typename(node), missing_ok)
    if objtype in NAMESPACED:
        return get_namespaced(session, objtype, node["List"]["items"], missing_ok)
    if objtype in ("OBJECT_OPCLASS", "OBJECT_OPFAMILY"):
        items = strings(node["List"]["items"])
        return get_opclass(session, objtype, items[0], node["List"]["items"][1:], missing_ok)
    return _OTHERS[objtype](session, node, missing_ok)


def range_var(names: list[str], location: int | None = None) -> RangeVar:
    """`makeRangeVarFromNameList`."""
    if len(names) > 3:
        raise PgError("42601", f"improper relation name (too many dotted names): {'.'.join(names)}", reason="syntax")
    node: Any = {"relname": names[-1]}
    if location is not None:
        node["location"] = location
    if len(names) > 1:
        node["schemaname"] = names[-2]
    if len(names) > 2:
        node["catalogname"] = names[0]
    return node  # type: ignore[no-any-return]


def find_range_var(session: Session, node: RangeVar, missing_ok: bool) -> Relation | None:
    """`RangeVarGetRelidExtended`."""
    return lookup.find_relation(session, node) if missing_ok else lookup.relation(session, node)


def get_relation(session: Session, objtype: str, items: list[Any], missing_ok: bool) -> Relation | None:
    """`get_relation_by_qualified_name`."""
    rel = find_range_var(session, range_var(strings(items)), missing_ok)
    if rel is not None:
        relkinds, article = RELATIONS[objtype]
        if rel.relkind not in relkinds:
            raise wrong_kind(f'"{rel.name}" is not {article}', rel)
    return rel


def wrong_kind(message: str, obj: CatalogObject, hint: str | None = None) -> PgError:
    """42809: the object is there but is something else."""
    return PgError("42809", message, hint=hint, reason="kind", name=obj.name, obj=obj)


def open_table(session: Session, node: RangeVar, missing_ok: bool) -> Relation | None:
    """`table_openrv_extended`: no index and no composite type."""
    rel = find_range_var(session, node, missing_ok)
    if rel is None or rel.relkind not in "iIc":
        return rel
    if session.version < 16:
        kind = "a composite type" if rel.relkind == "c" else "an index"
        raise wrong_kind(f'"{rel.name}" is {kind}', rel)
    raise PgError(
        "42809",
        f'cannot open relation "{rel.name}"',
        detail=lookup.relkind_not_supported(rel.relkind),
        reason="kind",
        name=rel.name,
        obj=rel,
    )


def _relation_part(session: Session, objtype: str, node: RangeVar, name: str, missing_ok: bool) -> CatalogObject | None:
    """`get_object_address_relobject`."""
    rel = open_table(session, node, missing_ok)
    if rel is None:
        return None
    return relation_part(rel, objtype, name, missing_ok)


def relation_part(rel: Relation, objtype: str, name: str, missing_ok: bool = False) -> CatalogObject | None:
    """`get_trigger_oid`, `get_relation_policy_oid`, `get_rewrite_oid`, `get_relation_constraint_oid`."""
    members, kind, noun = RELATION_PARTS[objtype]
    found: CatalogObject | None = getattr(rel, members).get(name)
    if found is not None:
        if "self" in found.unknown and not missing_ok:
            raise Unknown(name)
        return found
    if objtype == "OBJECT_RULE" and name == "_RETURN" and rel.relkind in "vm":
        rule = Rule(name=name, relation=rel, instead=True)
        rule.references[rel] = "i"
        return rule
    if kind in rel.unknown:
        raise Unknown(name)
    if missing_ok:
        return None
    raise PgError(
        "42704",
        f'{kind} "{name}" for {noun} "{rel.name}" does not exist',
        reason="missing",
        kind=kind,
        name=name,
        within=rel.name,
        obj=rel,
    )


def get_shared(session: Session, objtype: str, name: str, missing_ok: bool = False) -> CatalogObject | None:
    """`get_object_address_unqualified`."""
    if objtype == "OBJECT_SCHEMA":
        return ns.get_namespace(session, name, missing_ok=missing_ok)
    kind, sqlstate = SHARED[objtype]
    found = ns.find_shared(session, kind, name)
    if found is None and not missing_ok:
        raise undefined_object(kind, name, sqlstate=sqlstate)
    return found


def get_namespaced(session: Session, objtype: str, items: list[Any], missing_ok: bool = False) -> CatalogObject | None:
    """`get_collation_oid`, `get_conversion_oid`, `get_ts_config_oid` and their like."""
    kind = NAMESPACED[objtype]
    schema, name = qualified(items)
    found = find_namespaced(session, kind, schema, name, missing_ok)
    if found is None and not missing_ok:
        shown = ".".join(strings(items))
        encoding = ' for encoding "UTF8"' if kind == "collation" else ""
        raise PgError("42704", f'{kind} "{shown}"{encoding} does not exist', reason="missing", kind=kind, name=name)
    return found


def find_namespaced(
    session: Session, kind: str, schema: str | None, key: str, missing_ok: bool = False
) -> CatalogObject | None:
    """`ns.find_other`, where a missing schema is absence too if `missing_ok`."""
    if missing_ok and lookup.schema_is_missing(session, schema):
        return None
    return ns.find_other(session, kind, schema, key)


def get_type(session: Session, objtype: str, typename: TypeName, missing_ok: bool = False) -> Type | None:
    """`get_object_address_type`."""
    found = find_type(session, typename, missing_ok)
    if found is not None and objtype == "OBJECT_DOMAIN" and found.typtype != "d":
        if found.typtype == "?":
            raise Unknown(found.name)
        raise wrong_kind(f'"{typename_text(typename)}" is not a domain', found)
    return found


def get_opclass(
    session: Session, objtype: str, method: str, items: list[Any], missing_ok: bool = False
) -> CatalogObject | None:
    """`get_object_address_opcf`: an operator class or family of an index method."""
    if ns.find_shared(session, "access method", method) is None:
        raise undefined_object("access method", method)
    kind = "operator class" if objtype == "OBJECT_OPCLASS" else "operator family"
    schema, name = qualified(items)
    found = find_namespaced(session, kind, schema, f"{method} {name}", missing_ok)
    if found is None and not missing_ok:
        raise PgError(
            "42704",
            f'{kind} "{".".join(strings(items))}" does not exist for access method "{method}"',
            reason="missing",
            kind=kind,
            name=name,
        )
    return found


def _column(session: Session, node: Any, missing_ok: bool) -> CatalogObject | None:
    """`get_object_address_attribute`."""
    names = strings(node["List"]["items"])
    if len(names) < 2:
        raise PgError("42601", "column name must be qualified", reason="syntax")
    rel = lookup.relation(session, range_var(names[:-1]))
    found = lookup.find_attribute(rel, names[-1])
    if found is None and not missing_ok:
        raise PgError(
            "42703",
            f'column "{names[-1]}" of relation "{".".join(names[:-1])}" does not exist',
            reason="missing",
            kind="column",
            name=names[-1],
            within=rel.name,
            obj=rel,
        )
    return found


def get_domain_constraint(session: Session, domain: Type, name: str, missing_ok: bool = False) -> CatalogObject | None:
    """`get_domain_constraint_oid`."""
    found = domain.constraints.get(name)
    if found is None:
        if "constraint" in domain.unknown:
            raise Unknown(name)
        if not missing_ok:
            raise PgError(
                "42704",
                f'constraint "{name}" for domain {format_type(session, domain)} does not exist',
                reason="missing",
                kind="constraint",
                name=name,
                within=domain.name,
                obj=domain,
            )
    return found


def _domain_constraint(session: Session, node: Any, missing_ok: bool) -> CatalogObject | None:
    typename, name = node["List"]["items"]
    domain = get_type(session, "OBJECT_DOMAIN", as_typename(typename), missing_ok)
    if domain is None:
        return None
    return get_domain_constraint(session, domain, name["String"]["sval"], missing_ok)


def _cast(session: Session, node: Any, missing_ok: bool) -> CatalogObject | None:
    """`get_cast_oid`."""
    source, target = (find_type(session, as_typename(t), missing_ok) for t in node["List"]["items"])
    if source is None or target is None:
        return None
    found = session.catalog.cast(source, target)
    if found is None:
        if session.catalog.doubtful("cast", "", "") or "?" in (source.typtype, target.typtype):
            raise Unknown("cast")
        if not missing_ok:
            shown = f"{format_type(session, source)} to type {format_type(session, target)}"
            raise PgError("42704", f"cast from type {shown} does not exist", reason="missing", kind="cast", name=shown)
    return found


def transform_key(session: Session, type: Type, language: str) -> str:
    """The name under which the catalog keeps a transform."""
    return f"{format_type(session, type)} {language}"


def _transform(session: Session, node: Any, missing_ok: bool) -> CatalogObject | None:
    """`get_transform_oid`."""
    items = node["List"]["items"]
    type = find_type(session, as_typename(items[0]), missing_ok)
    language = items[1]["String"]["sval"]
    if type is None or get_shared(session, "OBJECT_LANGUAGE", language, missing_ok) is None:
        return None
    found = ns.find_shared(session, "transform", transform_key(session, type, language))
    if found is None and not missing_ok:
        raise PgError(
            "42704",
            f'transform for type {format_type(session, type)} language "{language}" does not exist',
            reason="missing",
            kind="transform",
            name=type.name,
        )
    return found


def _operator(session: Session, node: Any, missing_ok: bool) -> CatalogObject | None:
    return lookup_oper_with_args(session, node["ObjectWithArgs"], missing_ok)


def _large_object(session: Session, node: Any, missing_ok: bool) -> CatalogObject | None:
    """Large objects are rows: there may be one."""
    raise Unknown("large object")


_OTHERS: dict[str, Callable[[Session, Any, bool], CatalogObject | None]] = {
    "OBJECT_COLUMN": _column,
    "OBJECT_DOMCONSTRAINT": _domain_constraint,
    "OBJECT_CAST": _cast,
    "OBJECT_TRANSFORM": _transform,
    "OBJECT_OPERATOR": _operator,
    "OBJECT_LARGEOBJECT": _large_object,
}
