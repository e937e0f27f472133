"""WITH (`parser/parse_cte.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_coerce as co
from migslint.analyze.parse_collate import INDETERMINATE, own_collation, select_common
from migslint.analyze.parse_recursion import check_well_formed, is_recursive, sort_items
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import CommonTable, Scope
from migslint.analyze.types import UNSURE, RangeColumn, is_unknown
from migslint.catalog.errors import PgError
from migslint.catalog.typename import format_type

_MODIFYING = ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt")


def transform_with(scope: Scope, node: Any) -> None:
    """`transformWithClause`: the common tables of a query level, in the order in which they can be analysed."""
    bodies = [item["CommonTableExpr"] for item in node.get("ctes", ())]
    names: set[str] = set()
    for body in bodies:
        if body["ctename"] in names:
            raise PgError(
                "42712",
                f'WITH query name "{body["ctename"]}" specified more than once',
                location=body.get("location", 0),
                reason="definition",
                kind="WITH query",
                name=body["ctename"],
            )
        names.add(body["ctename"])
    if node.get("recursive"):
        bodies = sort_items(bodies)
        check_well_formed(bodies)
        for body in bodies:
            _analyze(scope, body, recursive=is_recursive(body))
            _check_level(scope, body)
        return
    scope.future_ctes = {b["ctename"]: b for b in bodies}
    for body in bodies:
        _analyze(scope, body, recursive=False)
        _check_level(scope, body)
        scope.future_ctes.pop(body["ctename"], None)


def _check_level(scope: Scope, body: Any) -> None:
    if _tag(body) in _MODIFYING and scope.parent is not None:
        raise PgError(
            "0A000",
            "WITH clause containing a data-modifying statement must be at the top level",
            location=body.get("location", 0),
            reason="unsupported",
        )


def _tag(body: Any) -> str:
    return str(next(iter(body["ctequery"])))


def _analyze(scope: Scope, body: Any, recursive: bool) -> None:
    """`analyzeCTE`."""
    from migslint.analyze.query import Result, statement

    name, location = body["ctename"], body.get("location", 0)
    aliases = names_of(body.get("aliascolnames", []))
    inner = Scope(scope.session, scope)
    if recursive:

        def determine(first: Result) -> None:
            """`determineRecursiveColTypes`: what the recursive term sees is known from the other one."""
            columns = _named(scope, name, first, aliases, location)
            table = CommonTable(name, columns, first.unsure, recursive=True)
            scope.ctes[name] = table
            _add_columns(scope, body, table)

        inner.parent_cte = determine
    modifying = _tag(body) in _MODIFYING
    result: Result = statement(inner, body["ctequery"], not recursive)
    if modifying and inner.target is not None and inner.target.relation is not None:
        relation = inner.target.relation
        if relation.rules and not relation.unknown and not scope.entries:
            from migslint.analyze.rewrite_handler import check_cte_rules

            check_cte_rules(scope, relation, _tag(body))
    if recursive:
        table = scope.ctes[name]
        _check_recursive(scope, table, result)
        table.recursive = False
    else:
        table = CommonTable(
            name,
            _named(scope, name, result, aliases, location),
            result.unsure,
            modifying=modifying,
            returns=not modifying or result.returns,
        )
    _check_search_and_cycle(scope, body, table, recursive)
    if not recursive:
        scope.ctes[name] = table


def _named(scope: Scope, name: str, result: Any, aliases: list[str], location: int) -> list[RangeColumn] | None:
    """`analyzeCTETargetList`."""
    if result.columns is None:
        return None
    if len(aliases) > len(result.columns):
        raise PgError(
            "42P10",
            f'WITH query "{name}" has {len(result.columns)} columns available but {len(aliases)} columns specified',
            location=location,
            reason="definition",
        )
    text = scope.type("text")
    return [
        RangeColumn(
            aliases[i] if i < len(aliases) else c.name,
            text if is_unknown(c.type) else c.type,
            c.typmod,
            None,
            None,
            c.names,
            c.collation,
        )
        for i, c in enumerate(result.columns)
    ]


def _check_recursive(scope: Scope, table: CommonTable, whole: Any) -> None:
    """The types and collations of the non-recursive term must be those of the whole."""
    if table.columns is None or whole.columns is None:
        return
    exprs = whole.exprs or []
    for i, (first, last) in enumerate(zip(table.columns, whole.columns), 1):
        if UNSURE in (first.type, last.type) or is_unknown(last.type):
            continue
        location = exprs[i - 1].location if i <= len(exprs) else None
        if first.type is not last.type or first.typmod != last.typmod:
            shown = [format_type(scope.session, c.type, c.typmod, True) for c in (first, last)]
            raise PgError(
                "42804",
                f'recursive query "{table.name}" column {i} has type {shown[0]} in non-recursive term but type '
                f"{shown[1]} overall",
                hint="Cast the output of the non-recursive term to the correct type.",
                location=location,
                reason="type",
            )
        if first.collation != last.collation:
            names = [_collation_name(c) for c in (first, last)]
            raise PgError(
                "42P21",
                f'recursive query "{table.name}" column {i} has collation "{names[0]}" in non-recursive term but '
                f'collation "{names[1]}" overall',
                hint="Use the COLLATE clause to set the collation of the non-recursive term.",
                location=location,
                reason="type",
            )


def _collation_name(column: RangeColumn) -> str:
    if column.collation == INDETERMINATE:
        return "(null)"
    return (column.collation or own_collation(column.type)).rpartition(".")[2]


def _add_columns(scope: Scope, body: Any, table: CommonTable) -> None:
    """The columns that SEARCH and CYCLE add (`addRangeTableEntryForCTE`), so far as they are known."""
    if table.columns is None:
        return
    record_array = scope.type("_record")
    search, cycle = body.get("search_clause"), body.get("cycle_clause")
    extra = []
    if search:
        type = scope.type("record") if search.get("search_breadth_first") else record_array
        extra.append(RangeColumn(search["search_seq_column"], type))
    if cycle:
        extra.append(RangeColumn(cycle["cycle_mark_column"], scope.type("bool")))
        extra.append(RangeColumn(cycle["cycle_path_column"], record_array))
    table.columns = table.columns + extra
    table.extra = len(extra)


def _check_search_and_cycle(scope: Scope, body: Any, table: CommonTable, recursive: bool) -> None:
    """What `analyzeCTE` asks of SEARCH and CYCLE."""
    search, cycle = body.get("search_clause"), body.get("cycle_clause")
    if not search and not cycle:
        return
    if not recursive:
        message = "WITH query is not recursive"
        raise PgError("42601", message, location=body.get("location", 0), reason="definition")
    query = body["ctequery"]["SelectStmt"]
    for side, word, sqlstate in (("larg", "left", "0A000"), ("rarg", "right", "42601")):
        if query[side].get("op", "SETOP_NONE") != "SETOP_NONE":
            message = f"with a SEARCH or CYCLE clause, the {word} side of the UNION must be a SELECT"
            raise PgError(sqlstate, message, reason="unsupported")
    if table.columns is None:
        return
    columns = table.columns[: len(table.columns) - table.extra]
    known = {c.name for c in columns}
    if search:
        _check_listed(known, names_of(search.get("search_col_list", [])), "search", search)
        _check_new(known, search["search_seq_column"], "search sequence column", search)
    if not cycle:
        return
    _check_listed(known, names_of(cycle.get("cycle_col_list", [])), "cycle", cycle)
    _check_new(known, cycle["cycle_mark_column"], "cycle mark column", cycle)
    _cycle_mark(scope, table, cycle)
    _check_new(known, cycle["cycle_path_column"], "cycle path column", cycle)
    names = {
        "cycle mark column": cycle["cycle_mark_column"],
        "cycle path column": cycle["cycle_path_column"],
    }
    pairs = [("cycle mark column", "cycle path column", cycle)]
    if search:
        names["search sequence column"] = search["search_seq_column"]
        pairs.append(("search sequence column", "cycle mark column", search))
        pairs.append(("search sequence column", "cycle path column", search))
    for first, second, clause in pairs:
        if names[first] == names[second]:
            message = f"{first} name and {second} name are the same"
            raise PgError("42601", message, location=clause.get("location", 0), reason="definition")


def _check_listed(known: set[str], listed: list[str], word: str, clause: Any) -> None:
    seen: set[str] = set()
    for column in listed:
        if column not in known:
            raise PgError(
                "42601",
                f'{word} column "{column}" not in WITH query column list',
                location=clause.get("location", 0),
                reason="missing",
                kind="column",
                name=column,
            )
        if column in seen:
            message = f'{word} column "{column}" specified more than once'
            raise PgError("42701", message, location=clause.get("location", 0), reason="definition")
        seen.add(column)


def _check_new(known: set[str], name: str, what: str, clause: Any) -> None:
    if name in known:
        message = f'{what} name "{name}" already used in WITH query column list'
        raise PgError("42601", message, location=clause.get("location", 0), reason="exists")


def _cycle_mark(scope: Scope, table: CommonTable, cycle: Any) -> None:
    """The type of the mark: that of its two values."""
    from migslint.analyze.parse_clause import check_sortable
    from migslint.analyze.parse_expr import transform

    if "cycle_mark_value" not in cycle or table.columns is None:
        return
    value = transform(scope, cycle["cycle_mark_value"], "cycle_mark")
    default = transform(scope, cycle["cycle_mark_default"], "cycle_mark")
    type = co.select_common_type(scope, [value, default], "CYCLE")
    if type is not UNSURE:
        value = co.coerce_to_common(scope, value, type, "CYCLE/SET/TO")
        default = co.coerce_to_common(scope, default, type, "CYCLE/SET/DEFAULT")
        check_sortable(scope, value, None, False)
    mark = next(c for c in table.columns[-table.extra :] if c.name == cycle["cycle_mark_column"])
    mark.type = type
    mark.typmod = value.typmod if value.typmod == default.typmod else -1
    mark.collation = select_common(scope, type, [value, default], none_ok=True)
