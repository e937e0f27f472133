"""Query levels: SELECT, VALUES, set operations, WITH (`executor/`, each step as a function over lists of rows)."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.executor import logic
from migslint.executor.aggregates import has_aggregates, own_calls
from migslint.executor.api import Rows, outward
from migslint.executor.expr import quietly
from migslint.executor.from_clause import From, run_from
from migslint.executor.result import Result, agreed, all_certain, anything, distinct, exists, first, same
from migslint.executor.scope import CERTAIN, MANY, MAYBE, Scope, Tuple
from migslint.executor.sets import is_set, set_rows
from migslint.executor.values import UNKNOWN, Row, Unknowable, Value, known

if TYPE_CHECKING:
    from migslint.executor.run import Run


def run_query(run: Run, node: Any) -> Rows:
    """The result of a statement as the outside sees it."""
    body = node.get("SelectStmt", node)
    result = query(run, body, None)
    if result.unsure:
        return Rows([], None, outward(exists(result.rows)))
    row = first(result)
    shown = tuple(map(outward, row)) if isinstance(row, list) else row
    if not all_certain(result.rows):
        return Rows(result.columns, None, outward(exists(result.rows)), shown)
    made = Rows(result.columns, [tuple(map(outward, values)) for values, _ in result.rows])
    made.first = shown
    return made


def query(run: Run, body: Any, outer: Scope | None, existence: bool = False) -> Result:
    """The rows of a query; for EXISTS (`existence`) their values do not matter."""
    run.spend(10)
    if "withClause" in body:
        outer = _with(run, body["withClause"], outer)
    if body.get("op", "SETOP_NONE") != "SETOP_NONE":
        result = _set_operation(run, body, outer)
        return _limited(run, body, _ordered_result(body, result), outer)
    if "valuesLists" in body:
        rows: list[Tuple] = [
            ([run.evaluate(v, outer) for v in item["List"]["items"]], CERTAIN) for item in body["valuesLists"]
        ]
        result = Result([f"column{i}" for i in range(1, len(rows[0][0]) + 1)], rows, ordered=True)
        return _limited(run, body, _ordered_result(body, result), outer)
    if "intoClause" in body:
        body = {k: v for k, v in body.items() if k != "intoClause"}
    return _select(run, body, outer, existence)


def query_columns(body: Any) -> list[str] | None:
    """The names of the columns of a query before it is run; None where a star hides them."""
    from migslint.analyze.parse_target import figure_name

    while "larg" in body:
        body = body["larg"]
    if "valuesLists" in body:
        return [f"column{i}" for i in range(1, len(body["valuesLists"][0]["List"]["items"]) + 1)]
    out = []
    for item in body.get("targetList", ()):
        target = item["ResTarget"]
        if "ColumnRef" in target["val"] and "A_Star" in target["val"]["ColumnRef"]["fields"][-1]:
            return None
        out.append(target.get("name") or figure_name(target["val"]))
    return out


# --- WITH ---


def _with(run: Run, clause: Any, outer: Scope | None) -> Scope:
    """Each item is run when it is first asked for; one that changes rows, or calls itself, has an unknown result."""
    ctes: dict[str, object] = {}
    scope = Scope([], [], outer, ctes=ctes)
    recursive = clause.get("recursive", False)
    for item in clause["ctes"]:
        body = item["CommonTableExpr"]
        name = body["ctename"]
        select = body["ctequery"].get("SelectStmt")
        columns = [n["String"]["sval"] for n in body.get("aliascolnames", ())]
        if select is None or (recursive and f"'relname': '{name}'" in str(select)):
            names = columns or (query_columns(select) if select is not None else None)
            ctes[name] = anything(names) if names else anything([])
            continue
        result = query(run, select, scope)
        names = [*columns, *result.columns[len(columns) :]]
        ctes[name] = Result(names, result.rows, result.unsure, result.ordered)
    return scope


# --- set operations ---


def _set_operation(run: Run, body: Any, outer: Scope | None) -> Result:
    left, right = query(run, body["larg"], outer), query(run, body["rarg"], outer)
    if left.unsure or right.unsure:
        made = anything([])
        both = exists([*left.rows, *right.rows]) if body["op"] == "SETOP_UNION" else UNKNOWN
        made.rows = [([], CERTAIN)] if both is True else made.rows if both is not False else []
        return made
    every = bool(body.get("all"))
    if body["op"] == "SETOP_UNION":
        rows = [*left.rows, *right.rows]
        return Result(left.columns, rows if every else distinct(rows))
    run.spend(len(left.rows) * (len(right.rows) + 1))
    lefts = distinct(left.rows)
    plain = all_certain([*left.rows, *right.rows]) and not every
    out: list[Tuple] = []
    for values, sure in lefts:
        tests = [(same(values, other), certainty) for other, certainty in right.rows]
        there: Value = False
        for test, certainty in tests:
            if test is True and certainty == CERTAIN:
                there = True
                break
            if test is not False:
                there = UNKNOWN
        wanted = body["op"] == "SETOP_INTERSECT"
        if there is (not wanted) and (not every or there is False):
            continue
        out.append((values, sure if there is wanted and plain else min(sure, MAYBE)))
    if every and out:
        out = [(values, MANY) for values, _ in out]
    return Result(left.columns, out)


def _ordered_result(body: Any, result: Result) -> Result:
    """ORDER BY of a set operation or VALUES: by number or name of a result column."""
    sorts = body.get("sortClause")
    if not sorts or result.unsure:
        return result
    keys: list[tuple[int, Any]] = []
    for item in sorts:
        at = _output_column(item["SortBy"]["node"], result.columns)
        if at is None:
            return Result(result.columns, result.rows, ordered=False)
        keys.append((at, item["SortBy"]))
    rows, certain = _sort(result.rows, [([row[at] for at, _ in keys]) for row, _ in result.rows], [k for _, k in keys])
    return Result(result.columns, rows, ordered=certain)


def _output_column(node: Any, columns: list[str]) -> int | None:
    const = node.get("A_Const")
    if const is not None and "ival" in const:
        at = const["ival"].get("ival", 0) - 1
        return at if 0 <= at < len(columns) else None
    body = node.get("ColumnRef")
    if body is not None and len(body["fields"]) == 1 and "String" in body["fields"][0]:
        name = body["fields"][0]["String"]["sval"]
        return columns.index(name) if name in columns else None
    return None


# --- SELECT ---


class _Target:
    """A column of the result: its name, and its expression or a star's place in the row."""

    __slots__ = ("name", "node", "place")

    def __init__(self, name: str, node: Any, place: int = -1) -> None:
        self.name = name
        self.node = node
        self.place = place


