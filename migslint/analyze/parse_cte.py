"""WITH (`parser/parse_cte.c`)."""

from __future__ import annotations

from typing import Any

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
        if _tag(body) in _MODIFYING and scope.parent is not None:
            raise PgError(
                "0A000",
                "WITH clause containing a data-modifying statement must be at the top level",
                location=body.get("location", 0),
                reason="unsupported",
            )
    if not node.get("recursive"):
        scope.future_ctes = {b["ctename"]: b for b in bodies}
        for body in bodies:
            scope.future_ctes.pop(body["ctename"], None)
            if _refers(body["ctequery"], body["ctename"]):
                scope.future_ctes[body["ctename"]] = body
            _analyze(scope, body, recursive=False)
            scope.future_ctes.pop(body["ctename"], None)
        return
    for body in _ordered(bodies):
        _analyze(scope, body, recursive=_refers(body["ctequery"], body["ctename"]))


def _tag(body: Any) -> str:
    return str(next(iter(body["ctequery"])))


def _refers(node: Any, name: str) -> bool:
    """Whether a query names a relation, unqualified."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            var = item.get("RangeVar")
            if var is not None and var.get("relname") == name and "schemaname" not in var:
                return True
            stack.extend(v for v in item.values() if isinstance(v, (dict, list)))
    return False


def _ordered(bodies: list[Any]) -> list[Any]:
    """`TopologicalSort`: WITH RECURSIVE allows references forward, but not a ring."""
    left, done = list(bodies), []
    while left:
        names = {b["ctename"] for b in left}
        for body in left:
            others = names - {body["ctename"]}
            if not any(_refers(body["ctequery"], n) for n in others):
                break
        else:
            raise PgError(
                "0A000",
                "mutual recursion between WITH items is not implemented",
                location=left[0].get("location", 0),
                reason="unsupported",
            )
        done.append(body)
        left.remove(body)
    return done


def _analyze(scope: Scope, body: Any, recursive: bool) -> None:
    """`analyzeCTE`."""
    from migslint.analyze.query import Result, select, statement

    name, location = body["ctename"], body.get("location", 0)
    aliases = names_of(body.get("aliascolnames", []))
    if recursive:
        query = body["ctequery"].get("SelectStmt")
        if query is None or query.get("op") != "SETOP_UNION":
            raise PgError(
                "42P19",
                f'recursive query "{name}" does not have the form non-recursive-term UNION [ALL] recursive-term',
                location=location,
                reason="definition",
            )
        if _refers(query["larg"], name):
            raise PgError(
                "42P19",
                f'recursive reference to query "{name}" must not appear within its non-recursive term',
                location=location,
                reason="definition",
            )
        inner = Scope(scope.session, scope)
        if "withClause" in query:
            transform_with(inner, query["withClause"])
        first = select(Scope(scope.session, inner), query["larg"], True)
        columns = _named(name, first, aliases, location)
        scope.ctes[name] = CommonTable(name, columns, first.unsure, recursive=True)
        _extra_columns(scope, body, scope.ctes[name])
        result: Result = statement(Scope(scope.session, scope), body["ctequery"], True)
        _check_recursive(scope, name, columns, result.columns)
        return
    query_scope = Scope(scope.session, scope)
    modifying = _tag(body) in _MODIFYING
    result = statement(query_scope, body["ctequery"], True)
    columns = _named(name, result, aliases, location)
    scope.ctes[name] = CommonTable(
        name, columns, result.unsure, modifying=modifying, returns=not modifying or result.returns
    )
    _extra_columns(scope, body, scope.ctes[name])


def _named(name: str, result: Any, aliases: list[str], location: int) -> list[RangeColumn] | None:
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
    return [
        RangeColumn(aliases[i] if i < len(aliases) else c.name, c.type, c.typmod, None, None, c.names, c.collation)
        for i, c in enumerate(result.columns)
    ]


def _check_recursive(
    scope: Scope, name: str, columns: list[RangeColumn] | None, whole: list[RangeColumn] | None
) -> None:
    if columns is None or whole is None:
        return
    for i, (first, all_) in enumerate(zip(columns, whole), 1):
        if first.type is UNSURE or all_.type is UNSURE or is_unknown(first.type):
            continue
        if first.type is not all_.type or first.typmod != all_.typmod:
            shown = [format_type(scope.session, c.type, c.typmod, True) for c in (first, all_)]
            if shown[0] == shown[1]:
                continue
            raise PgError(
                "42804",
                f'recursive query "{name}" column {i} has type {shown[0]} in non-recursive term but type {shown[1]} '
                "overall",
                hint="Cast the output of the non-recursive term to the correct type.",
                reason="type",
            )


def _extra_columns(scope: Scope, body: Any, table: CommonTable) -> None:
    """The columns that SEARCH and CYCLE add."""
    if table.columns is None:
        return
    record_array = scope.type("_record")
    search, cycle = body.get("search_clause"), body.get("cycle_clause")
    known = {c.name for c in table.columns}
    for clause, key, word in ((search, "search_col_list", "search"), (cycle, "cycle_col_list", "cycle")):
        for column in names_of(clause.get(key, [])) if clause else ():
            if column not in known:
                raise PgError(
                    "42601",
                    f'{word} column "{column}" not in WITH query column list',
                    location=clause.get("location", 0),
                    reason="missing",
                    kind="column",
                    name=column,
                )
    extra = []
    if search:
        type = scope.type("record") if search.get("search_breadth_first") else record_array
        extra.append(RangeColumn(search["search_seq_column"], type))
    if cycle:
        mark = scope.type("bool")
        if "cycle_mark_value" in cycle:
            from migslint.analyze.parse_expr import transform

            value = transform(scope, cycle["cycle_mark_value"], "cycle_mark")
            mark = value.type if not is_unknown(value.type) else scope.type("text")
            if "A_Const" in cycle["cycle_mark_value"] and "boolval" in cycle["cycle_mark_value"]["A_Const"]:
                mark = scope.type("bool")
        extra.append(RangeColumn(cycle["cycle_mark_column"], mark))
        extra.append(RangeColumn(cycle["cycle_path_column"], record_array))
    table.columns = table.columns + extra
