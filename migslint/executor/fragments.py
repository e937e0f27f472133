"""Texts of which only parts are known: expressions as the server prints them.

The server prints an expression from its analysed tree, with casts and parentheses of its own; the names and constants
that are in it are known all the same.  So a guard can ask whether a constraint's definition is LIKE '%status%'.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from migslint.catalog.namespace import quote_identifier
from migslint.catalog.objects import Relation
from migslint.catalog.session import Session
from migslint.catalog.typename import SQL_NAMES, format_type
from migslint.executor.values import SOMETHING, Unknowable, Value
from migslint.syntax.tree import walk

#: words that the server may print in an expression although they do not stand in it
_WORDS = tuple(
    """array any all and or not is null true false case when then else end coalesce nullif greatest least row
    exists select from where position extract substring overlay trim both leading trailing similar_to_escape
    like_escape in between symmetric distinct like ilike similar escape text character varying integer bigint
    smallint numeric real double precision boolean timestamp with without time zone date interval uuid json jsonb
    bytea regclass regtype name oid nextval current_timestamp current_date current_time current_user session_user
    current_role current_schema localtimestamp localtime collate default year month day hour minute second days
    mons years epoch infinity normalized only as order by limit offset union intersect except group having left
    right inner outer full join cross lateral values public pg_catalog unknown at btrim ltrim rtrim xml asc desc
    nulls first last operator variadic window over partition filter within char bpchar varchar bit cidr inet
    macaddr money point box line circle path polygon tsvector tsquery on using timezone
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"[\w$]+")
#: a constant that no type prints in another way
_PLAIN = re.compile(r"[A-Za-z_-]{2,}\Z")
_SPECIAL = frozenset(
    (
        *("true", "false", "yes", "no", "on", "off", "now", "today", "tomorrow"),
        *("yesterday", "epoch", "infinity", "allballs", "nan", "inf", "null", "none", "default"),
    )
)


class Fragments(Unknowable):
    """A text that is not NULL: `certain` stands in it, and no word that is not part of one of `possible`.

    `possible` is None where it may hold any word.
    """

    __slots__ = ("certain", "possible")

    def __init__(self, certain: Iterable[str], possible: Iterable[str] | None) -> None:
        super().__init__("FRAGMENTS")
        self.certain = tuple(certain)
        self.possible = None if possible is None else frozenset(p.lower() for p in possible)


def of_expression(session: Session, node: Any, relation: Relation | None, *more: str) -> Value:
    """The text of an expression, and what besides stands around it (`more`)."""
    if node is None:
        return None
    if not isinstance(node, (dict, list)):
        return SOMETHING
    certain = list(more)
    possible = list(more)
    for tag, body in walk(node):
        if tag == "ColumnRef":
            names = [f["String"]["sval"] for f in body["fields"] if "String" in f]
            possible += names
            certain += names[-1:]
        elif tag == "FuncCall":
            names = [n["String"]["sval"] for n in body["funcname"]]
            possible += names
            if body.get("funcformat", "COERCE_EXPLICIT_CALL") == "COERCE_EXPLICIT_CALL" and names[-1] not in SQL_NAMES:
                certain.append(f"{names[-1]}(" if quote_identifier(names[-1]) == names[-1] else names[-1])
        elif tag == "A_Const":
            text = body.get("sval", {}).get("sval", "")
            possible.append(text)
            if _PLAIN.match(text) and text.lower() not in _SPECIAL and "'" not in text:
                certain.append(text)
        elif tag == "String":
            possible.append(body.get("sval", ""))
        elif tag in ("RangeVar", "ResTarget", "SubLink", "A_Star"):
            possible += _strings(body)
    possible += _strings(node)
    if relation is not None:
        whole = relation.name in possible or "A_Star" in str(node)
        for attribute in relation.attributes.values():
            possible.append(format_type(session, attribute.type))
            if whole:
                possible.append(attribute.name)
    return Fragments(certain, possible)


def _strings(node: Any) -> Iterator[str]:
    """All texts of a tree, whatever they mean."""
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, str):
            yield item


def like(text: Fragments, pattern: str, fold: bool) -> Value:
    """LIKE and ILIKE as far as the parts decide it."""
    if "\\" in pattern:
        pattern = pattern.replace("\\_", "\x00").replace("\\%", "\x01")
        if "\\" in pattern or "\x01" in pattern:
            return SOMETHING
    pieces = [p for p in pattern.split("%") if p]
    if len(pieces) == 1 and pattern.startswith("%") and pattern.endswith("%"):
        regex = re.compile("".join("." if c == "_" else re.escape(c.replace("\x00", "_")) for c in pieces[0]), re.S)
        if fold:
            regex = re.compile(regex.pattern, re.S | re.I)
        if any(regex.search(part) for part in text.certain):
            return True
    if text.possible is not None:
        tokens = [*_tokens(text.possible), *_WORDS]
        if any(_absent(tokens, p.replace("\x00", "_").lower(), p.lower()) for p in pieces):
            return False
    return SOMETHING


def _tokens(possible: Iterable[str]) -> list[str]:
    return [word for part in possible for word in _WORD.findall(part)]


def _absent(tokens: list[str], piece: str, pattern: str) -> bool:
    """Whether a piece of a pattern, in which `_` may stand for any character, is surely not part of the text."""
    for word in _WORD.findall(piece):
        if len(word) < 2 or word.isdigit():
            continue
        if any(word in token for token in tokens):
            continue
        if "_" not in pattern:
            return True
        # what stands for any character may also be a gap between two tokens
        regex = re.compile(word.replace("_", "."))
        if any(regex.search(token) for token in tokens):
            continue
        parts = [part for part in word.split("_") if part]
        for one, two in itertools.pairwise(parts):
            if not any(t.endswith(one) for t in tokens) or not any(t.startswith(two) for t in tokens):
                return True
        if len(parts) < 2 and not any(parts[0] in token for token in tokens if parts):
            return True
    return False