def _select(run: Run, body: Any, outer: Scope | None, existence: bool) -> Result:
    star = "'A_Star'" in str(body.get("targetList", ""))
    found = run_from(run, body.get("fromClause", []), body.get("whereClause"), outer, star)
    groups = body.get("groupClause")
    nodes = [t["ResTarget"]["val"] for t in body.get("targetList", ())]
    grouped = bool(groups) or "havingClause" in body or any(has_aggregates(run, n) for n in nodes)
    targets = _targets(run, body, found)
    if targets is None:
        return _existence(run, body, found, outer)
    if grouped:
        scopes = _groups(run, body, groups, found, targets, outer)
        if scopes is None:
            return anything([t.name for t in targets])
    else:
        if existence and not any(is_set(run, t.node) for t in targets if t.node is not None):
            return _existence(run, body, found, outer)
        scopes = [(Scope(found.entries, values, outer), sure) for values, sure in found.rows]
    rows, keys = _project(run, body, targets, scopes)
    columns = [t.name for t in targets]
    sorts = [s["SortBy"] for s in body.get("sortClause", ())]
    ordered = len(rows) < 2
    if sorts and keys is not None:
        pairs = list(zip(rows, keys))
        rows, ordered = _sort([r for r, _ in pairs], keys, sorts)
    if "distinctClause" in body:
        if any(item for item in body["distinctClause"]):
            return _distinct_on(columns, rows, len(targets))
        rows = distinct(rows)
        ordered = ordered or len(rows) < 2
    return _limited(run, body, Result(columns, rows, ordered=ordered), outer)


def _targets(run: Run, body: Any, found: From) -> list[_Target] | None:
    from migslint.analyze.parse_target import figure_name

    out: list[_Target] = []
    for item in body.get("targetList", ()):
        target = item["ResTarget"]
        node = target["val"]
        fields = node["ColumnRef"]["fields"] if "ColumnRef" in node else []
        if fields and "A_Star" in fields[-1]:
            entries = found.stars
            if len(fields) > 1:
                name = fields[-2]["String"]["sval"]
                entries = [e for e in entries if e.name == name]
                if not entries:
                    return None
            for entry in entries:
                if entry.unsure:
                    return None
                out += [_Target(c, None, entry.start + i) for i, c in enumerate(entry.columns) if c not in entry.hidden]
        elif "A_Indirection" in node and "A_Star" in node["A_Indirection"]["indirection"][-1]:
            return None
        else:
            out.append(_Target(target.get("name") or figure_name(node), node))
    return out


