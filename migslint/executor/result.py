"""The result of a query as this room passes it on: columns, and rows of which some are only maybe there."""

from __future__ import annotations

from migslint.executor import logic
from migslint.executor.scope import CERTAIN, MANY, MAYBE, Tuple
from migslint.executor.values import SOMETHING, UNKNOWN, Unknowable, Value, known


class Result:
    """`unsure`: the columns are not all known; `ordered`: the order of the rows is that of the server."""

    __slots__ = ("columns", "ordered", "rows", "unsure")

    def __init__(self, columns: list[str], rows: list[Tuple], unsure: bool = False, ordered: bool = False) -> None:
        self.columns = columns
        self.rows = rows
        self.unsure = unsure
        self.ordered = ordered


def anything(columns: list[str]) -> Result:
    """A result of which nothing but its columns is known."""
    return Result(columns, [([UNKNOWN] * len(columns), MANY)], unsure=not columns)


def exists(rows: list[Tuple]) -> Value:
    """EXISTS."""
    if any(sure == CERTAIN for _, sure in rows):
        return True
    return UNKNOWN if rows else False


def all_certain(rows: list[Tuple]) -> bool:
    """Whether the rows are exactly these."""
    return all(sure == CERTAIN for _, sure in rows)


def agreed(rows: list[Tuple]) -> list[Value]:
    """The values of one of the rows, and it is not known which."""
    out: list[Value] = []
    for values in zip(*(row for row, _ in rows)):
        first = values[0]
        if all(type(v) is type(first) and v == first for v in values) and known(first):
            out.append(first)
        else:
            out.append(UNKNOWN if any(v is None or v is UNKNOWN for v in values) else SOMETHING)
    return out


def first(result: Result) -> list[Value] | Unknowable | None:
    """The first row as SELECT INTO takes it, None if there is none."""
    rows = result.rows
    if not rows:
        return None
    if not any(sure == CERTAIN for _, sure in rows):
        return UNKNOWN
    if len(rows) == 1 or (result.ordered and all_certain(rows)):
        return rows[0][0]
    return agreed(rows)


def same(a: list[Value], b: list[Value]) -> Value:
    """Whether two rows are alike for DISTINCT and UNION."""
    return logic.conjunction(logic.not_distinct(x, y) for x, y in zip(a, b))


def distinct(rows: list[Tuple]) -> list[Tuple]:
    """Rows without those that are there before; one that may be like another is only maybe there."""
    out: list[Tuple] = []
    seen: set[object] = set()
    vague = False
    for values, sure in rows:
        key = tuple(map(_key, values)) if known(values) else None
        if key is not None and not vague:
            if key in seen:
                if sure == CERTAIN:
                    at = next(i for i, (v, _) in enumerate(out) if tuple(map(_key, v)) == key)
                    out[at] = (out[at][0], CERTAIN)
                continue
            seen.add(key)
            out.append((values, MAYBE if sure == MANY else sure))
            continue
        vague = vague or key is None
        alike = [same(values, other) for other, _ in out]
        if True in alike:
            continue
        out.append((values, sure if sure != CERTAIN or not any(isinstance(a, Unknowable) for a in alike) else MAYBE))
    return out


def _key(value: Value) -> object:
    if isinstance(value, list):
        return ("list", *map(_key, value))
    return (bool, value) if isinstance(value, bool) else value
