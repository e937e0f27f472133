"""Syntax of PostgreSQL 15 to 18, and what a server that is older says of it.

libpg_query has 18's grammar.  `fit` holds statements against the grammar of an older server: one table says which
form came with which version, by what it can be seen in the tree, and which of its tokens the older grammar stumbles
over.  Every entry was read off real servers 14 to 18 (tests/syntax/features.json holds what they said).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from migslint.lazy import pattern
from migslint.syntax.names import word_set
from migslint.syntax.problem import SyntaxProblem
from migslint.syntax.tree import strings, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from migslint.source import Source
    from migslint.syntax.library import Token
    from migslint.syntax.statements import Statement

    #: where and what: the index of the token at which the old server gives up (the number of tokens for the end of
    #: the input), and what it says if that is not "syntax error at or near" that token
    Refusal = tuple[int, SyntaxProblem | None]
    Find = Callable[["_Text", int], Iterable[Refusal]]

_DIGITS = pattern(r"[0-9]_[0-9]|0[xXoObB][0-9a-fA-F_]")
#: a closer look for 0x1F, 0o17, 0b11 and 1_000 outside names
_NUMBER = pattern(r"(?<![\w$\"'.])(?:0[xXoObB][\da-fA-F_]|\d[\d.]*(?:[eE]\d+)?_\d|\.\d+_\d)")

#: rank of what the server says only after it has parsed the whole statement
_LATER = 1_000_000

NEWEST = 18


def fit(statements: Iterable[Statement], pg_version: int) -> None:
    """Give each statement the error that a server of major version `pg_version` (14 to 18) has for its syntax.

    A statement that only 18's grammar refuses, and the older one takes, becomes opaque: its tree is not known.
    """
    if pg_version >= NEWEST:
        return
    source: Source | None = None
    for statement in statements:
        if statement.source is not source:
            source = statement.source
            suspects = _Suspects(source.text, pg_version)
        if statement.error is None:
            if suspects.rows or suspects.numbers:
                statement.error = _problem(statement, suspects)
        elif _taken_before(statement, pg_version):
            statement.error = None
            statement.hide()
        else:
            statement.error = _retold(statement, statement.error, pg_version)


def problem(statement: Statement, pg_version: int) -> SyntaxProblem | None:
    """What a server of `pg_version` says of the syntax of a statement that 18's grammar takes; None if it takes it."""
    return _problem(statement, _Suspects(statement.text, pg_version))


class _Suspects:
    """The rows of the table that a text can have to do with at all: their word is in it."""

    def __init__(self, text: str, version: int) -> None:
        lower = text.lower()
        newer = [row for row in _TABLE if version < row[0]]
        there = {word for word in {row[2] for row in newer} if word in lower}
        self.version = version
        self.rows = [row for row in newer if row[2] in there]
        self.numbers = version < 16 and _DIGITS.search(text) is not None


def _problem(statement: Statement, suspects: _Suspects) -> SyntaxProblem | None:
    text: _Text | None = None
    found: list[Refusal] = []
    for _, tags, word, sign, find in suspects.rows:
        if not tags or statement.tag in tags:
            text = text or _Text(statement)
            if word in text.lower and (not sign or text.has(sign)):
                found.extend(find(text, suspects.version))
    if suspects.numbers and _NUMBER.search(statement.text):
        text = text or _Text(statement)
        found.extend(_numbers(text, suspects.version))
    if not found or text is None:
        return None
    at, said = min(found, key=lambda refusal: refusal[0])
    return said or text.near(at)


