"""FROM and what hangs on it (`parser/parse_clause.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_oper as oper
from migslint.analyze import parse_relation as rel
from migslint.analyze.parse_collate import derived
from migslint.analyze.parse_expr import boolean, transform
from migslint.analyze.parse_target import figure_name
from migslint.analyze.parse_type import lookup_typename, names_of
from migslint.analyze.state import RangeEntry, Scope
from migslint.analyze.types import UNSURE, Expr, RangeColumn, is_record
from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import TypeRef
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
        if tag == "RangeTableFunc":
            return [_xmltable(scope, body)]
        if tag == "JsonTable":
            return [_json_table(scope, body)]
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
    inner = from_item(scope, body["relation"])
    name = names_of(body["method"])[-1]
    location = body.get("location", 0)
    if name not in ("bernoulli", "system") and not ns.find_procs(scope.session, None, name):
        if not ns.procs_in_doubt(scope.session, None, name):
            raise PgError(
                "42704",
                f"tablesample method {name} does not exist",
                location=location,
                reason="missing",
                kind="tablesample method",
                name=name,
            )
    for arg in body.get("args", ()):
        transform(scope, arg, "from_function")
    return inner[0]


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
    )
    scope.entries.append(entry)
    rel.apply_aliases(entry, names, None)
    return entry


def _function(scope: Scope, body: Any) -> RangeEntry:
    """`transformRangeFunction`, `addRangeTableEntryForFunction`."""
    alias, names, _ = _alias(body)
    before = scope.lateral_active
    scope.lateral_active = True
    columns: list[RangeColumn] = []
    unsure = False
    scalar = None
    row = None
    first_name = ""
    functions = body["functions"]
    definitions = body.get("coldeflist", [])
    try:
        for item in [single for one in functions for single in _unnested(one)]:
            parts = item["List"]["items"]
            call = parts[0]
            first_name = first_name or figure_name(call)
            result = transform(scope, call, "from_function")
            own = parts[1]["List"].get("items", []) if len(parts) > 1 and "List" in parts[1] else definitions
            found, known = _function_columns(scope, call, result, own, alias, len(functions) == 1)
            columns += found
            unsure |= not known
            if len(functions) == 1 and not body.get("ordinality"):
                if len(found) == 1 and base_type(result.type).typtype != "c" and not is_record(result.type):
                    scalar = result.type
                elif base_type(result.type).typtype == "c":
                    row = result.type
    finally:
        scope.lateral_active = before
    if body.get("ordinality"):
        columns.append(RangeColumn("ordinality", scope.type("int8")))
    entry = RangeEntry(
        alias or first_name, "function", columns, aliased=alias is not None, unsure=unsure, scalar=scalar, row=row
    )
    scope.entries.append(entry)
    rel.apply_aliases(entry, names, None)
    return entry


def _unnested(item: Any) -> list[Any]:
    """unnest(a, b) in FROM is ROWS FROM (unnest(a), unnest(b))."""
    parts = item["List"]["items"]
    call = parts[0].get("FuncCall")
    if call is None or len(call.get("args", ())) < 2 or names_of(call["funcname"])[-1] != "unnest":
        return [item]
    if any(k in call for k in ("agg_order", "agg_filter", "over", "agg_star", "agg_distinct", "func_variadic")):
        return [item]
    return [{"List": {"items": [{"FuncCall": {**call, "args": [arg]}}, *parts[1:]]}} for arg in call["args"]]


def _function_columns(
    scope: Scope, call: Any, result: Expr, definitions: Any, alias: str | None, single: bool
) -> tuple[list[RangeColumn], bool]:
    if definitions:
        out = []
        for d in definitions:
            column = d["ColumnDef"]
            try:
                ref = lookup_typename(scope.session, column["typeName"])
            except Unknown:
                ref = TypeRef(UNSURE)
            out.append(RangeColumn(column["colname"], ref.type, ref.typmod))
        if result.type is not UNSURE and not is_record(result.type):
            location = definitions[0]["ColumnDef"].get("location", 0)
            named = base_type(result.type).typtype == "c" or result.names
            what = (
                "a column definition list is redundant for a function returning a named composite type"
                if named and scope.session.version >= 14 and base_type(result.type).typtype == "c"
                else 'a column definition list is only allowed for functions returning "record"'
            )
            raise PgError("42601", what, location=location, reason="syntax")
        return out, True
    if result.type is UNSURE:
        return [], False
    base = base_type(result.type)
    if base.typtype == "c" and base.relation is not None:
        if "column" in base.relation.unknown:
            return [], False
        return rel.columns_of(base.relation), True
    if is_record(result.type):
        if result.names:
            return [RangeColumn(n or f"column{i}", t) for i, (n, t) in enumerate(result.names, 1)], True
        if result.names is None:
            return [], False
        raise PgError(
            "42601",
            'a column definition list is required for functions returning "record"',
            location=result.location,
            reason="syntax",
        )
    name = result.out_name or (alias if alias and single else figure_name(call))  # chooseScalarFunctionAlias
    return [RangeColumn(name, result.type, result.typmod, names=result.names, collation=derived(result))], True


def _xmltable(scope: Scope, body: Any) -> RangeEntry:
    alias, names, _ = _alias(body)
    before = scope.lateral_active
    scope.lateral_active = True
    try:
        for part in ("rowexpr", "docexpr"):
            if part in body:
                transform(scope, body[part], "from_function")
        columns = []
        for item in body.get("columns", ()):
            column = item["RangeTableFuncCol"]
            if column.get("for_ordinality"):
                columns.append(RangeColumn(column["colname"], scope.type("int4")))
                continue
            columns.append(_typed_column(scope, column["colname"], column["typeName"]))
            for part in ("colexpr", "coldefexpr"):
                if part in column:
                    transform(scope, column[part], "from_function")
    finally:
        scope.lateral_active = before
    entry = RangeEntry(alias or "xmltable", "tablefunc", columns, aliased=alias is not None)
    scope.entries.append(entry)
    rel.apply_aliases(entry, names, None)
    return entry


def _typed_column(scope: Scope, name: str, typename: Any) -> RangeColumn:
    try:
        ref = lookup_typename(scope.session, typename)
    except Unknown:
        return RangeColumn(name, UNSURE)
    return RangeColumn(name, ref.type, ref.typmod)


def _json_table(scope: Scope, body: Any) -> RangeEntry:
    alias, names, _ = _alias(body)
    before = scope.lateral_active
    scope.lateral_active = True
    try:
        context = body.get("context_item", {}).get("raw_expr")
        if context is not None:
            transform(scope, context, "from_function")
    finally:
        scope.lateral_active = before
    columns: list[RangeColumn] = []
    _json_columns(scope, body.get("columns", ()), columns)
    entry = RangeEntry(alias or "json_table", "tablefunc", columns, aliased=alias is not None)
    scope.entries.append(entry)
    rel.apply_aliases(entry, names, None)
    return entry


def _json_columns(scope: Scope, nodes: Any, columns: list[RangeColumn]) -> None:
    for item in nodes:
        column = item["JsonTableColumn"]
        kind = column.get("coltype", "JTC_FOR_ORDINALITY")
        if kind == "JTC_NESTED":
            _json_columns(scope, column.get("columns", ()), columns)
        elif kind == "JTC_FOR_ORDINALITY":
            columns.append(RangeColumn(column["name"], scope.type("int4")))
        else:
            columns.append(_typed_column(scope, column["name"], column["typeName"]))


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
                rel.variable(scope, scope, entry, column, None)
                sides.append(column)
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
        common = co.select_common_type(scope, [Expr(a.type), Expr(b.type)], "JOIN/USING")
        origin = b if jointype == "JOIN_RIGHT" else a
        merged.append(
            RangeColumn(
                name,
                common,
                a.typmod if a.type is b.type and a.typmod == b.typmod else -1,
                None,
                origin if jointype != "JOIN_FULL" else None,
            )
        )
    return merged
