"""Which edits could help a refused statement: proposals only, `prove` decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from migslint.catalog.errors import PgError
from migslint.catalog.namespace import quote_identifier as quote
from migslint.diagnostic import Edit, Fix
from migslint.fix import blocks, grammar
from migslint.fix.edits import apply
from migslint.source import Source, Span
from migslint.syntax.names import value
from migslint.syntax.statements import parse

if TYPE_CHECKING:
    from migslint.replay.step import Step
    from migslint.syntax.statements import Statement


class Candidate(msgspec.Struct, eq=False):
    """Edits of the text of one file that may mend one refusal.

    `unsafe`: they may change what the first run leaves, or what is stored; no proof makes them safe.
    """

    step: Step
    title: str
    edits: tuple[Edit, ...]
    unsafe: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells a candidate that was tried already, wherever its statement stands now."""
        return self.step.statement.text, self.title


def candidates(step: Step) -> Iterator[Candidate]:
    """What could be tried for a refused step, the best first; new lines end as those of the file do."""
    text = step.statement.source.text
    crlf = text[: text.find("\n") + 1].endswith("\r\n")
    for candidate in _candidates(step):
        if crlf:
            edits = ((e.span, e.text.replace("\r", "")) for e in candidate.edits)
            candidate.edits = tuple(Edit(span, text.replace("\n", "\r\n")) for span, text in edits)
        yield candidate


def proposed(step: Step) -> Fix | None:
    """The fix to show for a refused step: what is tried first, not proved yet."""
    for candidate in candidates(step):
        return Fix(candidate.title, candidate.edits, safe=not candidate.unsafe, proved=False)
    return None


def _candidates(step: Step) -> Iterator[Candidate]:
    error, statement = step.refusal, step.statement
    if error is None:
        return
    if error.reason == "syntax":
        yield from _without_guard(step)
        return
    if step.phase == "apply" and error.reason not in ("exists", "missing"):
        return
    if step.phase == "rerun" or error.reason == "exists":
        for propose in (grammar.guard, blocks.guard):
            found = propose(statement, error)
            if found is not None:
                # a refusal at the first run asks for a decision: which of the two definitions is meant
                unsafe = step.phase == "apply" or statement.tag in _ROWS
                yield Candidate(step, found[0], tuple(found[1]), unsafe)
    elif (edit := _nearest(statement, error)) is not None:
        yield Candidate(step, f"write {edit.text}", (edit,), unsafe=True)


_ROWS = frozenset(("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt"))


def _without_guard(step: Step) -> Iterator[Candidate]:
    """A guard that the grammar does not have gives way to one that works."""
    statement = step.statement
    removed = tuple(grammar.misplaced(statement))
    if not removed:
        return
    start = statement.span.start
    moved = [Edit(Span(e.span.start - start, e.span.end - start), e.text) for e in removed]
    source = Source(statement.source.path, apply(statement.text, moved))
    parsed = parse(source)
    if len(parsed) != 1 or parsed[0].error is not None:
        return
    bare = parsed[0]
    error = _taken(bare)
    if error is None:
        return
    for propose in (grammar.guard, blocks.guard):
        found = propose(bare, error)
        if found is not None:
            yield Candidate(step, found[0], (Edit(statement.span, apply(source.text, found[1])),), unsafe=True)


def _taken(statement: Statement) -> PgError | None:
    """The error that the guard of a CREATE or an ADD CONSTRAINT was meant to prevent."""
    tag, node = statement.tag, statement.node
    if tag == "CreateEnumStmt" or tag == "CreateRangeStmt":
        kind, name = "type", node["typeName"][-1]["String"]["sval"]
    elif tag == "CreateDomainStmt":
        kind, name = "type", node["domainname"][-1]["String"]["sval"]
    elif tag == "CompositeTypeStmt":
        kind, name = "type", node["typevar"]["relname"]
    elif tag == "CreateRoleStmt":
        kind, name = "role", node["role"]
    elif tag == "CreatePublicationStmt":
        kind, name = "publication", node["pubname"]
    elif tag == "AlterTableStmt":
        adds = [c["AlterTableCmd"].get("def", {}).get("Constraint") for c in node.get("cmds", ())]
        if len(adds) != 1 or not adds[0] or not adds[0].get("conname"):
            return None
        kind, name = "constraint", adds[0]["conname"]
    elif tag in ("CreatePolicyStmt", "CreateTrigStmt", "RuleStmt", "ViewStmt", "CreateFunctionStmt"):
        kind, name = "object", ""
    else:
        return None
    return PgError("42710", "", reason="exists", kind=kind, name=name)


def _nearest(statement: Statement, error: PgError) -> Edit | None:
    """The name that the server's hint proposes, in the place of the one that it does not know."""
    hint, name = error.hint or "", error.name
    if not hint.startswith("Perhaps you meant to reference the ") or not name or hint.count('"') != 2:
        return None
    near = value(f'"{hint.split(chr(34))[1].rpartition(".")[2]}"')
    location = error.location or 0
    for token in statement.tokens:
        if token.start >= location and value(statement.word(token)) == name:
            char = statement.source.char
            written = statement.word(token)
            text = near if not written.startswith('"') and quote(near) == near else quote(near)
            return Edit(Span(char(statement.base + token.start), char(statement.base + token.end)), text)
    return None
