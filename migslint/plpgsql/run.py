"""DO blocks and called functions on the catalog: what the replay asks of this room.

A block is run as PostgreSQL runs it (`interpreter`).  Where its way hangs on what cannot be known, both ways are
followed, and what they do is in doubt; where it may be refused, so is all that it does.
"""

from __future__ import annotations

from typing import Any

from msgspec import Raw

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.session import Session
from migslint.commands.doubt import touch_everything
from migslint.commands.plpgsqlbody import check_plpgsql_block
from migslint.executor import api as executor
from migslint.plpgsql.body import Body
from migslint.plpgsql.calls import call_statement, calls_of, candidates, is_just_a_call, maybe, tree_effects
from migslint.plpgsql.interpreter import run_tree
from migslint.plpgsql.variables import Frame
from migslint.plpgsql.ways import Place, Run
from migslint.source import Source, Span
from migslint.syntax.plpgsql import body_of
from migslint.syntax.statements import Statement
from migslint.syntax.tree import walk


def run_block(session: Session, statement: Statement) -> Run:
    """Run a DO block: PgError where PostgreSQL would refuse it; `Run.verdict` says why nobody can tell."""
    run = Run(session)
    run.atomic = session.in_block
    text = body_of(statement)
    tree = check_plpgsql_block(session, text, None) if text is not None and not statement.placeholders else None
    if tree is None or text is None:
        touch_everything(session)
        return run.give_up("a body that is not understood")
    try:
        run_tree(run, tree, text)
    except PgError as error:
        if run.committed:
            _everything(run, tree)
            return run.give_up("a block that commits")
        if any(not p.rows and (p.error is None or p.error.sqlstate != error.sqlstate) for p in run.problems):
            run.undo(run.start)
            return run.give_up("which error comes first")
        error.span = _span(statement, text, error.inner, error.name)
        error.inner = Attempts(tree_effects(session, tree))
        raise
    except (Unknown, RecursionError) as unknown:
        _everything(run, tree)
        return run.give_up(str(unknown) if isinstance(unknown, Unknown) else "it calls too deeply")
    for skip in session.skips:
        skip.span = _span(statement, text, skip.where, skip.name)
    return _settle(run)


class Attempts(list[tuple[str, Any]]):
    """What a refused block would have run: (tag, node) of the statements that change the catalog."""


def _settle(run: Run) -> Run:
    """At the end: if any error may have been raised, nothing of it may have happened."""
    if any(not p.rows for p in run.problems):
        run.undo(run.start)
        run.touch_again(0)
        return run.give_up(run.doubts[-1] if run.doubts else "an error")
    return run


def _everything(run: Run, tree: Any) -> None:
    """What a block could do that was not run to its end."""
    run.undo(run.start)
    for tag, node in tree_effects(run.session, tree):
        run.effect(tag, node)
    run.touch_again(0)


def run_calls(session: Session, tag: str, node: Any) -> Run | None:
    """Run the functions of the folder that a SELECT or CALL calls; None if there are none."""
    query = {tag: node}
    calls = [body for kind, body in walk(query) if kind == "FuncCall" and candidates(session, body)]
    if tag == "CallStmt" and candidates(session, node["funccall"]):
        calls.append(node["funccall"])
    if not calls:
        return None
    run = Run(session)
    frame = Frame(session, Body("", {}, [], {}, {}, "column"), "")
    frame.run = run
    frame.levels[0].names.clear()
    run.frames.append(frame)
    try:
        if tag == "CallStmt":
            run.atomic = session.in_block
            call_statement(run, None, frame, node)
        else:
            _select(run, frame, node)
    except PgError as error:
        error.inner = None
        error.location = calls[0].get("location", 0)
        if any(not p.rows and (p.error is None or p.error.sqlstate != error.sqlstate) for p in run.problems):
            run.undo(run.start)
            return run.give_up("which error comes first")
        raise
    except (Unknown, RecursionError) as unknown:
        run.undo(run.start)
        for call in calls:
            for proc in candidates(session, call):
                maybe(run, proc)
        run.touch_again(0)
        return run.give_up(str(unknown) if isinstance(unknown, Unknown) else "it calls too deeply")
    return _settle(run)


def _select(run: Run, frame: Frame, node: Any) -> None:
    just = is_just_a_call(run, node)
    if just is not None:
        call_statement(run, just, frame)
        return
    pending = calls_of(run, {"SelectStmt": node})
    if set(node) <= {"targetList", "limitOption", "op"}:
        for target in node["targetList"]:
            alone = is_just_a_call(run, {"targetList": [target]})
            if alone is not None:
                call_statement(run, alone, frame)
            else:
                executor.expression(run.session, target["ResTarget"]["val"], frame)
    pending.finish()


# --- places ---


def _span(statement: Statement, body: str, place: Place | None, name: str) -> Span | None:
    """The characters of the file where an error about `name` stands, None where they cannot be told."""
    if place is None or place.frame is None or place.frame.body.text != body or place.frame.name != "inline_code_block":
        return None
    source = statement.source
    start = source.text.find(body, statement.span.start, statement.span.end)
    if start < 0:
        return None
    line_start = 0
    for _ in range(place.line - 1):
        line_start = body.find("\n", line_start) + 1
        if not line_start:
            return None
    found = body.find(place.text, line_start) if place.text else -1
    if found < 0 and place.text.startswith("SELECT "):  # PERFORM
        found = body.find(place.text[7:], line_start)
        found -= 7 if found >= 0 else 0
    if found < 0:
        end = body.find("\n", line_start)
        line = body[line_start : end if end >= 0 else len(body)]
        blank = len(line) - len(line.lstrip())
        return Span(start + line_start + blank, start + line_start + max(len(line.rstrip().rstrip(";")), blank + 1))
    inner = Statement(Source("", place.text), Span(0, len(place.text)), 0, "", Raw(b"{}"))
    span = inner.span
    if place.location is not None:
        span = inner.place_name(place.location)
    elif name:
        span = inner.find(name) or span
    return Span(start + max(found + span.start, line_start), start + found + span.end)
