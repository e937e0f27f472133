"""A compiled body with what libpg_query leaves out of its tree: which block declares which variables (`pl_gram.y`).

The tree lists all variables of a function in one row (`datums`), without their blocks, their true types and their
aliases.  The DECLARE sections are read again from the tokens of the text, and both are held against each other in the
order in which the compiler makes them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from migslint.syntax import recovery
from migslint.syntax.declarations import declarations
from migslint.syntax.library import Token
from migslint.syntax.names import value


class Mismatch(Exception):
    """The text and the tree do not fit together: nothing can be said of the body."""


class Datum(msgspec.Struct, eq=False):
    """A PLpgSQL_datum: kind var, rec, row, recfield or other; `type` as it is spelt, "" where it is not declared.

    `fields` of a row and `parent` of a field are indexes into the datums; `default` and `cursor` are texts of SQL.
    """

    kind: str
    name: str = ""
    line: int = 0
    type: str = ""
    constant: bool = False
    notnull: bool = False
    default: str | None = None
    fields: tuple[int, ...] = ()
    parent: int = 0
    cursor: str | None = None
    cursor_row: int = -1


class Block(msgspec.Struct, eq=False):
    """What a block declares: (name, index into the datums) in order, and (alias, names of its target)."""

    label: str
    variables: list[tuple[str, int]]
    aliases: list[tuple[str, tuple[str, ...]]]


class Body(msgspec.Struct, eq=False):
    """A body that can be run: its outermost block, all datums, and by the tree's node blocks and variables of loops.

    `text` is what stood between the quotes; `returns` are the variables of RETURN by the tree's node.
    """

    text: str
    action: dict[str, Any]
    datums: list[Datum]
    blocks: dict[int, Block]
    loops: dict[int, int]
    conflict: str = "error"
    returns: dict[int, str] = {}


class _Item(msgspec.Struct):
    """One declaration: `alias` are the names that it stands for."""

    name: str
    alias: tuple[str, ...] = ()


class _Section(msgspec.Struct):
    """What stands before a BEGIN."""

    label: str
    items: list[_Item]


def read_body(function: dict[str, Any], text: str) -> Body:
    """The body of a compiled function; `text` is its source.  Raises Mismatch."""
    datums = [_datum(d) for d in function.get("datums", ())]
    action = function["action"]["PLpgSQL_stmt_block"]
    data = text.encode("utf-8", "replace")
    sections, conflict, returned = _sections(data)
    walker = _Walker(datums, sections, returned)
    # the compiler wraps a block with a label or handlers into one of its own
    outer = action if "lineno" in action else None
    walker.visit(action if outer is not None else action.get("body", []), outer)
    if walker.next_section != len(sections):
        raise Mismatch
    for declaration in declarations(data):
        walker.spell(value(declaration.name), declaration.line, data[declaration.start : declaration.end].decode())
    if walker.next_return != len(returned):
        walker.returns.clear()
    return Body(text, action, datums, walker.blocks, walker.loops, conflict, walker.returns)


def _datum(item: dict[str, Any]) -> Datum:
    for tag, body in item.items():
        kind = tag.removeprefix("PLpgSQL_")
        default = body.get("default_val")
        cursor = body.get("cursor_explicit_expr")
        return Datum(
            kind,
            body.get("refname", body.get("fieldname", "")),
            body.get("lineno", 0),
            body.get("datatype", {}).get("PLpgSQL_type", {}).get("typname", ""),
            body.get("isconst", False),
            body.get("notnull", False),
            default["PLpgSQL_expr"]["query"] if default else None,
            tuple(f.get("varno", 0) for f in body.get("fields", ()) if f),
            body.get("recparentno", 0),
            cursor["PLpgSQL_expr"]["query"] if cursor else None,
            body.get("cursor_explicit_argrow", -1),
        )
    return Datum("other")


class _Walker:
    """Goes through the tree in the order of the text and claims datums as the compiler made them."""

    def __init__(self, datums: list[Datum], sections: list[_Section], returned: list[str]) -> None:
        self.datums = datums
        self.sections = sections
        self.returned = returned
        self.returns: dict[int, str] = {}
        self.next_return = 0
        self.next_section = 0
        self.next_datum = 0
        self.blocks: dict[int, Block] = {}
        self.loops: dict[int, int] = {}
        self.declared: list[int] = []

    def visit(self, tree: Any, block: Any = None) -> None:
        """Statements and what is inside them; `block` where the tree is the body of one."""
        stack: list[tuple[Any, bool]] = [(tree, block is not None)]
        while stack:
            item, is_block = stack.pop()
            if isinstance(item, list):
                stack.extend((x, False) for x in reversed(item))
                continue
            if not isinstance(item, dict):
                continue
            if is_block:
                self._enter(item)
            rest = []
            for key, below in item.items():
                if key == "PLpgSQL_stmt_fori":
                    var = below["var"]["PLpgSQL_var"]
                    self.loops[id(below)] = self._claim(var["refname"], var.get("lineno", 0))
                if key == "PLpgSQL_stmt_return" and "lineno" in below:
                    if self.next_return < len(self.returned):
                        self.returns[id(below)] = self.returned[self.next_return]
                    self.next_return += 1
                if isinstance(below, (dict, list)):
                    rest.append((below, key == "PLpgSQL_stmt_block"))
            stack.extend(reversed(rest))

    def _enter(self, node: dict[str, Any]) -> None:
        if self.next_section >= len(self.sections):
            raise Mismatch
        section = self.sections[self.next_section]
        self.next_section += 1
        variables, aliases = [], []
        for item in section.items:
            if item.alias:
                aliases.append((item.name, item.alias))
            else:
                variables.append((item.name, self._claim(item.name)))
        self.blocks[id(node)] = Block(section.label, variables, aliases)

    def _claim(self, name: str, line: int = -1) -> int:
        for i in range(self.next_datum, len(self.datums)):
            datum = self.datums[i]
            if datum.name == name and datum.kind in ("var", "rec") and line in (-1, datum.line):
                self.next_datum = i + 1
                if line < 0:
                    self.declared.append(i)
                return i
        raise Mismatch

    def spell(self, name: str, line: int, text: str) -> None:
        """The declared type of a variable as it is spelt; those of cursor arguments are not declared in blocks."""
        for n, i in enumerate(self.declared):
            if self.datums[i].name == name:
                self.datums[i].type = text
                del self.declared[: n + 1]
                return
        for datum in self.datums:
            if datum.name == name and datum.line == line:
                datum.type = text


def _sections(data: bytes) -> tuple[list[_Section], str, list[str]]:
    """The DECLARE sections before each BEGIN, what #variable_conflict says, and what stands behind each RETURN."""
    tokens = recovery.tokens(data)
    words = [data[t.start : t.end].lower() for t in tokens]
    out: list[_Section] = []
    conflict = "error"
    returned: list[str] = []
    items: list[_Item] = []
    label = ""
    i = 0
    while i < len(words):
        word = words[i]
        if word == b"variable_conflict" and i + 1 < len(words) and not out:
            conflict = words[i + 1].decode("ascii", "replace").removeprefix("use_")
            i += 2
            continue
        before = words[i - 1] if i else b";"
        starts = before in _BEFORE or (i > 1 and words[i - 2] == b"variable_conflict") or bool(items)
        if word == b"<<" and starts:
            label = _word(data, tokens[i + 1]) if i + 1 < len(tokens) else ""
            i += 3
            continue
        if word == b"declare" and starts:
            i = _section(data, tokens, words, i + 1, items)
            if i >= len(words):
                break
            word = words[i]
            if word == b"<<":
                label = _word(data, tokens[i + 1]) if i + 1 < len(tokens) else ""
                i += 3
                word = words[i] if i < len(words) else b""
            starts = True
        if word == b"begin" and starts:
            out.append(_Section(label, items))
            items, label = [], ""
        elif word != b"<<":
            label = ""
            if word == b"return" and starts and words[i + 1 : i + 2] not in ([b"next"], [b"query"]):
                returned.append(_upto_semicolon(data, tokens, words, i + 1))
        i += 1
    return out, conflict, returned


