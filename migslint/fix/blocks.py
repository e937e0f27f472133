"""Guards that the grammar does not have: a DO block around the statement that asks the catalog first.

The block asks for just what the server missed or found too many: a catalog test where there is one for the kind of
object, else the error itself is caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.catalog.namespace import quote_identifier as quote
from migslint.catalog.objects import Relation
from migslint.diagnostic import Edit
from migslint.executor.fn_format import quote_literal as literal
from migslint.fix.grammar import written
from migslint.plpgsql.conditions import condition_of
from migslint.source import Span

if TYPE_CHECKING:
    from migslint.syntax.statements import Statement

#: what cannot run in a function or that a block would change
_OUTSIDE = frozenset(
    (
        *("TransactionStmt", "VacuumStmt", "CreatedbStmt", "DropdbStmt", "AlterSystemStmt", "CreateTableSpaceStmt"),
        *("DropTableSpaceStmt", "CreateSubscriptionStmt", "DropSubscriptionStmt", "VariableSetStmt", "DoStmt"),
        *("ClusterStmt", "ReindexStmt", "PrepareStmt", "ExecuteStmt", "DeallocateStmt", "CopyStmt", "ExplainStmt"),
        *("DeclareCursorStmt", "FetchStmt", "ClosePortalStmt", "CallStmt", "CreateFunctionStmt"),
    )
)
_QUERIES = frozenset(("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"))

#: what a second run is refused with and a handler may pass over
_PASSED = frozenset(
    (
        *("22P02", "3F000", "42701", "42703", "42704", "42710", "42723", "42809", "42883"),
        *("42P01", "42P06", "42P07", "42P16", "55000"),
    )
)


def guard(statement: Statement, error: PgError) -> tuple[str, list[Edit]] | None:
    """(title, edits) of a DO block around a statement, None where it cannot stand in one."""
    tag, node = statement.tag, statement.node
    if tag in _OUTSIDE or node.get("concurrent") or statement.placeholders:
        return None
    first: list[Edit] = []
    if tag == "SelectStmt":
        token = statement.tokens[0]
        if statement.word(token).upper() != "SELECT" or "intoClause" in node:
            return None
        start, end = statement.span.start, statement.source.char(statement.base + token.end)
        first = [Edit(Span(start, end), "PERFORM")]
    test = _test(tag, node, error)
    condition = condition_of(error.sqlstate) if error.sqlstate in _PASSED else None
    if test is None and condition is None:
        return None
    quoted = "$$" if "$$" not in statement.text else "$migslint$"
    if quoted in statement.text:
        return None
    span = statement.span
    if test is not None:
        opening = f"DO {quoted}\nBEGIN\n  IF {test} THEN\n    "
        closing = f";\n  END IF;\nEND\n{quoted}"
        title = "ask the catalog first, in a DO block"
    else:
        opening = f"DO {quoted}\nBEGIN\n  "
        closing = f";\nEXCEPTION\n  WHEN {condition} THEN NULL;\nEND\n{quoted}"
        title = f"pass over {condition}, in a DO block"
    begin = Edit(Span(span.start, span.start), opening)
    if first:
        begin = Edit(first[0].span, opening + first[0].text)
    indent = " " * (len(opening) - opening.rindex("\n") - 1)
    return title, [begin, *_indented(statement, indent), Edit(Span(span.end, span.end), closing)]


def _indented(statement: Statement, indent: str) -> Iterator[Edit]:
    """The lines of a statement but the first moved to the right, where no string or body goes over a line's end."""
    text, span = statement.source.text, statement.span
    breaks = [i for i in range(span.start, span.end) if text[i] == "\n"]
    places = [statement.place(token.start) for token in statement.tokens] if breaks else []
    if any("\n" in text[p.start : p.end] for p in places):
        return
    for at in breaks:
        if text[at + 1] not in "\r\n":
            yield Edit(Span(at + 1, at + 1), indent)


