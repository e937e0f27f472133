"""Random queries: SELECT in all its shapes, INSERT, UPDATE, DELETE and MERGE."""

from __future__ import annotations

import random

from tests.property.expressions import _ORDERED, Entry, Expressions, Scope
from tests.property.model import Relation, Schema, quoted
from tests.property.signatures import Signatures
from tests.property.tree import Node, Part, listing

_SORTABLE = (
    *_ORDERED,
    "int2",
    "float4",
    "timestamp",
    "varchar",
    "bytea",
    "interval",
    "inet",
    "jsonb",
    "time",
    "text[]",
    "int4[]",
)
_ALIASES = ("a", "b", "c", "d", "t", "u", "o", "i", "x1", "q", "sub", "Big")


class Queries:
    """Makes queries over a schema; `depth` bounds how deep they nest."""

    def __init__(self, rng: random.Random, schema: Schema, signatures: Signatures) -> None:
        self.rng = rng
        self.schema = schema
        self.expressions = Expressions(rng, schema, signatures)
        self.expressions.subquery = self.subquery
        self.signatures = signatures
        self.ctes: list[tuple[str, list[tuple[str, str]]]] = []

    def fresh(self, used: list[Entry]) -> str:
        """An alias that no entry has yet."""
        free = [a for a in _ALIASES if all(e.alias != a for e in used)]
        return self.rng.choice(free) if free else f"t{len(used)}"

    # --- FROM ---

    def source(self, used: list[Entry], outer: Scope | None, depth: int) -> tuple[Node, Entry]:
        """One item of FROM and what it adds to the namespace."""
        rng, schema = self.rng, self.schema
        way = rng.random()
        alias = self.fresh(used)
        if depth > 0 and way < 0.14:
            lateral = rng.random() < 0.4
            scope = Scope(used, outer) if lateral else outer
            columns = self.columns(rng.randint(1, 3))
            query = self.select(scope, [t for _, t in columns], depth - 1, [n for n, _ in columns])
            word = "lateral (" if lateral else "("
            return Node("from", word, query, ") ", Node("alias", f"as {quoted(alias)}")), Entry(alias, columns)
        if way < 0.2:
            columns = self.columns(rng.randint(1, 3))
            rows = [
                Node("row", "(", listing("values", [self.expressions.constant(t) for _, t in columns]), ")")
                for _ in range(rng.randint(1, 2))
            ]
            names = listing("names", [quoted(n) for n, _ in columns])
            return Node("from", "(values ", listing("rows", rows), f") as {quoted(alias)} (", names, ")"), Entry(
                alias, columns
            )
        if way < 0.3:
            return self.function_source(used, outer, alias)
        if self.ctes and way < 0.5:
            name, columns = rng.choice(self.ctes)
            return Node("from", Node("relation", quoted(name)), f" {quoted(alias)}"), Entry(alias, columns)
        relation = rng.choice(schema.relations)
        written = Node("relation", relation.name)
        bare = rng.random() < 0.35 and all(e.alias != relation.bare for e in used)
        columns = [*relation.columns]
        if bare:
            return Node("from", written), Entry(relation.bare, columns)
        if rng.random() < 0.1 and columns:
            renamed = self.columns(rng.randint(1, min(len(columns), 8)))
            columns = [(renamed[i][0] if i < len(renamed) else n, t) for i, (n, t) in enumerate(columns)]
            if len({n for n, _ in columns}) == len(columns):
                names = listing("names", [quoted(n) for n, _ in renamed])
                return Node("from", written, f" as {quoted(alias)} (", names, ")"), Entry(alias, columns)
            columns = [*relation.columns]
        sample = " tablesample bernoulli (10)" if relation.kind in "rpm" and rng.random() < 0.03 else ""
        return Node("from", written, rng.choice((" ", " as ")), Node("alias", quoted(alias)), sample), Entry(
            alias, columns
        )

    def function_source(self, used: list[Entry], outer: Scope | None, alias: str) -> tuple[Node, Entry]:
        """A function in FROM."""
        rng = self.rng
        scope = Scope(used, outer, queries=False)
        ordinality = rng.random() < 0.2
        tail = " with ordinality" if ordinality else ""
        own = [f for f in self.schema.functions if f.retset and f.result != "record"]
        if own and rng.random() < 0.4:
            f = rng.choice(own)
            fields = self.schema.fields(f.result) or [(alias, f.result)]
            columns = [*fields, *([("ordinality", "int8")] if ordinality else [])]
            call = self.expressions.call_of(scope, f, 1)
            return Node("from", call, f"{tail} as {quoted(alias)}"), Entry(alias, columns)
        way = rng.randrange(4)
        if way == 0:
            type = rng.choice(("int4", "int8", "numeric", "timestamptz"))
            step = "interval" if type == "timestamptz" else type
            items = [self.expressions.argument(scope, t, 0) for t in (type, type, step)]
            if type != "timestamptz" and rng.random() < 0.5:
                items.pop()
            call = Node("call", Node("function", "generate_series"), "(", listing("arguments", items), ")")
            column = type
        elif way == 1:
            column = rng.choice(_ORDERED)
            array = self.expressions.argument(scope, f"{column}[]", 1)
            call = Node("call", Node("function", "unnest"), "(", array, ")")
        elif way == 2:
            call = Node(
                "call", Node("function", "jsonb_array_elements"), "(", self.expressions.argument(scope, "jsonb", 1), ")"
            )
            column = "jsonb"
        else:
            record = "(a int, b text)"
            call = Node(
                "call", Node("function", "jsonb_to_recordset"), "(", self.expressions.argument(scope, "jsonb", 0), ")"
            )
            return Node("from", call, f" as {quoted(alias)}{record}"), Entry(alias, [("a", "int4"), ("b", "text")])
        extra = [("ordinality", "int8")] if ordinality else []
        return Node("from", call, f"{tail} as {quoted(alias)}"), Entry(
            alias, [(alias, column) if way != 2 else ("value", column), *extra]
        )

    def columns(self, count: int) -> list[tuple[str, str]]:
        """Names and types for the columns of a subquery."""
        names = self.rng.sample(("id", "name", "n", "total", "user_id", "val", "status", "created_at"), count)
        return [(n, self.rng.choice(_SORTABLE)) for n in names]

    def from_clause(self, outer: Scope | None, depth: int) -> tuple[Node, list[Entry]]:
        """FROM: items and joins; the entries have the columns that can be named."""
        rng = self.rng
        entries: list[Entry] = []
        first, entry = self.source(entries, outer, depth)
        entries.append(entry)
        tree = first
        for _ in range(rng.choices((0, 1, 2, 3), (5, 4, 2, 1))[0]):
            cross = rng.random() < 0.2
            item, entry = self.source([*entries], outer, depth)
            if cross:
                tree = Node("items", tree, rng.choice((", ", " cross join ")), item)
                entries.append(entry)
                continue
            common = [
                n
                for n, t in entry.columns
                if [x for e in entries for x, u in e.columns if x == n and u == t] == [n]
                and t in _SORTABLE
                and [m for m, _ in entry.columns].count(n) == 1
                and sum(x == n for e in entries for x, _ in e.columns) == 1
            ]
            lateral = "lateral" in str(item)
            word = rng.choice(
                (" join ", " left join ", " inner join ")
                if lateral
                else (" join ", " left join ", " right join ", " full join ")
            )
            if common and rng.random() < 0.5:
                using = rng.sample(common, rng.randint(1, len(common)))
                tail = ") as ju" if rng.random() < 0.1 else ")"
                names = listing("names", [Node("column", quoted(n)) for n in using])
                tree = Node("join", tree, word, item, " using (", names, tail)
                entry = Entry(entry.alias, [c for c in entry.columns if c[0] not in using])
            elif common and rng.random() < 0.1:
                both = {x for e in entries for x, _ in e.columns} & {x for x, _ in entry.columns}
                if both <= set(common):
                    tree = Node("join", tree, " natural" + word, item)
                    entry = Entry(entry.alias, [c for c in entry.columns if c[0] not in both])
                else:
                    tree = Node("join", tree, word, item, " on true")
            else:
                scope = Scope([*entries, entry], outer)
                on = self.key_equality(entries, entry) if rng.random() < 0.6 else None
                tree = Node("join", tree, word, item, " on ", on or self.expressions.condition(scope, 1))
            entries.append(entry)
        return tree, entries

    def key_equality(self, left: list[Entry], right: Entry) -> Node | None:
        """`a.x = b.y` over columns of one type."""
        pairs = [
            (e, c, d) for e in left for c in e.columns for d in right.columns if c[1] == d[1] and c[1] in _SORTABLE
        ]
        if not pairs:
            return None
        e, c, d = self.rng.choice(pairs)
        levels = [[*left, right]]
        one, two = self.expressions.reference(levels, e, *c), self.expressions.reference(levels, right, *d)
        return Node("condition", one, " ", Node("operator", "="), " ", two, type="bool")

    # --- SELECT ---

    def subquery(self, scope: Scope, types: list[str], depth: int) -> Node:
        """A query inside an expression, which may name what is around it."""
        return self.select(scope if self.rng.random() < 0.6 else None, types or ["int4"], depth - 1)

    def select(self, outer: Scope | None, types: list[str], depth: int, names: list[str] | None = None) -> Node:
        """A SELECT with columns of the types, named as `names` says."""
        rng = self.rng
        way = rng.random()
        if depth > 0 and way < 0.08:
            word = rng.choice((" union ", " union all ", " intersect ", " except ", " except all "))
            one, two = self.plain(outer, types, depth - 1, names), self.plain(outer, types, depth - 1, None)
            if rng.random() < 0.1:
                return Node("query", one, word, two)
            return Node("query", "(", one, ")", word, "(", two, ")")
        if depth > 0 and way < 0.14 and outer is None:
            return self.with_query(outer, types, depth - 1, names)
        return self.plain(outer, types, depth, names)

    def with_query(self, outer: Scope | None, types: list[str], depth: int, names: list[str] | None) -> Node:
        """WITH, now and then recursive or with a statement that changes rows."""
        rng = self.rng
        saved = list(self.ctes)
        items: list[Part] = []
        recursive = rng.random() < 0.3
        for name in rng.sample(("cte", "w", "tree", "ranked"), rng.randint(1, 2)):
            columns = self.columns(rng.randint(1, 3))
            labels = [n for n, _ in columns]
            if recursive and not items:
                first = self.plain(None, [t for _, t in columns], 0, labels)
                self.ctes = [*saved]
                scope = Scope([Entry(name, columns)])
                again = [self.expressions.column(scope, t) or "null" for _, t in columns]
                second = Node("query", "select ", listing("targets", again), " from ", Node("relation", name))
                body: Node = Node("query", "(", first, ")", rng.choice((" union all ", " union ")), second)
            elif rng.random() < 0.12 and outer is None:
                changed = self.changing(returning=True)
                if changed is None:
                    continue
                body, columns = changed
            else:
                body = self.select(None, [t for _, t in columns], depth, labels)
            items.append(Node("cte", Node("alias", name), rng.choice((" as (", " as materialized (")), body, ")"))
            self.ctes = [*self.ctes, (name, columns)]
        body = self.plain(outer, types, depth, names)
        self.ctes = saved
        if not items:
            return body
        return Node("query", "with recursive " if recursive else "with ", listing("ctes", items), " ", body)

    def plain(self, outer: Scope | None, types: list[str], depth: int, names: list[str] | None = None) -> Node:
        """SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW … ORDER BY … LIMIT."""
        rng, make = self.rng, self.expressions
        tree, entries = self.from_clause(outer, depth)
        scope = Scope(entries, outer, windows=rng.random() < 0.15, queries=depth > 0)
        parts: list[Part] = []
        tail: list[Part] = []
        if rng.random() < 0.5:
            tail += [" where ", make.condition(Scope(entries, outer, queries=depth > 0), 2)]
        grouped = rng.random() < 0.2
        top = scope
        if grouped:
            keys: list[Part] = []
            texts: list[tuple[str, str]] = []
            wanted = [t for t in types if t in _SORTABLE][:2] or [rng.choice(_SORTABLE)]
            plain = Scope(entries, outer, queries=False)
            for type in wanted:
                key = make.column(plain, type) or make.column(plain, "")
                if key is None or key.type not in _SORTABLE:
                    continue
                if rng.random() < 0.15:
                    key = make.expression(plain, type, 1)
                if str(key).startswith("'") or str(key).lstrip("-").isdigit() or str(key) in ("null", "true", "false"):
                    continue
                keys.append(key)
                texts.append((str(key), key.type))
            top = scope.only(texts, scope.windows)
            if keys and rng.random() < 0.1:
                keys = [Node("sets", rng.choice(("rollup (", "cube (")), listing("keys", keys), ")")]
            tail += [" group by ", listing("keys", keys)] if keys else []
            if not keys:
                top.grouped = []
            if rng.random() < 0.3:
                tail += [" having ", make.condition(top, 1)]
        elif rng.random() < 0.06:
            top = scope.only([])
            grouped = True
        if top.windows and rng.random() < 0.3:
            top.window_names = ["w"]
            tail += [" window w as (", make.window(top if top.grouped is not None else Scope(entries, outer)), ")"]
        targets: list[Part] = []
        for i, type in enumerate(types):
            e = make.expression(top, type, 2)
            label = (
                ""
                if names is None and rng.random() < 0.6
                else f" as {quoted(names[i] if names else rng.choice(('id', 'n', 'total', 'label')))}"
            )
            targets.append(Node("target", e, label))
        distinct = rng.random()
        if distinct < 0.06 and all(t in _SORTABLE for t in types):
            parts.append("distinct ")
        elif distinct < 0.1 and not grouped:
            on = make.column(Scope(entries, outer), rng.choice(_SORTABLE))
            if on is not None and on.type in _SORTABLE:
                parts += ["distinct on (", on, ") "]
                tail += [f" order by {on}"]
        elif rng.random() < 0.3:
            tail += [" order by ", self.order(top, targets, types)]
        if rng.random() < 0.12:
            tail += [" limit ", make.argument(Scope([], None, queries=False), "int8", 0)]
        elif rng.random() < 0.04 and not grouped and distinct >= 0.1 and outer is None and not top.windows:
            tail += [rng.choice((" for update", " for share", " for no key update skip locked"))]
        return Node("query", "select ", *parts, listing("targets", targets), " from ", tree, *tail)

    def order(self, scope: Scope, targets: list[Part], types: list[str]) -> Node:
        """The items of ORDER BY."""
        rng = self.rng
        way = rng.random()
        last = rng.choice(("", " desc", " asc nulls first", " nulls last"))
        if way < 0.3 and types[0] in _SORTABLE:
            return Node("order", "1", last)
        e = self.expressions.expression(scope, rng.choice(_SORTABLE), 1)
        return Node("order", Node("raw", "(", e, ")") if str(e)[:1] in "'-0123456789" else e, last)

    def star(self) -> Node:
        """A SELECT of everything, or of one entry's everything."""
        rng = self.rng
        tree, entries = self.from_clause(None, 1)
        entry = rng.choice(entries)
        what = (
            "*"
            if rng.random() < 0.5 or not entry.alias
            else Node("raw", Node("qualifier", quoted(entry.alias) + "."), "*")
        )
        tail: list[Part] = []
        if rng.random() < 0.5:
            tail = [" where ", self.expressions.condition(Scope(entries), 2)]
        return Node("query", "select ", what, " from ", tree, *tail)

    def query(self) -> Node:
        """Any query that returns rows."""
        rng = self.rng
        if rng.random() < 0.08:
            return self.star()
        types = [self.expressions.any_type() for _ in range(rng.choices((1, 2, 3), (3, 2, 1))[0])]
        return self.select(None, types, 2)

    # --- statements that change rows ---

    def target(self) -> tuple[Relation, list[tuple[str, str]]] | None:
        """A table and its columns that may be given values."""
        found = [r for r in self.schema.tables() if any(n not in r.fixed for n, _ in r.columns)]
        if not found:
            return None
        r = self.rng.choice(found)
        return r, [c for c in r.columns if c[0] not in r.fixed]

    def changing(self, returning: bool = False) -> tuple[Node, list[tuple[str, str]]] | None:
        """INSERT, UPDATE, DELETE or MERGE and the columns that it returns."""
        rng = self.rng
        found = self.target()
        if found is None:
            return None
        relation, columns = found
        way = rng.choices((self.insert, self.update, self.delete, self.merge), (4, 3, 2, 0 if returning else 2))[0]
        body, entries = way(relation, columns)
        result: list[tuple[str, str]] = []
        if returning or (rng.random() < 0.4 and way != self.merge):
            name, type = rng.choice(relation.columns)
            scope = Scope(entries)
            item = self.expressions.reference([entries], entries[0], name, type)
            extra: Part = (
                ""
                if returning
                else Node("raw", ", ", self.expressions.expression(scope, self.expressions.any_type(), 1))
            )
            if not returning and rng.random() < 0.2:
                extra = f", {rng.choice(('old', 'new'))}.{quoted(name)} as o"
            body = Node("query", body, " returning ", item, f" as {quoted(name)}", extra)
            result = [(name, type)]
        return body, result

    def assignment(self, scope: Scope, type: str, depth: int = 1) -> Node:
        """A value for a column."""
        if self.rng.random() < 0.06:
            return Node("raw", "default")
        return self.expressions.argument(scope, type, depth)

    def insert(self, relation: Relation, columns: list[tuple[str, str]]) -> tuple[Node, list[Entry]]:
        """INSERT: VALUES or a query, ON CONFLICT."""
        rng = self.rng
        chosen = rng.sample(columns, rng.randint(1, len(columns)))
        names = listing("names", [Node("column", quoted(n)) for n, _ in chosen])
        head: list[Part] = ["insert into ", Node("relation", relation.name)]
        alias = relation.bare
        if rng.random() < 0.25:
            alias = "ins"
            head.append(" as ins")
        head += [" (", names, ") "]
        if rng.random() < 0.6:
            nothing = Scope([])
            count = rng.randint(1, 2)
            rows = [
                Node("row", "(", listing("values", [self.assignment(nothing, t) for _, t in chosen]), ")")
                for _ in range(count)
            ]
            head += ["values ", listing("rows", rows)]
        else:
            head.append(self.select(None, [t for _, t in chosen], 1))
        entry = Entry(alias, relation.columns)
        if rng.random() < 0.35:
            head.append(self.conflict(relation, columns, entry))
        return Node("query", *head), [entry]

    def conflict(self, relation: Relation, columns: list[tuple[str, str]], entry: Entry) -> Node:
        """ON CONFLICT."""
        rng = self.rng
        if not relation.keys:
            return Node("raw", " on conflict do nothing")
        keys = listing("names", [Node("column", quoted(n)) for n in relation.keys])
        if rng.random() < 0.3:
            return Node("raw", " on conflict (", keys, ") do nothing")
        name, type = rng.choice(columns)
        excluded = Entry("excluded", relation.columns)
        scope = Scope([entry, excluded])
        way = rng.random()
        value = Node("raw", "excluded.", Node("column", quoted(name))) if way < 0.5 else self.assignment(scope, type)
        where: list[Part] = [" where ", self.expressions.condition(scope, 1)] if rng.random() < 0.3 else []
        return Node(
            "raw", " on conflict (", keys, ") do update set ", Node("column", quoted(name)), " = ", value, *where
        )

    def update(self, relation: Relation, columns: list[tuple[str, str]]) -> tuple[Node, list[Entry]]:
        """UPDATE, with FROM or not."""
        rng = self.rng
        alias = rng.choice((relation.bare, "upd"))
        entries = [Entry(alias, relation.columns)]
        extra: list[Part] = []
        if rng.random() < 0.35:
            item, entry = self.source(entries, None, 1)
            if "lateral" not in str(item):
                entries.append(entry)
                extra = [" from ", item]
        scope = Scope(entries)
        chosen = rng.sample(columns, rng.randint(1, min(3, len(columns))))
        sets: list[Part] = [Node("set", Node("column", quoted(n)), " = ", self.assignment(scope, t)) for n, t in chosen]
        if len(chosen) == 2 and rng.random() < 0.3:
            names = listing("names", [Node("column", quoted(n)) for n, _ in chosen])
            if rng.random() < 0.5:
                sets = [Node("set", "(", names, ") = (", self.subquery(scope, [t for _, t in chosen], 1), ")")]
            else:
                row = listing("values", [self.assignment(scope, t) for _, t in chosen])
                sets = [Node("set", "(", names, ") = (", row, ")")]
        if rng.random() < 0.6:
            extra += [" where ", self.expressions.condition(scope, 2)]
        written = Node("relation", relation.name)
        named = "" if alias == relation.bare else f" as {alias}"
        return Node("query", "update ", written, named, " set ", listing("sets", sets), *extra), entries

    def delete(self, relation: Relation, columns: list[tuple[str, str]]) -> tuple[Node, list[Entry]]:
        """DELETE, with USING or not."""
        rng = self.rng
        alias = rng.choice((relation.bare, "del"))
        entries = [Entry(alias, relation.columns)]
        parts: list[Part] = ["delete from ", Node("relation", relation.name)]
        parts.append("" if alias == relation.bare else f" {alias}")
        if rng.random() < 0.35:
            item, entry = self.source(entries, None, 1)
            if "lateral" not in str(item):
                entries.append(entry)
                parts += [" using ", item]
        if rng.random() < 0.8:
            parts += [" where ", self.expressions.condition(Scope(entries), 2)]
        return Node("query", *parts), entries

    def merge(self, relation: Relation, columns: list[tuple[str, str]]) -> tuple[Node, list[Entry]]:
        """MERGE."""
        rng, make = self.rng, self.expressions
        target = Entry("tgt", relation.columns)
        item, source = self.source([target], None, 1)
        if "lateral" in str(item):
            item, source = Node("from", "(values (1)) as src (k)"), Entry("src", [("k", "int4")])
        both, only = Scope([target, source]), Scope([source])
        on = self.key_equality([target], source) or make.condition(both, 1)
        parts: list[Part] = ["merge into ", Node("relation", relation.name), " tgt using ", item, " on ", on]
        for _ in range(rng.randint(1, 2)):
            name, type = rng.choice(columns)
            way = rng.randrange(5)
            when: list[Part] = [" and ", make.condition(only if way == 2 else both, 1)] if rng.random() < 0.4 else []
            if way == 0:
                parts += [" when matched", *when, " then delete"]
            elif way == 1:
                parts += [
                    " when matched",
                    *when,
                    " then update set ",
                    Node("column", quoted(name)),
                    " = ",
                    self.assignment(both, type),
                ]
            elif way == 2:
                column, value = Node("column", quoted(name)), self.assignment(only, type)
                parts += [" when not matched", *when, " then insert (", column, ") values (", value, ")"]
            elif way == 3:
                parts += [" when not matched by source then do nothing"]
            else:
                parts += [" when matched", *when, " then do nothing"]
        return Node("query", *parts), [target, source]

    def statement(self) -> Node:
        """Any query."""
        if self.rng.random() < 0.3:
            changed = self.changing()
            if changed is not None:
                return changed[0]
        return self.query()
