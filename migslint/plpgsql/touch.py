"""What the SQL inside a PL/pgSQL block could create, change or drop.

The block is not run: every statement in it, and every string given to EXECUTE as far as it is constant, puts in doubt
what it names.  Parts of a string that are computed stand for any name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migslint.catalog import namespace as ns
from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.objects import Proc
from migslint.catalog.session import Session
from migslint.commands.doubt import WILD, touch, touch_everything
from migslint.lazy import pattern
from migslint.source import Source, Span
from migslint.syntax.plpgsql import BodyProblem, compile_body
from migslint.syntax.statements import Statement, parse
from migslint.syntax.tree import walk

#: parameters of a routine, by name and as $1 …, whose text is known
Bound = dict[str, str]

#: calls inside calls are followed so deep
_DEPTH = 4

#: dynamic SQL that begins like this changes no name
_HARMLESS = pattern(
    r"(?i)\s*(grant|revoke|comment|select|insert|update|delete|analyze|vacuum|notify|set|reset|refresh|truncate|lock|copy|"
    r"alter\s+default|alter\s+system|explain|perform|call)\b"
)


#: the specifiers of format()
_FORMAT = pattern(r"%(\d+\$)?-?\d*([IsL%])")


def touch_block(session: Session, statement: Statement, depth: int = 0, bound: Bound | None = None) -> None:
    """Put in doubt what the body of a CREATE FUNCTION may touch when it is called with `bound` parameters."""
    tree = compile_body(statement)
    if tree is None or isinstance(tree, BodyProblem):
        touch_everything(session)
        return
    touch_tree(session, tree, depth, bound)


def touch_tree(session: Session, tree: Any, depth: int = 0, bound: Bound | None = None) -> None:
    """Put in doubt what a part of a block may touch."""
    for kind, text in _queries(tree):
        if kind == "static":
            _touch_sql(session, text, depth)
        else:
            touch_dynamic(session, text, depth, bound)


def touch_calls(session: Session, node: Any, depth: int = 0) -> None:
    """Put in doubt what the functions of the folder that a query calls may touch."""
    if depth >= _DEPTH:
        return
    for tag, body in walk(node):
        if tag != "FuncCall":
            continue
        names = [n["String"].get("sval", "") for n in body["funcname"]]
        try:
            procs = ns.find_procs(session, names[-2] if len(names) > 1 else None, names[-1])
        except (PgError, Unknown):
            continue
        for proc in procs:
            if not proc.builtin:
                _touch_body(session, proc, depth + 1, _bound(proc, body.get("args", ())))


def _bound(proc: Proc, args: Any) -> Bound:
    """The parameters of which a call says the text."""
    out: Bound = {}
    inputs = [argument for argument in proc.args if argument.mode in "ib"]
    for i, (argument, node) in enumerate(zip(inputs, args), 1):
        text = _text(node, {})
        if WILD not in text:
            out[argument.name] = out[f"${i}"] = text
    return out


def _touch_body(session: Session, proc: Proc, depth: int, bound: Bound) -> None:
    if proc.language not in ("plpgsql", "sql"):
        return
    session.cursors_in_doubt = session.transaction
    statement = created(proc)
    if statement is None:
        return
    if proc.language == "plpgsql":
        touch_block(session, statement, depth, bound)
    else:
        _touch_sql(session, _sql_text(statement.node), depth)


def created(proc: Proc) -> Statement | None:
    """The CREATE FUNCTION that gave a routine its body."""
    for event in reversed(proc.life):
        if event.kind in ("created", "altered") and event.place is not None:
            for statement in parse(event.place.source, event.place.span):
                if statement.tag == "CreateFunctionStmt":
                    return statement
    return None


def _sql_text(node: Any) -> str:
    """The body of an SQL-language routine as text; nothing for BEGIN ATOMIC, which changes no schema."""
    for option in node.get("options", ()):
        if option["DefElem"]["defname"] == "as":
            return str(option["DefElem"]["arg"]["List"]["items"][0]["String"].get("sval", ""))
    return ""


def _queries(tree: Any) -> Iterator[tuple[str, str]]:
    """(static or dynamic, text of the query or of the expression that yields it)."""
    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            for key, value in item.items():
                if key == "PLpgSQL_stmt_execsql":
                    yield "static", _query(value.get("sqlstmt"))
                elif key in ("PLpgSQL_stmt_perform", "PLpgSQL_stmt_call"):
                    yield "static", _query(value.get("expr"))
                elif key in ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"):
                    yield "dynamic", _query(value.get("query"))
                    stack.append(value)
                    continue
                if isinstance(value, (dict, list)):
                    stack.append(value)


def _query(expression: Any) -> str:
    return str(((expression or {}).get("PLpgSQL_expr") or {}).get("query", ""))


def statements_of(text: str) -> list[Statement]:
    """The statements of an inner text."""
    return parse(Source("", text), Span(0, len(text)))


def _touch_sql(session: Session, text: str, depth: int) -> None:
    for statement in statements_of(text):
        if statement.error is not None:
            continue
        if statement.tag in ("SelectStmt", "CallStmt"):
            touch_calls(session, statement.node, depth)
        else:
            touch(session, statement.tag, statement.node)


def touch_dynamic(session: Session, expression: str, depth: int, bound: Bound | None = None) -> None:
    """Put in doubt what EXECUTE of an expression may touch."""
    template = template_of(expression, bound)
    if template is None:
        touch_everything(session)
        return
    if template.strip().strip('"') in ("", WILD):
        touch_everything(session)
        return
    if _HARMLESS.match(template):
        return
    statements = statements_of(template)
    if not statements or any(s.error is not None for s in statements):
        touch_everything(session)
        return
    for statement in statements:
        touch(session, statement.tag, statement.node)


def template_of(expression: str, bound: Bound | None = None) -> str | None:
    """The SQL that an expression yields, a wild name for each part that is computed; None if all is."""
    statements = statements_of(f"SELECT {expression}")
    if len(statements) != 1 or statements[0].tag != "SelectStmt":
        return None
    targets = statements[0].node.get("targetList")
    return _text(targets[0]["ResTarget"]["val"], bound or {}) if targets else None


_WILD_NAME = f'"{WILD}"'


def _text(node: Any, bound: Bound) -> str:
    for tag, body in node.items():
        if tag == "A_Const" and "sval" in body:
            return str(body["sval"].get("sval", ""))
        if tag == "A_Expr" and body.get("name") == [{"String": {"sval": "||"}}]:
            return _text(body["lexpr"], bound) + _text(body["rexpr"], bound)
        if tag == "FuncCall":
            name = body["funcname"][-1]["String"].get("sval", "")
            args = body.get("args", [])
            if name == "format" and args and "sval" in args[0].get("A_Const", {}):
                return _formatted(args[0]["A_Const"]["sval"].get("sval", ""))
            if name == "concat":
                return "".join(_text(a, bound) for a in args)
            if name == "quote_literal":
                return "''"
        if tag == "TypeCast":
            return _text(body["arg"], bound)
        if tag == "ColumnRef" and "String" in body["fields"][-1]:
            return bound.get(body["fields"][-1]["String"].get("sval", ""), _WILD_NAME)
        if tag == "ParamRef":
            return bound.get(f"${body.get('number', 0)}", _WILD_NAME)
    return _WILD_NAME


def _formatted(text: str) -> str:
    return _FORMAT.sub(lambda m: {"%": "%", "L": "''"}.get(m[2], _WILD_NAME), text)
