"""Guards that the grammar has: IF [NOT] EXISTS, OR REPLACE, and DROP … IF EXISTS before a CREATE.

Which statement takes which guard is gram.y's; where it stands is found by the statement's tokens, so that comments and
layout stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from migslint.catalog.errors import PgError
from migslint.catalog.namespace import quote_identifier as quote
from migslint.diagnostic import Edit
from migslint.source import Span

if TYPE_CHECKING:
    from migslint.syntax.library import Token
    from migslint.syntax.statements import Statement

NOT_EXISTS, EXISTS, REPLACE = "IF NOT EXISTS", "IF EXISTS", "OR REPLACE"

#: the word behind which CREATE takes IF NOT EXISTS
_CREATED = {
    "CreateStmt": "TABLE",
    "CreateForeignTableStmt": "TABLE",
    "CreateSeqStmt": "SEQUENCE",
    "CreateSchemaStmt": "SCHEMA",
    "CreateExtensionStmt": "EXTENSION",
    "CreateForeignServerStmt": "SERVER",
    "CreateUserMappingStmt": "MAPPING",
    "CreateStatsStmt": "STATISTICS",
    "IndexStmt": "INDEX",
}
#: statements that take OR REPLACE behind CREATE
_REPLACED = frozenset(("ViewStmt", "CreateFunctionStmt", "RuleStmt", "CreateTrigStmt", "CreateTransformStmt"))
#: words of an ALTER or DROP before the name, as far as more than one
_KINDS = (
    *("MATERIALIZED VIEW", "FOREIGN TABLE", "FOREIGN DATA WRAPPER", "EVENT TRIGGER", "ACCESS METHOD", "USER MAPPING"),
    *("OPERATOR CLASS", "OPERATOR FAMILY", "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY"),
    *("TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE", "PROCEDURAL LANGUAGE"),
)
_DROPS = frozenset(("DropStmt", "DropRoleStmt", "DropdbStmt", "DropSubscriptionStmt", "DropTableSpaceStmt"))
#: RENAME and SET SCHEMA that take IF EXISTS
_ALTERED = frozenset(
    ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE", "OBJECT_FOREIGN_TABLE")
)


class Words:
    """A statement by its tokens; `words` are in upper case."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.tokens: list[Token] = statement.tokens
        self.words = [statement.word(token).upper() for token in self.tokens]

    def start(self, i: int) -> int:
        """The character of the source at which token `i` starts."""
        return self.statement.source.char(self.statement.base + self.tokens[i].start)

    def end(self, i: int) -> int:
        """The character of the source behind token `i`."""
        return self.statement.source.char(self.statement.base + self.tokens[i].end)

    def find(self, word: str, first: int = 0, last: int | None = None) -> int:
        """The index of the first token that is the word, -1 where there is none."""
        try:
            return self.words.index(word, first, len(self.words) if last is None else last)
        except ValueError:
            return -1

    def behind(self, i: int, text: str) -> Edit:
        """Insert words behind token `i`, in the case in which that token is written."""
        at = self.end(i)
        if self.statement.word(self.tokens[i]).islower():
            text = text.lower()
        return Edit(Span(at, at), f" {text}")

    def before(self, text: str) -> Edit:
        """Insert text before the statement."""
        at = self.statement.span.start
        return Edit(Span(at, at), text)

    def commands(self, first: int) -> list[tuple[int, int]]:
        """The token ranges between the commas that stand in no parentheses, from token `first` on."""
        out, depth, begin = [], 0, first
        for i in range(first, len(self.words)):
            word = self.words[i]
            if word in ("(", "["):
                depth += 1
            elif word in (")", "]"):
                depth -= 1
            elif word == "," and not depth:
                out.append((begin, i))
                begin = i + 1
        out.append((begin, len(self.words)))
        return out

    def name_end(self, i: int) -> int:
        """The index behind the qualified name that begins at token `i`."""
        i += 1
        while i + 1 < len(self.words) and self.words[i] == ".":
            i += 2
        return i