class _Text:
    """The tokens of a statement; `words` are in upper case, quoted names keep their quotes and so are none."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    @cached_property
    def tokens(self) -> list[Token]:
        return self.statement.tokens

    @cached_property
    def texts(self) -> list[str]:
        return [self.statement.word(token) for token in self.tokens]

    @cached_property
    def words(self) -> list[str]:
        return [text.upper() for text in self.texts]

    @cached_property
    def lower(self) -> str:
        return self.statement.text.lower()

    @cached_property
    def raw(self) -> bytes:
        return b'"%s":%s' % (self.statement.tag.encode(), self.statement.raw)

    def has(self, sign: bytes | re.Pattern[bytes]) -> bool:
        """Whether the JSON of the tree holds a sign."""
        return sign in self.raw if isinstance(sign, bytes) else sign.search(self.raw) is not None

    def near(self, i: int) -> SyntaxProblem:
        """The syntax error at token `i`."""
        if i >= len(self.tokens):
            end = self.statement.span.end
            return SyntaxProblem("42601", "syntax error at end of input", None, end, end)
        return self.said(i, "42601", f'syntax error at or near "{self.texts[i]}"')

    def said(self, i: int | None, sqlstate: str, message: str, hint: str | None = None) -> SyntaxProblem:
        """An error at token `i`, or without a position."""
        span = self.statement.span if i is None else self.statement.place(self.tokens[i].start)
        return SyntaxProblem(sqlstate, message, hint, span.start, span.end)

    def all(self, *pattern: str, start: int = 0) -> Iterator[int]:
        """Where the words of a pattern stand in a row; `A|B` is one of them."""
        choices = [part.split("|") if len(part) > 1 else [part] for part in pattern]
        for i in range(start, len(self.words) - len(pattern) + 1):
            if all(self.words[i + k] in choice for k, choice in enumerate(choices)):
                yield i

    def word(self, i: int) -> str:
        """The word at `i`, "" where there is none."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def close(self, i: int) -> int:
        """The index of the parenthesis that closes the one at `i`."""
        level = 0
        for k in range(i, len(self.words)):
            level += (self.words[k] == "(") - (self.words[k] == ")")
            if not level:
                return k
        return len(self.words)

    def index(self, location: int) -> int:
        """The index of the token that starts at a node's location."""
        return next((i for i, token in enumerate(self.tokens) if token.start >= location), len(self.tokens))

    def nodes(self, tag: str) -> Iterator[dict[str, Any]]:
        return (body for found, body in walk({self.statement.tag: self.statement.node}) if found == tag)


def _row(at: int, *patterns: str) -> Find:
    """Refused is the token `at` of each place where one of the patterns stands; the server reads no further."""
    split = [pattern.split() for pattern in patterns]

    def find(text: _Text, version: int) -> Iterator[Refusal]:
        for words in split:
            for i in text.all(*words):
                yield i + at, None

    return find


def _publication(text: _Text, version: int) -> Iterator[Refusal]:
    """14 takes a list of plain tables only."""
    start = next(text.all("FOR|ADD|SET|DROP", "TABLE|TABLES"), -1) + 1
    if not start:
        return
    if text.words[start] == "TABLES":
        yield start, None
        return
    for i in range(start + 1, len(text.words)):
        word, before = text.words[i], text.words[i - 1]
        if word == "WITH":
            return
        if word == "WHERE" or (word == "(" and before != "ONLY") or (word == "TABLE" and before == ","):
            yield i, None
        elif word == "TABLES" and before == "," and text.word(i + 1) == "IN":
            yield i + 1, None


def _parameter(text: _Text, version: int) -> Iterator[Refusal]:
    """GRANT … ON PARAMETER name."""
    for i in text.all("ALTER", "SYSTEM"):
        yield i + 1, None
    for i in text.all("ON", "PARAMETER"):
        yield i + 2, None


def _role_options(text: _Text, version: int) -> Iterator[Refusal]:
    """15 takes WITH ADMIN OPTION and ADMIN OPTION FOR, and nothing else."""
    for i in text.all("REVOKE", "INHERIT|SET", "OPTION"):
        yield i + 2, None
    for i in text.all("WITH"):
        if text.word(i + 1) != "ADMIN":
            yield i + 1, None
        elif text.word(i + 2) != "OPTION":
            yield i + 2, None
        elif text.word(i + 3) == ",":
            yield i + 3, None


def _nameless(text: _Text, version: int) -> Iterator[Refusal]:
    if not text.statement.node.get("name"):
        if text.statement.node.get("kind") in ("REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"):
            yield len(text.words), None


def _cluster(text: _Text, version: int) -> Iterator[Refusal]:
    if text.words[-1] == ")":
        yield len(text.words), None


def _storage(text: _Text, version: int) -> Iterator[Refusal]:
    for column in text.nodes("ColumnDef"):
        if "storage_name" in column:
            i = text.index(column.get("location", 0))
            yield next(k for k in text.all("STORAGE", start=i + 1)), None


def _xml_indent(text: _Text, version: int) -> Iterator[Refusal]:
    for i in text.all("INDENT", ")"):
        yield i - (text.words[i - 1] == "NO"), None


