"""PostgreSQL's errors as values.

A handler raises `PgError` where the server would raise ERROR, with the server's words.  Messages that more than one
handler needs are made here, once.  `Unknown` is the third answer: the verdict hangs on something that the catalog
cannot know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

Reason = Literal[
    "exists",  # an object of that name is there already
    "missing",  # a name that is nowhere
    "late",  # reserved for the replay: missing here, created later
    "dependents",  # other objects depend on it
    "kind",  # the name is there but is something else
    "syntax",
    "type",  # types do not fit
    "definition",  # the statement contradicts itself or what is there
    "ambiguous",
    "unsupported",
    "transaction",  # not allowed here in a transaction, or not yet
    "value",  # a constant that its type refuses
    "raised",  # by RAISE or ASSERT
]


class PgError(Exception):
    """An ERROR of the server.

    `location` is a byte offset into the text that was parsed (as in the parse tree), None where nothing can be pointed
    at.  `reason`, `kind` (the kind of object, in the server's words: "table", "column", "policy" …), `name` and
    `within` (the table or schema it belongs to) say what a rule needs to know; `obj` is the catalog object it is about.
    `inner` says where in the text of a body the error stands, for those who run it, and then which statements a refused
    block would have run, as (tag, node); `span` are its characters in the
    file where they are known and no node of the statement's own tree stands there.
    """

    __slots__ = (
        *("detail", "hint", "inner", "kind", "location", "message", "name", "obj", "reason", "span", "sqlstate"),
        "within",
    )

    def __init__(
        self,
        sqlstate: str,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        location: int | None = None,
        reason: Reason = "definition",
        kind: str = "",
        name: str = "",
        within: str = "",
        obj: Any = None,
    ) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate
        self.message = message
        self.detail = detail
        self.hint = hint
        self.location = location
        self.reason: Reason = reason
        self.kind = kind
        self.name = name
        self.within = within
        self.obj = obj
        self.inner: Any = None
        self.span: Any = None

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("PgError is not pickled")


class Unknown(Exception):
    """The verdict hangs on what cannot be known: nothing is said, and what it touches is in doubt."""


def undefined_relation(name: str, schema: str | None = None, location: int | None = None) -> PgError:
    """`namespace.c, RangeVarGetRelidExtended`; parse_relation.c, parserOpenTable."""
    shown = f"{schema}.{name}" if schema else name
    return PgError(
        "42P01",
        f'relation "{shown}" does not exist',
        location=location,
        reason="missing",
        kind="relation",
        name=name,
        within=schema or "",
    )


def undefined_schema(name: str, location: int | None = None) -> PgError:
    """`namespace.c, get_namespace_oid`."""
    return PgError(
        "3F000", f'schema "{name}" does not exist', location=location, reason="missing", kind="schema", name=name
    )


def undefined_type(name: str, location: int | None = None) -> PgError:
    """`parse_type.c, typenameType`."""
    return PgError(
        "42704", f'type "{name}" does not exist', location=location, reason="missing", kind="type", name=name
    )


def undefined_column(column: str, relation: str, location: int | None = None, obj: Any = None) -> PgError:
    """`tablecmds.c`: column of a named relation."""
    return PgError(
        "42703",
        f'column "{column}" of relation "{relation}" does not exist',
        location=location,
        reason="missing",
        kind="column",
        name=column,
        within=relation,
        obj=obj,
    )


def undefined_object(kind: str, name: str, location: int | None = None, sqlstate: str = "42704") -> PgError:
    """`KIND "NAME" does not exist`, the commonest form of the server."""
    return PgError(
        sqlstate, f'{kind} "{name}" does not exist', location=location, reason="missing", kind=kind, name=name
    )


def ambiguous_variable(names: Sequence[str], location: int | None) -> PgError:
    """`pl_comp.c, plpgsql_post_column_ref`."""
    return PgError(
        "42702",
        f'column reference "{".".join(names)}" is ambiguous',
        detail="It could refer to either a PL/pgSQL variable or a table column.",
        location=location,
        reason="ambiguous",
        kind="column",
        name=names[-1],
    )


def duplicate_object(
    kind: str, name: str, location: int | None = None, sqlstate: str = "42710", obj: Any = None
) -> PgError:
    """`KIND "NAME" already exists`."""
    return PgError(
        sqlstate, f'{kind} "{name}" already exists', location=location, reason="exists", kind=kind, name=name, obj=obj
    )


def duplicate_relation(name: str, location: int | None = None, obj: Any = None) -> PgError:
    """`heap.c, heap_create_with_catalog`; `index.c, index_create`."""
    return duplicate_object("relation", name, location, "42P07", obj)
