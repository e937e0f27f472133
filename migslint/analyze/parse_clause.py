"""ORDER BY, GROUP BY, DISTINCT, LIMIT (`parser/parse_clause.c`)."""

from __future__ import annotations

from typing import Any

from migslint.analyze import parse_agg as agg
from migslint.analyze import parse_coerce as co
from migslint.analyze import parse_oper as oper
from migslint.analyze.parse_collate import check_target
from migslint.analyze.parse_expr import location_of, transform
from migslint.analyze.parse_target import Target
from migslint.analyze.parse_type import names_of
from migslint.analyze.state import Scope
from migslint.analyze.types import UNSURE, Expr, is_unknown
from migslint.catalog.errors import PgError
from migslint.catalog.typename import base_type, format_type


def find_target(
    scope: Scope, targets: list[Target], node: Any, clause: str, complete: bool
) -> tuple[Target | None, Any]:
    """`findTargetlistEntrySQL92`: (the output column meant, or None; the node to analyse)."""
    ref = node.get("ColumnRef")
    if ref is not None and len(ref["fields"]) == 1 and "String" in ref["fields"][0]:
        name = ref["fields"][0]["String"].get("sval", "")
        location = ref.get("location", 0)
        if clause == "GROUP BY":
            from migslint.analyze.parse_relation import find_column

            mark = len(scope.trace)
            local = Scope(scope.session, None)
            local.namespace, local.deps = scope.namespace, scope.deps
            local.unsure = [False]
            found = find_column(local, name, location)
            del scope.trace[mark:]
            if found is not None:
                return None, node
        matches = [t for t in targets if t.name == name and not t.junk]
        if matches:
            first = matches[0]
            for other in matches[1:]:
                if not _same(scope, first, other):
                    raise PgError(
                        "42702",
                        f'{clause} "{name}" is ambiguous',
                        location=location,
                        reason="ambiguous",
                        kind="column",
                        name=name,
                    )
            return first, first.node if first.node is not None else node
        if not complete:
            scope.unsure[0] = True
            return Target(name, scope.unknowable(location)), None
    const = node.get("A_Const")
    if const is not None:
        location = const.get("location", 0)
        if "ival" not in const:
            raise PgError("42601", f"non-integer constant in {clause}", location=location, reason="syntax")
        position = const["ival"].get("ival", 0)
        visible = [t for t in targets if not t.junk]
        if not complete:
            return Target("", scope.unknowable(location)), None
        if not 1 <= position <= len(visible):
            raise PgError(
                "42P10", f"{clause} position {position} is not in select list", location=location, reason="definition"
            )
        target = visible[position - 1]
        return target, target.node
    return None, node


def _same(scope: Scope, a: Target, b: Target) -> bool:
    if a.expr.column is not None and a.expr.column is b.expr.column:
        return True
    if a.node is None or b.node is None:
        return False
    return bool(agg.key(scope, a.node) == agg.key(scope, b.node))


def _target_for(scope: Scope, targets: list[Target], node: Any, clause: str, complete: bool) -> Target:
    """`findTargetlistEntrySQL92` with what it falls back on: the output column meant, or a hidden one."""
    target, actual = find_target(scope, targets, node, clause, complete)
    if target is not None:
        return target
    expr = transform(scope, actual, "order_by" if clause == "ORDER BY" else "distinct_on")
    wanted = agg.key(scope, actual)
    for target in targets:
        if target.node is not None:
            if agg.key(scope, target.node) == wanted:
                return target
        elif target.expr.column is not None and target.expr.column is expr.column:
            return target
    made = Target("", expr, actual, junk=True)
    targets.append(made)
    return made


def transform_sort(scope: Scope, targets: list[Target], sort: Any, complete: bool) -> Target:
    """`transformSortClause`: the column that is ordered by."""
    target = _target_for(scope, targets, sort["node"], "ORDER BY", complete)
    check_order(scope, sort, target.expr)
    return target


