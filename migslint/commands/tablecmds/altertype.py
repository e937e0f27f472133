"""ALTER TABLE … ALTER COLUMN … TYPE (`commands/tablecmds.c, ATPrepAlterColumnType` and on)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from migslint.analyze import api
from migslint.analyze.parse_coerce import can_coerce
from migslint.analyze.types import UNSURE_REF, is_unknown
from migslint.catalog import heap
from migslint.catalog.describe import describe
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.namespace import quote_identifier
from migslint.catalog.objects import (
    AttrDefault,
    Attribute,
    CatalogObject,
    Constraint,
    Policy,
    Proc,
    PublicationRel,
    Relation,
    Rule,
    Trigger,
    Type,
    TypeRef,
    is_pinned,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import base_type, format_ref, format_type
from migslint.commands import lookup, opclass, sequence
from migslint.commands.equal import mentions_row
from migslint.commands.parse_utilcmd import column_collation, column_type
from migslint.commands.tablecmds.alter import Command, Table
from migslint.commands.tablecmds.define import check_attribute_type


def prepare(tab: Table, command: Command) -> None:
    """`ATPrepAlterColumnType`: whether the column may be altered, and its values converted."""
    session, rel, name = tab.session, tab.rel, command.name
    node = command.definition["ColumnDef"]
    location = node.get("location", 0)
    using = node.get("raw_default")
    cooked = api.cook(session, using, "alter_col_transform", [(rel.name, rel)]) if using is not None else None
    column = rel.attributes.get(name)
    if not rel.is_partition:
        if column is None and name not in heap.SYSTEM_COLUMNS and "column" not in rel.unknown:
            raise undefined_column(name, rel.name, location, rel)
        if column is not None and column.identity:
            owned = sequence.identity_sequence(column)
            if owned is not None:
                sequence.alter(session, owned, (), True, column_type(session, node["typeName"]).type)
    if rel.of_type is not None:
        raise PgError(
            "42809", "cannot alter column type of typed table", location=location, reason="kind", kind="column", obj=rel
        )
    if column is None:
        if name in heap.SYSTEM_COLUMNS:
            message = f'cannot alter system column "{name}"'
            raise PgError("0A000", message, location=location, reason="unsupported", kind="column", name=name)
        if "column" in rel.unknown:
            return
        raise undefined_column(name, rel.name, location, rel)

    if using is not None and column.generated:
        raise PgError(
            "42611",
            "cannot specify USING when altering type of generated column",
            detail=f'Column "{name}" is a generated column.',
            location=location,
            reason="definition",
            kind="column",
            name=name,
            obj=column,
        )

    def refuse(message: str) -> PgError:
        return PgError(
            "42P16",
            message,
            location=location,
            reason="definition",
            kind="column",
            name=name,
            within=rel.name,
            obj=column,
        )

    if column.inhcount > 0:
        raise refuse(f'cannot alter inherited column "{name}"')
    if rel.partition_key is not None and column in rel.partition_key.columns:
        message = f'cannot alter column "{name}" because it is part of the partition key of relation "{rel.name}"'
        raise refuse(message)
    new = column_type(session, node["typeName"])
    if node.get("collClause"):
        column_collation(session, node["collClause"], new)
    if new is not UNSURE_REF:
        check_attribute_type(session, name, new.type, location, rel.rowtype)
    _check_conversion(session, rel, column, new, using, cooked, location)
    if rel.relkind in "cf" and rel.rowtype is not None:
        check_row_type_uses(rel, rel.rowtype)
    if rel.relkind == "c":
        from migslint.commands.tablecmds.columns import typed_tables

        typed_tables(rel, command.cascade)
    if not tab.recurse and rel.children:
        raise refuse(f'type of inherited column "{name}" must be changed in child tables too')
    if using is not None and rel.children and mentions_row(rel, using):
        raise PgError(
            "0A000",
            "cannot convert whole-row table reference",
            detail="USING expression contains a whole-row table reference.",
            reason="unsupported",
        )
    family = [rel, *_inheritors(rel)]
    for child in family[1:]:
        mine = child.attributes.get(name)
        if mine is not None and mine.inhcount > sum(name in p.attributes for p in child.parents if p in family):
            raise refuse(f'cannot alter inherited column "{name}" of relation "{child.name}"')
        if using is not None and child.relkind not in "rp":
            raise lookup.not_a(child, "a table", location)
        if using is not None:
            api.cook(session, using, "alter_col_transform", [(child.name, child)])
        if child.partition_key is not None and mine in child.partition_key.columns:
            message = f'cannot alter column "{name}" because it is part of the partition key of relation "{child.name}"'
            raise refuse(message)


def _inheritors(rel: Relation) -> list[Relation]:
    from migslint.commands.tablecmds.inherit import all_inheritors

    return all_inheritors(rel)[1:]


def _check_conversion(
    session: Session,
    rel: Relation,
    column: Attribute,
    new: TypeRef,
    using: Any,
    cooked: api.Cooked | None,
    location: int | None,
) -> None:
    """The values must go over to the new type by assignment."""
    name = column.name
    if rel.relkind not in "rp":
        if using is not None:
            raise lookup.not_a(rel, "a table", location)
        return
    old = cooked.type.type if cooked is not None else column.type
    if new is UNSURE_REF or old.typtype == "?" or new.type.typtype == "?":
        return
    if cooked is not None and is_unknown(old):
        api.cook(session, using, "alter_col_transform", [(rel.name, rel)], new, name)
        return
    if can_coerce(session, [old], [new.type], "a"):
        return
    shown = format_type(session, new.type)
    if cooked is not None:
        message = f'result of USING clause for column "{name}" cannot be cast automatically to type {shown}'
        hint = "You might need to add an explicit cast."
    else:
        message = f'column "{name}" cannot be cast automatically to type {shown}'
        hint = f'You might need to specify "USING {quote_identifier(name)}::{format_ref(session, new)}".'
        if column.generated:
            hint = None
    raise PgError(
        "42804",
        message,
        hint=hint,
        location=location,
        reason="type",
        kind="column",
        name=name,
        within=rel.name,
        obj=column,
    )


def check_row_type_uses(rel: Relation, type: Type, seen: tuple[Type, ...] = ()) -> None:
    """`find_composite_type_dependencies`: PgError 0A000 where a stored column has the type, or is made of it."""
    for obj in _users(type):
        if isinstance(obj, Attribute):
            user = obj.relation
            if user.relkind in "rmp":
                what, use = {
                    "c": (f'type "{rel.name}"', "it"),
                    "f": (f'foreign table "{rel.name}"', "its row type"),
                }.get(rel.relkind, (f'table "{rel.name}"', "its row type"))
                message = f'cannot alter {what} because column "{user.name}.{obj.name}" uses {use}'
                raise PgError("0A000", message, reason="dependents", kind="column", name=obj.name, obj=obj)
            if user.rowtype is not None and user.relkind == "c" and user.rowtype not in seen:
                check_row_type_uses(rel, user.rowtype, (*seen, type))
        elif isinstance(obj, Type) and obj not in seen and obj.typtype in "dr":
            check_row_type_uses(rel, obj, (*seen, type))


def _users(type: Type) -> Iterator[CatalogObject]:
    if type.array is not None:
        yield from type.array.dependents
    yield from type.dependents


def execute(tab: Table, command: Command) -> None:
    """`ATExecAlterColumnType`, here and in the tables that inherit the column."""
    session, rel, name = tab.session, tab.rel, command.name
    column = rel.attributes.get(name)
    if column is None:
        return
    location = command.definition["ColumnDef"].get("location", 0)
    if name in tab.retyped:
        message = f'cannot alter type of column "{name}" twice'
        raise PgError("0A000", message, location=location, reason="unsupported", kind="column", name=name)
    tab.retyped.add(name)
    node = command.definition["ColumnDef"]
    new = column_type(session, node["typeName"])
    collation = column_collation(session, node["collClause"], new) if node.get("collClause") else ""
    for table in (rel, *_inheritors(rel)):
        mine = table.attributes.get(name)
        if mine is not None:
            tab.after.insert(0, _change(session, table, mine, new, collation, location))


def _change(
    session: Session, rel: Relation, column: Attribute, new: TypeRef, collation: str, location: int | None
) -> Callable[[], None]:
    """The change itself; what it gives checks, in the end, all that is made anew (`ATPostAlterTypeCleanup`)."""
    old = TypeRef(column.type, column.typmod)
    _check_default(session, column, new)
    _check_dependents(session, column)
    catalog, journal = session.catalog, session.journal
    if rel.relkind in "rp" and rel.rowtype is not None:
        check_row_type_uses(rel, rel.rowtype)
    catalog.undepend(column, column.type)
    journal.set(column, "type", new.type)
    journal.set(column, "typmod", new.typmod)
    journal.set(column, "collation", collation)
    heap.depend_on_collation(session, column)
    if not is_pinned(new.type) and new.type.typtype != "?":
        catalog.depend(column, new.type)
    catalog.event(column, "altered")

    def rebuild() -> None:
        if rel.attributes.get(column.name) is column:
            try:
                _rebuild(session, rel, column, old)
            except PgError as error:
                error.location = location
                raise

    return rebuild


def _check_default(session: Session, column: Attribute, new: TypeRef) -> None:
    """The default goes over to the new type too, without its present implicit conversion."""
    default = column.default
    if default is None or new.type.typtype == "?" or column.type.typtype == "?":
        return
    rel = column.relation
    if column.generated:
        type = api.cook(session, default.expression, "generated_column", [(rel.name, rel)]).type.type
    else:
        type = api.cook(session, default.expression, "column_default").type.type
    if is_unknown(type):
        type = column.type
    if can_coerce(session, [type], [new.type], "a"):
        return
    what = "generation expression" if column.generated else "default"
    message = f'{what} for column "{column.name}" cannot be cast automatically to type {format_type(session, new.type)}'
    raise PgError("42804", message, reason="type", kind="column", name=column.name, within=rel.name, obj=default)


def _check_dependents(session: Session, column: Attribute) -> None:
    """`RememberAllDependentForRebuilding`: what cannot be made anew stands in the way."""
    for obj in column.dependents:
        what = ""
        shown = ""
        if isinstance(obj, Relation) and obj.relkind in "vm":
            what = "used by a view or rule"
            shown = f"rule _RETURN on {describe(session, obj)}"
        elif isinstance(obj, Rule):
            what = "used by a view or rule"
        elif isinstance(obj, Proc):
            what = "used by a function or procedure"
        elif isinstance(obj, Trigger):
            what = "used in a trigger definition"
        elif isinstance(obj, Policy):
            what = "used in a policy definition"
        elif isinstance(obj, PublicationRel):
            what = "used by a publication WHERE clause"
        elif isinstance(obj, AttrDefault) and obj.attribute is not column and obj.attribute.generated:
            raise PgError(
                "42601" if session.version < 15 else "0A000",
                "cannot alter type of a column used by a generated column",
                detail=f'Column "{column.name}" is used by generated column "{obj.attribute.name}".',
                reason="dependents",
                kind="column",
                name=column.name,
                within=column.relation.name,
                obj=obj.attribute,
            )
        if what:
            raise PgError(
                "0A000",
                f"cannot alter type of a column {what}",
                detail=f'{shown or describe(session, obj)} depends on column "{column.name}"',
                reason="dependents",
                kind="column",
                name=column.name,
                within=column.relation.name,
                obj=obj,
            )


def _rebuild(session: Session, rel: Relation, column: Attribute, old: TypeRef) -> None:
    """`ATPostAlterTypeParse`: the constraints and indexes of the column are made anew from their definitions."""
    from migslint.commands.tablecmds.foreignkey import check_again

    constraints = [o for o in column.dependents if isinstance(o, Constraint)]
    for constraint in constraints:
        if constraint.contype == "c" and constraint.domain is not None and constraint.domain.base is not None:
            api.cook(session, constraint.expression, "domain_check", (), constraint.domain.base)
        elif constraint.contype == "c" and constraint.expression is not None:
            _analyse_again(session, rel, column, old, constraint.expression, "check_constraint")
    for index in rel.indexes.values():
        info = index.index
        if info is None:
            continue
        for i, key in enumerate(info.keys[: info.width]):
            if key is column:
                given = info.opclasses[i] if i < len(info.opclasses) else ""
                opclass.resolve(session, [given] if given else [], column.type, info.method)
        if column in index.references:
            for expression in info.expressions:
                _analyse_again(session, rel, column, old, expression, "index_expression")
            if info.predicate is not None:
                _analyse_again(session, rel, column, old, info.predicate, "index_predicate")
    for constraint in constraints:
        if constraint.contype == "f":
            check_again(session, constraint)


def _analyse_again(
    session: Session, rel: Relation, column: Attribute, old: TypeRef, expression: Any, kind: str
) -> None:
    if column.type.typtype == "?" or old.type.typtype == "?":
        return
    want = None if kind == "index_expression" else session.catalog.builtin("bool")
    written = as_deparsed(expression, column, old)
    try:
        cooked = api.cook(session, written, kind, [(rel.name, rel)], want)
    except PgError as error:
        error.within = rel.name
        raise
    if kind.startswith("index") and cooked.volatility != "i":
        what = "expression" if kind == "index_expression" else "predicate"
        raise PgError("42P17", f"functions in index {what} must be marked IMMUTABLE", reason="definition")


_STRINGS = frozenset(("text", "varchar"))


def as_deparsed(expression: Any, column: Attribute, old: TypeRef) -> Any:
    """The expression as `ruleutils.c` would write it while the column still had its old type.

    Constants beside the column bear the type that they were given then, and a varchar column the cast to text that
    its operators and functions asked for.
    """
    base = base_type(old.type)
    name = "text" if base.name in _STRINGS else base.name
    cast = _typename(base.namespace.name, name)
    wrap_column = base.builtin and base.name == "varchar"

    def is_column(node: Any) -> bool:
        ref = node.get("ColumnRef") if isinstance(node, dict) else None
        if not ref:
            return False
        last = ref["fields"][-1]
        return "String" in last and last["String"].get("sval") == column.name

    def constant(node: Any) -> Any:
        const = node.get("A_Const") if isinstance(node, dict) else None
        if const and ("sval" in const or ("ival" in const and base.name in ("numeric", "float8"))):
            return {"TypeCast": {"arg": node, "typeName": cast}}
        if isinstance(node, dict) and "List" in node:
            return {"List": {**node["List"], "items": [constant(n) for n in node["List"]["items"]]}}
        if isinstance(node, dict) and "A_ArrayExpr" in node:
            body = node["A_ArrayExpr"]
            return {"A_ArrayExpr": {**body, "elements": [constant(n) for n in body.get("elements", ())]}}
        return node

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(n) for n in node]
        if not isinstance(node, dict):
            return node
        if "A_Expr" in node:
            body = dict(node["A_Expr"])
            left, right = body.get("lexpr"), body.get("rexpr")
            if left is not None and right is not None:
                if is_column(left):
                    body["rexpr"] = constant(right)
                elif is_column(right):
                    body["lexpr"] = constant(left)
            return {"A_Expr": {k: walk(v) for k, v in body.items()}}
        if wrap_column and is_column(node):
            return {"TypeCast": {"arg": node, "typeName": cast}}
        if "TypeCast" in node:
            body = node["TypeCast"]
            return {"TypeCast": {**body, "arg": body["arg"] if is_column(body["arg"]) else walk(body["arg"])}}
        return {k: walk(v) for k, v in node.items()}

    return walk(expression)


def _typename(schema: str, name: str) -> Any:
    return {"names": [{"String": {"sval": schema}}, {"String": {"sval": name}}], "typemod": -1}
