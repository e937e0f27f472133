"""INSERT, UPDATE and DELETE (`parser/analyze.c`; what `rewriteHandler.c` refuses)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migslint.analyze import parse_relation as rel
from migslint.analyze.on_conflict import on_conflict
from migslint.analyze.parse_collate import implicit, raise_first
from migslint.analyze.parse_cte import transform_with
from migslint.analyze.parse_expr import boolean, location_of, transform
from migslint.analyze.parse_from import transform_from
from migslint.analyze.parse_target import (
    Target,
    as_columns,
    assign,
    expand_items,
    insert_columns,
    is_star,
    transform_list,
)
from migslint.analyze.query import Result, check_length, select, values_row
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, is_record, is_unknown
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Attribute, Relation


def modify(scope: Scope, tag: str, node: Any) -> Result:
    """One data-modifying statement: its RETURNING columns."""
    if "withClause" in node:
        if tag == "MergeStmt" and node["withClause"].get("recursive"):
            raise PgError("42601", "WITH RECURSIVE is not supported for MERGE statement", reason="unsupported")
        transform_with(scope, node["withClause"])
    in_rule = scope.parent is None and bool(scope.entries)
    if tag == "MergeStmt":
        from migslint.analyze.parse_merge import merge as run
    else:
        run = {"InsertStmt": _insert, "UpdateStmt": _update, "DeleteStmt": _delete}[tag]
    result = run(scope, node)
    raise_first(scope)
    view = scope.target.relation if scope.target is not None else None
    if view is not None and view.rules and not in_rule:
        from migslint.analyze.rewrite_handler import check_rules

        check_rules(view, tag, node)
    if view is not None and view.relkind == "v" and not in_rule:
        _check_view(scope, view, tag, node)
    return result


def _check_view(scope: Scope, view: Relation, tag: str, node: Any) -> None:
    """`rewriteTargetView`."""
    from migslint.analyze.updatable import check_modify

    if tag == "MergeStmt":
        for clause in node.get("mergeWhenClauses", ()):
            when = clause["MergeWhenClause"]
            command = {"CMD_INSERT": "INSERT", "CMD_UPDATE": "UPDATE", "CMD_DELETE": "DELETE"}.get(
                when.get("commandType", "")
            )
            if command is not None:
                check_modify(scope.session, view, command, _assigned(when), merge=True)
        return
    command = tag.removesuffix("Stmt").upper()
    if "CurrentOfExpr" in node.get("whereClause", {}):
        raise PgError("0A000", "WHERE CURRENT OF on a view is not implemented", reason="unsupported", obj=view)
    columns = _assigned(node)
    if command == "INSERT" and not node.get("cols"):
        values = node.get("selectStmt", {}).get("SelectStmt", {}).get("valuesLists", ())
        columns = list(view.attributes)[: len(values[0]["List"].get("items", ()))] if values else []
    given = columns if command == "UPDATE" else scope.given
    override = "" if node.get("override", "OVERRIDING_NOT_SET") == "OVERRIDING_NOT_SET" else node["override"]
    check_modify(scope.session, view, command, columns, given=given, override=override)
    if command == "INSERT" and node.get("onConflictClause", {}).get("targetList"):
        check_modify(scope.session, view, command, _assigned(node["onConflictClause"]))


def _assigned(node: Any) -> list[str]:
    targets = (*node.get("cols", ()), *node.get("targetList", ()))
    return [t["ResTarget"]["name"] for t in targets if "ResTarget" in t]


def target_entry(scope: Scope, node: Any, merged: bool = False) -> RangeEntry:
    """`setTargetTable`, and what the executor's `CheckValidResultRel` refuses without rows."""
    name = node["relname"]
    location = node.get("location", 0)
    relation = rel.open_table(scope, node)
    alias = node.get("alias", {}).get("aliasname")
    if relation is None:
        entry = RangeEntry(alias or name, "relation", [], unsure=True, aliased=alias is not None)
        scope.entries.append(entry)
        entry.relation = None
        return entry
    if relation.relkind in "iIc":
        raise rel.cannot_open(scope.session, relation, location)
    entry = rel.relation_entry(scope, relation, alias or name, alias is not None)
    if not merged:
        _check_target(scope, relation, location)
    return entry


def _check_target(scope: Scope, relation: Relation, location: int | None) -> None:
    """`CheckValidResultRel`."""
    word = {"S": "sequence", "t": "TOAST relation", "m": "materialized view"}.get(relation.relkind)
    if word is not None:
        scope.planning.append(
            PgError(
                "42809",
                f'cannot change {word} "{relation.name}"',
                location=location,
                reason="kind",
                kind="relation",
                name=relation.name,
                obj=relation,
            )
        )


def _expose(scope: Scope, entry: RangeEntry) -> None:
    scope.namespace.append(entry)


