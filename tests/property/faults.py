"""Break exactly one thing of a statement: a name, a type, an argument, a constant, a clause."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.property.expressions import Expressions, Scope
from tests.property.model import COLUMNS, TABLES, Schema, quoted
from tests.property.signatures import Signatures
from tests.property.tree import Node
from tests.property.values import BAD, COLUMN_TYPES

_SYSTEM = ("ctid", "xmin", "tableoid", "oid")
#: how often a fault of a kind is chosen, where the statement has a place for it
_WEIGHTS = {"expr": 3, "argument": 3, "column": 4, "literal": 3, "function": 3, "operator": 3, "arguments": 3}


class Faults:
    """Breaks statements over one schema."""

    def __init__(self, rng: random.Random, schema: Schema, signatures: Signatures, expressions: Expressions) -> None:
        self.rng = rng
        self.schema = schema
        self.signatures = signatures
        self.expressions = expressions
        self.breakers: dict[str, Callable[[Node], bool]] = {
            "column": self._column,
            "new_column": self._column,
            "field": self._column,
            "argument_name": self._column,
            "qualifier": self._qualifier,
            "alias": self._alias,
            "relation": self._relation,
            "new": self._new,
            "function": self._function,
            "operator": self._operator,
            "type": self._type,
            "literal": self._literal,
            "number": self._number,
            "argument": self._expression,
            "expr": self._expression,
            "condition": self._expression,
            "collation": self._name,
            "role": self._name,
            "constraint": self._name,
            "trigger": self._name,
            "policy": self._name,
            "schema": self._name,
            "window": self._name,
            **dict.fromkeys(("arguments", "targets", "names", "values", "keys", "sets", "items", "ctes"), self._list),
            "query": self._query,
        }

    def break_one(self, statement: Node) -> str:
        """Break one place and name its kind, "" where nothing could be broken."""
        places: dict[str, list[Node]] = {}
        for node in statement.walk():
            if node.kind in self.breakers:
                places.setdefault(node.kind, []).append(node)
        kinds = list(places)
        for _ in range(5):
            if not kinds:
                break
            kind = self.rng.choices(kinds, [_WEIGHTS.get(k, 1) for k in kinds])[0]
            before = str(statement)
            if self.breakers[kind](self.rng.choice(places[kind])) and str(statement) != before:
                return kind
        return ""

    def misspelt(self, name: str) -> str:
        """A name with one letter more, less, or other."""
        rng = self.rng
        quotes = name.startswith('"')
        bare = name.strip('"')
        at = rng.randrange(len(bare) or 1)
        way = rng.randrange(4)
        made = (
            bare[:at] + bare[at + 1 :],
            bare[:at] + rng.choice("aesx_") + bare[at:],
            bare[:at] + bare[at + 1 : at + 2] + bare[at : at + 1] + bare[at + 2 :],
            bare + rng.choice(("s", "_id", "2")),
        )[way]
        if quotes:
            return f'"{made}"'
        return made if made.isidentifier() else bare + "s"

    def _replace(self, node: Node, text: str) -> bool:
        node.parts = [text]
        return True

    def _column(self, node: Node) -> bool:
        rng = self.rng
        way = rng.random()
        if way < 0.45:
            return self._replace(node, self.misspelt(str(node)))
        if way < 0.6:
            return self._replace(node, quoted(rng.choice(COLUMNS)))
        if way < 0.75:
            return self._replace(node, rng.choice([quoted(n) for r in self.schema.relations for n, _ in r.columns]))
        if way < 0.85:
            return self._replace(node, quoted(str(node).strip('"').upper()))
        return self._replace(node, rng.choice((*_SYSTEM, "nosuch", "nosuch.x", "tgt")))

    def _qualifier(self, node: Node) -> bool:
        rng = self.rng
        way = rng.random()
        if way < 0.35:
            return self._replace(node, "")
        if way < 0.55:
            return self._replace(node, self.misspelt(str(node)[:-1]) + ".")
        if way < 0.8:
            return self._replace(node, rng.choice(self.schema.relations).name + ".")
        return self._replace(
            node, rng.choice(("a.", "b.", "t.", "old.", "excluded.", "nosuch.", "public.", "nosuch.nosuch."))
        )

    def _alias(self, node: Node) -> bool:
        word = "as " if str(node).startswith("as ") else ""
        return self._replace(
            node, word + self.rng.choice(("a", "b", "t", "u", "q", "sub", "cte", quoted(self.rng.choice(TABLES))))
        )

    def _relation(self, node: Node) -> bool:
        rng, schema = self.rng, self.schema
        way = rng.random()
        if way < 0.3:
            head, dot, last = str(node).rpartition(".")
            return self._replace(node, head + dot + self.misspelt(last))
        if way < 0.4:
            return self._replace(node, f"nosuch.{str(node).rpartition('.')[2]}")
        if way < 0.5:
            return self._replace(node, f"{rng.choice(schema.schemas)}.{str(node).rpartition('.')[2]}")
        others = [*schema.sequences, *schema.indexes, *schema.user_types(), *(f.name for f in schema.functions)]
        if way < 0.65 and others:
            return self._replace(node, rng.choice(others))
        return self._replace(node, rng.choice(schema.relations).name)

    def _new(self, node: Node) -> bool:
        rng, schema = self.rng, self.schema
        taken = (
            [r.name for r in schema.relations]
            + schema.user_types()
            + schema.indexes
            + [f.name for f in schema.functions]
        )
        taken += ['"own rows"', "touch_row", "to_other", "nosuch.made", "id", "name"]
        return self._replace(node, rng.choice(taken))

    def _function(self, node: Node) -> bool:
        rng = self.rng
        way = rng.random()
        if way < 0.4:
            head, dot, last = str(node).rpartition(".")
            return self._replace(node, head + dot + self.misspelt(last))
        if way < 0.5:
            return self._replace(node, rng.choice(("nosuch.", "public.", "pg_catalog.")) + str(node).rpartition(".")[2])
        if way < 0.7 and self.schema.functions:
            return self._replace(node, rng.choice(self.schema.functions).name)
        return self._replace(node, quoted(rng.choice(self.signatures.names)))

    def _operator(self, node: Node) -> bool:
        rng = self.rng
        if rng.random() < 0.2:
            return self._replace(node, rng.choice(("=>=", "<~>", "+++", "operator(nosuch.+)", "operator(public.=)")))
        return self._replace(node, rng.choice(self.signatures.symbols))

    def _type(self, node: Node) -> bool:
        rng = self.rng
        way = rng.random()
        if way < 0.2:
            return self._replace(
                node,
                rng.choice(
                    (
                        "nosuch",
                        "public.nosuch",
                        "nosuch.int4",
                        "int4(3)",
                        "text(4)",
                        "record",
                        "anyelement",
                        "trigger",
                        "void",
                        "cstring",
                        "numeric(1001)",
                        "varchar(0)",
                    )
                ),
            )
        if way < 0.35 and "." not in str(node) and str(node).isidentifier():
            return self._replace(node, self.misspelt(str(node)))
        if way < 0.5:
            return self._replace(node, self.rng.choice(self.schema.relations).name)
        return self._replace(node, rng.choice([*self.schema.user_types(), *COLUMN_TYPES]))

    def _literal(self, node: Node) -> bool:
        rng = self.rng
        base = self.schema.base(node.type)
        bad = BAD.get(base, ())
        if base in self.schema.enums:
            bad = ("nosuch", "NEW", "")
        elif base.endswith("[]"):
            bad = ("abc", "{", "{a", "1,2")
        elif self.schema.fields(base):
            bad = ("abc", "(1", "(1,2,3,4,5,6,7,8,9,10,11)")
        if bad and rng.random() < 0.8:
            return self._replace(node, "'" + rng.choice(bad).replace("'", "''") + "'")
        return self._replace(node, rng.choice(("1", "1.5", "true", "'abc'", "now()", "'{}'", "array[1]", "row(1, 2)")))

    def _number(self, node: Node) -> bool:
        return self._replace(
            node, self.rng.choice(("'x'", "true", "99999999999", "1.5", "'2024-01-01'::date", "null::point", "array[]"))
        )

    def _expression(self, node: Node) -> bool:
        rng = self.rng
        scope = Scope([], None, queries=False)
        way = rng.random()
        if way < 0.1:
            wrong = rng.choice(
                (
                    "count(*)",
                    "sum(1)",
                    "generate_series(1, 2)",
                    "row_number() over ()",
                    "(select 1, 2)",
                    "(select 1)",
                    "default",
                    "*",
                    "unnest(array[1])",
                    "row(1)",
                    "array[]",
                    "grouping(1)",
                )
            )
            return self._replace(node, wrong)
        type = self.expressions.any_type()
        made = self.expressions.expression(scope, type, rng.randint(0, 1))
        node.parts = ["(", made, ")"]
        return True

    def _name(self, node: Node) -> bool:
        return self._replace(node, self.rng.choice((self.misspelt(str(node)), "nosuch")))

    def _list(self, node: Node) -> bool:
        rng = self.rng
        items = node.parts[::2]
        if not items:
            node.parts = [self.rng.choice(("1", "'x'", "null", "true"))]
            return node.kind in ("arguments", "targets")
        between = node.parts[1] if len(node.parts) > 1 else ", "
        way = rng.randrange(4)
        if way == 0 and len(items) > 1:
            items.pop(rng.randrange(len(items)))
        elif way == 1:
            items.insert(rng.randrange(len(items) + 1), rng.choice(items))
        elif way == 2 and len(items) > 1:
            at = rng.randrange(len(items) - 1)
            items[at], items[at + 1] = items[at + 1], items[at]
        elif node.kind in ("arguments", "targets", "values", "keys"):
            extra = self.expressions.expression(Scope([], None, queries=False), self.expressions.any_type(), 0)
            items.append(extra)
        else:
            items.append(rng.choice(items))
        node.parts = []
        for item in items:
            if node.parts:
                node.parts.append(between)
            node.parts.append(item)
        return True

    def _query(self, node: Node) -> bool:
        """Without a clause, or with one that does not belong there."""
        rng = self.rng
        words = [
            i
            for i, p in enumerate(node.parts)
            if isinstance(p, str) and p in (" group by ", " from ", " window w as (")
        ]
        if words and rng.random() < 0.5:
            at = rng.choice(words)
            del node.parts[at : at + (3 if node.parts[at].endswith("(") else 2)]  # type: ignore[union-attr]
            return True
        extra = (
            " order by 3",
            " order by nosuch",
            " limit 'x'",
            " limit count(*)",
            " for update",
            " group by 1",
            " having true",
            " union select 1",
            " union all select null, null",
            " offset -1",
            " window w as ()",
            " order by 1.5",
        )
        node.parts.append(rng.choice(extra))
        return True
