"""FROM and what hangs on it (`parser/parse_clause.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_oper as oper
from migslint.analyze import parse_relation as rel
from migslint.analyze.parse_collate import derived, implicit, raise_first, rise
from migslint.analyze.parse_expr import boolean, check_collation, transform
from migslint.analyze.parse_target import figure_name
from migslint.analyze.parse_type import lookup_typename, names_of
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_record
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Type, TypeRef
from migslint.catalog.typename import base_type


def transform_from(scope: Scope, nodes: Any) -> None:
    """`transformFromClause`."""
    for node in nodes:
        entries = from_item(scope, node)
        check_conflicts(scope.namespace, entries)
        for e in entries:
            e.lateral_only, e.lateral_ok = True, True
        scope.namespace += entries
    for e in scope.namespace:
        e.lateral_only, e.lateral_ok = False, True


def check_conflicts(first: list[RangeEntry], second: list[RangeEntry]) -> None:
    """`checkNameSpaceConflicts`."""
    for a in second:
        if not a.relation_visible:
            continue
        for b in first:
            if not b.relation_visible or a.name != b.name:
                continue
            if a.relation is not None and b.relation is not None and not a.aliased and not b.aliased:
                if a.relation is not b.relation:
                    continue
            raise PgError(
                "42712",
                f'table name "{a.name}" specified more than once',
                reason="definition",
                kind="range entry",
                name=a.name,
            )


def from_item(scope: Scope, node: Any) -> list[RangeEntry]:
    """`transformFromClauseItem`: the entries that the item makes visible."""
    for tag, body in node.items():
        if tag == "RangeVar":
            return [table_item(scope, body)]
        if tag == "RangeSubselect":
            return [_subselect(scope, body)]
        if tag == "RangeFunction":
            return [_function(scope, body)]
        if tag == "JoinExpr":
            return _join(scope, body)
        if tag == "RangeTableSample":
            return [_sample(scope, body)]
        if tag in ("RangeTableFunc", "JsonTable"):
            from migslint.analyze.parse_jsontable import table_function

            return [table_function(scope, tag, body)]
    scope.unsure[0] = True
    return [_nothing_known(scope, "?")]


def _nothing_known(scope: Scope, name: str, aliased: bool = False) -> RangeEntry:
    entry = RangeEntry(name, "relation", [], unsure=True, aliased=aliased)
    scope.entries.append(entry)
    return entry


def _alias(body: Any) -> tuple[str | None, list[str], int | None]:
    alias = body.get("alias")
    if alias is None:
        return None, [], None
    return alias["aliasname"], names_of(alias.get("colnames", [])), None


def table_item(scope: Scope, body: Any, target: bool = False) -> RangeEntry:
    """A name in FROM: a CTE, or a relation (`getNSItemForSpecialRelationTypes`, `transformTableEntry`)."""
    alias, names, _ = _alias(body)
    name, location = body["relname"], body.get("location", 0)
    if not body.get("schemaname") and not target:
        cte = rel.find_cte(scope, name)
        if cte is not None:
            if cte.modifying and not cte.returns:
                raise PgError(
                    "0A000",
                    f'WITH query "{name}" does not have a RETURNING clause',
                    location=location,
                    reason="unsupported",
                )
            entry = RangeEntry(
                alias or name,
                "cte",
                [
                    RangeColumn(c.name, c.type, c.typmod, None, c.origin, c.names, c.collation)
                    for c in cte.columns or []
                ],
                aliased=alias is not None,
                unsure=cte.unsure or cte.columns is None,
                hidden=0 if name in scope.ctes else cte.extra,
                self_reference=cte.recursive,
            )
            scope.entries.append(entry)
            rel.apply_aliases(entry, names, location)
            return entry
    relation = rel.open_table(scope, body)
    if relation is None:
        return _nothing_known(scope, alias or name, alias is not None)
    if relation.relkind in "iIc":
        raise rel.cannot_open(scope.session, relation, location)
    entry = rel.relation_entry(scope, relation, alias or name, alias is not None)
    if relation.relkind == "S" and not entry.columns:
        for column, type in (("last_value", "int8"), ("log_cnt", "int8"), ("is_called", "bool")):
            entry.columns.append(RangeColumn(column, scope.type(type)))
    if names:
        rel.apply_aliases(entry, names, location)
    return entry


def _sample(scope: Scope, body: Any) -> RangeEntry:
    """`transformRangeTableSample`."""
    (entry,) = from_item(scope, body["relation"])
    relation = entry.relation
    if entry.kind != "relation" or (relation is not None and relation.relkind not in "rmp"):
        raise PgError(
            "0A000",
            "TABLESAMPLE clause can only be applied to tables and materialized views",
            location=body["relation"].get("RangeVar", {}).get("location"),
            reason="kind",
        )
    name = names_of(body["method"])[-1]
    location = body.get("location", 0)
    args = body.get("args", ())
    if name not in ("bernoulli", "system"):
        for arg in args:
            transform(scope, arg, "from_function")
        if not ns.find_procs(scope.session, None, name) and not ns.procs_in_doubt(scope.session, None, name):
            raise PgError(
                "42704",
                f"tablesample method {name} does not exist",
                location=location,
                reason="missing",
                kind="tablesample method",
                name=name,
            )
    else:
        if len(args) != 1:
            message = f"tablesample method {name} requires 1 argument, not {len(args)}"
            raise PgError("2202H", message, location=location, reason="definition")
        value = transform(scope, args[0], "from_function")
        co.to_specific(scope, value, scope.type("float4"), "TABLESAMPLE")
    if "repeatable" in body:
        seed = transform(scope, body["repeatable"], "from_function")
        co.to_specific(scope, seed, scope.type("float8"), "REPEATABLE")
    return entry


def _subselect(scope: Scope, body: Any) -> RangeEntry:
    """`transformRangeSubselect`."""
    from migslint.analyze.query import subquery

    alias, names, _ = _alias(body)
    before = scope.lateral_active
    scope.lateral_active = bool(body.get("lateral"))
    saved, scope.kind = scope.kind, "from_subselect"
    try:
        result = subquery(scope, body["subquery"], resolve_unknowns=True)
    finally:
        scope.lateral_active, scope.kind = before, saved
    entry = RangeEntry(
        alias or "unnamed_subquery",
        "subquery",
        [RangeColumn(c.name, c.type, c.typmod, None, c.origin, c.names, c.collation) for c in result.columns or []],
        aliased=alias is not None,
        unsure=result.columns is None or result.unsure,
        relation_visible=alias is not None,
        unlockable=result.unlockable,
    )
    scope.entries.append(entry)
    rel.apply_aliases(entry, names, None)
    return entry


def _function(scope: Scope, body: Any) -> RangeEntry:
    """`transformRangeFunction`, `addRangeTableEntryForFunction`."""
    alias, names, _ = _alias(body)
    calls = [pair for item in body["functions"] for pair in _unnested(item["List"]["items"])]
    definitions = body.get("coldeflist", [])
    results = _function_calls(scope, calls, definitions)
    raise_first(scope)
    if definitions:
        _check_definitions(body, definitions, len(calls))
        calls = [(calls[0][0], definitions)]
    columns: list[RangeColumn] = []
    unsure = False
    scalar = row = None
    for (call, own), result in zip(calls, results):
        found = _function_columns(scope, call, result, own, alias, len(calls) == 1)
        if found is None:
            unsure = True
            continue
        columns += found
        if len(calls) == 1 and not body.get("ordinality"):
            if base_type(result.type).typtype == "c":
                row = result.type
            elif len(found) == 1 and not is_record(result.type):
                scalar = result.type
    if body.get("ordinality"):
        columns.append(RangeColumn("ordinality", scope.type("int8")))
    name = alias or figure_name(calls[0][0])
    entry = RangeEntry(name, "function", columns, aliased=alias is not None, unsure=unsure, scalar=scalar, row=row)
    scope.entries.append(entry)
    rel.apply_aliases(entry, names, None)
    return entry


def _function_calls(scope: Scope, calls: list[tuple[Any, Any]], definitions: Any) -> list[Expr]:
    before = scope.lateral_active
    scope.lateral_active = True
    results = []
    try:
        for call, own in calls:
            last_srf = scope.last_srf
            result = transform(scope, call, "from_function")
            found = scope.last_srf
            if found is not last_srf and found is not result and found is not None:
                message = "set-returning functions must appear at top level of FROM"
                raise PgError("0A000", message, location=found.location, reason="unsupported")
            if own and definitions:
                message = "multiple column definition lists are not allowed for the same function"
                raise PgError("42601", message, location=_place(definitions), reason="syntax")
            results.append(result)
    finally:
        scope.lateral_active = before
    return results


def _place(definitions: Any) -> int:
    return int(definitions[0]["ColumnDef"].get("location", 0))


def _check_definitions(body: Any, definitions: Any, count: int) -> None:
    """Where a column definition list may stand beside the alias."""
    if count != 1 and body.get("is_rowsfrom"):
        message = "ROWS FROM() with multiple functions cannot have a column definition list"
        hint = "Put a separate column definition list for each function inside ROWS FROM()."
    elif count != 1:
        message = "UNNEST() with multiple arguments cannot have a column definition list"
        hint = "Use separate UNNEST() calls inside ROWS FROM(), and attach a column definition list to each one."
    elif body.get("ordinality"):
        message = "WITH ORDINALITY cannot be used with a column definition list"
        hint = "Put the column definition list inside ROWS FROM()."
    else:
        return
    raise PgError("42601", message, hint=hint, location=_place(definitions), reason="syntax")


def _unnested(parts: Any) -> list[tuple[Any, Any]]:
    """(call, column definitions); unnest(a, b) in FROM is ROWS FROM (unnest(a), unnest(b))."""
    own = parts[1]["List"].get("items", []) if len(parts) > 1 and "List" in parts[1] else []
    call = parts[0].get("FuncCall")
    if own or call is None or len(call.get("args", ())) < 2 or names_of(call["funcname"]) != ["unnest"]:
        return [(parts[0], own)]
    if any(k in call for k in ("agg_order", "agg_filter", "over", "agg_star", "agg_distinct", "func_variadic")):
        return [(parts[0], own)]
    name = [{"String": {"sval": "pg_catalog"}}, *call["funcname"]]
    return [({"FuncCall": {**call, "funcname": name, "args": [arg]}}, own) for arg in call["args"]]


def _function_columns(
    scope: Scope, call: Any, result: Expr, definitions: Any, alias: str | None, single: bool
) -> list[RangeColumn] | None:
    """The columns that a function in FROM yields; None where they cannot be known."""
    base = base_type(result.type)
    if definitions:
        if result.type is not UNSURE and (not is_record(result.type) or result.names):
            if is_record(result.type):
                message = "a column definition list is redundant for a function with OUT parameters"
            elif base.typtype == "c":
                message = "a column definition list is redundant for a function returning a named composite type"
            else:
                message = 'a column definition list is only allowed for functions returning "record"'
            raise PgError("42601", message, location=_place(definitions), reason="syntax")
        return _defined(scope, definitions)
    if result.type is UNSURE:
        return None
    if base.typtype == "c" and base.relation is not None:
        return None if "column" in base.relation.unknown else rel.columns_of(base.relation)
    if is_record(result.type):
        if result.names:
            return [RangeColumn(n or f"column{i}", t) for i, (n, t) in enumerate(result.names, 1)]
        if result.names is None:
            return None
        raise PgError(
            "42601",
            'a column definition list is required for functions returning "record"',
            location=result.location,
            reason="syntax",
        )
    name = result.out_name or (alias if alias and single else figure_name(call))
    return [RangeColumn(name, result.type, result.typmod, collation=derived(result))]


def _defined(scope: Scope, definitions: Any) -> list[RangeColumn]:
    """The columns of a column definition list."""
    out: list[RangeColumn] = []
    for item in definitions:
        column = item["ColumnDef"]
        name = column["colname"]
        if column["typeName"].get("setof"):
            message = f'column "{name}" cannot be declared SETOF'
            raise PgError("42P16", message, location=column.get("location", 0), reason="definition")
        try:
            ref = lookup_typename(scope.session, column["typeName"])
        except Unknown:
            ref = TypeRef(UNSURE)
        collation = ""
        if "collClause" in column:
            clause = column["collClause"]
            collation = check_collation(scope, names_of(clause["collname"]), clause.get("location", 0))
        out.append(RangeColumn(name, ref.type, ref.typmod, collation=collation))
    names = [c.name for c in out]
    twice = next((n for i, n in enumerate(names) if n in names[:i]), None)
    if twice is not None:
        message = f'column name "{twice}" specified more than once'
        raise PgError("42701", message, reason="definition", kind="column", name=twice)
    return out


def _join(scope: Scope, body: Any) -> list[RangeEntry]:
    """`transformFromClauseItem`, JoinExpr."""
    left = from_item(scope, body["larg"])
    jointype = body.get("jointype", "JOIN_INNER")
    lateral_ok = jointype in ("JOIN_INNER", "JOIN_LEFT")
    saved = [(e, e.lateral_only, e.lateral_ok) for e in left]
    for e in left:
        e.lateral_only, e.lateral_ok = True, lateral_ok
    outer = list(scope.namespace)
    scope.namespace += left
    right = from_item(scope, body["rarg"])
    scope.namespace[:] = outer
    for e, only, ok in saved:
        e.lateral_only, e.lateral_ok = only, ok
    check_conflicts(left, right)
    mine = left + right
    left_columns = [(e, c) for e in left if e.columns_visible for c in e.columns]
    right_columns = [(e, c) for e in right if e.columns_visible for c in e.columns]
    left_unsure = any(e.unsure for e in left if e.columns_visible)
    right_unsure = any(e.unsure for e in right if e.columns_visible)
    using = names_of(body.get("usingClause", []))
    if body.get("isNatural") and not (left_unsure or right_unsure):
        right_names = {c.name for _, c in right_columns}
        using = [c.name for _, c in left_columns if c.name in right_names]
    merged: list[RangeColumn] = []
    if using:
        merged = _merge(scope, using, left_columns, right_columns, left_unsure, right_unsure, jointype)
    elif "quals" in body:
        outer = list(scope.namespace)
        scope.namespace[:] = mine
        before = scope.lateral_active
        scope.lateral_active = False
        boolean(scope, body["quals"], "join_on", "JOIN/ON")
        scope.lateral_active = before
        scope.namespace[:] = outer
    alias, names, _ = _alias(body)
    if not using and alias is None:
        for e in mine:
            e.joined = True
        return mine
    taken = set(using)
    columns = list(merged)
    columns += [_passed(c) for _, c in left_columns if c.name not in taken]
    columns += [_passed(c) for _, c in right_columns if c.name not in taken]
    joined = RangeEntry(
        alias or "unnamed_join",
        "join",
        columns,
        aliased=alias is not None,
        unsure=left_unsure or right_unsure,
        relation_visible=alias is not None,
    )
    scope.entries.append(joined)
    rel.apply_aliases(joined, names, None)
    if alias is not None:
        for e in mine:
            e.relation_visible = e.columns_visible = False
        return [joined]
    for e in mine:
        e.columns_visible = False
    using_alias = body.get("join_using_alias")
    extra: list[RangeEntry] = []
    if using_alias is not None:
        extra.append(RangeEntry(using_alias["aliasname"], "join", list(merged), aliased=True, columns_visible=False))
        scope.entries += extra
    return [*mine, *extra, joined]


def _merged_collation(scope: Scope, type: Type, values: list[Expr], jointype: str) -> str:
    """`buildMergedJoinVar`: the side that has no nulls, or COALESCE of both."""
    if jointype != "JOIN_FULL":
        values = [values[1] if jointype == "JOIN_RIGHT" else values[0]]
    return derived(Expr(type, collation=rise(scope, type, values, None)))


def _passed(column: RangeColumn) -> RangeColumn:
    return RangeColumn(
        column.name, column.type, column.typmod, column.attribute, column, column.names, column.collation
    )


def _merge(
    scope: Scope,
    using: list[str],
    left: list[tuple[RangeEntry, RangeColumn]],
    right: list[tuple[RangeEntry, RangeColumn]],
    left_unsure: bool,
    right_unsure: bool,
    jointype: str,
) -> list[RangeColumn]:
    """The columns of USING: `buildMergedJoinVar`."""
    pairs: list[list[RangeColumn | None]] = []
    seen: set[str] = set()
    for name in using:
        if name in seen:
            raise PgError(
                "42701",
                f'column name "{name}" appears more than once in USING clause',
                reason="definition",
                kind="column",
                name=name,
            )
        seen.add(name)
        sides: list[RangeColumn | None] = []
        for word, columns, unsure in (("left", left, left_unsure), ("right", right, right_unsure)):
            found = [(e, c) for e, c in columns if c.name == name]
            if len(found) > 1:
                raise PgError(
                    "42702",
                    f'common column name "{name}" appears more than once in {word} table',
                    reason="ambiguous",
                    kind="column",
                    name=name,
                )
            if not found and not unsure:
                raise PgError(
                    "42703",
                    f'column "{name}" specified in USING clause does not exist in {word} table',
                    reason="missing",
                    kind="column",
                    name=name,
                    obj=columns[0][0].relation if columns else None,
                )
            if found:
                entry, column = found[0]
                sides.append(column)
                rel.variable(scope, scope, entry, column, None)
            else:
                sides.append(None)
        pairs.append(sides)
    for a, b in pairs:
        if a is not None and b is not None:
            oper.operate(scope, None, "=", Expr(a.type, a.typmod), Expr(b.type, b.typmod), None)
    merged = []
    for name, (a, b) in zip(using, pairs):
        if a is None or b is None:
            merged.append(RangeColumn(name, UNSURE))
            continue
        values = [Expr(c.type, c.typmod, collation=implicit(c.type, c.collation, None)) for c in (a, b)]
        common = co.select_common_type(scope, values, "JOIN/USING")
        origin = b if jointype == "JOIN_RIGHT" else a
        merged.append(
            RangeColumn(
                name,
                common,
                a.typmod if a.type is b.type and a.typmod == b.typmod else -1,
                None,
                origin if jointype != "JOIN_FULL" else None,
                collation=_merged_collation(scope, common, values, jointype),
            )
        )
    return merged