def check_order(scope: Scope, sort: Any, expr: Expr) -> None:
    """`addTargetToSortList`: an ordering by the type's default operator, or by the one that USING names."""
    _settle(scope, expr)
    if not sort.get("useOp"):
        check_sortable(scope, expr, location_of(sort["node"]), True)
        check_target(scope, expr)
        return
    names = names_of(sort["useOp"])
    location = sort.get("location", 0)
    value = Expr(expr.type, expr.typmod, expr.location)
    compared = oper.operate(scope, names[-2] if len(names) > 1 else None, names[-1], value, value, location)
    if compared.type is not UNSURE and base_type(expr.type).builtin and names[-1] not in _ORDERING_OPERATORS:
        raise PgError(
            "42809",
            f"operator {'.'.join(names)} is not a valid ordering operator",
            hint='Ordering operators must be "<" or ">" members of btree operator families.',
            location=location,
            reason="definition",
        )
    check_target(scope, expr)


_ORDERING_OPERATORS = ("<", ">", "~<~", "~>~", "*<", "*>")


def transform_group(scope: Scope, targets: list[Target], nodes: Any, complete: bool) -> tuple[list[Any], bool]:
    """`transformGroupClause`: (the grouped expressions, whether there are grouping sets)."""
    out: list[Any] = []
    sets = False
    todo = list(nodes)
    while todo:
        node = todo.pop(0)
        if "GroupingSet" in node:
            sets = True
            todo = list(node["GroupingSet"].get("content", ())) + todo
            continue
        if "RowExpr" in node and node["RowExpr"].get("row_format") == "COERCE_IMPLICIT_CAST":
            todo = list(node["RowExpr"].get("args", ())) + todo
            continue
        target, actual = find_target(scope, targets, node, "GROUP BY", complete)
        if target is None:
            expr = transform(scope, node, "group_by")
            check_sortable(scope, expr, location_of(node), False)
            check_target(scope, expr)
            out.append(node)
        else:
            for kind, location in target.calls:
                raise PgError(
                    "42803" if kind == "agg" else "42P20",
                    f"{'aggregate' if kind == 'agg' else 'window'} functions are not allowed in GROUP BY",
                    location=location,
                    reason="definition",
                )
            _settle(scope, target.expr)
            check_sortable(scope, target.expr, location_of(node), False)
            check_target(scope, target.expr)
            if actual is not None:
                out.append(actual)
            elif target.expr.column is not None:
                out.append(_reference(scope, target.expr))
    return out, sets


def _reference(scope: Scope, expr: Expr) -> Any:
    ref: dict[str, Any] = {"fields": []}
    scope.resolved[id(ref)] = (ref, expr, scope)
    return {"ColumnRef": ref}


def transform_distinct(scope: Scope, targets: list[Target], order: list[Target], complete: bool, distinct: Any) -> None:
    """`transformDistinctClause`, `transformDistinctOnClause`."""
    if not distinct or not distinct[0]:
        junk = next((t for t in targets if t.junk), None)
        if junk is not None and complete:
            raise PgError(
                "42P10",
                "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                location=junk.expr.location,
                reason="definition",
            )
        for t in targets:
            _settle(scope, t.expr)
            check_sortable(scope, t.expr, t.expr.location, False)
            check_target(scope, t.expr)
        return
    keys: list[tuple[Target, Any]] = []
    for item in distinct:
        target = _target_for(scope, targets, item, "DISTINCT ON", complete)
        _settle(scope, target.expr)
        check_sortable(scope, target.expr, location_of(item), False)
        check_target(scope, target.expr)
        keys.append((target, item))
    if not complete:
        return
    skipped = False
    matched: list[Target] = []
    for target in order:
        item = next((i for t, i in keys if t is target), None)
        if item is None:
            skipped = True
        else:
            if skipped:
                raise _distinct_order(location_of(item))
            matched.append(target)
    for target, item in keys:
        if skipped and target not in matched:
            raise _distinct_order(location_of(item))


