"""CREATE TABLE and CREATE FOREIGN TABLE (`commands/tablecmds.c, DefineRelation`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api
from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.types import UNSURE_REF
from migslint.catalog import heap
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    CatalogObject,
    Constraint,
    Namespace,
    Proc,
    Relation,
    Type,
    TypeRef,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup, reloptions
from migslint.commands.defelem import elements
from migslint.commands.equal import mentions_row
from migslint.commands.index import set_not_null
from migslint.commands.indexcmds import define_index, tablespace
from migslint.commands.parse_utilcmd import (
    ColumnDef,
    Context,
    transform_column,
    transform_table_constraint,
)
from migslint.commands.parse_utilcmd_index import transform_index_constraints
from migslint.commands.tablecmds.constraints import add_check, add_not_nulls, merge_with_existing, store
from migslint.commands.tablecmds.foreignkey import add_foreign_key
from migslint.commands.tablecmds.merge import MAX_COLUMNS, attribute_default_depends, merge_attributes, parent_relations

if TYPE_CHECKING:
    from migslint.syntax.nodes import CreateForeignTableStmt, CreateStmt


def create_table(session: Session, node: CreateStmt) -> None:
    """`transformCreateStmt`, then what it has become."""
    _create(session, node, "r", node)


def create_foreign_table(session: Session, node: CreateForeignTableStmt) -> None:
    """`DefineRelation` with a foreign server."""
    rel = _create(session, node["base"], "f", node)
    if rel is None:
        return
    from migslint.commands.tablecmds.misc import foreign_server

    server = node["servername"]
    foreign = foreign_server(session, server)
    session.journal.set(rel, "server", server)
    if foreign is not None:
        session.catalog.depend(rel, foreign)


def _create(session: Session, node: CreateStmt, relkind: str, statement: Any) -> Relation | None:
    target = node["relation"]
    name, location = target["relname"], target.get("location", 0)
    namespace = lookup.creation_namespace(session, target)
    catalog = session.catalog
    if node.get("if_not_exists"):
        existing = catalog.relation(namespace, name)
        if existing is not None and "self" not in existing.unknown:
            session.notice(
                f'relation "{name}" already exists, skipping',
                sqlstate="42P07",
                reason="skip",
                kind="relation",
                name=name,
                obj=existing,
                location=location,
                statement=statement,
            )
            return None
        if existing is not None or catalog.doubtful("relation", namespace.name, name):
            _either_way(session, namespace, name, relkind, existing)
            return None
    cxt = Context(session, name, namespace)
    cxt.isforeign = relkind == "f"
    cxt.persistence = "t" if namespace is session.temp else target.get("relpersistence", "p")
    cxt.ispartitioned = "partspec" in node
    cxt.partbound = "partbound" in node
    cxt.of_type = "ofTypename" in node
    cxt.inherits = node.get("inhRelations", [])
    if "ofTypename" in node:
        _transform_of_type(cxt, node["ofTypename"])
    if cxt.ispartitioned and cxt.inherits and not cxt.partbound:
        raise PgError("42P17", "cannot create partitioned table as inheritance child", reason="definition")
    for element in node.get("tableElts", ()):
        if "ColumnDef" in element:
            transform_column(cxt, element["ColumnDef"])
        elif "Constraint" in element:
            transform_table_constraint(cxt, element["Constraint"])
        else:
            from migslint.commands.parse_utilcmd_like import transform_like

            transform_like(cxt, element["TableLikeClause"])
    for notnull in cxt.notnulls:
        for column in cxt.columns:
            if column.name == notnull.column:
                column.notnull = True
    indexes = transform_index_constraints(cxt)
    for statement_before in cxt.before:
        statement_before()
    rel = _define(cxt, node, "p" if cxt.ispartitioned else relkind, location)
    for index in indexes:
        define_index(session, rel, index)
    if cxt.likes:
        from migslint.commands.parse_utilcmd_like import expand_like

        for source, options in cxt.likes:
            expand_like(session, rel, source, options)
    for foreign_key in cxt.foreign_keys:
        add_foreign_key(session, rel, foreign_key)
    for statement_after in cxt.after:
        statement_after()
    for column in cxt.columns:
        if column.comment is not None and column.name in rel.attributes:
            rel.attributes[column.name].comment = column.comment
    return rel


def _either_way(session: Session, namespace: Namespace, name: str, relkind: str, existing: Relation | None) -> None:
    """The table is there afterwards, whether this statement makes it or skips; nobody knows which columns it has."""
    catalog = session.catalog
    if existing is None:
        catalog.settle("relation", namespace.name, name)
        existing = heap.create_relation(session, namespace, name, relkind)
    catalog.obscure(existing, "column", "constraint", "index", "policy", "trigger", "rule")
    if "self" in existing.unknown:
        session.journal.set(existing, "unknown", existing.unknown - {"self"})


def _transform_of_type(cxt: Context, typename: Any) -> None:
    """`transformOfType`."""
    type = lookup_typename(cxt.session, typename).type
    check_of_type(cxt.session, type)
    if type.relation is not None:
        for attribute in type.relation.attributes.values():
            column = ColumnDef(attribute.name, TypeRef(attribute.type, attribute.typmod), collation=attribute.collation)
            column.from_type = True
            cxt.columns.append(column)


def check_of_type(session: Session, type: Type) -> None:
    """`check_of_type`: a composite type of its own."""
    if type.typtype == "?":
        raise Unknown(type.name)
    shown = format_type(session, type)
    if type.typtype == "c":
        if type.relation is None or type.relation.relkind == "c":
            return
        if session.version >= 18:
            raise PgError(
                "42809",
                f"type {shown} is the row type of another table",
                detail="A typed table must use a stand-alone composite type created with CREATE TYPE.",
                reason="kind",
                kind="type",
                name=type.name,
                obj=type,
            )
    raise PgError(
        "42809", f"type {shown} is not a composite type", reason="kind", kind="type", name=type.name, obj=type
    )


def _define(cxt: Context, node: CreateStmt, relkind: str, location: int) -> Relation:
    """`DefineRelation`."""
    session, catalog, journal = cxt.session, cxt.session.catalog, cxt.session.journal
    on_commit = node.get("oncommit", "ONCOMMIT_NOOP")
    if on_commit != "ONCOMMIT_NOOP" and cxt.persistence != "t":
        raise PgError("42P16", "ON COMMIT can only be used on temporary tables", reason="definition")
    if relkind == "p" and cxt.persistence == "u" and session.version >= 18:
        raise PgError("0A000", "partitioned tables cannot be unlogged", reason="unsupported")
    parents = parent_relations(session, node.get("inhRelations", []))
    tablespace(session, node.get("tablespacename", ""), relkind == "p")
    options = reloptions.heap_options(session, relkind, elements(node.get("options")))
    of_type = lookup_typename(session, node["ofTypename"]).type if "ofTypename" in node else None
    merged = merge_attributes(session, cxt.columns, parents, cxt.persistence, cxt.partbound)
    for column in merged.columns:
        build_column(session, column)
    method = table_access_method(session, node.get("accessMethod", "")) if relkind in "rpm" else ""
    check_columns(session, merged.columns, relkind)
    rel = heap.create_relation(session, cxt.namespace, cxt.relation, relkind, location, cxt.persistence)
    rel.options, rel.on_commit, rel.of_type = options, on_commit, of_type
    rel.tablespace, rel.method = node.get("tablespacename", ""), method
    heap.depend_on_method(session, rel)
    if of_type is not None:
        catalog.depend(rel, of_type)
    if merged.unsure:
        catalog.obscure(rel, "column")
    for column in merged.columns:
        _add_column(session, rel, column)
    for constraint, count in merged.checks:
        copy_check(session, rel, constraint, inhcount=count)
    for column in merged.columns:
        add_default(session, rel.attributes[column.name], column)
    if cxt.partbound:
        from migslint.commands.tablecmds.partition import define_bound

        define_bound(session, rel, parents[0], node["partbound"])
    for parent in parents:
        inherit(session, rel, parent, "a" if cxt.partbound else "n")
    if "partspec" in node:
        from migslint.commands.tablecmds.partition import define_key

        define_key(session, rel, node["partspec"])
    if cxt.partbound:
        _clone_from_parent(session, rel, parents[0])
    taken: list[str] = []
    for check in cxt.checks:
        add_check(session, rel, check, merge=True, local=True, taken=taken)
    add_not_nulls(session, rel, cxt.notnulls, merged.notnulls, taken)
    if session.version < 18 or merged.unsure:
        for column in merged.columns:
            if column.notnull and not rel.attributes[column.name].notnull:
                journal.set(rel.attributes[column.name], "notnull", True)
    return rel


def build_column(session: Session, column: ColumnDef) -> None:
    """`BuildDescForRelation`: what one column must not be."""
    if column.typename is not None and column.typename.get("setof"):
        message = f'column "{column.name}" cannot be declared SETOF'
        raise PgError("42P16", message, reason="type", kind="column", name=column.name)
    if column.type is not None and (column.storage or column.compression):
        check_compression(session, column.type.type, column.compression)
        check_storage(session, column.type.type, column.storage)


#: types of a fixed length, or too short for TOAST
_PLAIN = frozenset(
    (
        *("bool", "char", "int2", "int4", "int8", "float4", "float8", "date", "time", "timetz", "timestamp"),
        *("timestamptz", "interval", "uuid", "oid", "name", "money", "point", "lseg", "box", "circle", "line"),
        *("macaddr", "macaddr8", "xid", "xid8", "cid", "tid", "pg_lsn", "regclass", "regtype", "regproc"),
    )
)


def _is_plain(type: Type) -> bool:
    while type.typtype == "d" and type.base is not None:
        type = type.base.type
    return type.typtype == "e" or (type.builtin and type.namespace.name == "pg_catalog" and type.name in _PLAIN)


def check_storage(session: Session, type: Type, word: str) -> None:
    """`GetAttributeStorage`."""
    if not word:
        return
    words = ("PLAIN", "EXTERNAL", "EXTENDED", "MAIN", *(("DEFAULT",) if session.version >= 16 else ()))
    if word.upper() not in words:
        raise PgError("22023", f'invalid storage type "{word}"', reason="value")
    if word.upper() not in ("PLAIN", "DEFAULT") and _is_plain(type):
        shown = format_type(session, type)
        raise PgError("0A000", f"column data type {shown} can only have storage PLAIN", reason="unsupported")


def check_compression(session: Session, type: Type, word: str) -> None:
    """`GetAttributeCompression`."""
    if not word or word == "default":
        return
    if _is_plain(type):
        shown = format_type(session, type)
        raise PgError("0A000", f"column data type {shown} does not support compression", reason="unsupported")
    if word not in ("pglz", "lz4"):
        raise PgError("22023", f'invalid compression method "{word}"', reason="value")


def table_access_method(session: Session, name: str) -> str:
    """`get_table_am_oid`."""
    if not name:
        return ""
    try:
        found = name == "heap" or ns.find_shared(session, "access method", name) is not None
    except Unknown:
        return name
    if not found:
        raise PgError(
            "42704", f'access method "{name}" does not exist', reason="missing", kind="access method", name=name
        )
    if name in ("btree", "hash", "gist", "gin", "spgist", "brin"):
        raise PgError("55000", f'access method "{name}" is not of type TABLE', reason="kind", name=name)
    return name


def check_columns(session: Session, columns: list[ColumnDef], relkind: str) -> None:
    """`CheckAttributeNamesTypes`."""
    if len(columns) > MAX_COLUMNS:
        raise PgError("54011", f"tables can have at most {MAX_COLUMNS} columns", reason="definition")
    for column in columns:
        heap.check_column_name(column.name, relkind, column.location)
    for column in columns:
        if column.type is not None:
            check_attribute_type(session, column.name, column.type.type, column.location)
            if column.generated == "v":
                check_virtual_type(column.name, column.type.type)


def check_virtual_type(name: str, type: Type) -> None:
    """`CheckAttributeType` of a virtual generated column."""
    if type.typtype == "d":
        message = f'virtual generated column "{name}" cannot have a domain type'
        raise PgError("0A000", message, reason="unsupported", kind="column", name=name)


def check_attribute_type(
    session: Session, name: str, type: Type, location: int | None = None, containing: Type | None = None
) -> None:
    """`CheckAttributeType`: no pseudo-types, and no row type that is being made of this very column."""
    if containing is not None and _contains(type, containing, []):
        message = f"composite type {format_type(session, containing)} cannot be made a member of itself"
        raise PgError("42P16", message, location=location, reason="type", kind="column", name=name)
    if type.typtype == "p":
        raise PgError(
            "42P16",
            f'column "{name}" has pseudo-type {format_type(session, type)}',
            location=location,
            reason="type",
            kind="column",
            name=name,
        )


def _contains(type: Type, wanted: Type, seen: list[Type]) -> bool:
    """Whether values of a type have values of another in them."""
    if type is wanted:
        return True
    if type.builtin or type in seen:
        return False
    seen.append(type)
    inner = [type.element, type.base.type if type.base is not None else None, type.subtype]
    if type.relation is not None:
        inner.extend(a.type for a in type.relation.attributes.values())
    return any(t is not None and _contains(t, wanted, seen) for t in inner)


def _add_column(session: Session, rel: Relation, column: ColumnDef) -> Attribute:
    attribute = heap.add_attribute(session, rel, column.name, column.type or UNSURE_REF)
    attribute.collation, attribute.identity, attribute.generated = column.collation, column.identity, column.generated
    attribute.inhcount, attribute.islocal = column.inhcount, column.islocal
    heap.depend_on_collation(session, attribute)
    return attribute


def add_default(session: Session, attribute: Attribute, column: ColumnDef) -> None:
    """The default of a new column: of its own, of a SERIAL sequence, or as a parent has it."""
    if column.copied is not None:
        copy_default(session, attribute, column.copied)
    elif column.default is not None:
        if column.sequence is not None and "serial" in column.default:
            sequence = column.sequence()
            heap.set_default(session, attribute, nextval(sequence), (sequence,))
        else:
            store_default(session, attribute, column.default, column.generated)


def nextval(sequence: Relation) -> Any:
    """The default of a SERIAL column as the server writes it: nextval('schema.name'::regclass)."""
    name = ns.quote_qualified(sequence.namespace.name, sequence.name)
    cast = {
        "arg": {"A_Const": {"sval": {"sval": name}}},
        "typeName": {"names": [{"String": {"sval": "pg_catalog"}}, {"String": {"sval": "regclass"}}], "typemod": -1},
    }
    names = [{"String": {"sval": "pg_catalog"}}, {"String": {"sval": "nextval"}}]
    return {"FuncCall": {"funcname": names, "args": [{"TypeCast": cast}]}}


def store_default(session: Session, attribute: Attribute, expression: Any, generated: str = "") -> AttrDefault | None:
    """`cookDefault` and `StoreAttrDefault`; DEFAULT NULL leaves none."""
    rel = attribute.relation
    want = TypeRef(attribute.type, attribute.typmod)
    if not generated:
        cooked = api.cook(session, expression, "column_default", (), want, attribute.name)
        if is_null(expression) and attribute.type.typtype != "d":
            heap.clear_default(session, attribute)
            return None
        return heap.set_default(session, attribute, expression, cooked.depends)
    if generated == "v":
        _check_virtual_type(attribute)
    cooked = api.cook(session, expression, "generated_column", [(rel.name, rel)])
    _check_nested_generated(rel, expression, cooked)
    if cooked.volatility != "i":
        raise PgError(
            "42P17", "generation expression is not immutable", reason="definition", kind="column", name=attribute.name
        )
    if generated == "v":
        _check_virtual(attribute, cooked)
    cooked = api.cook(session, expression, "generated_column", [(rel.name, rel)], want, attribute.name)
    return _keep_generation(session, heap.set_default(session, attribute, expression, cooked.depends))


def _keep_generation(session: Session, default: AttrDefault) -> AttrDefault:
    """A generated column goes with its expression: with the columns in that, too; before 15 without being asked."""
    catalog, attribute = session.catalog, default.attribute
    catalog.depend(default, attribute, "i")
    if session.version < 15:
        for on in list(default.references):
            if isinstance(on, Attribute) and on.relation is attribute.relation and on is not attribute:
                catalog.undepend(default, on)
                catalog.depend(default, on, "a")
    return default


def _check_nested_generated(rel: Relation, expression: Any, cooked: api.Cooked) -> None:
    """`check_nested_generated`."""
    from migslint.syntax.tree import walk

    generated = {o.name for o in cooked.depends if isinstance(o, Attribute) and o.relation is rel and o.generated}
    whole = rel.name not in rel.attributes
    if not generated and not whole:
        return
    for tag, body in walk(expression):
        if tag != "ColumnRef" or "String" not in body["fields"][-1]:
            continue
        name = body["fields"][-1]["String"].get("sval", "")
        if name in generated:
            raise PgError(
                "42P17",
                f'cannot use generated column "{name}" in column generation expression',
                detail="A generated column cannot reference another generated column.",
                location=body.get("location"),
                reason="definition",
                kind="column",
                name=name,
            )
        if whole and name == rel.name and len(body["fields"]) == 1:
            raise PgError(
                "42P17",
                "cannot use whole-row variable in column generation expression",
                detail="This would cause the generated column to depend on its own value.",
                location=body.get("location"),
                reason="definition",
            )


def _check_virtual_type(attribute: Attribute) -> None:
    """`CheckAttributeType` of a virtual generated column."""
    type = attribute.type
    if not type.builtin and type.typtype != "?":
        raise PgError(
            "0A000",
            f'virtual generated column "{attribute.name}" cannot have a user-defined type',
            detail="Virtual generated columns that make use of user-defined types are not yet supported.",
            reason="unsupported",
            kind="column",
            name=attribute.name,
        )


def _check_virtual(attribute: Attribute, cooked: api.Cooked) -> None:
    """`check_virtual_generated_security`: nothing that a user has defined."""
    for obj in cooked.depends:
        if isinstance(obj, (Proc, Type)) and not obj.builtin:
            what = "function" if isinstance(obj, Proc) else "type"
            raise PgError(
                "0A000",
                f"generation expression uses user-defined {what}",
                detail=f"Virtual generated columns that make use of user-defined {what}s are not yet supported.",
                reason="unsupported",
                kind="column",
                name=attribute.name,
            )


def is_null(expression: Any) -> bool:
    """Whether a default is the bare constant NULL, cast or not."""
    while "TypeCast" in expression:
        expression = expression["TypeCast"]["arg"]
    return "A_Const" in expression and expression["A_Const"].get("isnull", False)


def copy_default(session: Session, attribute: Attribute, source: AttrDefault) -> AttrDefault:
    """The default of another table's column of the same name (INHERITS, LIKE)."""
    objects: list[CatalogObject] = []
    for obj in attribute_default_depends(source.attribute, attribute.relation):
        assert isinstance(obj, CatalogObject)
        objects.append(obj)
    default = heap.set_default(session, attribute, source.expression, tuple(objects))
    return _keep_generation(session, default) if attribute.generated else default