def _upto_semicolon(data: bytes, tokens: list[Token], words: list[bytes], i: int) -> str:
    end = next((k for k in range(i, len(words)) if words[k] == b";"), i)
    return data[tokens[i].start : tokens[end - 1].end].decode("utf-8", "replace") if end > i else ""


#: what may stand before a statement
_BEFORE = frozenset((b";", b"begin", b"then", b"else", b"loop", b">>", b"declare"))


def _word(data: bytes, token: Token) -> str:
    return value(data[token.start : token.end].decode("utf-8", "replace"))


def _section(data: bytes, tokens: list[Token], words: list[bytes], i: int, items: list[_Item]) -> int:
    """Declarations up to BEGIN or a label; the index of it."""
    while i < len(tokens) and words[i] not in (b"begin", b"<<"):
        if words[i] == b"declare":
            i += 1
            continue
        end, depth = i, 0
        while end < len(tokens) and (words[end] != b";" or depth > 0):
            depth += tokens[end].kind in (40, 91)
            depth -= tokens[end].kind in (41, 93)
            end += 1
        name = _word(data, tokens[i])
        if i + 2 < end and words[i + 1] == b"alias":
            items.append(_Item(name, tuple(_word(data, t) for t in tokens[i + 3 : end] if t.kind != 46)))
        else:
            items.append(_Item(name))
        i = end + 1
    return i
