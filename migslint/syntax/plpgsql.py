"""PL/pgSQL bodies as libpg_query's compiler reads them, behind the two traps of libpg_query 18.0.

Its JSON is broken for trigger functions (upstream issue 337): mended here.  It ends the process for a function without
AS (upstream issue 362): never called for one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from migslint.syntax import library

if TYPE_CHECKING:
    from migslint.syntax.statements import Statement


class BodyProblem(msgspec.Struct, frozen=True):
    """What the compiler said.  `line` is the 1-based line of the body that it had last begun to read, 0 if unknown: the
    mistake is there or further down.

    Its scanner and grammar are the server's, but it knows no catalog: only syntax errors are to be believed, not what
    it says of variables whose types it cannot look up.
    """

    message: str
    line: int

    @property
    def is_syntax(self) -> bool:
        """Whether the message comes from the scanner or the grammar, which need no catalog."""
        return self.message.endswith("at end of input") or ' at or near "' in self.message


def body_of(statement: Statement) -> str | None:
    """The text of a PL/pgSQL body (of CREATE FUNCTION, CREATE PROCEDURE or DO); None where there is none."""
    node = statement.node
    do = statement.tag == "DoStmt"
    if not do and statement.tag != "CreateFunctionStmt":
        return None
    language, body = "plpgsql" if do else None, None
    for option in node.get("args" if do else "options", ()):
        option = option["DefElem"]
        arg = option.get("arg") or {}
        if option["defname"] == "language":
            language = arg["String"].get("sval", "")
        elif option["defname"] == "as":
            words = [arg] if do else arg["List"]["items"]
            body = words[0]["String"].get("sval", "") if len(words) == 1 else None
    return body if language is not None and language.lower() == "plpgsql" else None


def compile_body(statement: Statement) -> list[dict[str, Any]] | BodyProblem | None:
    """The trees [{"PLpgSQL_function": …}] of a PL/pgSQL body, or what is wrong with it; None where there is no body.

    None too where a placeholder makes the text unknown, and where the tree is nested too deeply to be read.
    """
    if statement.placeholders or body_of(statement) is None:
        return None
    source = statement.source
    text = source.data[source.byte(statement.span.start) : source.byte(statement.span.end)]
    compiled = compile_text(text)
    if isinstance(compiled, library.Failure):
        line = re.search(r" near line (\d+)$", compiled.context)
        return BodyProblem(compiled.message, int(line.group(1)) if line else 0)
    return compiled


def compile_text(text: bytes) -> list[dict[str, Any]] | library.Failure | None:
    """The trees [{"PLpgSQL_function": …}] of a CREATE FUNCTION … AS or DO; None where they are nested too deeply."""
    compiled = library.parse_plpgsql(text)
    if isinstance(compiled, library.Failure):
        return compiled
    try:
        return msgspec.json.decode(_mended(compiled), type=list[dict[str, Any]])
    except RecursionError:
        return None


def _mended(json: bytes) -> bytes:
    """Take the second brace from every `{}}` that is an element of a list: a variable such as tg_op."""
    if b",{}}," not in json and b"[{}}," not in json:
        return json
    return re.sub(rb'"(?:[^"\\]|\\.)*"|(?<=[\[,])\{\}\}', lambda m: b"{}" if m.group() == b"{}}" else m.group(), json)
