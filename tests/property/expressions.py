"""Random expressions of a wanted type over the columns in scope."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec

from tests.property.model import Function, Schema, quoted, spelled
from tests.property.signatures import POLYMORPHIC, Signature, Signatures
from tests.property.tree import Node, Part, listing
from tests.property.values import COLUMN_TYPES, NUMBERS

_EXTRACTS = ("year", "month", "day", "hour", "epoch", "dow", "nosuch")
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=", "!=")
_ORDERED = ("int4", "int8", "text", "numeric", "timestamptz", "date", "uuid", "float8", "bool")


class Entry(msgspec.Struct, eq=False):
    """A range table entry: columns can be named by `alias` ("" where they cannot) and bare."""

    alias: str
    columns: list[tuple[str, str]]


class Scope:
    """What an expression may name.

    `grouped`: the only expressions that may stand outside of aggregates, None where there is no GROUP BY.  `aggregates`
    and `windows` say whether such calls may stand here, `queries` whether subqueries may.
    """

    def __init__(self, entries: list[Entry], outer: Scope | None = None, **rules: bool) -> None:
        self.entries = entries
        self.outer = outer
        self.grouped: list[tuple[str, str]] | None = None
        self.aggregates = rules.get("aggregates", False)
        self.windows = rules.get("windows", False)
        self.queries = rules.get("queries", True)
        self.sets = rules.get("sets", False)
        self.window_names: list[str] = []

    def inside(self) -> Scope:
        """The scope of an aggregate's arguments."""
        made = Scope(self.entries, self.outer, queries=self.queries)
        return made

    def only(self, grouped: list[tuple[str, str]], windows: bool = False) -> Scope:
        """The scope above GROUP BY."""
        made = Scope(self.entries, self.outer, aggregates=True, windows=windows, queries=self.queries)
        made.grouped = grouped
        made.window_names = self.window_names
        return made


