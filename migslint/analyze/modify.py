"""INSERT, UPDATE and DELETE (`parser/analyze.c`; what `rewriteHandler.c` refuses)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from migslint.analyze import parse_relation as rel
from migslint.analyze.on_conflict import on_conflict
from migslint.analyze.parse_collate import implicit
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
from migslint.analyze.query import Result, check_lengths, select, values_row
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, is_unknown
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Attribute, Relation


def modify(scope: Scope, tag: str, node: Any) -> Result:
    """One data-modifying statement: its RETURNING columns."""
    if "withClause" in node:
        transform_with(scope, node["withClause"])
    in_rule = scope.parent is None and bool(scope.entries)
    if tag == "MergeStmt":
        from migslint.analyze.parse_merge import merge as run
    else:
        run = {"InsertStmt": _insert, "UpdateStmt": _update, "DeleteStmt": _delete}[tag]
    result = run(scope, node)
    view = scope.target.relation if scope.target is not None else None
    if view is not None and view.rules and not in_rule:
        _check_rules(view, tag, node)
    if view is not None and view.relkind == "v" and not in_rule:
        _check_view(scope, view, tag, node)
    return result


def _check_rules(relation: Relation, tag: str, node: Any) -> None:
    """What `RewriteQuery` does not do for a relation with rules."""
    events = {r.event for r in relation.rules.values() if r.enabled != "D"}
    message = detail = None
    if tag == "MergeStmt" and events - {"select"}:
        message = f'cannot execute MERGE on relation "{relation.name}"'
        detail = "MERGE is not supported for relations with rules."
    elif tag == "InsertStmt" and "onConflictClause" in node and events & {"insert", "update"}:
        message = "INSERT with ON CONFLICT clause cannot be used with table that has INSERT or UPDATE rules"
    if message is not None:
        raise PgError("0A000", message, detail=detail, reason="unsupported", kind="rule", obj=relation)


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


def target_entry(scope: Scope, node: Any) -> RangeEntry:
    """`setTargetTable`, and what the executor's `CheckValidResultRel` refuses without rows."""
    name = node["relname"]
    location = node.get("location", 0)
    if "schemaname" not in node and rel.find_cte(scope, name) is not None:
        raise PgError(
            "42P01",
            f'relation "{name}" cannot be the target of a modifying statement',
            location=location,
            reason="kind",
            kind="relation",
            name=name,
        )
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
    _check_target(relation, location)
    return entry


def _check_target(relation: Relation, location: int | None) -> None:
    """`CheckValidResultRel`."""
    word = {"S": "sequence", "t": "TOAST relation"}.get(relation.relkind)
    if word is not None:
        raise PgError(
            "42809",
            f'cannot change {word} "{relation.name}"',
            location=location,
            reason="kind",
            kind="relation",
            name=relation.name,
            obj=relation,
        )
    if relation.relkind == "m":
        raise PgError(
            "42809",
            f'cannot change materialized view "{relation.name}"',
            location=location,
            reason="kind",
            kind="relation",
            name=relation.name,
            obj=relation,
        )


def _expose(scope: Scope, entry: RangeEntry) -> None:
    scope.namespace.append(entry)


def returning(scope: Scope, node: Any) -> Result:
    """`transformReturningClause`, with OLD and NEW from 18 on."""
    clause = node.get("returningClause")
    items = clause.get("exprs") if clause is not None else node.get("returningList")
    if not items:
        return Result([], returns=False)
    if scope.session.version >= 18 and scope.target is not None:
        names = {"old": "old", "new": "new"}
        for option in clause.get("options", ()) if clause is not None else ():
            body = option["ReturningOption"]
            which = "new" if body.get("option") == "RETURNING_OPTION_NEW" else "old"
            names[which] = body["value"]
        taken = {e.name for e in scope.namespace if e.relation_visible}
        for name in names.values():
            if name in taken:
                continue
            source = scope.target
            extra = RangeEntry(
                name,
                "relation",
                list(source.columns),
                relation=source.relation,
                aliased=True,
                unsure=source.unsure,
                columns_visible=False,
                row=source.row,
            )
            scope.namespace.append(extra)
    targets, complete = transform_list(scope, items, "returning")
    return Result(as_columns(scope, targets, True) if complete else None)


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
        arbiter.infer()
    return result


def _source(scope: Scope, node: Any) -> None:
    """Analyse what is inserted where the columns that it goes into are not known."""
    source = node.get("selectStmt")
    if source is None:
        return
    body = source["SelectStmt"]
    if "valuesLists" in body and "withClause" not in body:
        for item in body["valuesLists"]:
            _row(scope, item)
        return
    select(Scope(scope.session, scope), body, False)


