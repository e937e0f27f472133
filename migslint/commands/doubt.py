"""What a statement could create, change or drop, put in doubt.

For statements of which nobody can say whether, or how, they run: those inside a DO block that is not understood,
dynamic SQL, and those that hang on something unknown themselves.  After `touch` the names are neither present nor
absent for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from migslint.catalog import namespace as ns
from migslint.catalog.catalog import ANY
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject, Relation
from migslint.catalog.session import Session

#: an identifier that stands for any name (dynamic SQL)
WILD = "\x01any\x01"

_PARTS = ("column", "constraint", "index", "policy", "trigger", "rule", "self")

_ALTERS = {
    "AT_AddColumn": ("column", "constraint", "index"),
    "AT_DropColumn": ("column", "constraint", "index"),
    "AT_AlterColumnType": ("column",),
    "AT_ColumnDefault": ("column",),
    "AT_SetNotNull": ("constraint", "notnull"),
    "AT_DropNotNull": ("constraint", "notnull"),
    "AT_ValidateConstraint": ("constraint",),
    "AT_AlterConstraint": ("constraint",),
    "AT_EnableRowSecurity": ("security",),
    "AT_DisableRowSecurity": ("security",),
    "AT_ForceRowSecurity": ("security",),
    "AT_NoForceRowSecurity": ("security",),
    "AT_AddConstraint": ("constraint", "index"),
    "AT_AddIndex": ("constraint", "index"),
    "AT_DropConstraint": ("constraint", "index"),
    "AT_AddInherit": ("column", "constraint"),
    "AT_DropInherit": ("column", "constraint"),
    "AT_AttachPartition": ("constraint", "index", "trigger"),
    "AT_DetachPartition": ("constraint", "index", "trigger"),
    "AT_AddIdentity": ("column",),
    "AT_DropIdentity": ("column",),
    "AT_SetIdentity": ("column",),
    "AT_DropExpression": ("column",),
}

_RELATION_KINDS = frozenset(
    ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE")
)
_MEMBERS = {"OBJECT_POLICY": "policy", "OBJECT_TRIGGER": "trigger", "OBJECT_RULE": "rule"}
_DICTS = {
    "policy": "policies",
    "trigger": "triggers",
    "rule": "rules",
    "column": "attributes",
    "constraint": "constraints",
}
_ROUTINES = frozenset(("OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE"))
_SHARED = {
    "OBJECT_EXTENSION": "extension",
    "OBJECT_PUBLICATION": "publication",
    "OBJECT_EVENT_TRIGGER": "event trigger",
    "OBJECT_FOREIGN_SERVER": "server",
    "OBJECT_FDW": "foreign-data wrapper",
    "OBJECT_LANGUAGE": "language",
    "OBJECT_ACCESS_METHOD": "access method",
    "OBJECT_SUBSCRIPTION": "subscription",
}


def touch(session: Session, tag: str, node: Any) -> None:
    """Put in doubt what one statement could create, change or drop; never raises."""
    run = _TOUCH.get(tag)
    if run is not None:
        run(session, node)


def touch_everything(session: Session) -> None:
    """A statement of which nothing is known: nothing is certain any more."""
    for kind in ("relation", "type", "function", "operator", "schema", "role", "extension", "publication", "collation"):
        session.catalog.doubt(kind)
    for relation in _known(session):
        session.catalog.obscure(relation, *_PARTS)
    for namespace in list(session.catalog.namespaces.values()):
        if namespace.name not in ("pg_catalog", "information_schema"):
            for type in list(namespace.types.values()):
                session.catalog.obscure(type, "label", "self")
            for procs in list(namespace.procs.values()):
                for proc in procs:
                    session.catalog.obscure(proc, "self")


def _known(session: Session) -> Iterable[Relation]:
    return [
        relation
        for namespace in session.catalog.namespaces.values()
        if namespace.name not in ("pg_catalog", "information_schema")
        for relation in namespace.relations.values()
    ]


def _name(name: str) -> str:
    return ANY if WILD in name else name


def _relations(session: Session, var: Any) -> list[Relation]:
    """The relations that a RangeVar may mean."""
    schema, name = var.get("schemaname"), var.get("relname", "")
    if WILD in name or (schema and WILD in schema):
        return [
            r
            for r in _known(session)
            if (WILD in name or r.name == name) and (not schema or WILD in schema or r.namespace.name == schema)
        ]
    try:
        found = ns.find_relation(session, schema, name)
    except (PgError, Unknown):
        found = None
    return [found] if found is not None else []


def _schema(session: Session, schema: str | None) -> str:
    if schema:
        return _name(schema)
    try:
        return ns.creation_namespace(session, None).name
    except (PgError, Unknown):
        return ANY


def _doubt_relation(session: Session, var: Any) -> None:
    schema, name = _schema(session, var.get("schemaname")), _name(var.get("relname", ""))
    for relation in _relations(session, var):
        session.catalog.obscure(relation, *_PARTS)
    catalog = session.catalog
    for made in (name, f"{name}_pkey", f"{name}_id_seq") if name != ANY else (name,):
        catalog.doubt("relation", schema, made)
    catalog.doubt("type", schema, name)


def _obscure(session: Session, var: Any, *parts: str) -> None:
    for relation in _relations(session, var):
        session.catalog.obscure(relation, *parts)
        for child in relation.children:
            session.catalog.obscure(child, *parts)


def _hide(session: Session, var: Any, part: str, name: str) -> None:
    """A part of a relation may be gone: it is taken out, and that there is none is not known either."""
    for relation in _relations(session, var):
        session.catalog.obscure(relation, part)
        parts: dict[str, CatalogObject] = getattr(relation, _DICTS[part])
        if WILD in name or name in parts:
            session.journal.save(parts)
            for gone in [n for n in parts if WILD in name or n == name]:
                del parts[gone]


def _create_relation(session: Session, node: Any) -> None:
    base = node.get("base", node)
    _doubt_relation(session, base["relation"] if "relation" in base else base.get("view", {}))


def _create_as(session: Session, node: Any) -> None:
    _doubt_relation(session, node["into"]["rel"])


def _create_sequence(session: Session, node: Any) -> None:
    _doubt_relation(session, node["sequence"])


def _alter_table(session: Session, node: Any) -> None:
    kinds = {c["AlterTableCmd"].get("subtype", "AT_AddColumn") for c in node.get("cmds", ())}
    if session.version < 18:  # NOT NULL is no constraint yet
        kinds -= {"AT_SetNotNull", "AT_DropNotNull"}
    parts = {p for kind in kinds for p in _ALTERS.get(kind, ())}
    if parts:
        _obscure(session, node["relation"], *parts)
    if "index" in parts:
        _doubt_new_names(session, node["relation"])
    for item in node.get("cmds", ()):
        command = item["AlterTableCmd"]
        gone = {"AT_DropColumn": "column", "AT_DropConstraint": "constraint"}.get(command.get("subtype", ""))
        if gone is not None:
            _hide(session, node["relation"], gone, command.get("name", WILD))


def _doubt_new_names(session: Session, var: Any) -> None:
    session.catalog.doubt("relation", _schema(session, var.get("schemaname")), _name(var.get("relname", "")) + "_pkey")


def _index(session: Session, node: Any) -> None:
    _obscure(session, node["relation"], "index")
    session.catalog.doubt(
        "relation", _schema(session, node["relation"].get("schemaname")), _name(node.get("idxname") or WILD)
    )


def _policy(session: Session, node: Any) -> None:
    _obscure(session, node["table"], "policy")


def _trigger(session: Session, node: Any) -> None:
    _obscure(session, node["relation"], "trigger")


def _rule(session: Session, node: Any) -> None:
    _obscure(session, node["relation"], "rule")


def _qualified(session: Session, names: Iterable[Any], creating: bool = True) -> tuple[str, str]:
    words = [n["String"].get("sval", "") for n in names if "String" in n]
    name = _name(words[-1]) if words else ANY
    if len(words) > 1:
        return _name(words[-2]), name
    return (_schema(session, None) if creating else ANY), name


def _function(session: Session, node: Any) -> None:
    _routine(session, node["funcname"], True)


def _routine(session: Session, names: Any, creating: bool) -> None:
    schema, name = _qualified(session, names, creating)
    session.catalog.doubt("function", schema, name)


def _type(session: Session, node: Any) -> None:
    names = node.get("typeName") or node.get("domainname") or node.get("defnames") or ()
    if isinstance(names, dict):
        names = names.get("names", ())
    schema, name = _qualified(session, names)
    session.catalog.doubt("type", schema, name)
    if node.get("kind") in ("OBJECT_AGGREGATE",):
        session.catalog.doubt("function", schema, name)
    if node.get("kind") == "OBJECT_OPERATOR":
        session.catalog.doubt("operator", schema, name)


def _composite(session: Session, node: Any) -> None:
    _doubt_relation(session, node["typevar"])


def _alter_enum(session: Session, node: Any) -> None:
    schema, name = _qualified(session, node["typeName"], creating=False)
    _obscure_types(session, schema, name, "label")


def _obscure_types(session: Session, schema: str, name: str, *parts: str) -> None:
    for namespace in list(session.catalog.namespaces.values()):
        if schema not in (ANY, namespace.name) or namespace.name == "pg_catalog":
            continue
        for type in [*namespace.types.values()]:
            if name in (ANY, type.name):
                session.catalog.obscure(type, *parts)


def _alter_domain(session: Session, node: Any) -> None:
    schema, name = _qualified(session, node["typeName"], creating=False)
    _obscure_types(session, schema, name, "constraint")


def _drop_roles(session: Session, node: Any) -> None:
    for item in node.get("roles", ()):
        _drop_shared(session, "role", item["RoleSpec"].get("rolename", WILD))


def _alter_role(session: Session, node: Any) -> None:
    found = session.catalog.global_object("role", node["role"].get("rolename", ""))
    if found is not None:
        session.catalog.obscure(found, "attribute")


def _comment(session: Session, node: Any) -> None:
    """Only the comments of relations and of their columns are ever asked for."""
    items = node["object"].get("List", {}).get("items", ())
    words = [w["String"].get("sval", "") for w in items if "String" in w]
    if node.get("objtype") == "OBJECT_COLUMN":
        words = words[:-1]
    elif node.get("objtype") not in _RELATION_KINDS:
        return
    if words:
        _obscure(session, {"relname": words[-1], **({"schemaname": words[-2]} if len(words) > 1 else {})}, "comment")


def _create_schema(session: Session, node: Any) -> None:
    session.catalog.doubt("schema", "", _name(node.get("schemaname") or WILD))
    for element in node.get("schemaElts", ()):
        for tag, body in element.items():
            touch(session, tag, body)


def _shared(kind: str, key: str) -> Callable[[Session, Any], None]:
    def run(session: Session, node: Any) -> None:
        session.catalog.doubt(kind, "", _name(node.get(key) or WILD))

    return run


def _extension(session: Session, node: Any) -> None:
    catalog = session.catalog
    catalog.doubt("extension", "", _name(node.get("extname") or WILD))
    for kind in ("function", "type", "operator", "operator class", "access method", "text search configuration"):
        catalog.doubt(kind)
    catalog.doubt("relation")


def _drop(session: Session, node: Any) -> None:
    kind = node.get("removeType", "")
    cascade = node.get("behavior") == "DROP_CASCADE"
    for item in node.get("objects", ()):
        words = [w["String"].get("sval", "") for w in item["List"]["items"] if "String" in w] if "List" in item else []
        if kind in _RELATION_KINDS:
            var = {"relname": words[-1], **({"schemaname": words[-2]} if len(words) > 1 else {})}
            for relation in _relations(session, var):
                _obscure_tree(session, relation, cascade)
        elif kind in _MEMBERS and len(words) > 1:
            var = {"relname": words[-2], **({"schemaname": words[-3]} if len(words) > 2 else {})}
            _hide(session, var, _MEMBERS[kind], words[-1])
        elif kind in _ROUTINES:
            _drop_routine(session, item, cascade)
        elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
            names = item["TypeName"].get("names", ()) if "TypeName" in item else ()
            schema, name = _qualified(session, names, creating=False)
            _obscure_types(session, schema, name, "self")
        elif kind == "OBJECT_SCHEMA":
            _drop_schema(session, item["String"].get("sval", ""))
        elif kind in _SHARED and "String" in item:
            _drop_shared(session, _SHARED[kind], item["String"].get("sval", ""))


def _drop_routine(session: Session, item: Any, cascade: bool) -> None:
    names = item.get("ObjectWithArgs", {}).get("objname", ())
    schema, name = _qualified(session, names, creating=False)
    session.catalog.doubt("function", schema, name)
    for namespace in session.catalog.namespaces.values():
        if schema in (ANY, namespace.name) and namespace.name != "pg_catalog":
            for procs in [p for n, p in namespace.procs.items() if name in (ANY, n)]:
                for proc in procs:
                    _obscure_tree(session, proc, cascade)


def _drop_schema(session: Session, name: str) -> None:
    for namespace in list(session.catalog.namespaces.values()):
        if (WILD in name or namespace.name == name) and namespace.name != "pg_catalog":
            for relation in list(namespace.relations.values()):
                session.catalog.obscure(relation, *_PARTS)
            session.catalog.doubt("schema", "", namespace.name)
            session.catalog.doubt("function", namespace.name)
            _obscure_types(session, namespace.name, ANY, "self")


def _drop_shared(session: Session, kind: str, name: str) -> None:
    found = session.catalog.global_object(kind, name)
    if found is not None:
        session.catalog.obscure(found, "self")
        for dependent in list(found.dependents):
            session.catalog.obscure(dependent, "self")
    session.catalog.doubt(kind, "", _name(name))


def _obscure_tree(session: Session, obj: CatalogObject, cascade: bool) -> None:
    todo, seen = [obj], set[CatalogObject]()
    while todo:
        item = todo.pop()
        if item in seen or (item.builtin and item is not obj):
            continue
        seen.add(item)
        session.catalog.obscure(item, "self")
        relation = getattr(item, "relation", None)
        if isinstance(relation, Relation):
            session.catalog.obscure(relation, "policy", "trigger", "constraint")
        if cascade:
            todo.extend(item.dependents)
            if isinstance(item, Relation):
                todo.extend(d for a in item.attributes.values() for d in a.dependents)


def _rename(session: Session, node: Any) -> None:
    kind = node.get("renameType", "")
    relation = node.get("relation")
    new = _name(node.get("newname") or WILD)
    if kind in _RELATION_KINDS and relation:
        _doubt_relation(session, relation)
        session.catalog.doubt("relation", _schema(session, relation.get("schemaname")), new)
        session.catalog.doubt("type", _schema(session, relation.get("schemaname")), new)
    elif relation:
        part = {"OBJECT_COLUMN": "column", "OBJECT_ATTRIBUTE": "column", "OBJECT_TABCONSTRAINT": "constraint"}.get(
            kind, _MEMBERS.get(kind, "column")
        )
        _hide(session, relation, part, node.get("subname") or WILD)
    elif kind in _ROUTINES:
        _drop_routine(session, node.get("object", {}), False)
        session.catalog.doubt("function", ANY, new)
    elif kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        session.catalog.doubt("type", ANY, new)
        schema, name = _qualified(session, node.get("object", {}).get("List", {}).get("items", ()), creating=False)
        _obscure_types(session, schema, name, "self")
    elif kind == "OBJECT_SCHEMA":
        _drop_schema(session, node.get("subname", ""))
        session.catalog.doubt("schema", "", new)
    elif kind == "OBJECT_ROLE":
        session.catalog.doubt("role", "", new)
        session.catalog.doubt("role", "", _name(node.get("subname") or WILD))


def _set_schema(session: Session, node: Any) -> None:
    relation = node.get("relation")
    if relation:
        _doubt_relation(session, relation)
        _doubt_relation(session, dict(relation, schemaname=node.get("newschema") or WILD))
    else:
        for kind in ("function", "type"):
            session.catalog.doubt(kind, _name(node.get("newschema") or WILD))


def _publication(session: Session, node: Any) -> None:
    name = node.get("pubname") or WILD
    found = session.catalog.global_object("publication", name)
    if found is not None:
        session.catalog.obscure(found, "table")
    else:
        session.catalog.doubt("publication", "", _name(name))


_TOUCH: dict[str, Callable[[Session, Any], None]] = {
    "CreateStmt": _create_relation,
    "CreateForeignTableStmt": _create_relation,
    "ViewStmt": _create_relation,
    "CreateTableAsStmt": _create_as,
    "CreateSeqStmt": _create_sequence,
    "AlterTableStmt": _alter_table,
    "IndexStmt": _index,
    "CreatePolicyStmt": _policy,
    "AlterPolicyStmt": _policy,
    "CreateTrigStmt": _trigger,
    "RuleStmt": _rule,
    "CreateFunctionStmt": _function,
    "CreateEnumStmt": _type,
    "CreateDomainStmt": _type,
    "CreateRangeStmt": _type,
    "DefineStmt": _type,
    "CompositeTypeStmt": _composite,
    "AlterEnumStmt": _alter_enum,
    "AlterDomainStmt": _alter_domain,
    "AlterRoleStmt": _alter_role,
    "DropRoleStmt": _drop_roles,
    "CommentStmt": _comment,
    "CreateSchemaStmt": _create_schema,
    "CreateExtensionStmt": _extension,
    "CreateRoleStmt": _shared("role", "role"),
    "CreatePublicationStmt": _publication,
    "AlterPublicationStmt": _publication,
    "CreateEventTrigStmt": _shared("event trigger", "trigname"),
    "CreateForeignServerStmt": _shared("server", "servername"),
    "CreateFdwStmt": _shared("foreign-data wrapper", "fdwname"),
    "CreateSubscriptionStmt": _shared("subscription", "subname"),
    "DropStmt": _drop,
    "RenameStmt": _rename,
    "AlterObjectSchemaStmt": _set_schema,
}
