"""Strings that are run as SQL although they are not known, or not wholly (EXECUTE)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.namespace import quote_identifier
from migslint.catalog.session import Session
from migslint.commands.doubt import WILD, touch, touch_everything
from migslint.executor import api as executor
from migslint.executor.values import Value
from migslint.plpgsql.texts import statements_of
from migslint.syntax.statements import Statement

if TYPE_CHECKING:
    from migslint.plpgsql.variables import Frame

#: statements that make, change and drop no name
_HARMLESS = frozenset(
    (
        *("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt", "LockStmt", "CopyStmt"),
        *("GrantStmt", "GrantRoleStmt", "AlterDefaultPrivilegesStmt", "CommentStmt", "SecLabelStmt", "AlterOwnerStmt"),
        *("VacuumStmt", "ExplainStmt", "ReindexStmt", "ClusterStmt", "RefreshMatViewStmt", "CheckPointStmt"),
        *("NotifyStmt", "ListenStmt", "UnlistenStmt", "VariableShowStmt", "ConstraintsSetStmt", "AlterSystemStmt"),
        *("AlterRoleStmt", "AlterRoleSetStmt", "AlterDatabaseStmt", "AlterDatabaseSetStmt", "FetchStmt"),
        *("ClosePortalStmt", "DeallocateStmt", "AlterSeqStmt", "AlterFunctionStmt", "LoadStmt", "DiscardStmt"),
    )
)


def known_to_be_harmless(tag: str) -> bool:
    """Whether a statement of this kind changes no name, so that it does not matter whether it ran."""
    return tag in _HARMLESS


def text_of(expression: str, frame: Frame | None = None) -> str | None:
    """The SQL that an expression yields, `WILD` for each part that is not known; None if nothing of it is."""
    statements = statements_of(f"SELECT {expression}")
    if len(statements) != 1 or statements[0].tag != "SelectStmt":
        return None
    targets = statements[0].node.get("targetList")
    if not targets:
        return None
    text = _Reader(frame).text(targets[0]["ResTarget"]["val"])
    return text if text.replace(WILD, "").strip() else None


class _Reader:
    """Reads expressions that build text."""

    def __init__(self, frame: Frame | None) -> None:
        self.frame = frame

    def text(self, node: Any) -> str:
        """The text of an expression as far as it is known."""
        known = self._known(node)
        if known is not None:
            return known
        for tag, body in node.items():
            if tag == "A_Expr" and body.get("name") == [{"String": {"sval": "||"}}] and "lexpr" in body:
                return self.text(body["lexpr"]) + self.text(body["rexpr"])
            if tag == "FuncCall":
                return self._call(body)
            if tag == "TypeCast":
                return self.text(body["arg"])
            if tag == "ColumnRef" and self.frame is not None:
                found = self.frame.resolve([n["String"]["sval"] for n in body["fields"] if "String" in n] or [""])
                if found is not None and found[1] is None and found[0].template is not None:
                    return found[0].template
        return WILD

    def _known(self, node: Any) -> str | None:
        const = node.get("A_Const")
        if const is not None and "sval" in const:
            return str(const["sval"].get("sval", ""))
        if self.frame is None:
            return None
        try:
            value: Value = executor.expression(self.frame.session, node, self.frame)
            value = executor.output(value, self.frame.session)
        except (PgError, Unknown):
            return None
        return value if isinstance(value, str) else None

    def _call(self, body: Any) -> str:
        name = body["funcname"][-1]["String"].get("sval", "")
        args = body.get("args", [])
        if name == "format" and args:
            return self._format(self.text(args[0]), args[1:])
        if name == "concat":
            return "".join(self.text(a) for a in args)
        if name in ("quote_literal", "quote_nullable"):
            return "''"
        if name == "quote_ident" and args:
            known = self._known(args[0])
            return WILD if known is None else quote_identifier(known)
        if name in ("lower", "upper", "trim", "btrim") and args and self.frame is None:
            return self.text(args[0])
        return WILD

    def _format(self, text: str, args: list[Any]) -> str:
        """`text_format`, with what is known of its arguments."""
        at = 0

        def put(match: re.Match[str]) -> str:
            nonlocal at
            kind = match[2]
            if kind == "%":
                return "%"
            if match[1]:
                at = int(match[1][:-1]) - 1
            node = args[at] if 0 <= at < len(args) else None
            at += 1
            if kind == "L":
                return "''"
            if node is None:
                return WILD
            if kind == "s":
                return self.text(node)
            known = self._known(node)
            return WILD if known is None else quote_identifier(known)

        return re.sub(r"%(\d+\$)?-?\d*([IsL%])", put, text)


_TOKENS = re.compile(
    rf"""'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$).*?\1|[\w$\x01]*{WILD}[\w$\x01]*|--[^\n]*""", re.DOTALL
)

#: what is left of a statement whose end is not known
_ALTER = re.compile(r'\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?((?:"[^"]+"|[\w$.])+)\s', re.I)
_BEGINS = re.compile(
    r"\s*(grant|revoke|comment|select|insert|update|delete|analyze|vacuum|notify|reset|refresh|truncate|lock|copy|"
    r"alter\s+default|alter\s+system|explain|merge|with|listen|reindex)\b",
    re.I,
)


def template_statements(template: str | None) -> list[Statement] | None:
    """The statements of a text with wild names; None where any statement at all may stand there."""
    if template is None or template.strip().startswith(WILD):
        return None
    text = _TOKENS.sub(_quoted, template)
    statements = statements_of(text)
    if statements and all(s.error is None and s.tag not in ("DoStmt", "CallStmt") for s in statements):
        return None if any(_sets_path(s) for s in statements) else statements
    if ";" in text.rstrip().rstrip(";"):
        return None
    if _BEGINS.match(text):
        return []
    found = _ALTER.match(text)
    if found is not None:
        wild = f'"{WILD}"'
        return statements_of(
            f"ALTER TABLE {found[1]} ADD COLUMN {wild} int, DROP COLUMN {wild}, DROP CONSTRAINT {wild}, "
            f"ALTER COLUMN {wild} TYPE int"
        )
    return None


def touch_dynamic(session: Session, expression: str) -> None:
    """Put in doubt what EXECUTE of an expression may change."""
    statements = template_statements(text_of(expression))
    if statements is None:
        touch_everything(session)
        return
    for statement in statements:
        touch(session, statement.tag, statement.node)


def _sets_path(statement: Statement) -> bool:
    return statement.tag == "VariableSetStmt" and statement.node.get("name") in ("search_path", None)


def _quoted(match: re.Match[str]) -> str:
    """A part that is not known as a name of its own; in a string or a quoted name it stays where it is."""
    text = match.group()
    if text[0] == "'":
        return text.replace(WILD, "")
    return text if text[0] in '"-' or (text[0] == "$" and match[1]) else f'"{WILD}"'
