"""PL/pgSQL's statements (`plpgsql.h`), each with the bytes of the body where it stands.

libpg_query's trees have neither the places of expressions nor the blocks in which variables are declared, and there are
none for a body whose variables have types of the catalog; so the body is read here (`parse`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True):
    """An expression or a statement of SQL: bytes `start` to `end` of the body, without the bytes of its INTO clause."""

    start: int
    end: int
    blank: tuple[int, int] | None = None


class Target(msgspec.Struct, frozen=True):
    """What is assigned to: a name of up to three words, subscripts, and the fields behind them."""

    names: tuple[str, ...]
    start: int
    subscripts: tuple[Text, ...] = ()
    rest: bool = False


class Argument(msgspec.Struct, frozen=True):
    """An argument of a cursor, by position or by name."""

    name: str
    text: Text


class Node(msgspec.Struct):
    """A statement; `at` is the byte of its first token."""

    at: int


class Declaration(msgspec.Struct, frozen=True):
    """A variable, an alias or a cursor of a DECLARE section."""

    name: str
    at: int
    type: Text | None = None
    default: Text | None = None
    alias: tuple[str, ...] = ()
    query: Text | None = None
    arguments: tuple[tuple[str, Text], ...] = ()


class Handler(msgspec.Struct):
    """WHEN conditions THEN …: names in lower case, and SQLSTATEs."""

    conditions: tuple[str, ...]
    body: list[Node]


class Block(Node):
    """[<<label>>] [DECLARE …] BEGIN … [EXCEPTION …] END"""

    label: str
    declarations: list[Declaration]
    body: list[Node]
    handlers: list[Handler]


class Assign(Node):
    """target := expression"""

    target: Target
    value: Text


class If(Node):
    """IF, and CASE without an expression: conditions with their statements, and those of ELSE."""

    branches: list[tuple[Text, list[Node]]]
    otherwise: list[Node] | None
    is_case: bool = False


class Case(Node):
    """CASE subject WHEN values THEN …"""

    subject: Text
    branches: list[tuple[Text, list[Node]]]
    otherwise: list[Node] | None


class Loop(Node):
    """LOOP, and WHILE with its condition."""

    label: str
    condition: Text | None
    body: list[Node]


class ForInteger(Node):
    """FOR i IN low..high BY step: the bounds are expressions."""

    label: str
    variable: str
    bounds: list[Text]
    body: list[Node]


class ForQuery(Node):
    """FOR targets IN query, or IN EXECUTE string USING …"""

    label: str
    targets: list[Target]
    query: Text
    dynamic: bool
    using: list[Text]
    body: list[Node]


class ForCursor(Node):
    """FOR record IN cursor(arguments)"""

    label: str
    variable: str
    cursor: Target
    arguments: list[Argument]
    body: list[Node]


class Foreach(Node):
    """FOREACH targets [SLICE n] IN ARRAY expression"""

    label: str
    targets: list[Target]
    slice: int
    array: Text
    body: list[Node]


class Evaluate(Node):
    """Expressions that are evaluated and nothing more: PERFORM, RAISE, ASSERT, EXIT WHEN …"""

    kind: str
    values: list[Text]
    leaves: bool = False


class Return(Node):
    """RETURN; kind is "", next, query or execute."""

    kind: str
    value: Text | None
    using: list[Text]


class Sql(Node):
    """A statement of SQL (CALL too), with the targets of its INTO."""

    text: Text
    into: list[Target] | None


class Execute(Node):
    """EXECUTE string INTO … USING …"""

    value: Text
    into: list[Target] | None
    using: list[Text]


class GetDiagnostics(Node):
    """GET DIAGNOSTICS target = item, …"""

    targets: list[Target]


class Open(Node):
    """OPEN cursor, with the arguments of a bound one, or FOR query, or FOR EXECUTE string USING …"""

    cursor: Target
    arguments: list[Argument]
    query: Text | None
    dynamic: bool
    using: list[Text]


class Fetch(Node):
    """FETCH … FROM cursor INTO …; MOVE and CLOSE have no targets."""

    cursor: Target
    into: list[Target] | None


def walk(statements: Iterable[Node]) -> Iterable[Node]:
    """All statements, those inside of others too."""
    stack: list[Any] = list(statements)
    while stack:
        item = stack.pop()
        if isinstance(item, (list, tuple)):
            stack.extend(item)
        elif isinstance(item, (Node, Handler)):
            if isinstance(item, Node):
                yield item
            stack.extend(getattr(item, f) for f in item.__struct_fields__)


def assigned(statements: Iterable[Node]) -> Iterable[Target]:
    """What statements assign to."""
    for node in walk(statements):
        if isinstance(node, Assign):
            yield node.target
        elif isinstance(node, (Sql, Execute, Fetch)):
            yield from node.into or ()
        elif isinstance(node, (ForQuery, Foreach)):
            yield from node.targets
