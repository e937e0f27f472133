"""CREATE and ADD that a guard has kept from being run: a handler of "already exists", an IF that asks for the name.

Nothing is sent to the client: what was skipped is noted in `Session.skips`, for those who compare it with what is
there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import CatalogObject
from migslint.catalog.session import Skip
from migslint.commands.utility import execute
from migslint.plpgsql.loops import text_of
from migslint.plpgsql.texts import statements_of
from migslint.plpgsql.variables import Frame
from migslint.plpgsql.ways import Place, Run
from migslint.syntax.statements import Statement
from migslint.syntax.tree import string, walk

_TYPES = frozenset(("CreateEnumStmt", "CompositeTypeStmt", "CreateDomainStmt", "CreateRangeStmt"))
_MAKERS = _TYPES | frozenset(("CreateStmt", "IndexStmt", "CreateSeqStmt", "AlterTableStmt", "CreatePolicyStmt"))


def caught(run: Run, error: PgError) -> None:
    """A handler has caught an "already exists" that was certainly raised."""
    refused = run.refused
    if refused is not None and refused[0] is error:
        _note(run, error, refused[1], refused[2], error.inner)


def passed_over(run: Run, frame: Frame, condition: str, nodes: list[Any]) -> None:
    """Statements that a condition has kept from being run, for certain.

    Those count whose object's name the condition spells and that would be refused if they were run, since the object
    is there.
    """
    if run.forks or frame.name != "inline_code_block":
        return
    names: set[str] | None = None
    for line, text, statement in _statements(nodes):
        if statement.tag not in _MAKERS or statement.error is not None or statement.opaque:
            continue
        if names is None:
            names = _constants(condition)
        for tag, node in _each(statement.tag, statement.node):
            error = _refusal(run, tag, node)
            if error is None or error.name not in names:
                continue
            where = Place(text, error.location if text else None)
            where.frame, where.line = frame, line
            _note(run, error, tag, node, where)


def _statements(nodes: list[Any]) -> Iterator[tuple[int, str, Statement]]:
    """(line, text in the body, statement) of plain SQL, and of EXECUTE of a constant, of which the text is ""."""
    for item in nodes:
        plain, dynamic = item.get("PLpgSQL_stmt_execsql"), item.get("PLpgSQL_stmt_dynexecute")
        if plain is not None:
            text = text_of(plain["sqlstmt"])
            yield from ((plain.get("lineno", 0), text, s) for s in statements_of(text)[:1])
        elif dynamic is not None:
            for query in statements_of("SELECT " + text_of(dynamic["query"])):
                targets = query.node.get("targetList", [])
                value = targets[0]["ResTarget"].get("val", {}) if len(targets) == 1 else {}
                text = value.get("A_Const", {}).get("sval", {}).get("sval", "")
                yield from ((dynamic.get("lineno", 0), "", s) for s in statements_of(text))


def _each(tag: str, node: Any) -> Iterator[tuple[str, Any]]:
    """The commands of ALTER TABLE that add, one by one."""
    if tag != "AlterTableStmt":
        yield tag, node
        return
    for item in node.get("cmds", ()):
        if item["AlterTableCmd"].get("subtype", "AT_AddColumn") in ("AT_AddColumn", "AT_AddConstraint"):
            yield tag, {**node, "cmds": [item]}


def _refusal(run: Run, tag: str, node: Any) -> PgError | None:
    """The "already exists" that a statement would be refused with now; nothing is left of the trial."""
    session = run.session
    catalog, journal = session.catalog, session.journal
    mark, notices, place = journal.mark(), session.notices, catalog.place
    session.notices = []
    try:
        execute(session, tag, node)
    except PgError as error:
        return error if error.reason == "exists" else None
    except Unknown:
        return None
    finally:
        run.undo(mark)
        session.notices, catalog.place = notices, place
    return None


def _note(run: Run, error: PgError, tag: str, node: Any, where: Any) -> None:
    session, obj = run.session, error.obj
    if tag in _MAKERS and not run.forks and isinstance(obj, CatalogObject) and obj.name == error.name:
        session.skips.append(Skip(obj, tag, node, session.settings["search_path"], where, error.name))


def _constants(condition: str) -> set[str]:
    """The names that the constants of a condition spell, schemas left out; none where it does not read the catalog."""
    out: set[str] = set()
    reads = False
    for statement in statements_of("SELECT " + condition):
        for tag, body in walk(statement.node):
            if tag == "RangeVar":
                reads |= body.get("schemaname") == "information_schema" or body["relname"].startswith("pg_")
            elif tag == "FuncCall":
                reads |= string(body["funcname"][-1]).startswith("to_reg")
            elif tag == "A_Const":
                text = body.get("sval", {}).get("sval", "")
                last = text.rpartition(".")[2]
                out |= {text, last.lower(), last.strip('"')}
    return out if reads else set()
