"""The items of FROM that are no joins: relations, subqueries, functions, WITH items (`parser/parse_clause.c`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.heap import SYSTEM_COLUMNS
from migslint.catalog.objects import Relation
from migslint.executor.result import Result
from migslint.executor.scope import MANY, Entry, Scope, Tuple
from migslint.executor.values import SOMETHING, UNKNOWN, Oid, Value
from migslint.syntax.tree import walk

if TYPE_CHECKING:
    from migslint.executor.run import Run

#: what columns are compared with: only rows with one of these values are asked for
Hints = dict[str, list[Value]]
Scan = Callable[["Run", "Scope | None", Hints], Iterable[Tuple]]


class Source:
    """An item of FROM: its entries (with places from 0 on), its width, how its rows are found.

    A `lateral` one is scanned for each row of what stands before it.
    """

    __slots__ = ("entries", "lateral", "scan", "width")

    def __init__(self, entries: list[Entry], width: int, scan: Scan, lateral: bool = False) -> None:
        self.entries = entries
        self.width = width
        self.scan = scan
        self.lateral = lateral


def source_of(run: Run, item: Any, outer: Scope | None) -> Source:
    """The source that a node of FROM stands for."""
    for tag, body in item.items():
        if tag == "RangeVar":
            return _range_var(run, body, outer)
        if tag == "RangeSubselect":
            return _subselect(run, body, outer)
        if tag == "RangeFunction":
            return _function(run, body)
        alias = body.get("alias", {}).get("aliasname", "")
        return _unknown(alias)
    return _unknown("")


def _unknown(alias: str) -> Source:
    """An item of which nothing is known."""
    return Source([Entry(alias, [], unsure=True)], 0, lambda run, scope, hints: [([], MANY)])


def _renamed(columns: list[str], alias: Any) -> list[str]:
    names = [n["String"]["sval"] for n in alias.get("colnames", ())]
    return [*names, *columns[len(names) :]]


# --- relations ---


def _range_var(run: Run, body: Any, outer: Scope | None) -> Source:
    alias = body.get("alias", {})
    name, schema = body["relname"], body.get("schemaname")
    title = alias.get("aliasname", name)
    if schema is None and outer is not None:
        cte = outer.cte(name)
        if cte is not None:
            return _result(cte() if callable(cte) else cte, title, alias)
    try:
        relation = ns.find_relation(run.session, schema, name)
    except (PgError, Unknown):
        relation = None
    if relation is None:
        return _unknown(title)
    if relation.builtin and relation.namespace.name in ("pg_catalog", "information_schema"):
        return _catalog_relation(run, relation, title, alias)
    return _table(relation, title, alias)


def _result(result: Any, title: str, alias: Any) -> Source:
    assert isinstance(result, Result)
    entry = Entry(title, _renamed(result.columns, alias), unsure=result.unsure)
    return Source([entry], len(result.columns), lambda run, scope, hints: result.rows)


def _table(relation: Relation, title: str, alias: Any) -> Source:
    """A table of the folder: any rows at all."""
    attributes = list(relation.attributes.values())
    columns = [a.name for a in attributes]
    system = [c for c in SYSTEM_COLUMNS if c not in relation.attributes]
    unsure = "column" in relation.unknown
    entry = Entry(title, [*_renamed(columns, alias), *system], hidden=frozenset(system), unsure=unsure)
    row: list[Value] = [SOMETHING if a.notnull and not unsure else UNKNOWN for a in attributes]
    row += [Oid("oid", relation) if c == "tableoid" and not relation.children else SOMETHING for c in system]
    return Source([entry], len(row), lambda run, scope, hints: [(row, MANY)])


def _catalog_relation(run: Run, relation: Relation, title: str, alias: Any) -> Source:
    from migslint.executor.relations import provider

    columns = list(relation.attributes)
    attributes = list(relation.attributes.values())
    is_table = relation.relkind == "r"
    system = [c for c in SYSTEM_COLUMNS if c not in relation.attributes] if is_table else []
    entry = Entry(title, [*_renamed(columns, alias), *system], hidden=frozenset(system))
    # columns of catalogs are NOT NULL where they say so; those of views never say
    default: list[Value] = [SOMETHING if a.notnull else UNKNOWN for a in attributes] + [SOMETHING] * len(system)
    places = {c: i for i, c in enumerate(columns)}
    given = _renamed(columns, alias)
    back = dict(zip(given, columns))
    function = provider(relation.namespace.name, relation.name)

    def scan(run: Run, scope: Scope | None, hints: Hints) -> Iterable[Tuple]:
        if function is None:
            return [(default, MANY)]
        key = None
        if not hints:
            key = ("rows", relation)
            if key in run.cache:
                return run.cache[key]  # type: ignore[no-any-return]
        rows: list[Tuple] = []
        try:
            for values, sure in function(run, {back.get(c, c): v for c, v in hints.items()}):
                row = default.copy()
                for column, value in values.items():
                    at = places.get(column)
                    if at is not None:
                        row[at] = value
                rows.append((row, sure))
        except Unknown:
            rows = [(default, MANY)]
        run.spend(len(rows))
        if key is not None:
            run.cache[key] = rows
        return rows

    return Source([entry], len(default), scan)


# --- subqueries and functions ---


def _subselect(run: Run, body: Any, outer: Scope | None) -> Source:
    from migslint.executor.select import query, query_columns

    alias = body.get("alias", {})
    title = alias.get("aliasname", "")
    node = body["subquery"]["SelectStmt"]
    if not body.get("lateral"):
        return _result(query(run, node, outer), title, alias)
    columns = query_columns(node)
    if columns is None:
        return _unknown(title)

    def scan(run: Run, scope: Scope | None, hints: Hints) -> Iterable[Tuple]:
        result = query(run, node, scope)
        return [([UNKNOWN] * len(columns), MANY)] if result.unsure else result.rows

    return Source([Entry(title, _renamed(columns, alias))], len(columns), scan, lateral=True)


def _function(run: Run, body: Any) -> Source:
    """A function in FROM: the rows of a set, or one row with its value."""
    from migslint.executor.sets import set_columns, set_rows

    alias = body.get("alias", {})
    functions = body["functions"]
    call = functions[0]["List"]["items"][0]
    title = alias.get("aliasname") or _function_name(call)
    if (
        len(functions) > 1
        or body.get("coldeflist")
        or (len(functions[0]["List"]["items"]) > 1 and functions[0]["List"]["items"][1])
    ):
        return _unknown(title)
    columns = set_columns(run, call)
    if columns is None:
        return _unknown(title)
    scalar = len(columns) == 1
    names = [title] if scalar else columns
    ordinality = bool(body.get("ordinality"))
    if ordinality:
        names = [*names, "ordinality"]

    def scan(run: Run, scope: Scope | None, hints: Hints) -> Iterable[Tuple]:
        rows = set_rows(run, call, scope, len(columns))
        if ordinality:
            return [([*row, i], sure) for i, (row, sure) in enumerate(rows, 1)]
        return rows

    lateral = any(tag == "ColumnRef" for tag, _ in walk(call))
    entry = Entry(title, _renamed(names, alias), scalar=scalar and not ordinality)
    return Source([entry], len(names), scan, lateral)


def _function_name(call: Any) -> str:
    from migslint.analyze.parse_target import figure_name

    return figure_name(call)
