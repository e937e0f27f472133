"""Root causes: which refusals would not be but for an earlier one."""

from __future__ import annotations

import re
from typing import Any

from migslint.catalog.errors import PgError
from migslint.replay.makes import Name, makes, removes, table_columns
from migslint.replay.step import Step
from migslint.source import Source
from migslint.syntax.statements import Statement, parse


def find_causes(steps: list[Step]) -> None:
    """Fill in `Step.cause` of the refused steps.

    A name is missing because the statement that would have made it was refused, or skipped by IF NOT EXISTS over
    another definition, or because the same name was missing before; it is there still because the statement that would
    have removed it was refused.  The steps of second runs are to be given file by file, those of calls behind all
    others.
    """
    made: dict[Name, Step] = {}
    removed: dict[Name, Step] = {}
    missing: dict[Name, Step] = {}
    for step in steps:
        error = step.refusal
        if error is None:
            if step.notices:
                _skips(step, made)
            continue
        names = _asked(error) if step.cause is None else []
        for key in names:
            source = (
                made.get(key) if error.reason == "missing" else removed.get(key) if error.reason == "exists" else None
            )
            if source is None and error.reason == "missing":
                source = missing.get(key)
            if source is not None:
                step.cause = source
                break
        if error.reason == "missing" and names and step.cause is None:
            missing.setdefault(names[0], step)
        if step.phase == "call":
            continue
        for statement in [step.statement] if step.statement.error is None else meant(step.statement):
            for tag, node in [(statement.tag, statement.node), *_inside(error)]:
                for name in makes(tag, node):
                    made.setdefault(name, step)
                for name in removes(tag, node):
                    removed[name] = step
            statement.release()


def meant(statement: Statement) -> list[Statement]:
    """A statement that the grammar refuses for its IF NOT EXISTS, without it; [] for any other."""
    text, n = re.subn(r"\bif\s+not\s+exists\b", " ", statement.text, count=1, flags=re.IGNORECASE)
    return [s for s in parse(Source("", text)) if s.error is None] if n else []


def _inside(error: PgError) -> list[tuple[str, Any]]:
    """What a refused DO block would have run."""
    return error.inner if isinstance(error.inner, list) else []


def _asked(error: PgError) -> list[Name]:
    if error.reason not in ("missing", "exists"):
        return []
    within = error.within.rpartition(".")[2]
    if error.kind in ("column", "policy", "trigger", "constraint", "rule", "enum label", "unique constraint"):
        return [(error.kind, error.name, within)]
    return [(error.kind, error.name, "")]


def _skips(step: Step, made: dict[Name, Step]) -> None:
    """CREATE TABLE IF NOT EXISTS over a table that has not all of its columns."""
    for name in lost_columns(step):
        made.setdefault(name, step)


def lost_columns(step: Step) -> list[Name]:
    """The columns that a skipped CREATE TABLE IF NOT EXISTS spells out and the table that is there has not."""
    statement = step.statement
    if statement.tag != "CreateStmt":
        return []
    for notice in step.notices:
        if notice.reason == "skip" and notice.obj is not None and notice.kind in ("relation", "table"):
            attributes = getattr(notice.obj, "attributes", None)
            if attributes is None or "column" in notice.obj.unknown or "self" in notice.obj.unknown:
                return []
            if step.context is None:
                step.context = [c for c in table_columns(statement.node) if c not in attributes]
            return [("column", c, notice.obj.name) for c in step.context]
    return []