def _project(
    run: Run, body: Any, targets: list[_Target], scopes: list[tuple[Scope, int]]
) -> tuple[list[Tuple], list[list[Value]] | None]:
    """The rows of the target list, and the values that they are sorted by."""
    rows: list[Tuple] = []
    keys: list[list[Value]] = []
    columns = [t.name for t in targets]
    sorts = [s["SortBy"]["node"] for s in body.get("sortClause", ())]
    sets = [i for i, t in enumerate(targets) if t.node is not None and is_set(run, t.node)]
    nested = any(t.node is not None and i not in sets and _holds_set(run, t.node) for i, t in enumerate(targets))
    for scope, sure in scopes:
        values: list[Value] = []
        for i, target in enumerate(targets):
            if target.place >= 0:
                values.append(scope.values[target.place] if scope.values else UNKNOWN)
            elif i in sets:
                values.append(None)
            elif sure == CERTAIN:
                values.append(run.evaluate(target.node, scope))
            else:
                values.append(quietly(run, target.node, scope))
        made: list[Tuple] = [(values, sure)]
        if nested or len(sets) > 1:
            made = [([UNKNOWN] * len(values), MANY)]
        elif sets:
            at = sets[0]
            made = [
                (
                    [*values[:at], row[0] if len(row) == 1 else Row(columns, row), *values[at + 1 :]],
                    min(sure, certainty),
                )
                for row, certainty in set_rows(run, targets[at].node, scope, 1)
            ]
        for row in made:
            rows.append(row)
            if sorts:
                keys.append([_sort_key(run, node, columns, row[0], scope) for node in sorts])
    return rows, keys if sorts else None


def _holds_set(run: Run, node: Any) -> bool:
    return any(is_set(run, {"FuncCall": call}) for call in own_calls(node))


def _sort_key(run: Run, node: Any, columns: list[str], values: list[Value], scope: Scope) -> Value:
    at = _output_column(node, columns)
    return values[at] if at is not None else quietly(run, node, scope)


def _sort(rows: list[Tuple], keys: list[list[Value]], sorts: list[Any]) -> tuple[list[Tuple], bool]:
    """ORDER BY; whether the order is certain: every key is known, and no two rows are alike in them.

    Texts are sorted as names are, by their bytes.
    """
    certain = all(map(known, keys)) and all_certain(rows)
    if not certain:
        return rows, False
    directions = []
    for sort in sorts:
        down = sort.get("sortby_dir") in ("SORTBY_DESC",)
        if sort.get("sortby_dir") == "SORTBY_USING":
            return rows, False
        nulls = sort.get("sortby_nulls", "SORTBY_NULLS_DEFAULT")
        nulls_first = nulls == "SORTBY_NULLS_FIRST" or (nulls == "SORTBY_NULLS_DEFAULT" and down)
        directions.append((-1 if down else 1, nulls_first))
    ties = False

    def compare(a: tuple[list[Value], Tuple], b: tuple[list[Value], Tuple]) -> int:
        nonlocal ties
        for x, y, (sign, nulls_first) in zip(a[0], b[0], directions):
            if x is None or y is None:
                if x is None and y is None:
                    continue
                return -1 if (x is None) == nulls_first else 1
            if type(x) is str and type(y) is str:
                order: Value = (x.encode() > y.encode()) - (x.encode() < y.encode())
            elif isinstance(x, bool) and isinstance(y, bool):
                order = int(x) - int(y)
            else:
                order = logic.compare(x, y)
            if isinstance(order, Unknowable):
                ties = True
                continue
            if order:
                return int(order) * sign
        ties = True
        return 0

    pairs = sorted(zip(keys, rows), key=cmp_to_key(compare))
    return [row for _, row in pairs], not ties


def _distinct_on(columns: list[str], rows: list[Tuple], width: int) -> Result:
    """DISTINCT ON: some of the rows, at least one."""
    if len(rows) < 2:
        return Result(columns, rows, ordered=True)
    if any(sure == CERTAIN for _, sure in rows):
        return Result(columns, [(agreed(rows), CERTAIN), ([UNKNOWN] * width, MANY)])
    return Result(columns, [([UNKNOWN] * width, MANY)])


# --- groups ---