def _distinct_order(location: int | None) -> PgError:
    return PgError(
        "42P10",
        "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
        location=location,
        reason="definition",
    )


def limit(scope: Scope, node: Any, word: str, option: str = "") -> None:
    """`transformLimitClause`."""
    start = len(scope.trace)
    expr = transform(scope, node, word.lower())
    co.to_specific(scope, expr, scope.type("int8"), word)
    check_no_variables(scope, start, word)
    if option == "LIMIT_OPTION_WITH_TIES" and word == "LIMIT" and node.get("A_Const", {}).get("isnull"):
        raise PgError("2201W", "row count cannot be null in FETCH FIRST ... WITH TIES clause", reason="definition")


def check_no_variables(scope: Scope, start: int, word: str) -> None:
    """`checkExprIsVarFree`: what was analysed since `start` (of `Scope.trace`) names no column of this level."""
    for kind, depth, location in scope.trace[start:]:
        if kind == "var" and depth == scope.depth:
            raise PgError(
                "42P10", f"argument of {word} must not contain variables", location=location, reason="definition"
            )


# --- windows ---

#: the bits of WindowDef.frameOptions (`parsenodes.h`)
_DEFAULT_FRAME = 0x422
_RANGE, _ROWS, _GROUPS = 0x2, 0x4, 0x8
_OFFSETS = 0x7800

#: pg_amproc: the offsets that in_range functions of btree take
_IN_RANGE = {
    "int2": ("int8", "int2", "int4"),
    "int4": ("int8", "int2", "int4"),
    "int8": ("int8",),
    "float4": ("float8",),
    "float8": ("float8",),
    "numeric": ("numeric",),
    **dict.fromkeys(("date", "time", "timetz", "timestamp", "timestamptz", "interval"), ("interval",)),
}


class _Window:
    """WindowClause."""

    __slots__ = ("body", "order", "partition")

    def __init__(self, body: Any, partition: list[Expr], order: list[Expr]) -> None:
        self.body = body
        self.partition = partition
        self.order = order


def transform_windows(scope: Scope) -> list[Any]:
    """`transformWindowDefinitions`: those of WINDOW and of OVER; the expressions that they partition and order by."""
    done: dict[str, _Window] = {}
    nodes: list[Any] = []
    for body in scope.window_definitions:
        name, location = body.get("name"), body.get("location", 0)
        if name and name in done:
            raise PgError("42P20", f'window "{name}" is already defined', location=location, reason="exists")
        base = None
        if body.get("refname"):
            base = done.get(body["refname"])
            if base is None:
                raise undefined_window(body["refname"], location)
        sorts = [s["SortBy"] for s in body.get("orderClause", ())]
        order = [transform(scope, s["node"], "window_order") for s in sorts]
        for sort, expr in zip(sorts, order):
            check_order(scope, sort, expr)
        partition = [transform(scope, n, "window_partition") for n in body.get("partitionClause", ())]
        for expr, node in zip(partition, body.get("partitionClause", ())):
            check_sortable(scope, expr, location_of(node), False)
            check_target(scope, expr)
        nodes += [s["node"] for s in sorts] + list(body.get("partitionClause", ()))
        if base is not None:
            _check_copied(body, base, bool(order), bool(partition))
        window = _Window(body, partition or (base.partition if base else []), order or (base.order if base else []))
        _check_frame(scope, window)
        if name:
            done[name] = window
    return nodes


def undefined_window(name: str, location: int | None) -> PgError:
    """42704."""
    return PgError(
        "42704", f'window "{name}" does not exist', location=location, reason="missing", kind="window", name=name
    )