DEFAULT = Expr(UNSURE)


def _row(scope: Scope, item: Any, kind: str = "values") -> list[Expr]:
    """A VALUES row in which DEFAULT may stand."""
    out: list[Expr] = []
    for value in item["List"].get("items", ()):
        if "SetToDefault" in value:
            out.append(DEFAULT)
        else:
            out += values_row(scope, {"List": {"items": [value]}}, kind)
    return out


def _fill(scope: Scope, node: Any, entry: RangeEntry, columns: list[tuple[Attribute, Any, int | None]] | None) -> None:
    """`transformInsertRow` for each row, or for the columns of the query."""
    source = node.get("selectStmt")
    if source is None:
        return
    body = source["SelectStmt"]
    listed = bool(node.get("cols"))
    override = node.get("override", "OVERRIDING_NOT_SET")
    if "valuesLists" in body and "withClause" not in body and "sortClause" not in body and "limitCount" not in body:
        if len(body["valuesLists"]) == 1:
            rows = [_row(scope, body["valuesLists"][0], "values_single")]
        else:
            rows = [_row(scope, item) for item in body["valuesLists"]]
            check_lengths(rows, body["valuesLists"])
        if columns is None:
            return
        for row, item in zip(rows, body["valuesLists"]):
            nodes = item["List"].get("items", ())
            check_counts(row, columns, listed, nodes, node)
            for (attribute, indirection, location), value in zip(columns, row):
                if value is DEFAULT:
                    _check_default(indirection, location)
                    continue
                assign(scope, entry, attribute, value, indirection, location)
        scope.given = [a.name for i, (a, _, _) in enumerate(columns) if any(v is not DEFAULT for v in _column(rows, i))]
        check_generated(rows, columns, override)
        return
    inner = Scope(scope.session, scope)
    result = select(inner, body, False)
    if columns is None or result.columns is None or result.unsure:
        return
    values = _selected(result)
    check_counts(values, columns, listed, body.get("targetList", ()), node)
    for (attribute, indirection, location), value in zip(columns, values):
        assign(scope, entry, attribute, value, indirection, location)
    scope.given = [attribute.name for attribute, _ in zip((a for a, _, _ in columns), values)]
    check_generated([values], columns, override)


def _check_default(indirection: Any, location: int | None) -> None:
    """`transformAssignedExpr`: a part of a column has no default."""
    if indirection:
        part = "an array element" if "A_Indices" in indirection[0] else "a subfield"
        raise PgError("0A000", f"cannot set {part} to DEFAULT", location=location, reason="unsupported")


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
            fields=None,
        )
        for c, e in zip(columns, exprs)
    ]


def check_counts(row: list[Expr], columns: Any, listed: bool, nodes: Any, node: Any) -> None:
    if len(row) > len(columns):
        item = nodes[len(columns)] if len(nodes) > len(columns) else None
        if item is not None and "ResTarget" in item:
            item = item["ResTarget"]["val"]
        raise PgError(
            "42601",
            "INSERT has more expressions than target columns",
            location=location_of(item) if item is not None else None,
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
    seen: set[str] = set()
    for res, default, expr in values:
        name, location = res.get("name", ""), res.get("location", 0)
        attribute = relation.attributes.get(name)
        if attribute is None:
            if entry.unsure:
                continue
            hint = None
            if scope.session.version >= 16 and name == entry.name and res.get("indirection"):
                hint = "SET target columns cannot be qualified with the relation name."
            error = undefined_column(name, relation.name, location, relation)
            error.hint = hint
            raise error
        scope.depend(attribute)
        if not res.get("indirection"):
            if name in seen:
                raise PgError(
                    "42601",
                    f'multiple assignments to same column "{name}"',
                    location=location,
                    reason="definition",
                    kind="column",
                    name=name,
                )
            seen.add(name)
        if default:
            _check_default(res.get("indirection"), location)
            continue
        if expr is not None:
            assign(scope, entry, attribute, expr, res.get("indirection"), location)
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

            result = subquery(scope, source["SubLink"]["subselect"], resolve_unknowns=True)
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
                done[0] = [Expr(c.type, c.typmod, place) for c in columns]
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
    result = _returning_later(scope, node)
    assignments(scope, node.get("targetList", ()), entry)
    return result


def _returning_later(scope: Scope, node: Any) -> Result:
    saved = list(scope.namespace)
    result = returning(scope, node)
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