def _subquery_alias(text: _Text, version: int) -> Iterator[Refusal]:
    """A subquery in FROM; the grammar complains when it has seen the token behind it."""
    if text.raw.count(b'"RangeSubselect":') == text.raw.count(b'}},"alias":{'):
        return
    for body in text.nodes("RangeSubselect"):
        if "alias" in body:
            continue
        query = body["subquery"]["SelectStmt"]
        at = [node["location"] for _, node in walk(body["subquery"]) if node.get("location", -1) >= 0]
        opened = _opening(text, text.index(min(at)), query) if at else -1
        if opened < 0:
            continue
        closed = text.close(opened)
        while text.word(opened - 1) == "(" and text.word(closed + 1) == ")":
            opened, closed = opened - 1, closed + 1
        what, example = ("VALUES", "VALUES") if "valuesLists" in query else ("subquery", "SELECT")
        hint = f"For example, FROM ({example} ...) [AS] foo."
        yield closed + 1, text.said(opened, "42601", f"{what} in FROM must have an alias", hint)


def _opening(text: _Text, i: int, query: dict[str, Any]) -> int:
    """The parenthesis around the query of which token `i` is the first that has a location."""
    whole = query.get("op") == "SETOP_NONE" and not query.keys() & {"sortClause", "limitCount", "limitOffset"}
    level = 0
    for k in range(i - 1, -1, -1):
        if text.words[k] == ")":
            level += 1
        elif text.words[k] == "(" and level:
            level -= 1
        elif text.words[k] == "(":
            first = next(word for word in text.words[k:] if word != "(")
            if first in _QUERIES and (whole or text.word(text.close(k) + 1) not in _GO_ON):
                return k
    return -1


_QUERIES = word_set("SELECT,VALUES,WITH,TABLE")
#: behind a query in parentheses: it is only part of a query
_GO_ON = word_set("UNION,INTERSECT,EXCEPT,ORDER,LIMIT,OFFSET,FETCH")


#: functions with a grammar of their own, and since when; an older server sees a call with strange arguments
_JSON = {
    "JSON_ARRAY": 16,
    "JSON_ARRAYAGG": 16,
    "JSON_OBJECT": 16,
    "JSON_OBJECTAGG": 16,
    "JSON": 17,
    "JSON_EXISTS": 17,
    "JSON_QUERY": 17,
    "JSON_SCALAR": 17,
    "JSON_SERIALIZE": 17,
    "JSON_TABLE": 17,
    "JSON_VALUE": 17,
}
_JSON_WORDS = word_set(
    "ABSENT,AS,COLUMNS,CONDITIONAL,DEFAULT,EMPTY,ERROR,FALSE,FORMAT,KEEP,NULL,OMIT,PASSING,RETURNING,TRUE,"
    "UNKNOWN,VALUE,WITH,WITHOUT,:"
)
#: reserved words behind which an expression may be complete
_OPERANDS = word_set("NULL,TRUE,FALSE,END,USER,DEFAULT")


def _json(text: _Text, version: int) -> Iterator[Refusal]:
    """The first token in the parentheses that no list of arguments holds."""
    for i, word in enumerate(text.words):
        if version < _JSON.get(word, 0) and text.word(i + 1) == "(":
            level = 0
            for k in range(i + 1, text.close(i + 1)):
                token = text.words[k]
                level += (token in ("(", "[")) - (token in (")", "]"))
                if level == 1 and (
                    (k == i + 2 and token in ("SELECT", "WITH", "VALUES", "RETURNING"))
                    or (token in _JSON_WORDS and _operand(text, k - 1) and text.word(k + 1) != "TIME")
                ):
                    yield k, None
                    break


def _operand(text: _Text, i: int) -> bool:
    """Whether an expression may end with token `i`."""
    token, word = text.tokens[i], text.words[i]
    if token.keyword >= 3:
        return word in _OPERANDS or word.startswith("CURRENT_")
    return word[-1].isalnum() or word[-1] in "_)]'\"$"


def _system_user(text: _Text, version: int) -> Iterator[Refusal]:
    for call in text.nodes("FuncCall"):
        if call.get("funcformat") == "COERCE_SQL_SYNTAX" and strings(call["funcname"])[-1] == "system_user":
            i = text.index(call.get("location", 0))
            yield _LATER, text.said(i, "42703", 'column "system_user" does not exist')