def _check_copied(body: Any, base: _Window, ordered: bool, partitioned: bool) -> None:
    """What a window that names another one may not have of its own."""
    own_frame = body.get("frameOptions", _DEFAULT_FRAME) != _DEFAULT_FRAME
    hint = None
    if partitioned:
        message = f'cannot override PARTITION BY clause of window "{body["refname"]}"'
    elif ordered and base.order:
        message = f'cannot override ORDER BY clause of window "{body["refname"]}"'
    elif base.body.get("frameOptions", _DEFAULT_FRAME) != _DEFAULT_FRAME:
        message = f'cannot copy window "{body["refname"]}" because it has a frame clause'
        if not (body.get("name") or ordered or own_frame):
            hint = "Omit the parentheses in this OVER clause."
    else:
        return
    raise PgError("42P20", message, hint=hint, location=body.get("location", 0), reason="definition")


def _check_frame(scope: Scope, window: _Window) -> None:
    body = window.body
    options, location = body.get("frameOptions", _DEFAULT_FRAME), body.get("location", 0)
    if options & _RANGE and options & _OFFSETS and len(window.order) != 1:
        message = "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column"
        raise PgError("42P20", message, location=location, reason="definition")
    if options & _GROUPS and not window.order:
        message = "GROUPS mode requires an ORDER BY clause"
        raise PgError("42P20", message, location=location, reason="definition")
    word = "ROWS" if options & _ROWS else "RANGE" if options & _RANGE else "GROUPS"
    for part in ("startOffset", "endOffset"):
        if part in body:
            start = len(scope.trace)
            offset = transform(scope, body[part], f"window_frame_{word.lower()}")
            if word == "RANGE":
                _check_range_offset(scope, window.order[0], offset)
            else:
                co.to_specific(scope, offset, scope.type("int8"), word)
            check_no_variables(scope, start, word)


def _check_range_offset(scope: Scope, key: Expr, offset: Expr) -> None:
    """`transformFrameOffset`, RANGE."""
    session = scope.session
    type = base_type(key.type)
    if type is UNSURE or offset.type is UNSURE or not type.builtin or type.typtype != "b" or is_unknown(type):
        return
    if type.name not in _IN_RANGE:
        raise PgError(
            "0A000",
            f"RANGE with offset PRECEDING/FOLLOWING is not supported for column type {format_type(session, type)}",
            location=offset.location,
            reason="type",
        )
    wanted = [scope.type(t) for t in _IN_RANGE[type.name]]
    found = [t for t in wanted if co.can_coerce(session, [offset.type], [t])]
    if not found:
        raise PgError(
            "0A000",
            f"RANGE with offset PRECEDING/FOLLOWING is not supported for column type {format_type(session, type)} and "
            f"offset type {format_type(session, offset.type)}",
            hint="Cast the offset value to an appropriate type.",
            location=offset.location,
            reason="type",
        )
    preferred = type if is_unknown(offset.type) else offset.type
    if len(found) == 1 or preferred in found:
        co.to_specific(scope, offset, preferred if preferred in found else found[0], "RANGE")


def _settle(scope: Scope, expr: Expr) -> None:
    """`addTargetToSortList`, `addTargetToGroupList`: an untyped literal that is sorted or grouped by becomes text."""
    if is_unknown(expr.type):
        expr.type = scope.type("text")
        expr.literal = None


def check_sortable(scope: Scope, expr: Expr, location: int | None, ordering: bool) -> None:
    """`get_sort_group_operators`."""
    if ordering and not oper.sort_operator_exists(scope.session, expr.type):
        raise PgError(
            "42883",
            f"could not identify an ordering operator for type {format_type(scope.session, expr.type)}",
            hint="Use an explicit ordering operator or modify the query.",
            location=location,
            reason="type",
        )
    if not ordering and not oper.equality_exists(scope.session, expr.type):
        raise PgError(
            "42883",
            f"could not identify an equality operator for type {format_type(scope.session, expr.type)}",
            location=location,
            reason="type",
        )