def returning(scope: Scope, node: Any, kind: str = "returning") -> Result:
    """`transformReturningClause`, with OLD and NEW from 18 on."""
    clause = node.get("returningClause")
    items = clause.get("exprs") if clause is not None else node.get("returningList")
    if not items:
        return Result([], returns=False)
    if scope.session.version >= 18 and scope.target is not None:
        _expose_old_and_new(scope, scope.target, clause.get("options", ()) if clause is not None else ())
    targets, complete = transform_list(scope, items, kind)
    if complete and not targets:
        message = "RETURNING must have at least one column"
        raise PgError("42601", message, location=location_of(items[0]["ResTarget"]["val"]), reason="syntax")
    return Result(as_columns(scope, targets, True) if complete else None)


def _expose_old_and_new(scope: Scope, target: RangeEntry, options: Any) -> None:
    """`addNSItemForReturning`: OLD and NEW under the names of RETURNING WITH, else their own if these are free."""
    names: dict[str, str] = {}
    for option in options:
        body = option["ReturningOption"]
        which = "new" if body.get("option") == "RETURNING_OPTION_NEW" else "old"
        location = body.get("location", 0)
        if which in names:
            message = f"{which.upper()} cannot be specified multiple times"
            raise PgError("42601", message, location=location, reason="syntax")
        names[which] = body["value"]
        if rel.find_entry(scope, None, body["value"], None) is not None:
            message = f'table name "{body["value"]}" specified more than once'
            raise PgError("42712", message, location=location, reason="definition")
        _expose_as(scope, target, body["value"])
    for which in ("old", "new"):
        if which not in names and rel.find_entry(scope, None, which, None) is None:
            _expose_as(scope, target, which)


def _expose_as(scope: Scope, target: RangeEntry, name: str) -> None:
    scope.namespace.append(
        RangeEntry(
            name,
            "relation",
            list(target.columns),
            relation=target.relation,
            aliased=True,
            unsure=target.unsure,
            columns_visible=False,
            row=target.row,
        )
    )


# --- INSERT ---


def _insert(scope: Scope, node: Any) -> Result:
    """`transformInsertStmt`."""
    entry = target_entry(scope, node["relation"])
    scope.target = entry
    if entry.relation is None:
        _source(scope, node)
        on_conflict(scope, node, entry)
        _expose(scope, entry)
        return returning(scope, node)
    columns = insert_columns(scope, entry, node.get("cols"))
    _fill(scope, node, entry, columns)
    arbiter = on_conflict(scope, node, entry)
    if entry not in scope.namespace:
        _expose(scope, entry)
    result = returning(scope, node)
    if arbiter is not None:
        refusal = arbiter.refusal()
        if refusal is not None:
            scope.planning.append(refusal)
    return result


def _source(scope: Scope, node: Any) -> None:
    """Analyse what is inserted where the columns that it goes into are not known."""
    source = node.get("selectStmt")
    if source is None:
        return
    body = source["SelectStmt"]
    if "valuesLists" in body and "withClause" not in body:
        for item in body["valuesLists"]:
            values_list(scope, item["List"].get("items", ()))
        return
    select(Scope(scope.session, scope), body, False)


DEFAULT = Expr(UNSURE)


def values_list(scope: Scope, nodes: Any, kind: str = "values") -> list[Expr]:
    """`transformExpressionList` for a VALUES row in which DEFAULT may stand."""
    out: list[Expr] = []
    for value in nodes:
        if "SetToDefault" in value:
            out.append(DEFAULT)
        else:
            out += values_row(scope, {"List": {"items": [value]}}, kind)
    return out


def assign_row(
    scope: Scope, entry: RangeEntry, columns: list[tuple[Attribute, Any, int | None]], values: list[Expr]
) -> None:
    """`transformInsertRow`: each value is put in its column."""
    for (attribute, indirection, location), value in zip(columns, values):
        if value is DEFAULT:
            refuse_default(indirection, location)
        else:
            assign(scope, entry, attribute, value, indirection, location)


def refuse_default(indirection: Any, location: int | None) -> None:
    """`transformAssignedExpr`: DEFAULT is for whole columns."""
    if indirection:
        what = "an array element" if "A_Indices" in indirection[0] else "a subfield"
        raise PgError("0A000", f"cannot set {what} to DEFAULT", location=location, reason="unsupported")


#: clauses with which VALUES is a query like any other (`transformInsertStmt`, isGeneralSelect)
_GENERAL = ("withClause", "sortClause", "limitOffset", "limitCount", "lockingClause")