def _maintain(text: _Text, version: int) -> Iterator[Refusal]:
    yield _LATER, text.said(None, "42601", 'unrecognized privilege type "maintain"')


def _merge_returning(text: _Text, version: int) -> Iterator[Refusal]:
    for start in text.all("MERGE", "INTO"):
        level = 0
        for i in range(start, len(text.words)):
            level += (text.words[i] == "(") - (text.words[i] == ")")
            if level < 0:
                break
            if not level and text.words[i] == "RETURNING":
                yield i, None
                break


def _domain_not_null(text: _Text, version: int) -> Iterator[Refusal]:
    for constraint in text.nodes("Constraint"):
        if constraint.get("contype") == "CONSTR_NOTNULL":
            yield next(text.all("NOT", "NULL")), None


def _generated(text: _Text, version: int) -> Iterator[Refusal]:
    """17 wants STORED behind the expression."""
    for i in text.all("GENERATED", "ALWAYS", "AS", "("):
        closed = text.close(i + 3)
        if text.word(closed + 1) != "STORED":
            yield closed + 1, None


def _not_null(text: _Text, version: int) -> Iterator[Refusal]:
    """NOT NULL column as a constraint of the table, and NOT NULL NO INHERIT."""
    for constraint in text.nodes("Constraint"):
        if constraint.get("contype") == "CONSTR_NOTNULL":
            i = text.index(constraint.get("location", 0))
            i += 2 * (text.word(i) == "CONSTRAINT")
            if "keys" in constraint:
                yield i, None
            elif text.words[i + 2 : i + 4] == ["NO", "INHERIT"]:
                yield i + 2, None


_BEFORE_ENFORCED = word_set(
    "),VALID,DEFERRABLE,DEFERRED,IMMEDIATE,INHERIT,ENFORCED,NULL,DEFAULT,CASCADE,RESTRICT,ACTION,FULL,SIMPLE"
)


def _enforced(text: _Text, version: int) -> Iterator[Refusal]:
    for i in text.all("ENFORCED"):
        k = i - 1 - (text.word(i - 1) == "NOT")
        before = text.words[max(k - 3, 0) : k]
        if text.words[k] in _BEFORE_ENFORCED or "REFERENCES" in before or before[-2:] == ["ALTER", "CONSTRAINT"]:
            yield i, None


def _alter_constraint(text: _Text, version: int) -> Iterator[Refusal]:
    for i in text.all("ALTER", "CONSTRAINT"):
        if text.word(i + 3) == "INHERIT":
            yield i + 3, None
        elif text.words[i + 3 : i + 5] == ["NO", "INHERIT"]:
            yield i + 5, text.said(None, "0A000", "FOREIGN KEY constraints cannot be marked NO INHERIT")


def _period(text: _Text, version: int) -> Iterator[Refusal]:
    for i in text.all(",", "PERIOD"):
        if text.word(i + 2) not in (",", ")"):
            yield i + 2, None


def _like_foreign(text: _Text, version: int) -> Iterator[Refusal]:
    for i in text.all("LIKE"):
        yield _LATER, text.said(i + 1, "0A000", "LIKE is not supported for creating foreign tables")


def _unlogged_sequence(text: _Text, version: int) -> Iterator[Refusal]:
    if text.statement.node["sequence"].get("relpersistence") == "u":
        yield _LATER, text.said(None, "0A000", "unlogged sequences are not supported")


def _option(since: dict[str, int], message: str, key: str = "options") -> Find:
    """Options in parentheses by the version that brought them."""

    def find(text: _Text, version: int) -> Iterator[Refusal]:
        for option in text.statement.node.get(key, ()):
            body = option["DefElem"]
            if version < since.get(body["defname"], 0):
                i = text.index(body.get("location", 0))
                yield _LATER, text.said(i, "42601", message.format(body["defname"], verb=text.words[0]))

    return find


_EXPLAIN = {"generic_plan": 16, "memory": 17, "serialize": 17}
_VACUUM = {"buffer_usage_limit": 16, "only_database_stats": 16, "process_main": 16, "skip_database_stats": 16}
_SPECIAL_NOT_NULL = pattern(rb'"CONSTR_NOTNULL"[^{}]*"(?:keys|is_no_inherit)"')
_COPY = {"default": 16, "log_verbosity": 17, "on_error": 17, "reject_limit": 18}

