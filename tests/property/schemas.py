"""Random small schemas: types, tables of every kind, functions, views, and what hangs on tables."""

from __future__ import annotations

import random

from tests.property.expressions import Entry, Scope
from tests.property.model import COLUMNS, TABLES, Function, Relation, Schema, quoted, spelled
from tests.property.queries import Queries
from tests.property.signatures import Signatures
from tests.property.values import COLUMN_TYPES

_SIMPLE = ("int4", "text", "int8", "uuid", "bool", "timestamptz", "numeric", "date", "jsonb")


class Maker:
    """Makes one schema; each method adds statements and what they make to it."""

    def __init__(self, rng: random.Random, signatures: Signatures) -> None:
        self.rng = rng
        self.schema = Schema()
        self.queries = Queries(rng, self.schema, signatures)

    def add(self, sql: str) -> None:
        self.schema.statements.append(sql)

    def make(self) -> Schema:
        """A schema of some twenty statements."""
        rng = self.rng
        self.namespaces()
        for _ in range(rng.randint(1, 3)):
            rng.choice((self.enum, self.domain, self.composite, self.range))()
        for name in rng.sample(TABLES, rng.randint(3, 5)):
            self.table(name)
        for _ in range(rng.randint(1, 4)):
            self.function()
        makers = (self.index, self.view, self.view, self.trigger, self.policy, self.partitions, self.child)
        makers += (self.sequence, self.foreign_key, self.set_function, self.overload, self.comment)
        for maker in rng.sample(makers, rng.randint(6, len(makers))):
            maker()
        return self.schema

    # --- names ---

    def namespaces(self) -> None:
        rng, schema = self.rng, self.schema
        if rng.random() < 0.4:
            self.add("create schema app")
            schema.schemas.append("app")
            if rng.random() < 0.6:
                schema.path = rng.choice((["public", "app"], ["app", "public"]))
                self.add(f"set search_path = {', '.join(schema.path)}")

    def place(self, name: str, bare: bool = True) -> str:
        """A name for a new object: with a schema where it is not the first of the path's, or now and then."""
        space = self.rng.choice(self.schema.schemas)
        if bare and space == self.schema.path[0] and self.rng.random() < 0.8:
            return quoted(name)
        return f"{space}.{quoted(name)}"

    # --- types ---

    def enum(self) -> None:
        name = self.place(f"mood{len(self.schema.enums) or ''}")
        labels = tuple(self.rng.sample(("new", "open", "Done", "in progress", "closed"), 3))
        self.schema.enums[name] = labels
        self.add(f"create type {name} as enum ({', '.join(repr(x) for x in labels)})")

    def domain(self) -> None:
        rng = self.rng
        name = self.place(f"dom{len(self.schema.domains) or ''}")
        base = rng.choice(("int4", "text", "numeric", "text[]", *self.schema.domains))
        check = {"int4": " check (value <> 77)", "text": " check (length(value) < 100)"}.get(base, "")
        self.schema.domains[name] = base
        self.add(f"create domain {name} as {base}{check if rng.random() < 0.6 else ''}")

    def composite(self) -> None:
        name = self.place(f"pair{len(self.schema.composites) or ''}")
        fields = [(n, self.rng.choice(_SIMPLE)) for n in self.rng.sample(("a", "b", "x", "label"), 2)]
        self.schema.composites[name] = fields
        self.add(f"create type {name} as ({', '.join(f'{quoted(n)} {t}' for n, t in fields)})")

    def range(self) -> None:
        name = self.place(f"span{len(self.schema.ranges) or ''}")
        subtype = self.rng.choice(("float8", "text", "time"))
        self.schema.ranges[name] = subtype
        self.add(f"create type {name} as range (subtype = {subtype})")

    # --- tables ---

    def table(self, bare: str) -> None:
        rng, schema = self.rng, self.schema
        name = self.place(bare)
        columns: list[tuple[str, str]] = []
        items: list[str] = []
        fixed: set[str] = set()
        keys: tuple[str, ...] = ()
        if rng.random() < 0.8:
            type = rng.choice(("int4", "int8", "uuid"))
            columns.append(("id", type))
            extra = " primary key"
            if type != "uuid" and rng.random() < 0.5:
                extra = f" generated {rng.choice(('always', 'by default'))} as identity primary key"
                if "always" in extra:
                    fixed.add("id")
            items.append(f"id {type}{extra}")
            keys = ("id",)
        for column in rng.sample(COLUMNS[1:], rng.randint(2, 7)):
            user = schema.user_types()
            type = rng.choice(user) if user and rng.random() < 0.2 else rng.choice(COLUMN_TYPES)
            columns.append((column, type))
            text = f"{quoted(column)} {spelled(rng, type)}"
            if rng.random() < 0.2:
                text += " not null"
            elif rng.random() < 0.12:
                text += f" default {self.queries.expressions.constant(type, bare=True)}"
            items.append(text)
        texts = [n for n, t in columns if t in ("text", "varchar")]
        if texts and rng.random() < 0.2:
            kind = rng.choice((" stored", " virtual", ""))
            columns.append(("lowered", "text"))
            fixed.add("lowered")
            items.append(f"lowered text generated always as (lower({quoted(texts[0])})){kind}")
        numbers = [n for n, t in columns if t in ("int4", "int8", "numeric")]
        if numbers and rng.random() < 0.25:
            constraint = f"{bare.lower()}_check"
            items.append(f"constraint {constraint} check ({quoted(numbers[0])} > 0)")
        relation = Relation(name, bare, "r", columns, frozenset(fixed), keys)
        schema.relations.append(relation)
        if keys:
            schema.constraints.append((relation, f"{bare}_pkey"))
            schema.indexes.append(name.replace(quoted(bare), quoted(f"{bare}_pkey")))
        self.add(f"create table {name} ({', '.join(items)})")

    def partitions(self) -> None:
        rng, schema = self.rng, self.schema
        name = self.place("events_by_day")
        columns = [("id", "int8"), ("at", "date"), ("name", "text")]
        relation = Relation(name, "events_by_day", "p", columns, frozenset(), ("id", "at"))
        schema.relations.append(relation)
        self.add(
            f"create table {name} (id bigint, at date not null, name text, primary key (id, at)) partition by range (at)"
        )
        part = self.place("events_2024")
        schema.relations.append(Relation(part, "events_2024", "r", columns, frozenset(), ("id", "at")))
        self.add(f"create table {part} partition of {name} for values from ('2024-01-01') to ('2025-01-01')")
        if rng.random() < 0.5:
            self.add(f"create table {self.place('events_rest')} partition of {name} default")

    def child(self) -> None:
        parent = self.rng.choice([r for r in self.schema.tables() if r.kind == "r" and r.bare != "events_2024"])
        name = self.place("archived")
        columns = [*parent.columns, ("archived_at", "timestamptz")]
        self.schema.relations.append(Relation(name, "archived", "r", columns, parent.fixed))
        self.add(f"create table {name} (archived_at timestamptz) inherits ({parent.name})")

    def sequence(self) -> None:
        name = self.place("counter")
        self.schema.sequences.append(name)
        self.add(f"create sequence {name}")

    def foreign_key(self) -> None:
        pairs = [
            (t, n, u)
            for t in self.schema.tables()
            for n, k in t.columns
            for u in self.schema.tables()
            if len(u.keys) == 1 and (u.keys[0], k) in u.columns and t is not u
        ]
        if pairs:
            t, n, u = self.rng.choice(pairs)
            self.schema.constraints.append((t, "to_other"))
            self.add(f"alter table {t.name} add constraint to_other foreign key ({quoted(n)}) references {u.name}")

    def index(self) -> None:
        table = self.rng.choice(self.schema.tables())
        found = [n for n, t in table.columns if t in _SIMPLE]
        if found:
            name = self.rng.choice(found)
            self.schema.indexes.append("some_index")
            self.add(f"create index some_index on {table.name} ({quoted(name)})")

    def view(self) -> None:
        rng, schema = self.rng, self.schema
        number = sum(r.kind in "vm" for r in schema.relations)
        bare = f"v{number}"
        name = self.place(bare)
        table = rng.choice(schema.relations)
        kind = rng.choice("vvm")
        word = "view" if kind == "v" else "materialized view"
        chosen = rng.sample(table.columns, rng.randint(1, len(table.columns)))
        schema.relations.append(Relation(name, bare, kind, list(chosen)))
        self.add(f"create {word} {name} as select {', '.join(quoted(n) for n, _ in chosen)} from {table.name}")

    # --- functions ---

    def function(self) -> None:
        rng = self.rng
        bare = rng.choice(("total_of", "f", "label_for", "is_ok", "pick"))
        if any(f.name.endswith(bare) for f in self.schema.functions):
            return self.overload()
        self.write_function(self.place(bare), rng.randint(0, 3))

    def overload(self) -> None:
        """A function of a name that is there, with other types."""
        found = [f for f in self.schema.functions if not f.variadic and f.result != "anyelement"]
        if found:
            other = self.rng.choice(found)
            self.write_function(other.name, len(other.args) + self.rng.randint(0, 1))

    def write_function(self, name: str, count: int) -> None:
        rng, schema = self.rng, self.schema
        user = schema.user_types()
        types = [rng.choice(user) if user and rng.random() < 0.15 else rng.choice(_SIMPLE) for _ in range(count)]
        result = rng.choice(user) if user and rng.random() < 0.15 else rng.choice(_SIMPLE)
        labels = rng.sample(("p_id", "amount", "label", "flag", "x"), count) if count <= 5 else []
        named = rng.random() < 0.8
        defaults = rng.randint(0, count) if rng.random() < 0.4 else 0
        args = [(labels[i] if named else "", t, i >= count - defaults) for i, t in enumerate(types)]
        way = rng.random()
        variadic = ""
        if way < 0.15:
            result, args = "anyelement", [("a", "anyelement", False), ("b", "anyelement", False)]
        elif way < 0.3:
            variadic = rng.choice(("int4", "text", "numeric"))
            args = [*[(n, t, False) for n, t, _ in args], ("rest" if named else "", f"{variadic}[]", False)]
        written = [
            ("variadic " if variadic and i == len(args) - 1 else "")
            + f"{n} {t}".strip()
            + (f" default {self.null(t)}" if d else "")
            for i, (n, t, d) in enumerate(args)
        ]
        body = "select $1" if result == "anyelement" else f"select null::{result}"
        self.add(f"create function {name}({', '.join(written)}) returns {result} language sql immutable as '{body}'")
        if result != "anyelement":
            schema.functions.append(Function(name, args, result, False, variadic))

    def null(self, type: str) -> str:
        return "null" if self.rng.random() < 0.5 else str(self.queries.expressions.constant(type, bare=True))

    def set_function(self) -> None:
        rng, schema = self.rng, self.schema
        name = self.place("rows_of")
        table = rng.choice(schema.tables())
        if rng.random() < 0.5:
            schema.functions.append(Function(name, [("lim", "int4", True)], table.name, True))
            self.add(
                f"create function {name}(lim int default 10) returns setof {table.name} language sql stable as 'select * from {table.name} limit lim'"
            )
        else:
            schema.functions.append(Function(name, [], "record", True))
            self.add(f"create function {name}() returns table (id int, label text) language sql as 'select 1, ''x'''")

    # --- what hangs on tables ---

    def trigger(self) -> None:
        function = self.place("touch")
        self.schema.trigger_functions.append(function)
        self.add(f"create function {function}() returns trigger language plpgsql as 'begin return new; end'")
        table = self.rng.choice(self.schema.tables())
        self.schema.triggers.append((table, "touch_row"))
        self.add(
            f"create trigger touch_row before insert or update on {table.name} for each row execute function {function}()"
        )

    def policy(self) -> None:
        table = self.rng.choice(self.schema.tables())
        self.add(f"alter table {table.name} enable row level security")
        condition = self.queries.expressions.condition(Scope([Entry(table.bare, table.columns)]), 1)
        self.schema.policies.append((table, "own rows"))
        self.add(f'create policy "own rows" on {table.name} using ({condition})')

    def comment(self) -> None:
        table = self.rng.choice(self.schema.tables())
        self.add(f"comment on column {table.name}.{quoted(table.columns[0][0])} is 'x'")
