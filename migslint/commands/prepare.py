"""Prepared statements (`commands/prepare.c`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from migslint.analyze import api
from migslint.analyze.parse_type import lookup_typename
from migslint.analyze.types import UNSURE_REF
from migslint.catalog.errors import PgError
from migslint.catalog.objects import TypeRef
from migslint.catalog.session import Session
from migslint.syntax.tree import walk

if TYPE_CHECKING:
    from migslint.syntax.nodes import DeallocateStmt, ExecuteStmt, PrepareStmt


class Prepared(msgspec.Struct, eq=False):
    """A prepared statement: its parameters' types, its tree, and the columns that it returns."""

    types: list[TypeRef]
    query: Any
    info: api.QueryInfo


def prepare(session: Session, node: PrepareStmt) -> None:
    """`PrepareQuery`."""
    query = node["query"]
    types = [lookup_typename(session, n["TypeName"]) for n in node.get("argtypes", [])]
    types += [UNSURE_REF] * (_last_parameter(query) - len(types))
    info = api.query(session, query, [api.Parameter("", t) for t in types], planned=False)
    if node["name"] in session.prepared:
        raise PgError(
            "42P05",
            f'prepared statement "{node["name"]}" already exists',
            reason="exists",
            kind="prepared statement",
            name=node["name"],
        )
    session.journal.put(session.prepared, node["name"], Prepared(types, query, info))


def execute(session: Session, node: ExecuteStmt) -> None:
    """`ExecuteQuery`: the number and the types of the parameters."""
    from migslint.commands.dml import check_execution

    found = _evaluate(session, node)
    check_execution(session, found.query, found.info)


def prepared_select(session: Session, node: ExecuteStmt) -> api.QueryInfo:
    """CREATE TABLE AS EXECUTE: the statement must be a SELECT."""
    found = _evaluate(session, node)
    if "SelectStmt" not in found.query:
        raise PgError("42809", "prepared statement is not a SELECT", reason="kind", kind="prepared statement")
    return found.info


def deallocate(session: Session, node: DeallocateStmt) -> None:
    """`DeallocateQuery`."""
    name = node.get("name")
    if name is None:
        session.journal.save(session.prepared)
        session.prepared.clear()
        return
    fetch(session, name)
    session.journal.drop(session.prepared, name)


def fetch(session: Session, name: str) -> Prepared:
    """`FetchPreparedStatement`."""
    found = session.prepared.get(name)
    if found is None:
        raise PgError(
            "26000",
            f'prepared statement "{name}" does not exist',
            reason="missing",
            kind="prepared statement",
            name=name,
        )
    assert isinstance(found, Prepared)
    return found


def _evaluate(session: Session, node: ExecuteStmt) -> Prepared:
    """`EvaluateParams`."""
    found = fetch(session, node["name"])
    params = node.get("params", [])
    if not found.types:
        return found
    if len(params) != len(found.types):
        raise PgError(
            "42601",
            f'wrong number of parameters for prepared statement "{node["name"]}"',
            detail=f"Expected {len(found.types)} parameters but got {len(params)}.",
            reason="definition",
            kind="prepared statement",
            name=node["name"],
        )
    for i, (param, type) in enumerate(zip(params, found.types, strict=True)):
        want = None if api.is_unsure(type.type) else type
        api.cook(session, param, "execute_parameter", (), want, f"${i + 1}")
    return found


def _last_parameter(node: Any) -> int:
    return max((body.get("number", 0) for tag, body in walk(node) if tag == "ParamRef"), default=0)