def _test(tag: str, node: Any, error: PgError) -> str | None:
    """The condition under which the statement has not been run yet, as SQL; None where the catalog cannot be asked."""
    if error.reason not in ("exists", "missing") and error.sqlstate != "42P16":
        return None
    wanted = "NOT EXISTS" if error.reason != "missing" else "EXISTS"
    table = _table(tag, node, error)
    rows = _rows(tag, node, error, table)
    if rows is not None:
        return f"{wanted} (SELECT FROM {rows})"
    name = _name(tag, node, error)
    function = {"relation": "to_regclass", "type": "to_regtype", "schema": "to_regnamespace", "role": "to_regrole"}.get(
        "type" if error.kind == "domain" else error.kind
    )
    if function is None or name is None:
        return None
    return f"{function}({literal(name)}) {'IS NOT NULL' if error.reason == 'missing' else 'IS NULL'}"


def _table(tag: str, node: Any, error: PgError) -> str | None:
    """The table that the error speaks of, as the statement can write it."""
    for key in ("relation", "table"):
        found = node.get(key)
        if isinstance(found, dict) and "relname" in found and error.within in ("", found["relname"]):
            return written(found)
    if isinstance(error.obj, Relation):
        return f"{quote(error.obj.namespace.name)}.{quote(error.obj.name)}"
    return None


def _rows(tag: str, node: Any, error: PgError, table: str | None) -> str | None:
    """FROM and WHERE of the catalog that has the object."""
    name = literal(error.name)
    if error.kind == "role":
        return f"pg_roles WHERE rolname = {name}"
    if error.kind == "publication":
        return f"pg_publication WHERE pubname = {name}"
    if error.kind == "extension":
        return f"pg_extension WHERE extname = {name}"
    if error.kind == "event trigger":
        return f"pg_event_trigger WHERE evtname = {name}"
    if tag == "AlterPublicationStmt" and error.kind == "publication member":
        return _member(node, error)
    if tag == "AlterEnumStmt" and error.kind == "enum label":
        of = ".".join(quote(n["String"]["sval"]) for n in node["typeName"])
        return f"pg_enum WHERE enumtypid = to_regtype({literal(of)}) AND enumlabel = {name}"
    if table is None:
        return None
    regclass = f"to_regclass({literal(table)})"
    if error.sqlstate == "42P16":
        if not error.message.startswith("multiple primary keys"):
            return None
        return f"pg_constraint WHERE conrelid = {regclass} AND contype = 'p'"
    if error.kind == "column":
        return f"pg_attribute WHERE attrelid = {regclass} AND attname = {name} AND NOT attisdropped"
    for kind, catalog, column, attribute in (
        ("constraint", "pg_constraint", "conrelid", "conname"),
        ("policy", "pg_policy", "polrelid", "polname"),
        ("trigger", "pg_trigger", "tgrelid", "tgname"),
        ("rule", "pg_rewrite", "ev_class", "rulename"),
    ):
        if error.kind == kind:
            return f"{catalog} WHERE {column} = {regclass} AND {attribute} = {name}"
    return None


def _member(node: Any, error: PgError) -> str | None:
    """A table of a publication; None for a schema."""
    for item in node.get("pubobjects", ()):
        relation = item["PublicationObjSpec"].get("pubtable", {}).get("relation", {})
        if relation.get("relname") == error.name:
            schema = literal(relation["schemaname"]) if "schemaname" in relation else "current_schema()"
            where = f"pubname = {literal(node['pubname'])} AND schemaname = {schema} AND tablename"
            return f"pg_publication_tables WHERE {where} = {literal(error.name)}"
    return None


def _name(tag: str, node: Any, error: PgError) -> str | None:
    """The name of the relation, type, schema or role that the error speaks of, as to_regclass and its like read it."""
    if isinstance(error.obj, Relation) and error.kind == "relation" and error.reason == "exists":
        return f"{quote(error.obj.namespace.name)}.{quote(error.obj.name)}"
    if error.kind == "schema" or error.kind == "role":
        return quote(error.name)
    for key in ("typeName", "domainname", "defnames"):
        names = [n["String"].get("sval", "") for n in node.get(key, ()) if "String" in n]
        if names and names[-1] == error.name:
            return ".".join(map(quote, names))
    for key in ("relation", "typevar", "table", "view"):
        found = node.get(key)
        if isinstance(found, dict) and found.get("relname") == error.name:
            return written(found)
    if error.within:
        return f"{quote(error.within)}.{quote(error.name)}"
    return quote(error.name) if error.name else None