_TABLES = ("CreateStmt", "AlterTableStmt", "CreateForeignTableStmt")
_DOMAINS = ("CreateDomainStmt", "AlterDomainStmt")
_PUBLICATIONS = ("CreatePublicationStmt", "AlterPublicationStmt")
_RULES = {"rules": 16}

#: since which version; in which statements (() for all); a word of the text in small letters and a sign in the JSON of
#: the tree, cheap to look for, without which it is not there; where the older server stumbles
_TABLE: tuple[tuple[int, tuple[str, ...], str, bytes | re.Pattern[bytes], Find], ...] = (
    (15, (), "merge", b'"MergeStmt":', _row(0, "MERGE INTO")),
    (15, (*_TABLES, "IndexStmt"), "nulls", b"", _row(0, "NULLS NOT DISTINCT", "NULLS DISTINCT")),
    (15, _TABLES, "delete", b"fk_del_set_cols", _row(4, "ON DELETE SET NULL|DEFAULT (")),
    (15, ("AlterTableStmt",), "access", b"AT_SetAccessMethod", _row(1, "SET ACCESS METHOD")),
    (15, _PUBLICATIONS, "publication", b"", _publication),
    (15, ("AlterSubscriptionStmt",), "skip", b"", _row(0, "SKIP (")),
    (15, ("AlterDatabaseRefreshCollStmt",), "refresh", b"", _row(0, "REFRESH COLLATION")),
    (15, ("CreateSeqStmt",), "unlogged", b"", _unlogged_sequence),
    (15, ("GrantStmt",), "parameter", b"OBJECT_PARAMETER_ACL", _parameter),
    (16, (), "json", b'"JsonIsPredicate"', _row(1, "IS JSON")),
    (16, (), "json", b'"JsonIsPredicate"', _row(2, "IS NOT JSON")),
    (16, (), "system_user", b'"system_user"', _system_user),
    (16, (), "(", b'"RangeSubselect"', _subquery_alias),
    (16, (), "indent", b'"XmlSerialize"', _xml_indent),
    (16, _TABLES, "storage", b'"storage_name"', _storage),
    (16, ("AlterTableStmt",), "storage", b"AT_SetStorage", _row(2, "SET STORAGE DEFAULT")),
    (16, ("GrantRoleStmt",), "", b'"opt"', _role_options),
    (16, ("ReindexStmt",), "", b"", _nameless),
    (16, ("CreateStatsStmt",), "statistics", b"", _row(1, "STATISTICS ON")),
    (16, ("VacuumStmt",), "", b'"options"', _option(_VACUUM, 'unrecognized {verb} option "{}"')),
    (16, ("DefineStmt",), "rules", b"", _option(_RULES, 'collation attribute "{}" not recognized', "definition")),
    (17, (), "json", b'"Json', _json),
    (17, (), "merge", b'"MergeStmt":', _merge_returning),
    (17, (), "matched", b'"MergeStmt":', _row(2, "NOT MATCHED BY")),
    (17, (), "local", b'"timezone"', _row(1, "AT LOCAL")),
    (17, ("AlterTableStmt",), "access", b"AT_SetAccessMethod", _row(3, "SET ACCESS METHOD DEFAULT")),
    (17, ("AlterTableStmt",), "expression", b"AT_SetExpression", _row(1, "SET EXPRESSION")),
    (17, ("AlterTableStmt",), "statistics", b"AT_SetStatistics", _row(2, "SET STATISTICS DEFAULT")),
    (17, ("AlterDomainStmt",), "not", b"CONSTR_NOTNULL", _domain_not_null),
    (17, ("GrantStmt", "AlterDefaultPrivilegesStmt"), "maintain", b'"maintain"', _maintain),
    (17, ("ClusterStmt",), "", b"", _cluster),
    (17, ("ExplainStmt",), "", b'"options"', _option(_EXPLAIN, 'unrecognized {verb} option "{}"')),
    (18, ("CopyStmt",), "", b'"options"', _option(_COPY, 'option "{}" not recognized')),
    (18, (), "returning", b'"returningClause":{"options"', _row(1, "RETURNING WITH (")),
    (18, _TABLES, "generated", b"CONSTR_GENERATED", _generated),
    (18, _TABLES, "not", _SPECIAL_NOT_NULL, _not_null),
    (18, (*_TABLES, *_DOMAINS), "enforced", b"", _enforced),
    (18, _TABLES, "overlaps", b'"without_overlaps"', _row(0, "WITHOUT OVERLAPS")),
    (18, _TABLES, "period", b'_with_period"', _period),
    (18, ("AlterTableStmt",), "inherit", b"AT_AlterConstraint", _alter_constraint),
    (18, ("CreateForeignTableStmt",), "like", b'"TableLikeClause"', _like_foreign),
    (18, ("VacuumStmt",), "only", b"", _row(0, "ONLY")),
    (18, ("AlterDefaultPrivilegesStmt",), "large", b"", _row(0, "LARGE OBJECTS")),
)