def _fill(scope: Scope, node: Any, entry: RangeEntry, columns: list[tuple[Attribute, Any, int | None]] | None) -> None:
    """`transformInsertRow` for each row, or for the columns of the query."""
    source = node.get("selectStmt")
    if source is None:
        return
    body = source["SelectStmt"]
    listed = bool(node.get("cols"))
    override = node.get("override", "OVERRIDING_NOT_SET")
    if "valuesLists" in body and not any(clause in body for clause in _GENERAL):
        kind = "values_single" if len(body["valuesLists"]) == 1 else "values"
        rows: list[list[Expr]] = []
        for item in body["valuesLists"]:
            nodes = item["List"].get("items", ())
            rows.append(values_list(scope, nodes, kind))
            check_length(rows, nodes)
            if columns is not None:
                check_counts(rows[-1], columns, listed, nodes, node)
                assign_row(scope, entry, columns, rows[-1])
        if columns is None:
            return
        scope.given = [a.name for i, (a, _, _) in enumerate(columns) if any(v is not DEFAULT for v in _column(rows, i))]
        check_generated(rows, columns, override)
        return
    inner = Scope(scope.session, scope)
    result = select(inner, body, False)
    if columns is None or result.columns is None or result.unsure:
        return
    values = _selected(result)
    check_counts(values, columns, listed, body.get("targetList", ()), node)
    assign_row(scope, entry, columns, values)
    scope.given = [attribute.name for attribute, _ in zip((a for a, _, _ in columns), values)]
    check_generated([values], columns, override)


def _column(rows: list[list[Expr]], i: int) -> list[Expr]:
    return [row[i] for row in rows if i < len(row)]


def _selected(result: Result) -> list[Expr]:
    """The columns of a query as values: Vars, but for the untyped literals of its list, which stand for themselves."""
    columns = result.columns or []
    exprs: Sequence[Expr | None] = result.exprs or [None] * len(columns)
    return [
        e
        if e is not None and is_unknown(e.type)
        else Expr(
            c.type,
            c.typmod,
            e.location if e is not None else None,
            collation=implicit(c.type, c.collation, None),
            names=c.names,
            fields=e.fields if e is not None and is_record(e.type) else None,
        )
        for c, e in zip(columns, exprs)
    ]


def check_counts(row: list[Expr], columns: Any, listed: bool, nodes: Any, node: Any) -> None:
    if len(row) > len(columns):
        item = nodes[len(columns)] if len(nodes) > len(columns) else None
        if item is not None and "ResTarget" in item:
            item = item["ResTarget"]["val"]
        extra = row[len(columns)].location
        raise PgError(
            "42601",
            "INSERT has more expressions than target columns",
            location=extra if extra is not None or item is None else location_of(item),
            reason="syntax",
        )
    if listed and len(row) < len(columns):
        hint = None
        if len(row) == 1 and row[0].fields is not None and len(row[0].fields) == len(columns):
            hint = (
                "The insertion source is a row expression containing the same number of columns expected by the "
                "INSERT. Did you accidentally use extra parentheses?"
            )
        raise PgError(
            "42601",
            "INSERT has more target columns than expressions",
            hint=hint,
            location=columns[len(row)][2],
            reason="syntax",
        )


def check_generated(rows: list[list[Expr]], columns: Any, override: str) -> None:
    """`rewriteTargetListIU`, `rewriteValuesRTE`."""
    for i, (attribute, _, location) in enumerate(columns):
        if not attribute.generated and attribute.identity != "a":
            continue
        given = _column(rows, i)
        if not given or all(v is DEFAULT for v in given):
            continue
        if attribute.generated:
            raise PgError(
                "428C9",
                f'cannot insert a non-DEFAULT value into column "{attribute.name}"',
                detail=f'Column "{attribute.name}" is a generated column.',
                location=location,
                reason="definition",
                kind="column",
                name=attribute.name,
                obj=attribute,
            )
        if override == "OVERRIDING_NOT_SET":
            raise PgError(
                "428C9",
                f'cannot insert a non-DEFAULT value into column "{attribute.name}"',
                detail=f'Column "{attribute.name}" is an identity column defined as GENERATED ALWAYS.',
                hint="Use OVERRIDING SYSTEM VALUE to override.",
                location=location,
                reason="definition",
                kind="column",
                name=attribute.name,
                obj=attribute,
            )


# --- UPDATE, DELETE ---