def guard(statement: Statement, error: PgError) -> tuple[str, list[Edit]] | None:
    """(title, edits) of the guard that the grammar has against the error of a statement, None where it has none."""
    words = Words(statement)
    tag, node = statement.tag, statement.node
    if words.words[:1] == ["CREATE"]:
        return _create(words, tag, node)
    if tag in _DROPS:
        return _drop(words, node)
    if tag == "InsertStmt":
        return _insert(words, node, error)
    if tag == "AlterTableStmt":
        return _alter_table(words, node, error)
    if tag == "AlterEnumStmt" and "oldVal" not in node and not node.get("skipIfNewValExists"):
        return _told(NOT_EXISTS, [words.behind(words.find("VALUE"), NOT_EXISTS)])
    if tag in ("RenameStmt", "AlterObjectSchemaStmt", "AlterSeqStmt"):
        return _alter(words, node, error)
    return None


def _told(guard: str, edits: list[Edit]) -> tuple[str, list[Edit]] | None:
    return (f"add {guard}", edits) if edits else None


def _create(words: Words, tag: str, node: Any) -> tuple[str, list[Edit]] | None:
    if node.get("if_not_exists") or node.get("replace") or node.get("or_replace"):
        return None
    if tag == "CreateTrigStmt" and node.get("isconstraint"):
        return _dropped_first(words, "TRIGGER", node["trigname"], node["relation"])
    if tag == "CreatePolicyStmt":
        return _dropped_first(words, "POLICY", node["policy_name"], node["table"])
    if tag in _REPLACED or (tag == "DefineStmt" and node.get("kind") == "OBJECT_AGGREGATE"):
        return _told(REPLACE, [words.behind(0, REPLACE)])
    if tag == "CreateTableAsStmt":
        at = words.find("VIEW" if node.get("objtype") == "OBJECT_MATVIEW" else "TABLE")
        return _told(NOT_EXISTS, [words.behind(at, NOT_EXISTS)])
    if tag == "DefineStmt" and node.get("kind") == "OBJECT_COLLATION":
        return _told(NOT_EXISTS, [words.behind(words.find("COLLATION"), NOT_EXISTS)])
    if tag not in _CREATED or (tag == "CreateSchemaStmt" and "schemaElts" in node):
        return None
    if (tag == "IndexStmt" and "idxname" not in node) or (tag == "CreateStatsStmt" and "defnames" not in node):
        return None
    at = words.find(_CREATED[tag])
    if words.words[at + 1 : at + 2] == ["CONCURRENTLY"]:
        at += 1
    return _told(NOT_EXISTS, [words.behind(at, NOT_EXISTS)])


def _dropped_first(words: Words, kind: str, name: str, table: Any) -> tuple[str, list[Edit]]:
    drop = f"DROP {kind} IF EXISTS"
    on = "ON"
    if words.statement.word(words.tokens[0]).islower():
        drop, on = drop.lower(), "on"
    return f"put DROP {kind} IF EXISTS before it", [words.before(f"{drop} {quote(name)} {on} {written(table)};\n")]


def written(table: Any) -> str:
    """A RangeVar as it can be written."""
    names = (table.get(key) for key in ("catalogname", "schemaname", "relname"))
    return ".".join(quote(name) for name in names if name)


def _insert(words: Words, node: Any, error: PgError) -> tuple[str, list[Edit]] | None:
    if error.sqlstate != "23505" or "onConflictClause" in node:
        return None
    text = "on conflict do nothing" if words.statement.word(words.tokens[0]).islower() else "ON CONFLICT DO NOTHING"
    last = len(words.tokens)
    if "returningList" in node or "returningClause" in node:
        last = max(i for i, word in enumerate(words.words) if word == "RETURNING")
    at = words.end(last - 1)
    line = "\n" if "\n" in words.statement.text else " "
    return "add ON CONFLICT DO NOTHING", [Edit(Span(at, at), line + text)]


def _kind_end(words: Words) -> int:
    """The index behind the words that name the kind of object of an ALTER or DROP."""
    for kind in _KINDS:
        parts = kind.split(" ")
        if words.words[1 : 1 + len(parts)] == parts:
            return 1 + len(parts)
    return 2


def _drop(words: Words, node: Any) -> tuple[str, list[Edit]] | None:
    if node.get("missing_ok"):
        return None
    at = _kind_end(words)
    if words.words[at : at + 1] == ["CONCURRENTLY"]:
        at += 1
    return _told(EXISTS, [words.behind(at - 1, EXISTS)])


