"""CREATE INDEX and the indexes of constraints (`commands/indexcmds.c`, `catalog/index.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.analyze import api, parse_oper
from migslint.analyze.parse_target import figure_name
from migslint.catalog import heap
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.names import choose_relation_name, clip, name_addition
from migslint.catalog.objects import (
    Attribute,
    CatalogObject,
    Constraint,
    IndexInfo,
    OpClass,
    Operator,
    Relation,
    Type,
    is_pinned,
)
from migslint.catalog.session import Session
from migslint.catalog.typename import format_type
from migslint.commands import lookup, opclass, reloptions
from migslint.commands.defelem import elements
from migslint.commands.index import (
    add_constraint,
    attach,
    check_constraint_name,
    check_primary_key,
    cloned,
    same_index,
)
from migslint.commands.parse_utilcmd import IndexDef, IndexElem, lookup_collation
from migslint.commands.parse_utilcmd_index import index_elem, owning_constraint
from migslint.commands.xact import prevent_in_block

if TYPE_CHECKING:
    from migslint.syntax.nodes import IndexStmt

INDEX_MAX_KEYS = 32


def create_index(session: Session, node: IndexStmt) -> None:
    """`ProcessUtilitySlow`, T_IndexStmt."""
    if node.get("concurrent"):
        prevent_in_block(session, "CREATE INDEX CONCURRENTLY")
    target = node["relation"]
    location = target.get("location", 0)
    rel = lookup.relation(session, target)
    lookup.check_not_system(rel, location)
    index = IndexDef(
        name=node.get("idxname", ""),
        method=node.get("accessMethod", "btree"),
        params=[index_elem(p["IndexElem"]) for p in node["indexParams"]],
        including=[index_elem(p["IndexElem"]) for p in node.get("indexIncludingParams", ())],
        where=node.get("whereClause"),
        options=node.get("options"),
        tablespace=node.get("tableSpace", ""),
        unique=node.get("unique", False),
        nulls_not_distinct=node.get("nulls_not_distinct", False),
        concurrent=node.get("concurrent", False),
        if_not_exists=node.get("if_not_exists", False),
        location=location,
    )
    if rel.relkind == "p" and target.get("inh"):
        _check_foreign_partitions(rel, rel, index.unique)
    define_index(session, rel, index, recurse=target.get("inh", False), statement=node)


def _check_foreign_partitions(top: Relation, rel: Relation, unique: bool) -> None:
    for child in rel.children:
        if child.relkind == "f" and unique:
            raise PgError(
                "42809",
                f'cannot create unique index on partitioned table "{top.name}"',
                detail=f'Table "{top.name}" contains partitions that are foreign tables.',
                reason="kind",
                obj=child,
            )
        if child.relkind == "p":
            _check_foreign_partitions(top, child, unique)


def define_index(
    session: Session,
    rel: Relation,
    index: IndexDef,
    *,
    recurse: bool = True,
    alter: bool = False,
    parent: Relation | None = None,
    statement: Any = None,
) -> Relation | None:
    """`DefineIndex`, `index_create`: the new index, None where IF NOT EXISTS has skipped it.

    `alter`: on behalf of ALTER TABLE; `parent`: the partitioned index that it becomes a part of.
    """
    if len(index.params) > INDEX_MAX_KEYS or len(index.params) + len(index.including) > INDEX_MAX_KEYS:
        raise PgError("54011", f"cannot use more than {INDEX_MAX_KEYS} columns in an index", reason="definition")
    where, cooked = _analyse(session, rel, index)
    _check_relation(session, rel, index)
    tablespace(session, index.tablespace, rel.relkind == "p")
    names = _column_names(index)
    method, can = opclass.find_method(session, index.method)
    _check_method(index, method, can)
    if where is not None and where.volatility != "i":
        raise _mutable("predicate")
    options = reloptions.index_options(session, method, {}, elements(index.options))
    keys, classes, depends = _attributes(session, rel, index, cooked, method, can)
    if index.primary:
        check_primary_key(session, rel, index, keys, alter)
    if rel.relkind == "p" and (index.unique or index.exclude):
        _check_partition_key(rel, index, keys)
    _check_columns(session, rel, index, keys, where)
    name = index.name or _choose_name(session, rel, index, names)
    catalog = session.catalog
    existing = catalog.relation(rel.namespace, name)
    if existing is not None and index.if_not_exists and "self" not in existing.unknown:
        session.notice(
            f'relation "{name}" already exists, skipping',
            sqlstate="42P07",
            reason="skip",
            kind="index",
            name=name,
            obj=existing,
            location=index.location,
            statement=statement,
        )
        return None
    if index.constraint and existing is None:
        check_constraint_name(rel, name, index.location)
    made = heap.create_relation(
        session, rel.namespace, name, "I" if rel.relkind == "p" else "i", index.location, rel.persistence
    )
    catalog.undepend(made, made.namespace)
    made.owner, made.method, made.options, made.tablespace = rel.owner, method, options, index.tablespace
    made.index = IndexInfo(
        rel,
        keys,
        len(index.params),
        unique=index.unique,
        primary=index.primary,
        exclusion=bool(index.exclude) or index.overlaps,
        method=method,
        predicate=index.where,
        expressions=[p.expr for p, key in zip(index.params, keys) if key is None],
        opclasses=classes,
        descending=[p.descending for p in index.params],
        nulls_first=[p.descending if p.nulls_first is None else p.nulls_first for p in index.params],
        nulls_not_distinct=index.nulls_not_distinct,
        immediate=not index.deferrable,
        operators=index.exclude,
        collations=[".".join(p.collation) for p in index.params],
    )
    session.journal.put(rel.indexes, name, made)
    columns = [k for k in keys if k is not None]
    constraint: Constraint | None = None
    if index.constraint:
        constraint = add_constraint(session, rel, made, index, keys, parent is not None)
        catalog.depend(made, constraint, "i")
    else:
        for column in columns:
            catalog.depend(made, column, "a")
        if not columns:
            catalog.depend(made, rel, "a")
    for obj in (*depends, *(where.depends if where is not None else ())):
        own = isinstance(obj, Attribute) and obj.relation is rel
        catalog.depend(made, obj, "a" if own else "n")
    if parent is not None:
        attach(session, made, parent)
    if "column" in rel.unknown and None in keys and not made.index.expressions:
        catalog.obscure(made, "column")
        for child in rel.children:
            catalog.obscure(child, "index", "constraint")
    elif rel.relkind == "p":
        _recurse(session, rel, made, index, recurse, alter)
    return made


def _analyse(session: Session, rel: Relation, index: IndexDef) -> tuple[api.Cooked | None, list[api.Cooked | None]]:
    """`transformIndexStmt`: the predicate, and for each key its expression."""
    own = [(rel.name, rel)]
    where = None
    if index.where is not None:
        where = api.cook(session, index.where, "index_predicate", own, session.catalog.builtin("bool"))
    keys = [api.cook(session, e.expr, "index_expression", own) if e.expr is not None else None for e in index.params]
    return where, keys


def _check_relation(session: Session, rel: Relation, index: IndexDef) -> None:
    location = index.location
    if rel.relkind not in "rmp":
        if rel.relkind == "c" and session.version < 16:
            message = f'"{rel.name}" is a composite type'
            raise PgError("42809", message, location=location, reason="kind", obj=rel)
        if session.version < 15:
            if rel.relkind == "f":
                message = f'cannot create index on foreign table "{rel.name}"'
                raise PgError("42809", message, location=location, reason="kind", obj=rel)
            raise lookup.not_a(rel, "a table or materialized view", location)
        if rel.relkind in "iIc":
            raise PgError(
                "42809",
                f'cannot open relation "{rel.name}"',
                detail=lookup.relkind_not_supported(rel.relkind),
                location=location,
                reason="kind",
                kind="relation",
                name=rel.name,
                obj=rel,
            )
        raise PgError(
            "42809",
            f'cannot create index on relation "{rel.name}"',
            detail=lookup.relkind_not_supported(rel.relkind),
            location=location,
            reason="kind",
            kind="relation",
            name=rel.name,
            obj=rel,
        )
    if rel.relkind == "p":
        if index.concurrent:
            message = f'cannot create index on partitioned table "{rel.name}" concurrently'
            raise PgError("0A000", message, location=location, reason="unsupported", obj=rel)
        if index.exclude and session.version < 17:
            message = f'cannot create exclusion constraints on partitioned table "{rel.name}"'
            raise PgError("0A000", message, location=location, reason="unsupported", obj=rel)


def tablespace(session: Session, name: str, partitioned: bool = False) -> None:
    """`get_tablespace_oid` and what may not be put where."""
    from migslint.catalog.namespace import find_shared

    if not name:
        return
    try:
        found = find_shared(session, "tablespace", name)
    except Unknown:
        return
    if found is None and name not in ("pg_default", "pg_global"):
        raise PgError("42704", f'tablespace "{name}" does not exist', reason="missing", kind="tablespace", name=name)
    if partitioned and name == "pg_default":
        raise PgError("0A000", "cannot specify default tablespace for partitioned relations", reason="unsupported")
    if name == "pg_global":
        raise PgError("22023", "only shared relations can be placed in pg_global tablespace", reason="definition")


def _check_method(index: IndexDef, method: str, can: frozenset[str]) -> None:
    def lacks(what: str) -> PgError:
        return PgError("0A000", f'access method "{method}" does not support {what}', reason="unsupported")

    if index.unique and not index.overlaps and "unique" not in can:
        raise lacks("unique indexes")
    if index.including and "include" not in can:
        raise lacks("included columns")
    if len(index.params) > 1 and "multicol" not in can:
        raise lacks("multicolumn indexes")
    if (index.exclude or index.overlaps) and "exclude" not in can:
        raise lacks("exclusion constraints")


def _mutable(what: str) -> PgError:
    return PgError("42P17", f"functions in index {what} must be marked IMMUTABLE", reason="definition", kind="index")


def _column_names(index: IndexDef) -> list[str]:
    """`ChooseIndexColumnNames`."""
    out: list[str] = []
    for elem in (*index.params, *index.including):
        name = elem.name
        if not name:
            name = figure_name(elem.expr)
            name = "expr" if name == "?column?" else name
        made, n = name, 0
        while made in out:
            n += 1
            made = clip(name, 63 - len(str(n))) + str(n)
        out.append(made)
    return out


def _choose_name(session: Session, rel: Relation, index: IndexDef, names: list[str]) -> str:
    """`ChooseIndexName`."""
    catalog, namespace = session.catalog, rel.namespace
    if index.primary:
        return choose_relation_name(catalog, namespace, rel.name, None, "pkey", True)
    addition = name_addition(names)
    if index.exclude:
        return choose_relation_name(catalog, namespace, rel.name, addition, "excl", True)
    if index.constraint:
        return choose_relation_name(catalog, namespace, rel.name, addition, "key", True)
    return choose_relation_name(catalog, namespace, rel.name, addition, "idx")


def _attributes(
    session: Session,
    rel: Relation,
    index: IndexDef,
    expressions: list[api.Cooked | None],
    method: str,
    can: frozenset[str],
) -> tuple[list[Attribute | None], list[str], list[CatalogObject]]:
    """`ComputeIndexAttrs`: (column or None of each key, operator classes, what expressions and classes hang on)."""
    keys: list[Attribute | None] = []
    classes: list[str] = []
    depends: list[CatalogObject] = []
    for elem, cooked in zip(index.params, expressions):
        if cooked is None:
            column = key_column(session, rel, elem.name, index)
            keys.append(column)
            type = column.type if column is not None else None
            if column is None and elem.name in heap.SYSTEM_COLUMNS:
                type = session.catalog.builtin_type(heap.SYSTEM_COLUMNS[elem.name])
        else:
            if cooked.volatility != "i":
                raise _mutable("expression")
            if cooked.collation == "?" and cooked.type.type.collatable and not elem.collation:
                raise PgError(
                    "42P22",
                    "could not determine which collation to use for index expression",
                    hint="Use the COLLATE clause to set the collation explicitly.",
                    reason="type",
                )
            type = cooked.type.type
            _check_expression_type(session, type, elem)
            _check_expression_columns(rel, elem.expr, cooked)
            plain = _plain_column(rel, elem.expr)
            keys.append(plain)
            if plain is None:
                depends.extend(cooked.depends)
        if elem.collation:
            lookup_collation(session, elem.collation, None)
            if type is not None and not type.collatable and type.typtype != "?":
                raise _no_collation(session, type)
        found = opclass.resolve(session, elem.opclass, type, method) if type is not None else None
        if elem.options and found is not None and found.builtin and method in ("btree", "hash"):
            raise PgError("22023", f"operator class {found.name} has no options", reason="definition")
        if found is None or type is None or not elem.opclass:
            classes.append("")
        else:
            classes.append("" if opclass.default_opclass(session, type, method) is found else found.name)
        if found is not None and not is_pinned(found):
            depends.append(found)
        if index.exclude and type is not None:
            _exclusion_operator(session, index.exclude[len(keys) - 1], type, found)
        if "order" not in can:
            if elem.descending:
                raise _no_order(method, "ASC/DESC")
            if elem.nulls_first is not None:
                raise _no_order(method, "NULLS FIRST/LAST")
    for elem in index.including:
        if elem.expr is not None:
            raise PgError("0A000", "expressions are not supported in included columns", reason="unsupported")
        keys.append(key_column(session, rel, elem.name, index))
        for given, what in (
            (elem.collation, "a collation"),
            (elem.opclass, "an operator class"),
            (elem.descending, "ASC/DESC options"),
            (elem.nulls_first is not None, "NULLS FIRST/LAST options"),
        ):
            if given:
                raise PgError("42P17", f"including column does not support {what}", reason="definition", kind="index")
    return keys, classes, depends


def _no_collation(session: Session, type: Type) -> PgError:
    if session.version >= 17:
        from migslint.analyze.inline import restricted_path

        with restricted_path(session):
            shown = format_type(session, type)
    else:
        shown = format_type(session, type)
    return PgError("42804", f"collations are not supported by type {shown}", reason="type")


def _no_order(method: str, what: str) -> PgError:
    return PgError("0A000", f'access method "{method}" does not support {what} options', reason="unsupported")


def key_column(session: Session, rel: Relation, name: str, index: IndexDef) -> Attribute | None:
    """The column of a key; None for a system column, or one that may be there."""
    column = rel.attributes.get(name)
    if column is not None or name in heap.SYSTEM_COLUMNS or "column" in rel.unknown:
        return column
    named = " named in key" if index.constraint else ""
    raise PgError(
        "42703",
        f'column "{name}"{named} does not exist',
        location=index.location,
        reason="missing",
        kind="column",
        name=name,
        within=rel.name,
        obj=rel,
    )


def _plain_column(rel: Relation, expr: Any) -> Attribute | None:
    """`CREATE INDEX … ((a))` is as good as without the parentheses."""
    ref = expr.get("ColumnRef")
    if ref is None or len(ref["fields"]) != 1 or "String" not in ref["fields"][0]:
        return None
    return rel.attributes.get(ref["fields"][0]["String"].get("sval", ""))


def _check_expression_type(session: Session, type: Type, elem: IndexElem) -> None:
    """`CheckAttributeType` of an expression."""
    if type.typtype == "p" and type.name != "unknown":
        name = figure_name(elem.expr)
        shown = "expr" if name == "?column?" else name
        message = f'column "{shown}" has pseudo-type {format_type(session, type)}'
        raise PgError("42P16", message, reason="type", kind="column", name=shown)


def _exclusion_operator(session: Session, names: list[str], type: Type, found: OpClass | None) -> None:
    """The part of `ComputeIndexAttrs` that looks up the operators of EXCLUDE."""
    if type.typtype == "?":
        return
    schema = names[-2] if len(names) > 1 else None
    operator = parse_oper.find(session, schema, names[-1], type, type)
    shown = parse_oper.signature(session, names[-1], type, type)
    if not isinstance(operator, Operator):
        if session.catalog.doubtful("operator", "*", names[-1]):
            return
        hint = "No operator matches the given name and argument types. You might need to add explicit type casts."
        message = f"operator does not exist: {shown}"
        raise PgError("42883", message, hint=hint, reason="missing", kind="operator", name=names[-1])
    shown = f"{operator.name}({format_type(session, operator.left or type)},{format_type(session, operator.right)})"
    commutative = operator.commutator.rpartition(".")[2] == operator.name and operator.left is operator.right
    if operator.builtin and not commutative:
        raise PgError(
            "42809",
            f"operator {shown} is not commutative",
            detail="Only commutative operators can be used in exclusion constraints.",
            reason="definition",
        )
    if found is None or not operator.builtin or operator.left is None:
        return
    members = opclass.family_operators(session, found)
    if members is None:
        return
    bare = operator.name
    sides = (opclass.type_text(operator.left), opclass.type_text(operator.right))
    if not any(m.operator.rpartition(".")[2] == bare and (m.left, m.right) == sides for m in members):
        raise PgError(
            "42809",
            f'operator {shown} is not a member of operator family "{found.family.rpartition(".")[2]}"',
            detail="The exclusion operator must be related to the index operator class for the constraint.",
            reason="definition",
        )


def _check_partition_key(rel: Relation, index: IndexDef, keys: list[Attribute | None]) -> None:
    """A unique index of a partitioned table must have all columns of the partition key."""
    if rel.partition_key is None:
        return
    what = "PRIMARY KEY" if index.primary else "UNIQUE" if index.unique else "EXCLUDE"
    for part in rel.partition_key.keys:
        if part is None:
            raise PgError(
                "0A000",
                f"unsupported {what} constraint with partition key definition",
                detail=f"{what} constraints cannot be used when partition keys include expressions.",
                reason="unsupported",
            )
        if index.exclude and part in keys and index.exclude[keys.index(part)][-1] != "=":
            operator = index.exclude[keys.index(part)][-1]
            message = (
                f'cannot match partition key to index on column "{part.name}" using non-equal operator "{operator}"'
            )
            raise PgError("0A000", message, location=index.location, reason="unsupported")
        if part not in keys[: len(index.params)] and "column" not in rel.unknown:
            raise PgError(
                "0A000",
                "unique constraint on partitioned table must include all partitioning columns",
                detail=f'{what} constraint on table "{rel.name}" lacks column "{part.name}" which is part of the '
                "partition key.",
                location=index.location,
                reason="unsupported",
                kind="column",
                name=part.name,
                within=rel.name,
            )


def _check_expression_columns(rel: Relation, expr: Any, cooked: api.Cooked) -> None:
    from migslint.syntax.tree import walk

    for tag, body in walk(expr):
        if tag == "ColumnRef" and "String" in body["fields"][-1]:
            name = body["fields"][-1]["String"].get("sval", "")
            if name in heap.SYSTEM_COLUMNS and name not in rel.attributes:
                raise PgError("0A000", "index creation on system columns is not supported", reason="unsupported")
    if any(isinstance(o, Attribute) and o.generated == "v" and o.relation is rel for o in cooked.depends):
        raise PgError("0A000", "indexes on virtual generated columns are not supported", reason="unsupported")


def _check_columns(
    session: Session, rel: Relation, index: IndexDef, keys: list[Attribute | None], where: api.Cooked | None
) -> None:
    """System columns and virtual columns are not indexed."""
    for elem in (*index.params, *index.including):
        if elem.name in heap.SYSTEM_COLUMNS and elem.name not in rel.attributes:
            raise PgError("0A000", "index creation on system columns is not supported", reason="unsupported")
    virtual = [k for k in keys if k is not None and k.generated == "v"]
    if virtual:
        if index.primary:
            message = "primary keys on virtual generated columns are not supported"
        elif index.constraint:
            message = "unique constraints on virtual generated columns are not supported"
        else:
            message = "indexes on virtual generated columns are not supported"
        raise PgError("0A000", message, reason="unsupported", kind="column", name=virtual[0].name)
    if where is not None:
        _check_expression_columns(rel, index.where, where)


def _recurse(session: Session, rel: Relation, made: Relation, index: IndexDef, recurse: bool, alter: bool) -> None:
    """The part of `DefineIndex` that goes to the partitions."""
    assert made.index is not None
    if not recurse:
        if rel.children:
            made.index.valid = False
        return
    for child in rel.children:
        if child.relkind == "f":
            if index.unique or index.primary:
                raise PgError(
                    "42809",
                    f'cannot create unique index on partitioned table "{rel.name}"',
                    detail=f'Table "{rel.name}" contains partitions that are foreign tables.',
                    reason="kind",
                    obj=child,
                )
            continue
        for candidate in list(child.indexes.values()):
            if candidate.parents or not same_index(candidate, made):
                continue
            if index.constraint:
                owner = owning_constraint(candidate)
                if owner is None or owner.contype != ("p" if index.primary else "x" if index.exclude else "u"):
                    continue
            attach(session, candidate, made)
            break
        else:
            part = cloned(made, session)
            part.options = index.options
            define_index(session, child, part, alter=alter, parent=made)