def copy_check(
    session: Session, rel: Relation, source: Constraint, *, inhcount: int = 0, merge: bool = False
) -> Constraint | None:
    """A CHECK constraint of another table, for the columns of the same names (INHERITS, LIKE)."""
    if source.relation is not None and mentions_row(source.relation, source.expression):
        name = source.relation.name
        raise PgError(
            "0A000",
            "cannot convert whole-row table reference",
            detail=f'Constraint "{source.name}" contains a whole-row reference to table "{name}".',
            reason="unsupported",
            kind="constraint",
            name=source.name,
        )
    if merge:
        node = {
            "conname": source.name,
            "raw_expr": source.expression,
            "is_enforced": source.enforced,
            "is_no_inherit": source.no_inherit,
        }
        if merge_with_existing(session, rel, node, False, True, source.validated):
            return None
    if source.no_inherit and rel.relkind == "p" and not inhcount:
        message = f'cannot add NO INHERIT constraint to partitioned table "{rel.name}"'
        raise PgError("42P16", message, reason="definition", kind="constraint", name=source.name)
    depends = tuple(o for o in source.references if not isinstance(o, (Attribute, Relation)))
    constraint = Constraint(
        name=source.name,
        relation=rel,
        contype="c",
        columns=[rel.attributes[c.name] for c in source.columns if c.name in rel.attributes],
        expression=source.expression,
        validated=source.validated,
        enforced=source.enforced,
        no_inherit=source.no_inherit if not inhcount else False,
        inhcount=inhcount,
        islocal=not inhcount,
    )
    return store(session, constraint, depends)


def inherit(session: Session, rel: Relation, parent: Relation, deptype: Any) -> None:
    """`StoreCatalogInheritance1`."""
    journal = session.journal
    journal.set(rel, "parents", [*rel.parents, parent])
    journal.set(parent, "children", [*parent.children, rel])
    session.catalog.depend(rel, parent, deptype)


def _clone_from_parent(session: Session, rel: Relation, parent: Relation) -> None:
    """A new partition gets the indexes, the row triggers and the foreign keys of its parent."""
    from migslint.commands.tablecmds.foreignkey import clone_foreign_keys
    from migslint.commands.tablecmds.partition import clone_indexes
    from migslint.commands.trigger import clone_row_triggers

    clone_indexes(session, rel, parent)
    clone_row_triggers(session, parent, rel)
    clone_foreign_keys(session, parent, rel)


__all__ = ["create_foreign_table", "create_table", "set_not_null"]