def _groups(
    run: Run, body: Any, groups: Any, found: From, targets: list[_Target], outer: Scope | None
) -> list[tuple[Scope, int]] | None:
    """The groups of GROUP BY as scopes of one of their rows each, HAVING applied; None where they are not known."""
    entries = found.entries
    made: list[tuple[Scope, int]] = []
    if not groups:
        blank: list[Value] = [None] * sum(e.width for e in entries)
        values = found.rows[0][0] if found.rows else blank
        made.append((Scope(entries, values, outer, group=found.rows), CERTAIN))
    else:
        if any("GroupingSet" in g for g in groups):
            return None
        columns = [t.name for t in targets]
        keyed: list[tuple[list[Value], list[Tuple]]] = []
        for row in found.rows:
            scope = Scope(entries, row[0], outer)
            key = []
            for node in groups:
                const = node.get("A_Const", {})
                if "ival" in const:
                    node = targets[const["ival"].get("ival", 1) - 1].node
                elif "ColumnRef" in node and scope.column(_names(node)) is UNKNOWN:
                    at = _output_column(node, columns)
                    if at is not None and targets[at].node is not None:
                        node = targets[at].node
                key.append(quietly(run, node, scope) if node is not None else UNKNOWN)
            if not known(key):
                return None
            for other, group in keyed:
                if same(key, other) is True:
                    group.append(row)
                    break
            else:
                keyed.append((key, [row]))
            run.spend(len(keyed))
        for _, group in keyed:
            sure = max(s for _, s in group)
            made.append((Scope(entries, group[0][0], outer, group=group), min(sure, CERTAIN)))
            if sure == MANY:
                made[-1] = (made[-1][0], MAYBE)
    having = body.get("havingClause")
    if having is None:
        return made
    out: list[tuple[Scope, int]] = []
    for scope, sure in made:
        test = quietly(run, having, scope)
        if test is True:
            out.append((scope, sure))
        elif isinstance(test, Unknowable):
            out.append((scope, min(sure, MAYBE)))
    return out


def _names(node: Any) -> list[str]:
    return [f["String"]["sval"] for f in node["ColumnRef"]["fields"] if "String" in f]


# --- LIMIT ---


def _bounds(run: Run, body: Any, outer: Scope | None) -> tuple[Value, Value]:
    limit: Value = run.evaluate(body["limitCount"], outer) if "limitCount" in body else None
    offset: Value = run.evaluate(body["limitOffset"], outer) if "limitOffset" in body else 0
    if isinstance(limit, str) or isinstance(offset, str):
        limit = int(limit) if isinstance(limit, str) and limit.isdigit() else limit
        offset = int(offset) if isinstance(offset, str) and offset.isdigit() else offset
    for value, clause, code in ((limit, "LIMIT", "2201W"), (offset, "OFFSET", "2201X")):
        if isinstance(value, int) and value < 0:
            raise PgError(code, f"{clause} must not be negative", reason="value")
    return limit, offset if offset is not None else 0


def _existence(run: Run, body: Any, found: From, outer: Scope | None) -> Result:
    """A result of which only matters, or is only known, how many rows it has."""
    rows: list[Tuple] = [([], sure) for _, sure in found.rows]
    return _limited(run, body, Result([], rows, unsure=True), outer)


def _limited(run: Run, body: Any, result: Result, outer: Scope | None) -> Result:
    """LIMIT and OFFSET; which rows they leave is only known where the order is."""
    if "limitCount" not in body and "limitOffset" not in body:
        return result
    limit, offset = _bounds(run, body, outer)
    rows, columns = result.rows, result.columns
    if not isinstance(offset, int) or not (limit is None or isinstance(limit, int)):
        return Result(columns, [(values, min(sure, MAYBE)) for values, sure in rows], result.unsure)
    if limit == 0:
        return Result(columns, [], result.unsure, True)
    if all_certain(rows):
        kept = rows[offset : None if limit is None else offset + limit]
        if not result.ordered and len(kept) < len(rows):
            kept = [(agreed(rows), CERTAIN)] * len(kept)
        return Result(columns, kept, result.unsure, result.ordered)
    certain = sum(sure == CERTAIN for _, sure in rows)
    if limit is None and not offset:
        return result
    least = max(certain - offset, 0) if limit is None else min(max(certain - offset, 0), limit)
    width = len(rows[0][0])
    shortened: list[Tuple] = [([UNKNOWN] * width, CERTAIN)] * least
    if limit is None or least < limit or not certain:
        shortened = [*shortened, ([UNKNOWN] * width, MANY)]
    return Result(columns, shortened, result.unsure)
