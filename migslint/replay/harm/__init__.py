"""What a second run does to rows though nothing is refused: doubled rows, sums that add up, counters set back.

Decided by the trees of the statements and by what the catalog has: unique keys, defaults, types.  The rows themselves
are not known: what hangs on them is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Relation
from migslint.commands import lookup
from migslint.replay.harm.file import File
from migslint.replay.step import Harm, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from migslint.catalog.session import Session
    from migslint.syntax.statements import Statement

_TAGS = frozenset(
    ("InsertStmt", "UpdateStmt", "DeleteStmt", "TruncateStmt", "AlterSeqStmt", "AlterTableStmt", "SelectStmt")
)


def watch(session: Session, steps: list[Step], again: list[Step]) -> Callable[[Statement, int], tuple[Harm, ...]]:
    """`harms` for each statement that the second run of a file accepts.

    `steps` are those of its first run, `again` the list that those of the second are added to.
    """
    file = File(session.catalog, steps, again)

    def run(statement: Statement, number: int) -> tuple[Harm, ...]:
        if statement.tag not in _TAGS or not steps[number].accepted:
            return ()
        return harms(session, statement, file)

    return run


def harms(session: Session, statement: Statement, file: File) -> tuple[Harm, ...]:
    """What a statement that the second run accepts does to the rows of the first.

    PgError 23505 where it would be refused for the very rows that its first run has added.
    """
    tag, node = statement.tag, statement.node
    if "withClause" in node:  # parts that modify rows, and names that hide tables
        return ()
    try:
        if tag == "InsertStmt":
            from migslint.replay.harm.rows import insert

            return insert(session, node, old(session, file, node["relation"]), file)
        if tag in ("UpdateStmt", "DeleteStmt"):
            from migslint.replay.harm import changes

            run = changes.update if tag == "UpdateStmt" else changes.delete
            return run(session, node, old(session, file, node["relation"]), file)
        from migslint.replay.harm import counters

        if tag == "TruncateStmt":
            names = [v["RangeVar"] for v in node["relations"]]
            found = [old(session, file, v) for v in names if not file.fills(v["relname"])]
            return tuple(Harm("emptied", r.name) for r in found if r is not None)
        if tag == "SelectStmt":
            return counters.setval(session, node)
        return counters.restart(session, node, file)
    except Unknown:
        return ()


def old(session: Session, file: File, var: Any) -> Relation | None:
    """The table of the first run that a statement names, None for one that the second run has made and for others."""
    try:
        relation = lookup.find_relation(session, var)
    except PgError:
        return None
    if relation is None or relation.unknown or relation.relkind not in "rp" or relation.persistence == "t":
        return None
    return relation if not file.is_new(relation) else None
