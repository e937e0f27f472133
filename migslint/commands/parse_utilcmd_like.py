"""CREATE TABLE (LIKE …) (`parser/parse_utilcmd.c, transformTableLikeClause, expandTableLikeClause`)."""

from __future__ import annotations

from typing import Any

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Relation, TypeRef
from migslint.catalog.session import Session
from migslint.commands import lookup
from migslint.commands.parse_utilcmd import ColumnDef, Context, NotNull, serial_sequence
from migslint.commands.sequence import identity_sequence

COMMENTS, COMPRESSION, CONSTRAINTS, DEFAULTS, GENERATED = 1, 2, 4, 8, 16
IDENTITY, INDEXES, STATISTICS, STORAGE = 32, 64, 128, 256


def transform_like(cxt: Context, node: Any) -> None:
    """`transformTableLikeClause`: the columns, and their NOT NULL constraints."""
    session = cxt.session
    location = node["relation"].get("location", 0)
    if cxt.isforeign and session.version < 18:
        message = "LIKE is not supported for creating foreign tables"
        raise PgError("0A000", message, location=location, reason="unsupported")
    source = lookup.relation(session, node["relation"])
    if source.relkind not in "rvmcfp" and session.version < 15:
        raise lookup.not_a(source, "a table, view, materialized view, composite type, or foreign table", location)
    if source.relkind not in "rvmcfp":
        raise PgError(
            "42809",
            f'relation "{source.name}" is invalid in LIKE clause',
            detail=lookup.relkind_not_supported(source.relkind),
            location=location,
            reason="kind",
            kind="relation",
            name=source.name,
            obj=source,
        )
    options = node.get("options", 0)
    for attribute in source.attributes.values():
        column = ColumnDef(
            attribute.name,
            TypeRef(attribute.type, attribute.typmod),
            collation=attribute.collation,
            location=location,
        )
        cxt.columns.append(column)
        if attribute.default is not None and attribute.generated and options & GENERATED:
            column.generated = attribute.generated
        if attribute.identity and options & IDENTITY and not cxt.isforeign:
            like = identity_sequence(attribute)
            serial_sequence(cxt, column, TypeRef(attribute.type), (), True, like=like)
            column.identity = attribute.identity
        if options & COMMENTS:
            column.comment = attribute.comment
        if session.version < 18:
            column.notnull = attribute.notnull
            if attribute.notnull:
                cxt.notnulls.append(NotNull(attribute.name))
    if session.version >= 18:
        named = {}
        for constraint in source.constraints.values():
            if constraint.contype == "n" and constraint.columns:
                named[constraint.columns[0].name] = constraint
        for attribute in source.attributes.values():
            found = named.get(attribute.name)
            if found is not None:
                cxt.notnulls.append(NotNull(attribute.name, found.name, found.no_inherit))
            elif attribute.notnull and source.builtin:
                cxt.notnulls.append(NotNull(attribute.name))
    if options & (DEFAULTS | GENERATED | CONSTRAINTS | INDEXES | STATISTICS) or source.unknown:
        cxt.likes.append((source, options))


def expand_like(session: Session, rel: Relation, source: Relation, options: int) -> None:
    """`expandTableLikeClause`: what can only be copied once the table is there."""
    from migslint.commands.index import cloned
    from migslint.commands.indexcmds import define_index
    from migslint.commands.tablecmds.define import copy_check, copy_default

    if "column" in source.unknown:
        session.catalog.obscure(rel, "column")
    for attribute in source.attributes.values():
        if attribute.default is not None and attribute.name in rel.attributes:
            if options & (GENERATED if attribute.generated else DEFAULTS):
                copy_default(session, rel.attributes[attribute.name], attribute.default)
    if options & CONSTRAINTS:
        for constraint in list(source.constraints.values()):
            if constraint.contype == "c":
                made = copy_check(session, rel, constraint, merge=True)
                if made is not None and options & COMMENTS:
                    made.comment = constraint.comment
        if "constraint" in source.unknown:
            session.catalog.obscure(rel, "constraint")
    if options & INDEXES and rel.relkind != "f":
        for index in list(source.indexes.values()):
            if "column" in index.unknown:
                session.catalog.obscure(rel, "index", "constraint")
                continue
            made_index = define_index(session, rel, cloned(index, session), alter=True)
            if made_index is not None and options & COMMENTS:
                made_index.comment = index.comment
        if "index" in source.unknown:
            session.catalog.obscure(rel, "index")
    if options & STATISTICS:
        _clone_statistics(session, rel, source, options)


def _clone_statistics(session: Session, rel: Relation, source: Relation, options: int) -> None:
    """`generateClonedExtStatsStmt`."""
    from migslint.catalog.names import choose_relation_name, name_addition
    from migslint.catalog.objects import Attribute, StatisticsObject

    catalog = session.catalog
    attributes = [o for a in source.attributes.values() for o in a.dependents]
    for obj in dict.fromkeys((*source.dependents, *attributes)):
        if not isinstance(obj, StatisticsObject) or obj.relation is not source:
            continue
        columns = [a for a in obj.references if isinstance(a, Attribute) and a.relation is source]
        names = [a.name for a in sorted(columns, key=lambda a: a.number)] or ["expr"]
        name = choose_relation_name(catalog, rel.namespace, rel.name, name_addition(names), "stat")
        copy = StatisticsObject(name=name, namespace=rel.namespace, relation=rel, kinds=obj.kinds, owner=session.role)
        if options & COMMENTS:
            copy.comment = obj.comment
        catalog.add_other(rel.namespace, "statistics object", copy)
        for column in columns:
            if column.name in rel.attributes:
                catalog.depend(copy, rel.attributes[column.name], "a")
        if not columns:
            catalog.depend(copy, rel, "a")


__all__ = ["expand_like", "transform_like"]
