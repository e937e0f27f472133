"""FROM: what its items are, how they are joined, and which rows come of it (`parser/parse_clause.c`, `executor/`).

The items are joined from left to right in nested loops.  A condition is applied as soon as the items that it speaks of
are there, and a comparison of a column with what is known by then narrows the scan of the item: the catalogs look their
objects up by it instead of listing them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.executor import logic
from migslint.executor.casts import split_array
from migslint.executor.expr import condition
from migslint.executor.expr import quietly as _quietly
from migslint.executor.scope import CERTAIN, MAYBE, Entry, Scope, Tuple
from migslint.executor.sources import Hints, Source, source_of
from migslint.executor.values import UNKNOWN, Oid, Row, Unknowable, Value
from migslint.syntax.tree import walk

if TYPE_CHECKING:
    from migslint.executor.run import Run


class Step:
    """One item: how it is joined to what stands before it, and on what."""

    __slots__ = ("conditions", "left", "source")

    def __init__(self, source: Source, left: bool, conditions: list[Any]) -> None:
        self.source = source
        self.left = left
        self.conditions = conditions


class From:
    """The rows of FROM and WHERE with the entries that name their columns."""

    __slots__ = ("entries", "rows", "stars")

    def __init__(self, entries: list[Entry], stars: list[Entry], rows: list[Tuple]) -> None:
        self.entries = entries
        self.stars = stars
        self.rows = rows


def conjuncts(node: Any) -> list[Any]:
    """The conditions that AND joins."""
    if node is None:
        return []
    body = node.get("BoolExpr")
    if body is not None and body.get("boolop", "AND_EXPR") == "AND_EXPR":
        return [c for arg in body["args"] for c in conjuncts(arg)]
    return [node]


def run_from(run: Run, items: list[Any], where: Any, outer: Scope | None, star: bool) -> From:
    """The rows that FROM and WHERE leave; `star`: the order of all columns matters."""
    steps: list[Step] = []
    conditions = conjuncts(where)
    for item in items:
        _flatten(run, item, outer, steps, conditions, star)
    stars = [entry for step in steps for entry in step.source.entries]
    steps = _in_order(run, steps, conditions, stars)
    entries, width = [], 0
    for step in steps:
        for entry in step.source.entries:
            entry.start += width
            entries.append(entry)
        width += step.source.width
    rows: list[Tuple] = [([], CERTAIN)]
    # `createplan.c, order_qual_clauses`: what is dear is asked last, of the rows that all else has left
    dear = {id(c) for c in conditions if any(tag == "SubLink" for tag, _ in walk(c))}
    waiting = [(c, needs(run, c, entries)) for c in conditions]
    for c, need in waiting:
        if not need:
            _check_alone(run, c, outer)
    available = 0
    for step in steps:
        available += len(step.source.entries)
        seen = entries[:available]
        own = entries[available - len(step.source.entries) : available]
        ready = [c for c, need in waiting if need <= set(seen)] if not step.left else []
        equalities = _equalities(run, [*step.conditions, *ready], own, seen)
        rows = _join(run, rows, step, seen, own, equalities, outer)
        done = [c for c, need in waiting if need <= set(seen) and id(c) not in dear]
        waiting = [(c, need) for c, need in waiting if not need <= set(seen) or id(c) in dear]
        rows = _filter(run, rows, done, seen, outer)
        if not rows:
            return From(entries, stars, [])
    if waiting:
        rows = _filter(run, rows, [c for c, _ in waiting], entries, outer)
    return From(entries, stars, rows)


def _in_order(run: Run, steps: list[Step], conditions: list[Any], entries: list[Entry]) -> list[Step]:
    """The first of the items that are just joined are those that are asked for by name (`optimizer/path`)."""
    count = 0
    while count < len(steps) and not steps[count].left and not steps[count].source.lateral:
        count += 1
    if count < 2:
        return steps

    def breadth(step: Step) -> int:
        own = step.source.entries
        found = [
            name for name, other, _ in _equalities(run, conditions, own, entries) if not needs(run, other, entries)
        ]
        return 0 if any(name.endswith(("name", "relid")) for name in found) else 1 if found else 2

    return [*sorted(steps[:count], key=breadth), *steps[count:]]


def _check_alone(run: Run, node: Any, outer: Scope | None) -> None:
    """A condition that speaks of no item is evaluated once, even where there are no rows to come."""
    if "SubLink" not in str(node):
        condition(run, node, outer)


def _flatten(
    run: Run,
    item: Any,
    outer: Scope | None,
    steps: list[Step],
    conditions: list[Any],
    star: bool,
) -> None:
    """A tree of joins that leans to the left as a row of steps; any other part of it as one source."""
    body = item.get("JoinExpr")
    if body is None:
        steps.append(Step(source_of(run, item, outer), False, []))
        return
    kind = body.get("jointype", "JOIN_INNER")
    if (
        kind not in ("JOIN_INNER", "JOIN_LEFT")
        or (star and body.get("usingClause"))
        or body.get("isNatural")
        or body.get("alias")
        or "JoinExpr" in body["rarg"]
    ):
        steps.append(Step(_joined(run, body, outer), False, []))
        return
    first = len(steps)
    _flatten(run, body["larg"], outer, steps, conditions, star)
    on = conjuncts(body.get("quals"))
    right = source_of(run, body["rarg"], outer)
    for name in body.get("usingClause", ()):
        # unqualified, the name means the left column, which is found first
        column = name["String"]["sval"]
        left = next((e for s in steps[first:] for e in s.source.entries if column in e.index), None)
        if left is not None:
            on.append(_same(left.name, right.entries[0].name, column))
    if kind == "JOIN_INNER":
        steps.append(Step(right, False, []))
        conditions.extend(on)
    else:
        steps.append(Step(right, True, on))


def _same(left: str, right: str, column: str) -> Any:
    """left.column = right.column"""
    sides = [{"ColumnRef": {"fields": [{"String": {"sval": n}}, {"String": {"sval": column}}]}} for n in (left, right)]
    return {"A_Expr": {"kind": "AEXPR_OP", "name": [{"String": {"sval": "="}}], "lexpr": sides[0], "rexpr": sides[1]}}


def _joined(run: Run, body: Any, outer: Scope | None) -> Source:
    """A join of another kind as one source: USING, NATURAL, RIGHT, FULL, a join inside a join."""
    left = _operand(run, body["larg"], outer)
    right = _operand(run, body["rarg"], outer)
    width = left.width
    for entry in right.entries:
        entry.start += width
    entries = [*left.entries, *right.entries]
    using = [n["String"]["sval"] for n in body.get("usingClause", ())]
    if body.get("isNatural"):
        names = {c for e in left.entries for c in e.columns if c not in e.hidden}
        using = [c for e in right.entries for c in e.columns if c in names and c not in e.hidden]
    kind = body.get("jointype", "JOIN_INNER")
    on = conjuncts(body.get("quals"))

    def scan(run: Run, scope: Scope | None, hints: Hints) -> Iterable[Tuple]:
        return _full_join(run, left, right, kind, on, using, entries, scope)

    return Source(_aliased(body, entries, using, width + right.width), width + right.width + len(using), scan)


def _operand(run: Run, item: Any, outer: Scope | None) -> Source:
    return _joined(run, item["JoinExpr"], outer) if "JoinExpr" in item else source_of(run, item, outer)


def _aliased(body: Any, entries: list[Entry], using: list[str], end: int) -> list[Entry]:
    """The entries of a join: the merged columns first, then what each side has besides; or the alias alone."""
    out: list[Entry] = []
    if using:
        out.append(Entry("", using, end))
    for entry in entries:
        hidden = entry.hidden | frozenset(c for c in using if c in entry.index)
        made = Entry(entry.name, entry.columns, entry.start, hidden, entry.unsure, entry.scalar)
        if using:
            made.index = dict(entry.index)
        out.append(made)
    return out


def _full_join(
    run: Run,
    left: Source,
    right: Source,
    kind: str,
    on: list[Any],
    using: list[str],
    entries: list[Entry],
    scope: Scope | None,
) -> list[Tuple]:
    lefts, rights = list(left.scan(run, scope, {})), list(right.scan(run, scope, {}))
    run.spend(len(lefts) * len(rights))
    right_matched: list[Value] = [False] * len(rights)
    out: list[Tuple] = []

    def value(row: list[Value], side: list[Entry], name: str) -> Value:
        for entry in side:
            at = entry.index.get(name)
            if at is not None:
                return row[entry.start + at]
        return UNKNOWN

    def made(row: list[Value], sure: int) -> Tuple:
        for name in using:
            a, b = value(row, left.entries, name), value(row, right.entries, name)
            row = [*row, b if kind == "JOIN_RIGHT" or (kind == "JOIN_FULL" and a is None) else a]
        return row, sure

    for lrow, lsure in lefts:
        matched: Value = False
        for i, (rrow, rsure) in enumerate(rights):
            row = [*lrow, *rrow]
            tests = [logic.equal(value(row, left.entries, n), value(row, right.entries, n)) for n in using]
            test = logic.conjunction([*tests, *(_quiet(run, c, Scope(entries, row, scope)) for c in on)])
            if test is False or test is None:
                continue
            sure = min(lsure, rsure) if test is True else min(lsure, rsure, MAYBE)
            out.append(made(row, sure))
            matched = logic.disjunction((matched, True if test is True and rsure == CERTAIN else UNKNOWN))
            hit = True if test is True and lsure == CERTAIN else UNKNOWN
            right_matched[i] = logic.disjunction((right_matched[i], hit))
        if kind in ("JOIN_LEFT", "JOIN_FULL") and matched is not True:
            sure = lsure if matched is False else min(lsure, MAYBE)
            out.append(made([*lrow, *[None] * right.width], sure))
    if kind in ("JOIN_RIGHT", "JOIN_FULL"):
        for (rrow, rsure), hit in zip(rights, right_matched):
            if hit is not True:
                sure = rsure if hit is False else min(rsure, MAYBE)
                out.append(made([*[None] * left.width, *rrow], sure))
    return out


def needs(run: Run, node: Any, entries: list[Entry]) -> set[Entry]:
    """The entries that an expression speaks of, subqueries in it included; all of them where that is not clear."""
    key = ("columns", id(node))
    known = run.cache.get(key)
    if known is None:
        columns = [body["fields"] for tag, body in walk(node) if tag == "ColumnRef"]
        # with the node, so that no other comes to bear its number
        known = run.cache[key] = node, [[f["String"]["sval"] for f in c if "String" in f] for c in columns]
    found: set[Entry] = set()
    for names in known[1]:
        for entry in entries:
            if len(names) == 1:
                if names[0] in entry.index or entry.unsure or entry.name == names[0]:
                    found.add(entry)
            elif names and (entry.name in names[:-1] or names[0] in entry.index):
                found.add(entry)
    return found


Equality = tuple[str, Any, bool]


def _equalities(run: Run, conditions: list[Any], own: list[Entry], seen: list[Entry]) -> list[Equality]:
    """Comparisons of a column of an item with what is known before its scan: column, expression, whether of a list."""
    if len(own) != 1:
        return []
    entry = own[0]
    out: list[Equality] = []
    for node in conditions:
        body = node.get("A_Expr")
        if body is None or body["name"][-1]["String"]["sval"] != "=":
            continue
        kind = body.get("kind", "AEXPR_OP")
        if kind == "AEXPR_OP":
            pairs = [(body.get("lexpr"), body["rexpr"]), (body["rexpr"], body.get("lexpr"))]
        elif kind in ("AEXPR_IN", "AEXPR_OP_ANY"):
            pairs = [(body["lexpr"], body["rexpr"])]
        else:
            continue
        for column, other in pairs:
            name = _own_column(column, entry, seen)
            if name is not None and other is not None and not needs(run, other, [entry]):
                out.append((name, other, kind != "AEXPR_OP"))
                break
    return out


def _own_column(node: Any, entry: Entry, seen: list[Entry]) -> str | None:
    if node is None:
        return None
    if "TypeCast" in node and "ColumnRef" in node["TypeCast"]["arg"]:
        names = node["TypeCast"]["typeName"].get("names", ())
        if names and names[-1].get("String", {}).get("sval") in ("text", "name", "oid") and "typmods" not in node:
            node = node["TypeCast"]["arg"]
    body = node.get("ColumnRef")
    if body is None:
        return None
    names = [f["String"]["sval"] for f in body["fields"] if "String" in f]
    if len(names) != len(body["fields"]) or names[-1] not in entry.index:
        return None
    if len(names) == 1:
        return None if any(names[0] in e.index for e in seen if e is not entry) else names[0]
    return names[-1] if names[-2] == entry.name else None


def _join(
    run: Run,
    rows: list[Tuple],
    step: Step,
    seen: list[Entry],
    own: list[Entry],
    equalities: list[Equality],
    outer: Scope | None,
) -> list[Tuple]:
    """The rows with those of one item."""
    source = step.source
    before = seen[: len(seen) - len(own)]
    fixed = [e for e in equalities if not needs(run, e[1], before)]
    moving = [e for e in equalities if needs(run, e[1], before)]
    blank = [None] * source.width
    out: list[Tuple] = []
    scanned: list[Tuple] | None = None
    index: dict[str, _Index | None] = {}
    if not source.lateral:
        hints = _hints(run, fixed, outer)
        if moving and before and not step.left:
            _add_moving(run, hints, moving, rows, before, outer)
        scanned = list(source.scan(run, outer, hints))
    for values, sure in rows:
        scope = Scope(before, values, outer) if before else outer
        found = scanned
        if found is None:
            found = list(source.scan(run, scope, _hints(run, equalities, scope)))
        elif moving and len(found) > 8:
            found = _narrowed(run, found, moving, own[0], index, scope)
        run.spend(len(found))
        if not step.left:
            out.extend(([*values, *more], min(sure, other)) for more, other in found)
            continue
        matched, maybe = False, False
        for more, other in found:
            row = [*values, *more]
            test = _all(run, step.conditions, Scope(seen, row, outer))
            if test is False or test is None:
                continue
            certain = test is True and other == CERTAIN
            matched, maybe = matched or certain, True
            out.append((row, min(sure, other, CERTAIN if certain else MAYBE)))
        if not matched:
            out.append(([*values, *blank], min(sure, MAYBE) if maybe else sure))
    return out


def _all(run: Run, conditions: list[Any], scope: Scope) -> Value:
    return logic.conjunction(_quiet(run, c, scope) for c in conditions)


def _quiet(run: Run, node: Any, scope: Scope | None) -> Value:
    """A condition on a row: in which order, and whether, the server evaluates it is its own affair."""
    try:
        return condition(run, node, scope)
    except PgError:
        return UNKNOWN


def _hints(run: Run, equalities: list[Equality], scope: Scope | None) -> Hints:
    """The values that columns are compared with, as far as they are known."""
    hints: Hints = {}
    for name, node, many in equalities:
        values: list[Value]
        if many and "List" in node:
            values = [run.evaluate(item, scope) for item in node["List"].get("items", ())]
        else:
            value = run.evaluate(node, scope)
            if many and isinstance(value, str):
                value = split_array(value)
                if value is None:
                    continue
            if many and not isinstance(value, list):
                continue
            values = value if many else [value]
        if any(isinstance(v, (Unknowable, Row, list)) for v in values):
            continue
        old = hints.get(name)
        present = list(dict.fromkeys(v for v in values if v is not None))
        hints[name] = present if old is None else [v for v in old if v in present]
    return hints


#: so many rows on the left side are looked up one by one
_FEW = 16


def _add_moving(
    run: Run, hints: Hints, moving: list[Equality], rows: list[Tuple], before: list[Entry], outer: Scope | None
) -> None:
    """Comparisons with the columns of a few rows narrow a scan, too."""
    if len(rows) > _FEW:
        return
    for name, node, many in moving:
        if many or name in hints:
            continue
        values = [_quietly(run, node, Scope(before, row, outer)) for row, _ in rows]
        if not any(isinstance(v, (Unknowable, Row, list)) for v in values):
            hints[name] = list(dict.fromkeys(v for v in values if v is not None))


class _Index:
    """The rows of an item by the value of a column; `rest` are those of which it is not known."""

    __slots__ = ("kind", "rest", "rows")

    def __init__(self, kind: type[Any], rows: dict[Any, list[Tuple]], rest: list[Tuple]) -> None:
        self.kind = kind
        self.rows = rows
        self.rest = rest


def _narrowed(
    run: Run,
    found: list[Tuple],
    moving: list[Equality],
    entry: Entry,
    index: dict[str, _Index | None],
    scope: Scope | None,
) -> list[Tuple]:
    """The rows that a comparison with the row at hand leaves."""
    for name, node, many in moving:
        if many:
            continue
        if name not in index:
            index[name] = _make_index(found, entry.index[name])
        by = index[name]
        if by is None:
            continue
        value = _quietly(run, node, scope)
        if value is None:
            return []
        if type(value) is by.kind and not (isinstance(value, Oid) and value.obj is None):
            return [*by.rows.get(value, ()), *by.rest]
    return found


def _make_index(found: list[Tuple], at: int) -> _Index | None:
    rows: dict[Any, list[Tuple]] = {}
    rest: list[Tuple] = []
    kind: type[Any] | None = None
    for row in found:
        value = row[0][at]
        if isinstance(value, Unknowable):
            rest.append(row)
        elif value is not None:
            if kind is None:
                kind = type(value)
            if type(value) is not kind or kind not in (str, Oid):
                return None
            rows.setdefault(value, []).append(row)
    return _Index(kind, rows, rest) if kind is not None else None


def _filter(
    run: Run, rows: list[Tuple], conditions: list[Any], entries: list[Entry], outer: Scope | None
) -> list[Tuple]:
    if not conditions:
        return rows
    out: list[Tuple] = []
    for values, sure in rows:
        test = _all(run, conditions, Scope(entries, values, outer))
        if test is True:
            out.append((values, sure))
        elif isinstance(test, Unknowable):
            out.append((values, min(sure, MAYBE)))
    return out
