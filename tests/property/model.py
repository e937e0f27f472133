"""What the generator knows of the schema that it has made: enough to name it, rightly or wrongly."""

from __future__ import annotations

import random
import re

import msgspec

from tests.property.values import GOOD, SPELLINGS

TABLES = (
    "users",
    "user_roles",
    "orders",
    "order_items",
    "items",
    "Item",
    "posts",
    "comments",
    "events",
    "logs",
    "teams",
)
COLUMNS = (
    *("id", "name", "names", "email", "e_mail", "user_id", "userid", "created_at", "createdat", "status", "state"),
    *(
        "amount",
        "total",
        "price",
        "tags",
        "data",
        "payload",
        "Order",
        "user id",
        "parent_id",
        "org_id",
        "title",
        "body",
    ),
    *("note", "kind", "active", "starts_at", "code", "x", "y", "position", "value", "type", "owner", "count"),
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
#: key words that cannot stand everywhere as the names that they are here
_KEYWORDS = frozenset(
    [
        "user",
        "order",
        "group",
        "select",
        "table",
        "end",
        "check",
        "left",
        "right",
        "position",
        "value",
        "values",
        "row",
        "coalesce",
        "year",
        "day",
        "hour",
        "between",
        "bit",
        "boolean",
        "char",
        "character",
        "dec",
        "decimal",
        "exists",
        "extract",
        "float",
        "greatest",
        "grouping",
        "int",
        "integer",
        "interval",
        "least",
        "normalize",
        "nullif",
        "numeric",
        "overlay",
        "overlaps",
        "real",
        "smallint",
        "bigint",
        "substring",
        "time",
        "timestamp",
        "trim",
        "varchar",
        "like",
        "notlike",
        "collation",
        "any",
        "all",
        "array",
        "as",
        "asc",
        "desc",
        "distinct",
        "do",
        "else",
        "false",
        "for",
        "from",
        "in",
        "is",
        "not",
        "null",
        "on",
        "only",
        "or",
        "then",
        "to",
        "true",
        "union",
        "using",
        "when",
        "where",
        "with",
        "current_user",
        "session_user",
        "current_catalog",
        "current_schema",
        "current_role",
    ]
)


def quoted(name: str) -> str:
    """The name as SQL text."""
    if _PLAIN.match(name) and name not in _KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


class Relation(msgspec.Struct, eq=False):
    """A table, view or materialized view; `kind` as relkind.  `name` as it is written, with a schema where needed.

    `fixed` are columns that no INSERT or UPDATE may give a value (generated, identity), `keys` those of a unique index.
    """

    name: str
    bare: str
    kind: str
    columns: list[tuple[str, str]]
    fixed: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()


class Function(msgspec.Struct, eq=False):
    """A function of the schema: `args` are (name, type, has a default); `variadic` the type of the last one's elements."""

    name: str
    args: list[tuple[str, str, bool]]
    result: str
    retset: bool = False
    variadic: str = ""


class Schema:
    """A random schema: the statements that make it and what is in it then."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.schemas: list[str] = ["public"]
        self.path: list[str] = ["public"]
        self.relations: list[Relation] = []
        self.functions: list[Function] = []
        self.enums: dict[str, tuple[str, ...]] = {}
        self.domains: dict[str, str] = {}
        self.composites: dict[str, list[tuple[str, str]]] = {}
        self.ranges: dict[str, str] = {}
        self.sequences: list[str] = []
        self.indexes: list[str] = []
        self.constraints: list[tuple[Relation, str]] = []
        self.triggers: list[tuple[Relation, str]] = []
        self.policies: list[tuple[Relation, str]] = []
        self.trigger_functions: list[str] = []

    def tables(self) -> list[Relation]:
        """Ordinary and partitioned tables."""
        return [r for r in self.relations if r.kind in "rp"]

    def user_types(self) -> list[str]:
        """All types that a column may have and that are not built in."""
        return [*self.enums, *self.domains, *self.composites, *self.ranges]

    def fields(self, type: str) -> list[tuple[str, str]]:
        """The fields of a composite type or of a table's row type."""
        if type in self.composites:
            return self.composites[type]
        return next((r.columns for r in self.relations if r.name == type), [])

    def base(self, type: str) -> str:
        """What a domain is over, else the type itself."""
        while type in self.domains:
            type = self.domains[type]
        return type

    def constants(self, type: str) -> tuple[str, ...]:
        """Texts that the type's input function takes."""
        type = self.base(type)
        if type.endswith("[]"):
            return ("{}", *(f'{{"{c}"}}' for c in self.constants(type[:-2]) if not set(c) & set('"\\{}')))
        if type in self.enums:
            return self.enums[type]
        if type in self.ranges:
            return ("empty", "(,)")
        if type in GOOD:
            return GOOD[type]
        fields = self.fields(type)
        return ("(" + "," * (len(fields) - 1) + ")",) if fields else ("",)


def spelled(rng: random.Random, type: str) -> str:
    """A type as SQL text: one of the ways to write it."""
    ways = SPELLINGS.get(type, ())
    return rng.choice(ways) if ways and rng.random() < 0.4 else type
