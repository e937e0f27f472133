"""What a publication asks of the tables that are changed (`executor/execReplication.c, CheckCmdReplicaIdentity`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError
from migslint.catalog.objects import Attribute, Publication, Relation
from migslint.catalog.session import Session

_WORDS = {
    "update": ("update", "publishes updates", "updating"),
    "delete": ("delete from", "publishes deletes", "deleting from"),
}


def check_statement(session: Session, query: Any) -> None:
    """The targets of a statement and of its WITH items: UPDATE, DELETE, ON CONFLICT DO UPDATE and MERGE."""
    publications = [p for key, p in session.catalog.shared.items() if key[0] == "publication"]
    if not publications:
        return
    for tag, body in _statements(query):
        commands = _commands(tag, body)
        if not commands or "relation" not in body:
            continue
        rel = ns.find_relation(session, body["relation"].get("schemaname"), body["relation"]["relname"])
        if rel is None or "self" in rel.unknown:
            continue
        for leaf in _leaves(rel):
            for command in commands:
                _check(session, leaf, command, [p for p in publications if isinstance(p, Publication)])


def _statements(query: Any) -> Iterator[tuple[str, Any]]:
    for tag, body in query.items():
        for cte in body.get("withClause", {}).get("ctes", ()):
            yield from _statements(cte["CommonTableExpr"]["ctequery"])
        yield tag, body


def _commands(tag: str, body: Any) -> list[str]:
    if tag == "UpdateStmt":
        return ["update"]
    if tag == "DeleteStmt":
        return ["delete"]
    if tag == "InsertStmt":
        action = body.get("onConflictClause", {}).get("action")
        return ["update"] if action == "ONCONFLICT_UPDATE" else []
    if tag == "MergeStmt":
        kinds = {w["MergeWhenClause"].get("commandType") for w in body.get("mergeWhenClauses", ())}
        return [c for k, c in (("CMD_UPDATE", "update"), ("CMD_DELETE", "delete")) if k in kinds]
    return []


def _leaves(rel: Relation) -> Iterator[Relation]:
    """The tables that the executor opens: for a partitioned one its partitions, which may yet be pruned."""
    if rel.relkind == "p":
        if len(rel.children) == 1:
            yield from _leaves(rel.children[0])
    elif rel.relkind == "r":
        yield rel


def _publishes(publication: Publication, rel: Relation) -> bool:
    """Whether changes of a table, or of what it is a partition of, are published."""
    if publication.all_tables:
        return True
    at: Relation | None = rel
    while at is not None:
        if at in publication.relations or at.namespace in publication.schemas:
            return True
        at = at.parents[0] if at.is_partition and at.parents else None
    return False


def _identity(rel: Relation) -> list[Attribute] | None:
    """`RelationGetReplicaIndex`: the columns of the replica identity, None without one."""
    for index in rel.indexes.values():
        info = index.index
        if info is not None and (info.primary if rel.replica_identity == "d" else info.replica_identity):
            return [k for k in info.keys[: info.width] if k is not None]
    return None


def _check(session: Session, rel: Relation, command: str, publications: list[Publication]) -> None:
    if rel.persistence != "p" or rel.builtin or rel.unknown & {"index", "constraint"}:
        return
    mine = [p for p in publications if command in p.actions and _publishes(p, rel)]
    if not mine:
        return
    full = rel.replica_identity == "f"
    identity = None if rel.replica_identity in "fn" else _identity(rel)
    verb, published, gerund = _WORDS[command]

    def refuse(detail: str) -> PgError:
        return PgError(
            "42P10",
            f'cannot {verb} table "{rel.name}"',
            detail=detail,
            reason="definition",
            kind="relation",
            name=rel.name,
            obj=rel,
        )

    for publication in mine:
        member = publication.relations.get(rel)
        if member is None:
            continue
        if member.where is not None and not full:
            used = [o for o in member.references if isinstance(o, Attribute) and o not in member.columns]
            if any(column not in (identity or ()) for column in used):
                raise refuse("Column used in the publication WHERE expression is not part of the replica identity.")
        if member.columns and (full or any(column not in member.columns for column in identity or ())):
            raise refuse("Column list used by the publication does not cover the replica identity.")
    if full or identity is not None:
        return
    raise PgError(
        "55000",
        f'cannot {verb} table "{rel.name}" because it does not have a replica identity and {published}',
        hint=f"To enable {gerund} the table, set REPLICA IDENTITY using ALTER TABLE.",
        reason="definition",
        kind="relation",
        name=rel.name,
        obj=rel,
    )
