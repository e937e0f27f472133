"""Guards that PostgreSQL's grammar does not have, and what does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migslint.syntax import library
from migslint.syntax.names import value, word_set

if TYPE_CHECKING:
    from migslint.syntax.library import Token
    from migslint.syntax.statements import Statement

#: kinds of CREATE that take OR REPLACE
_REPLACEABLE = word_set("AGGREGATE,FUNCTION,LANGUAGE,PROCEDURE,RECURSIVE,RULE,TRANSFORM,TRIGGER,VIEW")
#: kinds of CREATE that take IF NOT EXISTS
_GUARDED = word_set(
    "COLLATION,EXTENSION,FOREIGN TABLE,INDEX,MATERIALIZED VIEW,SCHEMA,SEQUENCE,SERVER,STATISTICS,TABLE,USER MAPPING"
)
_TWO_WORDS = word_set(
    "ACCESS METHOD,CONSTRAINT TRIGGER,EVENT TRIGGER,FOREIGN TABLE,MATERIALIZED VIEW,OPERATOR CLASS,OPERATOR FAMILY,"
    "USER MAPPING"
)
#: kinds whose DROP names a table, and the word before it in their CREATE
_ON_TABLE = {"POLICY": "ON", "TRIGGER": "ON", "RULE": "TO"}
_ROLES = ("ROLE", "USER", "GROUP")
_BETWEEN = word_set("UNIQUE,TEMP,TEMPORARY,UNLOGGED,GLOBAL,LOCAL,TRUSTED")


def guard_advice(statement: Statement) -> str | None:
    """The form that works, where a statement was refused for a guard that the grammar does not have.

    Decided by the tokens around the refused one: IF [NOT] EXISTS or OR REPLACE where the grammar knows none, or IF
    [NOT] EXISTS behind the name.  None for every other statement.
    """
    if statement.error is None or statement.error.sqlstate != "42601":
        return None
    return _Guard(statement).advice()


class _Guard:
    """A refused statement by its tokens; `words` in upper case, `at` the index of the refused token."""

    def __init__(self, statement: Statement) -> None:
        assert statement.error is not None
        self.statement = statement
        self.tokens: list[Token] = statement.tokens
        self.words = [statement.word(token).upper() for token in self.tokens]
        refused = statement.source.byte(statement.error.start) - statement.base
        self.at = next((i for i, token in enumerate(self.tokens) if token.start >= refused), len(self.tokens))

    def advice(self) -> str | None:
        words, at = self.words, self.at
        if words[:3] == ["CREATE", "OR", "REPLACE"] and at <= 5:
            return self.or_replace()
        for i in range(max(at - 3, 1), min(at + 1, len(words))):
            if words[i] == "IF":
                length = (
                    3 if words[i + 1 : i + 3] == ["NOT", "EXISTS"] else 2 if words[i + 1 : i + 2] == ["EXISTS"] else 0
                )
                if length and at <= i + length:
                    return self.exists(i, length)
        return None

    def kind(self, first: int) -> tuple[str, int]:
        """The kind of object named at word `first`, and the index behind it."""
        words = self.words
        while first < len(words) and words[first] in _BETWEEN:
            first += 1
        two = " ".join(words[first : first + 2])
        kind, end = (two, first + 2) if two in _TWO_WORDS else (" ".join(words[first : first + 1]), first + 1)
        return kind, end + (words[end : end + 1] == ["CONCURRENTLY"])

    def name(self, i: int) -> str:
        """The qualified name at token `i` as it is written; … where none is."""
        if i >= len(self.tokens) or self.tokens[i].kind in (40, 41, 44, 59):
            return "…"
        end = i + 1
        while end + 1 < len(self.tokens) and self.tokens[end].kind == library.DOT:
            end += 2
        return "".join(self.statement.word(token) for token in self.tokens[i:end])

    def dropped(self, kind: str, i: int) -> str:
        """DROP … IF EXISTS for the object whose name stands at token `i`."""
        kind = kind.replace("CONSTRAINT TRIGGER", "TRIGGER")
        text = f"DROP {kind} IF EXISTS {self.name(i)}"
        if kind in _ON_TABLE and _ON_TABLE[kind] in self.words[i:]:
            text += f" ON {self.name(self.words.index(_ON_TABLE[kind], i) + 1)}"
        return text + ";"

    def or_replace(self) -> str | None:
        kind, end = self.kind(3)
        said = f"PostgreSQL has no CREATE OR REPLACE {kind}: "
        if not kind:
            return None
        if kind in _REPLACEABLE:
            guarded = self.words[end : end + 3] == ["IF", "NOT", "EXISTS"]
            return "OR REPLACE and IF NOT EXISTS do not go together: leave IF NOT EXISTS out" if guarded else None
        if kind == "TABLE":
            return said + "write CREATE TABLE IF NOT EXISTS, and ALTER TABLE for changes"
        if kind in ("INDEX", "SEQUENCE", "SCHEMA", "EXTENSION"):
            return said + f"write CREATE {kind} IF NOT EXISTS"
        if kind in _ROLES or kind == "DATABASE":
            return said + self.ask(kind, end)
        return said + f"put {self.dropped(kind, end)} before it"

    def exists(self, i: int, length: int) -> str | None:
        words, verb = self.words, self.words[0]
        guard = " ".join(words[i : i + length])
        if verb == "CREATE":
            return self.create(i, length)
        if verb == "DROP" and i > 2:
            return f"IF EXISTS stands before the name: DROP {self.kind(1)[0]} IF EXISTS {self.name(i - 1)}"
        if verb == "ALTER" and words[1] == "TABLE":
            return self.alter_table(i, guard)
        if verb == "ALTER" and words[1] == "PUBLICATION":
            return f"PostgreSQL has no {guard} here: ask pg_publication_tables in a DO block, and run the ALTER there"
        if verb in ("ALTER", "GRANT", "REVOKE", "COMMENT", "TRUNCATE", "SECURITY", "REINDEX", "CLUSTER", "ANALYZE"):
            return f"PostgreSQL has no {guard} here: ask the catalog in a DO block, and run the {verb} there"
        return None

    def create(self, i: int, length: int) -> str | None:
        kind, end = self.kind(1)
        if length == 2:
            return (
                f"CREATE takes IF NOT EXISTS, not IF EXISTS: CREATE {kind} IF NOT EXISTS" if kind in _GUARDED else None
            )
        if kind in _GUARDED:
            if i > end:
                return f"IF NOT EXISTS stands before the name: CREATE {kind} IF NOT EXISTS {self.name(end)}"
            if kind == "INDEX" and self.words[i + 3 : i + 4] == ["ON"]:
                return "CREATE INDEX IF NOT EXISTS needs the index's name"
            return None
        name = i + 3 if i == end else end
        said = f"PostgreSQL has no CREATE {kind} IF NOT EXISTS: "
        if kind in _REPLACEABLE and kind not in _ON_TABLE:
            return said + f"write CREATE OR REPLACE {kind}"
        if kind in _ROLES or kind == "DATABASE":
            return said + self.ask(kind, name)
        said += f"put {self.dropped(kind, name)} before it"
        if kind in ("TYPE", "DOMAIN"):
            return said + (
                f", or catch it: DO $$ BEGIN CREATE {kind} {self.name(name)} …; "
                "EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
        return said + (f", or write CREATE OR REPLACE {kind}" if kind in _ON_TABLE and kind != "POLICY" else "")

    def ask(self, kind: str, i: int) -> str:
        if kind == "DATABASE":
            return "create it outside the migrations, it cannot be created in a transaction"
        name = self.name(i)
        text = value(name).replace("'", "''")
        return (
            f"ask in a DO block: DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{text}') "
            f"THEN CREATE {kind} {name} …; END IF; END $$"
        )

    def alter_table(self, i: int, guard: str) -> str | None:
        words = self.words
        table = self.name(4 if words[2:4] == ["IF", "EXISTS"] else 2)
        verb = next((j for j in range(i - 1, 2, -1) if words[j] in ("ADD", "DROP", "RENAME", "ALTER")), 0)
        what = words[verb + 1]
        said = " ".join(words[verb : verb + 2]) if what in ("COLUMN", "CONSTRAINT") else words[verb]
        if verb and words[verb] == "ADD" and what == "CONSTRAINT":
            name = self.name(verb + 5 if i == verb + 2 else verb + 2)
            return (
                f"PostgreSQL has no {said} {guard}: put ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}; before it"
            )
        if verb and words[verb] in ("ADD", "DROP") and what in ("COLUMN", "CONSTRAINT"):
            if i == verb + 2:
                return None
            return f"{guard} stands before the name: {said} {guard} {self.name(verb + 2)}"
        if verb and words[verb] in ("RENAME", "ALTER"):
            return (
                f"PostgreSQL has no {said} {guard}: ask information_schema.columns in a DO block, "
                f"and run the ALTER TABLE {table} there"
            )
        return f"PostgreSQL has no {guard} here: ask the catalog in a DO block, and run the ALTER TABLE {table} there"