def _alter(words: Words, node: Any, error: PgError) -> tuple[str, list[Edit]] | None:
    kind = node.get("renameType") or node.get("objectType") or "OBJECT_SEQUENCE"
    if node.get("missing_ok") or error.reason != "missing" or error.kind == "column":
        return None
    if kind not in _ALTERED and not (kind == "OBJECT_COLUMN" and error.kind == "relation"):
        return None
    return _told(EXISTS, [words.behind(_kind_end(words) - 1, EXISTS)])


def _alter_table(words: Words, node: Any, error: PgError) -> tuple[str, list[Edit]] | None:
    relation = node["relation"]["relname"]
    if error.reason == "missing" and error.kind in ("relation", "index", "view") and error.name == relation:
        if node.get("missing_ok"):
            return None
        return _told(EXISTS, [words.behind(_kind_end(words) - 1, EXISTS)])
    at = _kind_end(words)
    if words.words[at : at + 2] == ["IF", "EXISTS"]:
        at += 2
    if words.words[at : at + 1] == ["ONLY"]:
        at += 1
    at = words.name_end(at)
    if words.words[at : at + 1] == ["*"]:
        at += 1
    ranges = words.commands(at)
    commands = [item["AlterTableCmd"] for item in node.get("cmds", ())]
    if len(ranges) != len(commands):
        return None
    found = [_command(words, first, command) for (first, _), command in zip(ranges, commands)]
    if any(guard is None for guard in found):
        return None
    names = list(dict.fromkeys(guard for guard, _ in filter(None, found) if guard))
    return _told(" and ".join(names), [edit for _, edits in filter(None, found) for edit in edits])


#: commands of ALTER TABLE that can be run as often as one likes
_REPEATABLE = frozenset(
    (
        *("AT_ColumnDefault", "AT_SetNotNull", "AT_DropNotNull", "AT_SetStatistics", "AT_SetStorage"),
        *("AT_SetOptions", "AT_ResetOptions", "AT_SetCompression", "AT_AlterColumnType"),
        *("AT_EnableRowSecurity", "AT_DisableRowSecurity"),
        *("AT_ForceRowSecurity", "AT_NoForceRowSecurity", "AT_ChangeOwner", "AT_SetRelOptions", "AT_ResetRelOptions"),
        *("AT_EnableTrig", "AT_DisableTrig", "AT_EnableTrigAll", "AT_DisableTrigAll", "AT_EnableTrigUser"),
        *("AT_DisableTrigUser", "AT_ReplicaIdentity", "AT_SetTableSpace", "AT_SetLogged", "AT_SetUnLogged"),
        *("AT_ValidateConstraint", "AT_AlterConstraint"),
    )
)


def _command(words: Words, first: int, command: Any) -> tuple[str, list[Edit]] | None:
    """The guard of one command of ALTER TABLE that begins at token `first`; ("", []) where it needs none."""
    kind = command.get("subtype", "AT_AddColumn")
    if kind in _REPEATABLE or command.get("missing_ok"):
        return "", []
    if kind not in ("AT_AddColumn", "AT_DropColumn", "AT_DropConstraint", "AT_AddIdentity", "AT_DropIdentity"):
        return None
    if kind in ("AT_AddIdentity", "AT_DropIdentity"):
        at = words.find("IDENTITY", first)
        return None if kind == "AT_AddIdentity" or at < 0 else (EXISTS, [words.behind(at, EXISTS)])
    at = first + 1 if words.words[first + 1 : first + 2] in (["COLUMN"], ["CONSTRAINT"]) else first
    guard = NOT_EXISTS if kind == "AT_AddColumn" else EXISTS
    return guard, [words.behind(at, guard)]


def misplaced(statement: Statement) -> Iterator[Edit]:
    """The edits that take IF NOT EXISTS from a CREATE POLICY, TRIGGER, RULE, TYPE … that the grammar refuses for it."""
    words = Words(statement)
    for i in range(1, len(words.words) - 2):
        if words.words[i : i + 3] == ["IF", "NOT", "EXISTS"]:
            yield Edit(Span(words.start(i), words.start(i + 3) if i + 3 < len(words.words) else words.end(i + 2)), "")
            return