def assignments(scope: Scope, items: Any, entry: RangeEntry) -> None:
    """`transformUpdateTargetList`: all expressions, then the columns."""
    multi: dict[int, list[Expr] | None] = {}
    values: list[tuple[Any, bool, Expr | None]] = []
    for item in items:
        res = item["ResTarget"]
        value = res.get("val")
        default = value is not None and "SetToDefault" in value
        expr: Expr | None = None
        if value is not None and "MultiAssignRef" in value:
            expr = _multi(scope, value["MultiAssignRef"], multi)
        elif not default and value is not None:
            expr = transform(scope, value, "update_source")
        values.append((res, default, expr))
    relation = entry.relation
    if relation is None:
        return
    seen: dict[str, bool] = {}
    for res, default, expr in values:
        name, location, indirection = res.get("name", ""), res.get("location", 0), res.get("indirection")
        attribute = relation.attributes.get(name)
        if attribute is None:
            if entry.unsure:
                continue
            if name in SYSTEM_COLUMNS and relation.relkind not in "vc":
                message = f'cannot assign to system column "{name}"'
                raise PgError("0A000", message, location=location, reason="unsupported", kind="column", name=name)
            error = undefined_column(name, relation.name, location, relation)
            if scope.session.version >= 16 and name == entry.name and indirection:
                error.hint = "SET target columns cannot be qualified with the relation name."
            raise error
        scope.depend(attribute)
        if name in seen and not (indirection and seen[name]):
            raise PgError(
                "42601",
                f'multiple assignments to same column "{name}"',
                location=location,
                reason="definition",
                kind="column",
                name=name,
            )
        seen[name] = bool(indirection)
        if default:
            refuse_default(indirection, location)
            continue
        if expr is not None:
            assign(scope, entry, attribute, expr, indirection, location)
        if attribute.generated:
            raise PgError(
                "428C9",
                f'column "{name}" can only be updated to DEFAULT',
                detail=f'Column "{name}" is a generated column.',
                location=location,
                reason="definition",
                kind="column",
                name=name,
                obj=attribute,
            )
        if attribute.identity == "a":
            raise PgError(
                "428C9",
                f'column "{name}" can only be updated to DEFAULT',
                detail=f'Column "{name}" is an identity column defined as GENERATED ALWAYS.',
                location=location,
                reason="definition",
                kind="column",
                name=name,
                obj=attribute,
            )


def _multi(scope: Scope, ref: Any, done: dict[int, list[Expr] | None]) -> Expr | None:
    """`transformMultiAssignRef`: (a, b) = ROW(...) or a subquery."""
    source = ref["source"]
    count, number = ref.get("ncolumns", 1), ref.get("colno", 1)
    place = location_of(source)
    if number == 1:
        if "SubLink" in source:
            from migslint.analyze.query import subquery

            before, scope.kind = scope.kind, "update_source"
            try:
                result = subquery(scope, source["SubLink"]["subselect"], resolve_unknowns=True)
            finally:
                scope.kind = before
            columns = result.columns
            if columns is None or result.unsure:
                done[0] = None
            else:
                if len(columns) != count:
                    raise PgError(
                        "42601",
                        "number of columns does not match number of values",
                        location=place,
                        reason="syntax",
                    )
                done[0] = [Expr(c.type, c.typmod, place if c.location is None else c.location) for c in columns]
        elif "RowExpr" in source:
            values: list[Expr] = []
            for arg in source["RowExpr"].get("args", ()):
                if not is_star(arg):
                    values.append(DEFAULT if "SetToDefault" in arg else transform(scope, arg, "update_source"))
                    continue
                fields = expand_items(scope, [arg])
                if any(f.type is UNSURE for f in fields):
                    return None
                values += fields
            if len(values) != count:
                raise PgError(
                    "42601", "number of columns does not match number of values", location=place, reason="syntax"
                )
            done[0] = values
        else:
            raise PgError(
                "0A000",
                "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
                location=place,
                reason="unsupported",
            )
    values_found = done.get(0)
    if values_found is None:
        return None
    value = values_found[number - 1]
    return None if value is DEFAULT else value


def _update(scope: Scope, node: Any) -> Result:
    """`transformUpdateStmt`."""
    entry = target_entry(scope, node["relation"])
    scope.target = entry
    _from(scope, entry, node.get("fromClause", ()))
    if "whereClause" in node:
        boolean(scope, node["whereClause"], "where", "WHERE")
    result = returning_later(scope, node)
    assignments(scope, node.get("targetList", ()), entry)
    return result


def returning_later(scope: Scope, node: Any, kind: str = "returning") -> Result:
    """RETURNING where more is analysed after it: its names are forgotten."""
    saved = list(scope.namespace)
    result = returning(scope, node, kind)
    scope.namespace[:] = saved
    return result


def _from(scope: Scope, entry: RangeEntry, nodes: Any) -> None:
    entry.lateral_only, entry.lateral_ok = True, False
    scope.namespace.append(entry)
    transform_from(scope, nodes)


def _delete(scope: Scope, node: Any) -> Result:
    """`transformDeleteStmt`."""
    entry = target_entry(scope, node["relation"])
    scope.target = entry
    _from(scope, entry, node.get("usingClause", ()))
    if "whereClause" in node:
        boolean(scope, node["whereClause"], "where", "WHERE")
    return returning(scope, node)


__all__ = ["Target", "modify", "target_entry"]
