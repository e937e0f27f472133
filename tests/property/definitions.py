"""Random statements that define or change objects of a schema, with expressions wherever they may stand."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.property.expressions import Entry, Scope
from tests.property.model import Relation, Schema, quoted, spelled
from tests.property.queries import Queries
from tests.property.signatures import Signatures
from tests.property.tree import Node, Part, listing

_KEYS = ("int4", "int8", "text", "uuid", "date", "timestamptz", "numeric", "bool")


class Definitions:
    """Makes such statements; an object that a statement makes has a name that is free, until a fault takes another."""

    def __init__(self, rng: random.Random, schema: Schema, signatures: Signatures) -> None:
        self.rng = rng
        self.schema = schema
        self.queries = Queries(rng, schema, signatures)
        self.expressions = self.queries.expressions

    def statement(self) -> Node:
        """Any of them."""
        ways: tuple[tuple[int, Callable[[], Node | None]], ...] = (
            (6, self.view),
            (4, self.table_as),
            (4, self.policy),
            (3, self.check),
            (3, self.default),
            (3, self.add_column),
            (3, self.index),
            (3, self.trigger),
            (4, self.function),
            (3, self.table),
            (2, self.alter_type),
            (3, self.alter_table),
            (3, self.drop),
            (2, self.domain),
            (1, self.rule),
            (1, self.statistics),
            (2, self.rename),
            (2, self.comment),
            (1, self.grant),
            (1, self.partition),
            (1, self.foreign_key),
        )
        while True:
            made = self.rng.choices([m for _, m in ways], [w for w, _ in ways])[0]()
            if made is not None:
                return made

    # --- pieces ---

    def new(self, name: str) -> Node:
        return Node("new", name)

    def relation(self, r: Relation) -> Node:
        return Node("relation", r.name)

    def columns_of(self, r: Relation, **rules: bool) -> Scope:
        return Scope([Entry(r.bare, r.columns)], None, **{"queries": False, **rules})

    def a_table(self) -> Relation:
        return self.rng.choice(self.schema.tables())

    def a_column(self, r: Relation) -> tuple[Node, str]:
        name, type = self.rng.choice(r.columns)
        return Node("column", quoted(name)), type

    # --- queries that are kept ---

    def view(self) -> Node:
        rng = self.rng
        query = self.queries.query()
        word = rng.choice(("create view ", "create or replace view ", "create view ", "create temp view "))
        if rng.random() < 0.3:
            return Node("statement", "create materialized view ", self.new("made"), " as ", query, " with no data")
        names: list[Part] = (
            [" (", listing("names", ["first", "second"][: rng.randint(1, 2)]), ")"] if rng.random() < 0.2 else []
        )
        return Node("statement", word, self.new("made"), *names, " as ", query)

    def table_as(self) -> Node:
        names = self.rng.choice(("", "", "", " (p, q)"))
        return Node(
            "statement", "create table ", self.new("made"), names, " as ", self.queries.query(), " with no data"
        )

    # --- expressions on tables ---

    def policy(self) -> Node:
        rng = self.rng
        r = self.a_table()
        scope = self.columns_of(r, queries=True)
        command = rng.choice(("all", "select", "insert", "update", "delete"))
        parts: list[Part] = [
            "create policy ",
            self.new("made"),
            " on ",
            self.relation(r),
            f" for {command} to ",
            Node("role", "public"),
        ]
        if command != "insert":
            parts += [" using (", self.expressions.condition(scope, 2), ")"]
        if command in ("insert", "update", "all"):
            parts += [" with check (", self.expressions.condition(scope, 2), ")"]
        return Node("statement", *parts)

    def check(self) -> Node:
        r = self.a_table()
        condition = self.expressions.condition(self.columns_of(r), 3)
        return Node(
            "statement",
            "alter table ",
            self.relation(r),
            " add constraint ",
            self.new("made"),
            " check (",
            condition,
            ")",
        )

    def default(self) -> Node:
        r = self.a_table()
        found = [(n, t) for n, t in r.columns if n not in r.fixed]
        name, type = self.rng.choice(found or r.columns)
        value = self.expressions.argument(Scope([], None, queries=False), type, 2)
        column = Node("column", quoted(name))
        return Node("statement", "alter table ", self.relation(r), " alter column ", column, " set default ", value)

    def add_column(self) -> Node:
        rng = self.rng
        r = self.a_table()
        type = self.expressions.any_type()
        parts: list[Part] = [
            "alter table ",
            self.relation(r),
            " add column ",
            self.new("made"),
            " ",
            Node("type", spelled(rng, type)),
        ]
        way = rng.random()
        if way < 0.3:
            parts += [" default ", self.expressions.argument(Scope([], None, queries=False), type, 1)]
        elif way < 0.6:
            value = self.expressions.argument(self.columns_of(r), type, 2)
            parts += [" generated always as (", value, rng.choice((") stored", ") virtual", ")"))]
        elif way < 0.7:
            parts.append(rng.choice((" not null", " unique", " primary key", " check (true)")))
        return Node("statement", *parts)

    def index(self) -> Node:
        rng = self.rng
        r = rng.choice([x for x in self.schema.relations if x.kind in "rpm"])
        scope = self.columns_of(r)
        keys: list[Part] = []
        for _ in range(rng.randint(1, 2)):
            if rng.random() < 0.5:
                keys.append(Node("raw", "(", self.expressions.expression(scope, self.expressions.any_type(), 2), ")"))
            else:
                keys.append(
                    Node("raw", self.a_column(r)[0], rng.choice(("", "", " desc", " text_pattern_ops", ' collate "C"')))
                )
        method = rng.choice(("", "", "", " using gin", " using gist", " using hash", " using brin"))
        tail: list[Part] = [" where ", self.expressions.condition(scope, 2)] if rng.random() < 0.35 else []
        if rng.random() < 0.1 and not method:
            tail.insert(0, Node("raw", " include (", self.a_column(r)[0], ")"))
        word = rng.choice(("create index ", "create unique index ", "create index if not exists "))
        return Node(
            "statement",
            word,
            self.new("made"),
            " on ",
            self.relation(r),
            method,
            " (",
            listing("keys", keys),
            ")",
            *tail,
        )

    def trigger(self) -> Node | None:
        rng = self.rng
        if not self.schema.trigger_functions:
            return None
        r = self.a_table()
        event = rng.choice(("insert", "update", "delete", "insert or update", "update of "))
        parts: list[Part] = ["create trigger ", self.new("made"), rng.choice((" before ", " after ")), event]
        if event.endswith("of "):
            parts.append(self.a_column(r)[0])
        parts += [" on ", self.relation(r), " for each row"]
        entries = [] if event == "delete" else [Entry("new", r.columns)]
        entries += [] if "insert" in event else [Entry("old", r.columns)]
        if rng.random() < 0.7 and entries:
            qualified = Scope(
                [Entry(e.alias, e.columns) for e in entries] * (2 if len(entries) == 1 else 1), None, queries=False
            )
            parts += [" when (", self.expressions.condition(qualified, 2), ")"]
        return Node(
            "statement", *parts, " execute function ", Node("function", rng.choice(self.schema.trigger_functions)), "()"
        )

    def function(self) -> Node:
        """A function in SQL: a string, or a body that is parsed at once."""
        rng = self.rng
        args = list(zip(("p_one", "p_two", "id"), (self.expressions.any_type() for _ in range(rng.randint(0, 3)))))
        result = self.expressions.any_type()
        query = self.queries.select(Scope([Entry("made", args)]), [result], 2)
        written = listing("arguments", [Node("raw", n + " ", Node("type", t)) for n, t in args])
        setof = rng.choice(("", "", "setof "))
        head = (
            "create function ",
            self.new("made"),
            "(",
            written,
            ") returns ",
            setof,
            Node("type", result),
            " language sql ",
        )
        if rng.random() < 0.35:
            return Node("statement", *head, "begin atomic ", query, "; end")
        return Node("statement", *head, "as $$ ", query, " $$")

    def domain(self) -> Node:
        rng = self.rng
        base = rng.choice((*_KEYS, *self.schema.user_types()))
        scope = Scope([Entry("", [("value", base)])], None, queries=False)
        condition = self.expressions.condition(scope, 2)
        text = Node("raw", "create domain ", self.new("made"), " as ", Node("type", base), " check (", condition, ")")
        for node in text.walk():
            if node.kind == "column":
                node.parts = ["value"]
        return Node("statement", text)

    def rule(self) -> Node:
        r = self.a_table()
        scope = Scope([Entry("old", r.columns), Entry("new", r.columns)], None)
        condition = self.expressions.condition(scope, 2)
        action = self.rng.choice(("do instead nothing", "do also nothing"))
        return Node(
            "statement",
            "create rule ",
            self.new("made"),
            " as on update to ",
            self.relation(r),
            " where ",
            condition,
            " ",
            action,
        )

    def statistics(self) -> Node:
        r = self.a_table()
        one, two = self.a_column(r)[0], self.a_column(r)[0]
        expr = self.expressions.expression(self.columns_of(r), self.rng.choice(_KEYS), 2)
        return Node(
            "statement",
            "create statistics ",
            self.new("made"),
            " on ",
            one,
            ", ",
            two,
            ", (",
            expr,
            ") from ",
            self.relation(r),
        )

    # --- tables ---

    def table(self) -> Node:
        rng = self.rng
        names = rng.sample(("id", "name", "total", "state", "tags"), 3)
        columns = [(n, self.expressions.any_type()) for n in names]
        own = Scope([Entry("made", columns)], None, queries=False)
        items: list[Part] = []
        for i, (n, t) in enumerate(columns):
            extra: list[Part] = []
            if rng.random() < 0.3:
                extra = [" default ", self.expressions.argument(Scope([], None, queries=False), t, 1)]
            elif i == 2 and rng.random() < 0.4:
                plain = Scope([Entry("made", columns[:2])], None, queries=False)
                extra = [" generated always as (", self.expressions.argument(plain, t, 2), ") stored"]
            items.append(Node("raw", Node("new_column", quoted(n)), " ", Node("type", spelled(rng, t)), *extra))
        if rng.random() < 0.5:
            items.append(Node("raw", "check (", self.expressions.condition(own, 2), ")"))
        if rng.random() < 0.4:
            items.append(
                Node("raw", rng.choice(("unique (", "primary key (")), Node("column", quoted(columns[0][0])), ")")
            )
        if rng.random() < 0.2:
            items.append(
                Node(
                    "raw",
                    "like ",
                    self.relation(rng.choice(self.schema.relations)),
                    rng.choice(("", " including all", " including defaults")),
                )
            )
        if rng.random() < 0.25:
            items.append(
                Node(
                    "raw",
                    "exclude using gist (",
                    Node("column", quoted(columns[0][0])),
                    " with ",
                    Node("operator", rng.choice(("&&", "="))),
                    ")",
                )
            )
        return Node("statement", "create table ", self.new("made"), " (", listing("items", items), ")")

    def partition(self) -> Node | None:
        found = [r for r in self.schema.relations if r.kind == "p"]
        if not found:
            return None
        r = self.rng.choice(found)
        low, high = "'2030-01-01'", Node("raw", "'2031-01-01'")
        return Node(
            "statement",
            "create table ",
            self.new("made"),
            " partition of ",
            self.relation(r),
            f" for values from ({low}) to (",
            high,
            ")",
        )

    def foreign_key(self) -> Node:
        r, other = self.a_table(), self.a_table()
        to = Node("column", quoted(other.keys[0])) if other.keys else self.a_column(other)[0]
        head = ("alter table ", self.relation(r), " add constraint ", self.new("made"))
        return Node(
            "statement",
            *head,
            " foreign key (",
            self.a_column(r)[0],
            ") references ",
            self.relation(other),
            " (",
            to,
            ")",
        )

    def alter_type(self) -> Node:
        rng = self.rng
        r = self.a_table()
        column, old = self.a_column(r)
        type = rng.choice((*_KEYS, old))
        parts: list[Part] = [
            "alter table ",
            self.relation(r),
            " alter column ",
            column,
            " type ",
            Node("type", spelled(rng, type)),
        ]
        if rng.random() < 0.6:
            parts += [" using ", self.expressions.argument(self.columns_of(r), type, 2)]
        return Node("statement", *parts)

    def alter_table(self) -> Node:
        rng = self.rng
        r = self.a_table()
        column, _ = self.a_column(r)
        what: list[Part] = rng.choice(
            (
                ["drop column ", column, rng.choice(("", " cascade"))],
                ["alter column ", column, " set not null"],
                ["alter column ", column, " drop not null"],
                ["alter column ", column, " drop default"],
                ["add unique (", column, ")"],
                ["add primary key (", column, ")"],
                ["alter column ", column, " set storage external"],
                [
                    "drop constraint ",
                    Node("constraint", rng.choice([c for x, c in self.schema.constraints if x is r] or ["nosuch"])),
                ],
                ["set schema ", Node("schema", rng.choice(self.schema.schemas))],
                ["alter column ", column, " add generated always as identity"],
                ["replica identity full"],
                [
                    "enable trigger ",
                    Node("trigger", rng.choice([t for x, t in self.schema.triggers if x is r] or ["all"])),
                ],
            )
        )
        return Node("statement", "alter table ", self.relation(r), " ", *what)

    # --- names only ---

    def drop(self) -> Node:
        rng, schema = self.rng, self.schema
        word = {"r": "table", "p": "table", "v": "view", "m": "materialized view"}
        ways: list[list[Part]] = []
        r = rng.choice(schema.relations)
        ways.append([f"drop {word[r.kind]} ", self.relation(r)])
        if schema.functions:
            f = rng.choice(schema.functions)
            ways.append(
                [
                    "drop function ",
                    Node("function", f.name),
                    "(",
                    listing("arguments", [Node("type", t) for _, t, _ in f.args]),
                    ")",
                ]
            )
            ways.append(["drop function ", Node("function", f.name)])
        if schema.user_types():
            ways.append(["drop type ", Node("type", rng.choice(schema.user_types()))])
        for kind, pairs in (("policy", schema.policies), ("trigger", schema.triggers)):
            if pairs:
                t, n = rng.choice(pairs)
                ways.append([f"drop {kind} ", Node(kind, quoted(n)), " on ", self.relation(t)])
        if schema.sequences:
            ways.append(["drop sequence ", Node("relation", rng.choice(schema.sequences))])
        if schema.indexes:
            ways.append(["drop index ", Node("relation", rng.choice(schema.indexes))])
        return Node("statement", *rng.choice(ways), rng.choice(("", "", " cascade")))

    def rename(self) -> Node:
        rng = self.rng
        r = rng.choice(self.schema.relations)
        if rng.random() < 0.6:
            return Node(
                "statement",
                "alter table ",
                self.relation(r),
                " rename column ",
                self.a_column(r)[0],
                " to ",
                Node("new_column", "made"),
            )
        return Node("statement", "alter table ", self.relation(r), " rename to ", self.new("made"))

    def comment(self) -> Node:
        rng, schema = self.rng, self.schema
        r = rng.choice(schema.relations)
        what: list[Part] = ["column ", self.relation(r), ".", self.a_column(r)[0]]
        if schema.functions and rng.random() < 0.5:
            f = rng.choice(schema.functions)
            what = [
                "function ",
                Node("function", f.name),
                "(",
                listing("arguments", [Node("type", t) for _, t, _ in f.args]),
                ")",
            ]
        return Node("statement", "comment on ", *what, " is 'x'")

    def grant(self) -> Node:
        r = self.rng.choice(self.schema.relations)
        return Node(
            "statement",
            "grant select (",
            self.a_column(r)[0],
            ") on ",
            self.relation(r),
            " to ",
            Node("role", "public"),
        )