class Expressions:
    """Makes expressions; `subquery(scope, types, depth)` is how a query comes into one."""

    def __init__(self, rng: random.Random, schema: Schema, signatures: Signatures) -> None:
        self.rng = rng
        self.schema = schema
        self.signatures = signatures
        self.subquery: Callable[[Scope, list[str], int], Node] = lambda *_: Node("query", "select 1")

    # --- types ---

    def any_type(self) -> str:
        """A type to make something of."""
        user = self.schema.user_types()
        if user and self.rng.random() < 0.2:
            return self.rng.choice(user)
        return self.rng.choice(COLUMN_TYPES)

    def instantiate(self, signature: tuple[str, ...], result: str, want: str) -> tuple[str, ...] | None:
        """The argument types of a call, with the polymorphic ones replaced so that the result is `want`."""
        if not POLYMORPHIC.intersection((*signature, result)):
            return signature
        element = self.rng.choice(_ORDERED)
        if want and result in ("anyelement", "anycompatible", "anynonarray", "anycompatiblenonarray"):
            element = want
        elif want.endswith("[]") and result in ("anyarray", "anycompatiblearray"):
            element = want[:-2]
        if "range" in result and want.endswith("range"):
            element = {"int4range": "int4", "int8range": "int8", "numrange": "numeric", "daterange": "date"}.get(
                want, ""
            )
            if not element:
                return None
        ranges = {"int4": "int4range", "int8": "int8range", "numeric": "numrange", "date": "daterange"}
        if any("range" in t for t in (*signature, result)) and element not in ranges:
            if want == element:
                return None
            element = "int4"
        if "anyenum" in (*signature, result):
            if not self.schema.enums:
                return None
            element = self.rng.choice(list(self.schema.enums))
        table = {"any": element, "anyenum": element, "anyrange": ranges.get(element, "int4range")}
        out = []
        for t in signature:
            if t not in POLYMORPHIC:
                out.append(t)
            elif t.endswith("multirange"):
                out.append("int4multirange" if element == "int4" else "tstzmultirange")
            elif t.endswith("range"):
                out.append(table["anyrange"])
            elif t.endswith("array"):
                out.append(element if t.endswith("nonarray") else f"{element.removesuffix('[]')}[]")
            else:
                out.append(element)
        return tuple(out)

    # --- leaves ---

    def column(self, scope: Scope, want: str) -> Node | None:
        """A reference to a column of the type, "" for any."""
        if scope.grouped is not None:
            fitting = [(text, t) for text, t in scope.grouped if not want or t == want]
            if not fitting:
                return None
            text, type = self.rng.choice(fitting)
            return Node("expr", text, type=type)
        levels: list[list[Entry]] = []
        level: Scope | None = scope
        while level is not None:
            if level.grouped is None or level is scope:
                levels.append(level.entries)
            level = level.outer
        found = [(i, e, c) for i, es in enumerate(levels) for e in es for c in e.columns if not want or c[1] == want]
        if not found:
            return None
        i, entry, (name, type) = self.rng.choice(found)
        return self.reference(levels[: i + 1], entry, name, type)

    def reference(self, levels: list[list[Entry]], entry: Entry, name: str, type: str) -> Node:
        """A column of an entry, qualified where the bare name would not find it."""
        hidden = any(e is not entry and any(c[0] == name for c in e.columns) for es in levels for e in es)
        written = Node("column", quoted(name))
        if entry.alias and (hidden or self.rng.random() < 0.35):
            return Node("expr", Node("qualifier", quoted(entry.alias) + "."), written, type=type)
        return Node("expr", written, type=type)

    def constant(self, want: str, bare: bool = False) -> Node:
        """A constant of the type; `bare`: as an unknown literal, which its place gives a type."""
        rng = self.rng
        if not want:
            want = self.any_type()
        if rng.random() < 0.06:
            return Node("expr", "null", type=want)
        text = rng.choice(self.schema.constants(want))
        if want in NUMBERS and rng.random() < 0.6 and text.lstrip("-").replace(".", "").isdigit():
            return Node("expr", Node("number", text), type=want)
        if want == "bool" and rng.random() < 0.6:
            return Node("expr", rng.choice(("true", "false")), type=want)
        literal = Node("literal", f"'{text}'", type=want)
        if bare or (want == "text" and rng.random() < 0.5):
            return Node("expr", literal, type=want)
        way = rng.random()
        if way < 0.6:
            return Node("expr", literal, "::", Node("type", spelled(rng, want)), type=want)
        if way < 0.8 or "[" in want or want in self.schema.user_types() or " " in want:
            return Node("expr", "cast(", literal, " as ", Node("type", spelled(rng, want)), ")", type=want)
        return Node("expr", Node("type", want), " ", literal, type=want)

    # --- expressions ---

    def expression(self, scope: Scope, want: str, depth: int) -> Node:
        """An expression of a type."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.25:
            return (self.column(scope, want) if rng.random() < 0.75 else None) or self.constant(want)
        makers: list[tuple[float, Callable[[Scope, str, int], Node | None]]] = [
            (3, self._function),
            (2.5, self._operator),
            (1.5, self._cast),
            (1.2, self._conditional),
            (0.8, self._array_or_row),
            (1.5, self._user_function),
            (0.7, self._special),
        ]
        if want in ("bool", ""):
            makers.append((6, self._condition))
        if scope.queries:
            makers.append((0.6, self._scalar_subquery))
        if scope.aggregates:
            makers.append((4, self._aggregate))
        if scope.windows:
            makers.append((1.5, self._window))
        for _ in range(4):
            made = rng.choices([m for _, m in makers], [w for w, _ in makers])[0](scope, want, depth - 1)
            if made is not None:
                return made
        return self.column(scope, want) or self.constant(want)

    def argument(self, scope: Scope, want: str, depth: int) -> Node:
        """What may be given where a type is wanted: that type, one that is cast to it, or a bare literal."""
        rng = self.rng
        way = rng.random()
        if way < 0.12:
            return Node("argument", self.constant(want, bare=True), type=want)
        sources = self.signatures.implicit.get(want, ())
        if way < 0.25 and sources:
            return Node("argument", self.expression(scope, rng.choice(sources), depth), type=want)
        return Node("argument", self.expression(scope, want, depth), type=want)

    def _call(self, scope: Scope, signature: Signature, want: str, depth: int) -> Node | None:
        rng = self.rng
        types = self.instantiate(signature.args, signature.result, want)
        if types is None:
            return None
        given: list[str] = list(types)
        if signature.variadic and given:
            last = given.pop().removesuffix("[]")
            given += [last] * rng.randint(1, 3)
        elif signature.defaults and rng.random() < 0.5:
            del given[len(given) - rng.randint(0, signature.defaults) :]
        items: list[Part] = [self.argument(scope, t, depth) for t in given]
        if signature.names and all(signature.names) and rng.random() < 0.3 and not signature.variadic:
            start = rng.randint(0, len(items))
            items[start:] = [
                Node("named", Node("argument_name", quoted(name)), " => ", item)
                for name, item in zip(signature.names[start : len(items)], items[start:])
            ]
        name = Node("function", quoted(signature.name))
        prefix = "pg_catalog." if rng.random() < 0.04 else ""
        return Node("call", prefix, name, "(", listing("arguments", items), ")", type=want)

    def _function(self, scope: Scope, want: str, depth: int) -> Node | None:
        table = self.signatures.returning
        rng = self.rng
        if not want:
            want = rng.choice(list(table))
        found = table.get(want, [])
        if rng.random() < 0.15 and not want.endswith("[]"):
            found = [*found, *table.get("anyelement", []), *table.get("anycompatible", [])]
        if want.endswith("[]") and rng.random() < 0.7:
            found = [*table.get("anyarray", []), *table.get("anycompatiblearray", [])]
        if not found:
            return None
        made = self._call(scope, rng.choice(found), want, depth)
        return None if made is None else Node("expr", made, type=want)

    def _user_function(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        found = [f for f in self.schema.functions if not f.retset and (not want or f.result == want)]
        if not found:
            return None
        f = rng.choice(found)
        return Node("expr", self.call_of(scope, f, depth), type=f.result)

    def call_of(self, scope: Scope, f: Function, depth: int) -> Node:
        """A call of a function of the schema: by position or by name, without some that have a default."""
        rng = self.rng
        args = list(f.args)
        while args and args[-1][2] and rng.random() < 0.5:
            args.pop()
        if f.variadic:
            items: list[Part] = [self.argument(scope, t, depth) for _, t, _ in args[:-1]]
            if rng.random() < 0.3:
                items.append(Node("raw", "variadic ", self.argument(scope, f"{f.variadic}[]", depth)))
            else:
                items += [self.argument(scope, f.variadic, depth) for _ in range(rng.randint(1, 3))]
        else:
            named = rng.randint(0, len(args)) if rng.random() < 0.4 and all(a[0] for a in args) else len(args)
            items = [self.argument(scope, t, depth) for _, t, _ in args[:named]]
            rest = args[named:]
            rng.shuffle(rest)
            arrow = rng.choice((" => ", " => ", " := "))
            items += [
                Node("named", Node("argument_name", quoted(n)), arrow, self.argument(scope, t, depth))
                for n, t, _ in rest
            ]
        return Node("call", Node("function", f.name), "(", listing("arguments", items), ")", type=f.result)

    def _operator(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        table = self.signatures.resulting
        if not want:
            want = rng.choice(list(table))
        found = table.get(want, [])
        result = want
        for general, fits in (("anycompatiblearray", want.endswith("[]")), ("anyrange", want.endswith("range"))):
            if fits and rng.random() < 0.6:
                found, result = table.get(general, []), general
        if not found:
            return None
        name, left, right = rng.choice(found)
        types = self.instantiate(tuple(t for t in (left, right) if t), result, want)
        if types is None:
            return None
        items = [self.operand(scope, t, depth) for t in types]
        operator = Node("operator", name)
        if len(items) == 1:
            return Node("expr", operator, " ", items[0], type=want)
        if rng.random() < 0.03:
            operator = Node("operator", f"operator(pg_catalog.{name})")
        return Node("expr", items[0], " ", operator, " ", items[1], type=want)

    def operand(self, scope: Scope, want: str, depth: int) -> Node:
        """An argument in parentheses unless it is a name or a constant."""
        made = self.argument(scope, want, depth)
        inner = made.parts[0]
        simple = isinstance(inner, Node) and all(isinstance(p, Node) for p in inner.parts)
        return made if simple else Node("argument", "(", *made.parts, ")", type=want)

    def _cast(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        if not want:
            want = self.any_type()
        sources = list(self.signatures.into.get(want, ()))
        sources += ["text", want]
        inner = self.operand(scope, rng.choice(sources), depth)
        if str(inner).startswith("'") and "::" not in str(inner):
            inner = self.constant(want, bare=True)
        type = Node("type", spelled(rng, want))
        if rng.random() < 0.7:
            return Node("expr", inner, "::", type, type=want)
        return Node("expr", "cast(", inner, " as ", type, ")", type=want)

    def _conditional(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        if not want:
            want = self.any_type()
        way = rng.random()
        one, two = self.argument(scope, want, depth), self.argument(scope, want, depth)
        if way < 0.45:
            word = rng.choice(("coalesce", "coalesce", "greatest", "least", "nullif"))
            items = (
                [one, two] if word == "nullif" else [one, two, *([self.argument(scope, want, 0)] * rng.randint(0, 1))]
            )
            return Node("expr", f"{word}(", listing("arguments", items), ")", type=want)
        if way < 0.8:
            condition = self.condition(scope, depth)
            return Node("expr", "case when ", condition, " then ", one, " else ", two, " end", type=want)
        tested = rng.choice(_ORDERED)
        subject, value = self.operand(scope, tested, 0), self.argument(scope, tested, 0)
        return Node("expr", "case ", subject, " when ", value, " then ", one, " else ", two, " end", type=want)

    def _array_or_row(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        if want.endswith("[]") and rng.random() < 0.6:
            items = [self.argument(scope, want[:-2], depth) for _ in range(rng.randint(1, 3))]
            return Node("expr", "array[", listing("arguments", items), "]", type=want)
        holders = [(t, n) for t in self.schema.composites for n, ft in self.schema.fields(t) if ft == want]
        if holders and rng.random() < 0.6:
            type, name = rng.choice(holders)
            inner = self.expression(scope, type, depth)
            return Node("expr", "(", inner, ").", Node("field", quoted(name)), type=want)
        if want in self.schema.composites:
            items = [self.argument(scope, t, 0) for _, t in self.schema.fields(want)]
            return Node("expr", "row(", listing("arguments", items), ")::", Node("type", want), type=want)
        if want and not want.endswith("[]"):
            array = self.expression(scope, f"{want}[]", depth)
            if str(array) == "null":
                return None
            subscript = self.argument(scope, "int4", 0)
            if all(isinstance(p, Node) and p.kind in ("column", "qualifier") for p in array.parts):
                return Node("expr", array, "[", subscript, "]", type=want)
            return Node("expr", "(", array, ")[", subscript, "]", type=want)
        return None

    def _special(self, scope: Scope, want: str, depth: int) -> Node | None:
        """What has a grammar of its own."""
        rng = self.rng
        text = lambda: self.argument(scope, "text", depth)  # noqa: E731
        if want == "text":
            way = rng.randrange(5)
            if way == 0:
                return Node("expr", "substring(", text(), " from ", self.argument(scope, "int4", 0), ")", type=want)
            if way == 1:
                return Node(
                    "expr", rng.choice(("trim(both ", "trim(leading ")), text(), " from ", text(), ")", type=want
                )
            if way == 2:
                collation = Node("collation", rng.choice(('"C"', '"POSIX"', '"default"')))
                return Node("expr", "(", self.expression(scope, want, depth), ") collate ", collation, type=want)
            if way == 3:
                items = ("overlay(", text(), " placing ", text(), " from ", self.argument(scope, "int4", 0), ")")
                return Node("expr", *items, type=want)
            return Node("expr", "normalize(", text(), ")", type=want)
        if want == "numeric":
            source = rng.choice(("timestamptz", "date", "interval", "time"))
            return Node(
                "expr",
                f"extract({rng.choice(_EXTRACTS[:-1])} from ",
                self.argument(scope, source, depth),
                ")",
                type=want,
            )
        if want == "int4":
            return Node("expr", "position(", text(), " in ", text(), ")", type=want)
        if want in ("timestamp", "timestamptz"):
            source = "timestamptz" if want == "timestamp" else "timestamp"
            return Node("expr", "(", self.argument(scope, source, depth), " at time zone ", text(), ")", type=want)
        simple = {"date": "current_date", "name": "current_user", "time": "localtime", "timetz": "current_time"}
        simple |= {"json": "json_object('a' : 1)", "jsonb": "json_array(1, 2 returning jsonb)"}
        return Node("expr", simple[want], type=want) if want in simple else None

    def _scalar_subquery(self, scope: Scope, want: str, depth: int) -> Node | None:
        if not want:
            want = self.any_type()
        if want.endswith("[]") and self.rng.random() < 0.4:
            return Node("expr", "array(", self.subquery(scope, [want[:-2]], depth), ")", type=want)
        return Node("expr", "(", self.subquery(scope, [want], depth), ")", type=want)

    # --- conditions ---

    def condition(self, scope: Scope, depth: int) -> Node:
        """A boolean."""
        return Node("condition", self.expression(scope, "bool", depth), type="bool")

    def _condition(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        way = rng.randrange(14)
        type = rng.choice(_ORDERED)
        picked = self.column(scope, "") if rng.random() < 0.6 else None
        if picked is not None and picked.type in (*_ORDERED, "int2", "float4", "timestamp", "varchar", "inet", "jsonb"):
            type = picked.type
        left = self.operand(scope, type, depth)
        other = self.operand(scope, type, depth)
        if way <= 3:
            return Node("expr", left, " ", Node("operator", rng.choice(_COMPARISONS)), " ", other, type="bool")
        if way == 4:
            items = [self.argument(scope, type, 0) for _ in range(rng.randint(1, 3))]
            word = rng.choice((" in (", " not in ("))
            return Node("expr", left, word, listing("arguments", items), ")", type="bool")
        if way == 5:
            word = rng.choice((" between ", " not between ", " between symmetric "))
            return Node("expr", left, word, other, " and ", self.operand(scope, type, 0), type="bool")
        if way == 6:
            anything = self.operand(scope, self.any_type(), depth)
            return Node("expr", anything, rng.choice((" is null", " is not null")), type="bool")
        if way == 7:
            return Node("expr", left, rng.choice((" is distinct from ", " is not distinct from ")), other, type="bool")
        if way == 8:
            word = rng.choice((" like ", " ilike ", " not like ", " similar to ", " ~ ", " !~* "))
            return Node("expr", self.operand(scope, "text", depth), word, self.operand(scope, "text", 0), type="bool")
        if way == 9:
            word = rng.choice((" = any (", " <> all (", " < some ("))
            return Node("expr", left, word, self.argument(scope, f"{type}[]", depth), ")", type="bool")
        if way in (10, 11):
            one, two = self.operand(scope, "bool", depth), self.operand(scope, "bool", depth)
            return Node("expr", "(", one, rng.choice((" and ", " or ")), two, ")", type="bool")
        if way == 12:
            word = rng.choice(("not ", ""))
            return Node(
                "expr",
                word,
                "(",
                self.expression(scope, "bool", depth),
                ")",
                rng.choice((" is true", "", " is not unknown")),
                type="bool",
            )
        if not scope.queries:
            pair = self.operand(scope, type, 0), self.operand(scope, type, 0)
            return Node(
                "expr",
                "(",
                left,
                ", ",
                pair[0],
                ") ",
                Node("operator", rng.choice(_COMPARISONS)),
                " (",
                other,
                ", ",
                pair[1],
                ")",
                type="bool",
            )
        if rng.random() < 0.5:
            return Node(
                "expr",
                left,
                rng.choice((" in (", " = any (", " not in (")),
                self.subquery(scope, [type], depth),
                ")",
                type="bool",
            )
        return Node("expr", "exists (", self.subquery(scope, [], depth), ")", type="bool")

    # --- aggregates and windows ---

    def _aggregate(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        table = self.signatures.aggregates
        if (want == "int8" and rng.random() < 0.5) or not want:
            return Node("expr", Node("function", "count"), "(*)", self._filter(scope), type="int8")
        found = table.get(want, [])
        if want.endswith("[]"):
            found = table.get("anyarray", [])
        elif not found or rng.random() < 0.2:
            found = table.get("anyelement", [])
        if not found:
            return None
        signature = rng.choice(found)
        types = self.instantiate(signature.args, signature.result, want)
        if types is None:
            return None
        inner = scope.inside()
        items = [self.argument(inner, t, depth) for t in types]
        prefix, suffix = "", ""
        if len(items) == 1 and rng.random() < 0.15 and types[0] in _ORDERED:
            prefix = "distinct "
        elif items and rng.random() < 0.15:
            ordered = self.column(inner, rng.choice(_ORDERED))
            suffix = f" order by {ordered}" if ordered is not None else ""
        call = Node(
            "call",
            Node("function", signature.name),
            "(",
            prefix,
            listing("arguments", items),
            suffix,
            ")",
            self._filter(scope),
            type=want,
        )
        return Node("expr", call, type=want)

    def _filter(self, scope: Scope) -> Node:
        if self.rng.random() < 0.12:
            return Node("filter", " filter (where ", self.condition(scope.inside(), 1), ")")
        return Node("filter")

    def _window(self, scope: Scope, want: str, depth: int) -> Node | None:
        rng = self.rng
        table = self.signatures.windows
        plain = scope.inside() if scope.grouped is None else scope.only(scope.grouped)
        if want in table or (want and rng.random() < 0.3):
            signature = rng.choice(table.get(want) or table["anyelement"])
            types = self.instantiate(signature.args, signature.result, want) or ()
            call = Node(
                "call",
                Node("function", signature.name),
                "(",
                listing("arguments", [self.argument(plain, t, 0) for t in types]),
                ")",
            )
        else:
            made = self._aggregate(plain, want, 0) if scope.grouped is None else None
            if made is None or " order by " in str(made) or "distinct " in str(made):
                return None
            call = made
        if scope.window_names and rng.random() < 0.5:
            return Node("expr", call, " over ", Node("window", rng.choice(scope.window_names)), type=want)
        return Node("expr", call, " over (", self.window(plain), ")", type=want)

    def window(self, scope: Scope) -> Node:
        """What stands in the parentheses of a window."""
        rng = self.rng
        parts: list[Part] = []
        if rng.random() < 0.6:
            parts += ["partition by ", self.expression(scope, rng.choice(_ORDERED), 0), " "]
        if rng.random() < 0.7:
            parts += ["order by ", self.expression(scope, rng.choice(_ORDERED), 0), " "]
            if rng.random() < 0.2:
                parts.append(
                    rng.choice(
                        (
                            "rows between 1 preceding and current row",
                            "groups unbounded preceding",
                            "range unbounded preceding",
                        )
                    )
                )
        return Node("raw", *parts)