def _numbers(text: _Text, version: int) -> Iterator[Refusal]:
    """15 calls them junk.  14 reads a number and then a name: the label of a column of a query, or a mistake."""
    columns = _columns(text) if version < 15 else set()
    for i, word in enumerate(text.words):
        if word[0] not in "0123456789." or not re.search(r"_|^0[XOB]", word):
            continue
        said = text.said(i, "42601", f'trailing junk after numeric literal at or near "{text.texts[i]}"')
        if version < 15:
            if i in columns:
                if text.word(i + 1) not in _COLUMN_ENDS:
                    yield i + 1, None
                continue
            number = re.match(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", word)
            length = number.end() if number else 0
            said = SyntaxProblem(
                "42601", f'syntax error at or near "{text.texts[i][length:]}"', None, said.start + length, said.end
            )
        yield i, said


_COLUMN_ENDS = word_set(
    "),;,FROM,WHERE,GROUP,HAVING,WINDOW,UNION,INTERSECT,EXCEPT,ORDER,LIMIT,OFFSET,FETCH,FOR,INTO,ON,RETURNING"
) | {",", ""}


def _columns(text: _Text) -> set[int]:
    """The tokens of the columns of queries, outside parentheses."""
    out: set[int] = set()
    for target in text.nodes("ResTarget"):
        first = text.index(target.get("location", 0))
        if "val" not in target or ("name" in target and text.word(first + 1) in ("=", ".", "[")):  # of UPDATE … SET
            continue
        level = 0
        for i in range(first, len(text.words)):
            level += (text.words[i] == "(") - (text.words[i] == ")")
            if level < 0 or (not level and text.words[i] in _COLUMN_ENDS - {")"}):
                break
            if not level:
                out.add(i)
    return out


def _retold(statement: Statement, error: SyntaxProblem, version: int) -> SyntaxProblem:
    """What an older server says of a statement that 18 refuses too.

    17 knew no NOT NULL as a constraint of a table, and stops at the NOT of ADD CONSTRAINT IF NOT EXISTS.  15 had no
    integers in other bases, and so no complaints about their digits.
    """
    words, near, token = error.message.partition(" at or near ")
    if near and words == "syntax error" and token.upper() != '"NULL"':
        text = _Text(statement)
        at = statement.source.byte(error.start) - statement.base
        i = text.index(at) - 1
        if i >= 3 and text.words[i] == "NOT" and text.words[i - 2] == "CONSTRAINT":
            if text.words[i - 3] in ("ADD", ",", "("):
                return text.near(i)
    numbers = ("invalid hexadecimal integer", "invalid octal integer", "invalid binary integer")
    if version < 16 and near and words in numbers:
        return msgspec.structs.replace(error, message=f"trailing junk after numeric literal at or near {token}")
    return error


def _taken_before(statement: Statement, version: int) -> bool:
    """Whether the grammar of an older server takes what 18's refuses: words that were not yet words of the grammar."""
    error = statement.error
    assert error is not None
    if version < 15 and error.message.startswith(
        ("trailing junk after numeric literal", "invalid hex", "invalid oct", "invalid bin")
    ):
        return True
    near = error.message.partition('syntax error at or near "')[2][:-1]
    if near.upper() in ("SYSTEM_USER", "RECHECK"):
        return version < (16 if near.upper() == "SYSTEM_USER" else 18)
    if near == "(":
        at = statement.source.byte(error.start) - statement.base
        before = [statement.word(token).upper() for token in statement.tokens if token.start < at]
        return bool(before) and version < {**_JSON, "MERGE_ACTION": 17}.get(before[-1], 0)
    return False
