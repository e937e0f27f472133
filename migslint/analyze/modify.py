"""INSERT, UPDATE, DELETE and MERGE (`parser/analyze.c`, `parse_merge.c`; what `rewriteHandler.c` refuses)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_relation as rel
from migslint.analyze.parse_clause import check_conflicts, from_item, transform_from
from migslint.analyze.parse_cte import transform_with
from migslint.analyze.parse_expr import boolean, location_of, transform
from migslint.analyze.parse_target import Target, as_columns, assign, insert_columns, transform_list
from migslint.analyze.query import Result, check_lengths, select, values_row
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr
from migslint.catalog.errors import PgError, undefined_column
from migslint.catalog.objects import Attribute, Relation


def modify(scope: Scope, tag: str, node: Any) -> Result:
    """One data-modifying statement: its RETURNING columns."""
    if "withClause" in node:
        transform_with(scope, node["withClause"])
    in_rule = scope.parent is None and bool(scope.entries)
    run = {"InsertStmt": _insert, "UpdateStmt": _update, "DeleteStmt": _delete, "MergeStmt": _merge}[tag]
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
    check_modify(scope.session, view, command, columns)
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


def _returning(scope: Scope, node: Any) -> Result:
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
        _on_conflict(scope, node, entry)
        _expose(scope, entry)
        return _returning(scope, node)
    columns = insert_columns(scope, entry, node.get("cols"))
    _fill(scope, node, entry, columns)
    conflict = node.get("onConflictClause")
    if conflict is not None:
        _on_conflict(scope, node, entry)
    if entry not in scope.namespace:
        _expose(scope, entry)
    return _returning(scope, node)


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


_DEFAULT = Expr(UNSURE)


def _row(scope: Scope, item: Any, kind: str = "values") -> list[Expr]:
    """A VALUES row in which DEFAULT may stand."""
    out: list[Expr] = []
    for value in item["List"].get("items", ()):
        if "SetToDefault" in value:
            out.append(_DEFAULT)
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
            _check_counts(row, columns, listed, nodes, node)
            for (attribute, indirection, location), value in zip(columns, row):
                if value is _DEFAULT:
                    continue
                assign(scope, entry, attribute, value, indirection, location)
        _check_generated(rows, columns, override)
        return
    inner = Scope(scope.session, scope)
    result = select(inner, body, False)
    if columns is None or result.columns is None or result.unsure:
        return
    values = [Expr(c.type, c.typmod, _column_place(body, i)) for i, c in enumerate(result.columns)]
    literals = _literals(body)
    for i, value in enumerate(values):
        if i in literals:
            value.literal = literals[i]
    _check_counts(values, columns, listed, body.get("targetList", ()), node)
    for (attribute, indirection, location), value in zip(columns, values):
        assign(scope, entry, attribute, value, indirection, location)
    _check_generated([values], columns, override)


def _literals(body: Any) -> dict[int, str]:
    """The untyped literals of a plain SELECT list, which take the type of the column they go into."""
    out: dict[int, str] = {}
    for i, target in enumerate(body.get("targetList", ())):
        value = target["ResTarget"]["val"]
        if "ColumnRef" in value and "A_Star" in value["ColumnRef"]["fields"][-1]:
            return out
        const = value.get("A_Const")
        if const is not None and "sval" in const:
            out[i] = const["sval"].get("sval", "")
    return out


def _column_place(body: Any, i: int) -> int | None:
    targets = body.get("targetList")
    if not targets or i >= len(targets):
        return None
    return location_of(targets[i]["ResTarget"]["val"])


def _check_counts(row: list[Expr], columns: Any, listed: bool, nodes: Any, node: Any) -> None:
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


def _check_generated(rows: list[list[Expr]], columns: Any, override: str) -> None:
    """`rewriteTargetListIU`, `rewriteValuesRTE`."""
    for i, (attribute, _, location) in enumerate(columns):
        if not attribute.generated and attribute.identity != "a":
            continue
        given = [row[i] for row in rows if i < len(row)]
        if not given or all(v is _DEFAULT for v in given):
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


def _on_conflict(scope: Scope, node: Any, entry: RangeEntry) -> None:
    """`transformOnConflictClause`, `transformOnConflictArbiter`, `plancat.c, infer_arbiter_indexes`."""
    clause = node.get("onConflictClause")
    if clause is None:
        return
    infer = clause.get("infer")
    location = clause.get("location", 0)
    update = clause.get("action") == "ONCONFLICT_UPDATE"
    if update and infer is None:
        raise PgError(
            "42601",
            "ON CONFLICT DO UPDATE requires inference specification or constraint name",
            hint="For example, ON CONFLICT (column_name).",
            location=location,
            reason="syntax",
        )
    relation = entry.relation
    if infer is not None:
        _infer(scope, infer, entry, relation)
    if not update:
        return
    excluded = RangeEntry(
        "excluded",
        "relation",
        [_copy_column(c) for c in entry.columns],
        relation=relation,
        aliased=True,
        unsure=entry.unsure,
        columns_visible=False,
        row=entry.row,
    )
    scope.entries.append(excluded)
    scope.namespace += [entry, excluded]
    _assignments(scope, clause.get("targetList", ()), entry)
    if "whereClause" in clause:
        boolean(scope, clause["whereClause"], "where", "WHERE")
    scope.namespace.remove(excluded)


def _copy_column(column: Any) -> Any:
    from migslint.analyze.types import RangeColumn

    return RangeColumn(column.name, column.type, column.typmod, column.attribute)


def _infer(scope: Scope, infer: Any, entry: RangeEntry, relation: Relation | None) -> None:
    scope.namespace.append(entry)
    names: list[str] = []
    expressions = False
    for item in infer.get("indexElems", ()):
        element = item["IndexElem"]
        if "name" in element:
            expr = transform(
                scope,
                {
                    "ColumnRef": {
                        "fields": [{"String": {"sval": element["name"]}}],
                        "location": element.get("location", infer.get("location", 0)),
                    }
                },
            )
            if expr.column is None or expr.type is UNSURE:
                expressions = True
            else:
                names.append(element["name"])
        else:
            transform(scope, element["expr"], "index_expression")
            expressions = True
    if "whereClause" in infer:
        boolean(scope, infer["whereClause"], "index_predicate", "WHERE")
    scope.namespace.remove(entry)
    if relation is None or entry.unsure or relation.relkind not in "rp":
        return
    if "conname" in infer:
        name = infer["conname"]
        constraint = relation.constraints.get(name)
        if constraint is None:
            if "constraint" in relation.unknown:
                return
            raise PgError(
                "42704",
                f'constraint "{name}" for table "{relation.name}" does not exist',
                location=infer.get("location", 0),
                reason="missing",
                kind="constraint",
                name=name,
                within=relation.name,
                obj=relation,
            )
        if constraint.index is None:
            raise PgError("42809", "constraint in ON CONFLICT clause has no associated index", reason="definition")
        return
    if expressions or "index" in relation.unknown or "constraint" in relation.unknown:
        return
    wanted = set(names)
    for index_relation in relation.indexes.values():
        index = index_relation.index
        if index is None or not (index.unique or index.exclusion) or not index.immediate:
            continue
        keys = index.keys[: index.width]
        if any(k is None for k in keys):
            continue
        if {k.name for k in keys if k is not None} == wanted and not index.exclusion:
            if index.predicate is None or "whereClause" in infer:
                return
    raise PgError(
        "42P10",
        "there is no unique or exclusion constraint matching the ON CONFLICT specification",
        location=infer.get("location", 0),
        reason="missing",
        kind="unique constraint",
        within=relation.name,
        obj=relation,
    )


# --- UPDATE, DELETE ---


def _assignments(scope: Scope, items: Any, entry: RangeEntry) -> None:
    """`transformUpdateTargetList`."""
    relation = entry.relation
    multi: dict[int, list[Expr] | None] = {}
    seen: set[str] = set()
    for item in items:
        res = item["ResTarget"]
        value = res.get("val")
        name, location = res.get("name", ""), res.get("location", 0)
        default = value is not None and "SetToDefault" in value
        expr: Expr | None = None
        if value is not None and "MultiAssignRef" in value:
            expr = _multi(scope, value["MultiAssignRef"], multi)
        elif not default and value is not None:
            expr = transform(scope, value, "update_source")
        if relation is None:
            continue
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
            values = [
                _DEFAULT if "SetToDefault" in a else transform(scope, a, "update_source")
                for a in source["RowExpr"].get("args", ())
            ]
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
    return None if value is _DEFAULT else value


def _update(scope: Scope, node: Any) -> Result:
    """`transformUpdateStmt`."""
    entry = target_entry(scope, node["relation"])
    scope.target = entry
    _from(scope, entry, node.get("fromClause", ()))
    if "whereClause" in node:
        boolean(scope, node["whereClause"], "where", "WHERE")
    result = _returning_later(scope, node)
    _assignments(scope, node.get("targetList", ()), entry)
    return result


def _returning_later(scope: Scope, node: Any) -> Result:
    saved = list(scope.namespace)
    result = _returning(scope, node)
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
    return _returning(scope, node)


# --- MERGE ---


def _merge(scope: Scope, node: Any) -> Result:
    """`transformMergeStmt`."""
    entry = target_entry(scope, node["relation"])
    relation = entry.relation
    location = node["relation"].get("location", 0)
    kinds = "rp" if scope.session.version < 17 else "rpv"
    if relation is not None and relation.relkind not in kinds:
        raise PgError(
            "0A000",
            f'cannot execute MERGE on relation "{relation.name}"',
            detail=_merge_detail(relation),
            location=location,
            reason="kind",
            obj=relation,
        )
    scope.target = entry
    source = from_item(scope, node["sourceRelation"])
    check_conflicts([entry], source)
    scope.namespace += [entry, *source]
    transform(scope, node["joinCondition"], "join_on")
    for item in node.get("mergeWhenClauses", ()):
        when = item["MergeWhenClause"]
        kind = when.get("matchKind", "MERGE_WHEN_MATCHED")
        saved = list(scope.namespace)
        if kind == "MERGE_WHEN_NOT_MATCHED_BY_TARGET":
            scope.namespace[:] = source
        elif kind == "MERGE_WHEN_NOT_MATCHED_BY_SOURCE":
            scope.namespace[:] = [entry]
        if "condition" in when:
            boolean(scope, when["condition"], "merge_when", "WHEN")
        command = when.get("commandType", "")
        if command == "CMD_INSERT" and relation is not None:
            columns = insert_columns(scope, entry, when.get("targetList"))
            values = [
                _DEFAULT if "SetToDefault" in v else transform(scope, v, "values_single")
                for v in when.get("values", ())
            ]
            if columns is not None and values:
                _check_counts(values, columns, bool(when.get("targetList")), when.get("values", ()), node)
                for (attribute, indirection, place), value in zip(columns, values):
                    if value is not _DEFAULT:
                        assign(scope, entry, attribute, value, indirection, place)
                _check_generated([values], columns, when.get("override", "OVERRIDING_NOT_SET"))
        elif command == "CMD_UPDATE":
            _assignments(scope, when.get("targetList", ()), entry)
        scope.namespace[:] = saved
    return _returning(scope, node)


def _merge_detail(relation: Relation) -> str:
    what = {"v": "views", "m": "materialized views", "f": "foreign tables", "S": "sequences"}
    return f"This operation is not supported for {what.get(relation.relkind, 'this kind of relation')}."


__all__ = ["Target", "modify", "target_entry"]
