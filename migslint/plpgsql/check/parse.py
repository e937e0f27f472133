"""A reader of PL/pgSQL bodies (`pl_gram.y`), by the tokens of the SQL scanner.

What it reads has been through the server's own grammar when the function was created, so it looks for no mistakes:
`Unreadable` is raised for what it does not understand, and nothing is said of such a body.
"""

from __future__ import annotations

from migslint.plpgsql.check.nodes import (
    Argument,
    Assign,
    Block,
    Case,
    Declaration,
    Evaluate,
    Execute,
    Fetch,
    ForCursor,
    Foreach,
    ForInteger,
    ForQuery,
    GetDiagnostics,
    Handler,
    If,
    Loop,
    Node,
    Open,
    Return,
    Sql,
    Target,
    Text,
)
from migslint.syntax import recovery
from migslint.syntax.library import SCONST
from migslint.syntax.names import value

_OPEN, _CLOSE = (40, 91), (41, 93)
_ENDS = frozenset(("end", "else", "elsif", "elseif", "when", "exception"))
_ASSIGNS = (":=", "=")
_LEVELS = frozenset(("exception", "warning", "notice", "info", "log", "debug"))
_DEEPEST = 200


class Unreadable(Exception):
    """The body is not what this reader knows."""


class Body:
    """A body that has been read: its block and what `#variable_conflict` says of it ("" for nothing)."""

    __slots__ = ("block", "conflict", "data")

    def __init__(self, data: bytes, block: Block, conflict: str) -> None:
        self.data = data
        self.block = block
        self.conflict = conflict


def read(text: str) -> Body:
    """The tree of a body: Unreadable where that cannot be had."""
    data = text.encode("utf-8", "surrogatepass")
    return _Reader(data).body()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.tokens = recovery.tokens(data)
        self.texts = [data[t.start : t.end].decode("utf-8", "replace") for t in self.tokens]
        self.words = [t.lower() if t[:1] not in ("'", '"', "$") else t for t in self.texts]
        self.words.append("")
        self.i = 0
        self.depth = 0

    # --- tokens ---

    def word(self, ahead: int = 0) -> str:
        """The token, in lower case; "" behind the last one."""
        i = self.i + ahead
        return self.words[i] if i < len(self.words) else ""

    def start(self) -> int:
        """The byte at which the token begins."""
        return self.tokens[self.i].start if self.i < len(self.tokens) else len(self.data)

    def take(self, *words: str) -> bool:
        """Pass over these words if they are next."""
        if all(self.word(k) == w for k, w in enumerate(words)):
            self.i += len(words)
            return True
        return False

    def expect(self, *words: str) -> None:
        """Pass over one of these words."""
        if self.word() not in words:
            raise Unreadable(f"{self.word()} for {words[0]}")
        self.i += 1

    def is_name(self, ahead: int = 0) -> bool:
        """Whether the token can name a variable."""
        w = self.word(ahead)
        return w[:1] == '"' or w[:1] == "_" or w[:1].isalpha() or (w[:1] == "$" and w[1:].isdigit()) or w[:1] > "\x7f"

    def name(self) -> str:
        """The identifier, as the server stores it."""
        if not self.is_name():
            raise Unreadable("name")
        self.i += 1
        return value(self.texts[self.i - 1])

    def until(self, *stops: str) -> Text:
        """`read_sql_construct`: what stands before one of the words, outside of parentheses."""
        first = self.i
        depth = 0
        while True:
            if self.i >= len(self.tokens):
                raise Unreadable("end of input")
            kind = self.tokens[self.i].kind
            if depth <= 0 and self.words[self.i] in stops:
                break
            depth += (kind in _OPEN) - (kind in _CLOSE)
            self.i += 1
        if self.i == first:
            raise Unreadable("nothing")
        return Text(self.tokens[first].start, self.tokens[self.i - 1].end)

    def listed(self, *stops: str) -> list[Text]:
        """Expressions with commas between them, up to one of the words."""
        out = [self.until(",", *stops)]
        while self.take(","):
            out.append(self.until(",", *stops))
        return out

    def target(self) -> Target:
        """A variable, perhaps with a label before or a field behind it."""
        start = self.start()
        names = [self.name()]
        while self.word() == "." and self.is_name(1):
            self.i += 1
            names.append(self.name())
        return Target(tuple(names), start)

    def targets(self) -> list[Target]:
        """`read_into_target`."""
        out = [self.target()]
        while self.take(","):
            out.append(self.target())
        return out

    # --- blocks ---

    def body(self) -> Body:
        """`pl_function`."""
        conflict = ""
        while self.word() == "#":
            self.i += 1
            if self.word() == "variable_conflict":
                conflict = self.word(1)
            self.i += 2
        block = self.block(self.label())
        self.take(";")
        if self.i < len(self.tokens):
            raise Unreadable("more")
        return Body(self.data, block, conflict)

    def label(self) -> str:
        """`opt_block_label`."""
        if not self.take("<<"):
            return ""
        name = self.name()
        self.expect(">>")
        return name

    def block(self, label: str) -> Block:
        """`pl_block` without its semicolon."""
        at = self.start()
        declarations: list[Declaration] = []
        if self.take("declare"):
            while self.word() != "begin":
                if not self.take("declare"):
                    declarations.append(self.declaration())
        self.expect("begin")
        statements = self.statements()
        handlers: list[Handler] = []
        if self.take("exception"):
            while self.take("when"):
                handlers.append(Handler(self.conditions(), self.statements()))
        self.expect("end")
        if self.is_name():
            self.i += 1
        return Block(at, label, declarations, statements, handlers)

    def conditions(self) -> tuple[str, ...]:
        """`proc_conditions`, with THEN."""
        out: list[str] = []
        while not self.take("then"):
            if self.word() not in ("or", "sqlstate"):
                out.append(value(self.texts[self.i]) if self.i < len(self.tokens) else "")
            self.until_any()
        return tuple(out)

    def declaration(self) -> Declaration:
        """`decl_statement`."""
        at = self.start()
        name = self.name()
        if self.take("alias"):
            self.expect("for")
            alias = self.target()
            self.expect(";")
            return Declaration(name, at, alias=alias.names)
        if self.word() in ("cursor", "scroll") or (self.word() == "no" and self.word(1) == "scroll"):
            return self.cursor(name, at)
        self.take("constant")
        type = self.until(":=", "=", "default", "collate", "not", ";")
        if self.take("collate"):
            self.target()
        self.take("not", "null")
        default = None
        if self.word() != ";":
            self.expect(":=", "=", "default")
            default = self.until(";")
        self.expect(";")
        return Declaration(name, at, type, default)

    def cursor(self, name: str, at: int) -> Declaration:
        """`decl_cursor_query` with its arguments."""
        while self.word() != "cursor":
            self.i += 1
        self.i += 1
        arguments: list[tuple[str, Text]] = []
        if self.take("("):
            while not self.take(")"):
                argument = self.name()
                arguments.append((argument, self.until(",", ")")))
                self.take(",")
        self.expect("for", "is")
        query = self.until(";")
        self.expect(";")
        return Declaration(name, at, query=query, arguments=tuple(arguments))

    # --- statements ---

    def statements(self) -> list[Node]:
        """`proc_sect`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable("depth")
        out: list[Node] = []
        while self.word() not in _ENDS and self.i < len(self.tokens):
            found = self.statement()
            if found is not None:
                out.append(found)
        self.depth -= 1
        return out

    def statement(self) -> Node | None:
        """`proc_stmt`."""
        at = self.start()
        word = self.word()
        if word == "<<":
            label = self.label()
            at = self.start()
            word = self.word()
            if word in ("declare", "begin"):
                return self.ended(self.block(label))
            return self.looped(at, word, label)
        if self.is_assignment():
            return self.assignment(at)
        if word in ("declare", "begin"):
            return self.ended(self.block(""))
        if word in ("loop", "while", "for", "foreach"):
            return self.looped(at, word, "")
        run = _STATEMENTS.get(word)
        if run is not None:
            self.i += 1
            return run(self, at)
        return self.sql(at)

    def ended(self, node: Node) -> Node:
        """The semicolon behind a statement."""
        self.expect(";")
        return node

    def is_assignment(self) -> bool:
        """Whether `name … :=` comes next, as the lexer tells it from a statement of SQL."""
        if not self.is_name():
            return False
        k = 1
        while self.word(k) == "." and self.is_name(k + 1):
            k += 2
        return self.word(k) in _ASSIGNS or self.word(k) == "["

    def assignment(self, at: int) -> Node:
        """`stmt_assign`."""
        target = self.target()
        subscripts: list[Text] = []
        rest = False
        while self.word() not in _ASSIGNS:
            if self.take("["):
                if self.word() not in (":", "]"):
                    subscripts.append(self.until("]", ":"))
                if self.take(":") and self.word() != "]":
                    subscripts.append(self.until("]"))
                self.expect("]")
            elif self.take("."):
                self.name()
                rest = True
            else:
                raise Unreadable("assignment")
        self.i += 1
        found = self.until(";")
        self.expect(";")
        return Assign(at, Target(target.names, target.start, tuple(subscripts), rest), found)

    def looped(self, at: int, word: str, label: str) -> Node:
        """A loop with its label."""
        self.i += 1
        if word == "loop":
            return Loop(at, label, None, self.loop_body())
        if word == "while":
            condition = self.until("loop")
            self.i += 1
            return Loop(at, label, condition, self.loop_body())
        if word == "foreach":
            return self.foreach(at, label)
        if word == "for":
            return self.for_loop(at, label)
        raise Unreadable("label")

    def loop_body(self) -> list[Node]:
        """`loop_body`."""
        found = self.statements()
        self.expect("end")
        self.expect("loop")
        if self.is_name():
            self.i += 1
        self.expect(";")
        return found

    def for_loop(self, at: int, label: str) -> Node:
        """`for_control`."""
        targets = self.targets()
        self.expect("in")
        if self.take("execute"):
            query = self.until("loop", "using")
            using = self.listed("loop") if self.take("using") else []
            self.i += 1
            return ForQuery(at, label, targets, query, True, using, self.loop_body())
        first = self.i
        if self.is_name() and self.word() not in ("select", "with", "values", "reverse", "insert", "update", "delete"):
            cursor = self.target()
            arguments = self.cursor_arguments() if self.word() == "(" else []
            if self.take("loop") and len(targets) == 1:
                return ForCursor(at, label, targets[0].names[-1], cursor, arguments, self.loop_body())
            self.i = first
        if self.word() == "reverse":
            self.i += 1
        found = self.until("..", "loop")
        if not self.take(".."):
            self.i += 1
            return ForQuery(at, label, targets, found, False, [], self.loop_body())
        bounds = [found, self.until("by", "loop")]
        if self.take("by"):
            bounds.append(self.until("loop"))
        self.i += 1
        return ForInteger(at, label, targets[0].names[-1], bounds, self.loop_body())

    def cursor_arguments(self) -> list[Argument]:
        """`read_cursor_args`."""
        self.expect("(")
        out: list[Argument] = []
        while not self.take(")"):
            name = ""
            if self.is_name() and self.word(1) in (":=", "=>"):
                name = self.name()
                self.i += 1
            out.append(Argument(name, self.until(",", ")")))
            self.take(",")
        return out

    def foreach(self, at: int, label: str) -> Node:
        """`stmt_foreach_a`."""
        targets = self.targets()
        depth = 0
        if self.take("slice"):
            depth = int(self.word()) if self.word().isdigit() else 0
            self.i += 1
        self.expect("in")
        self.expect("array")
        array = self.until("loop")
        self.i += 1
        return Foreach(at, label, targets, depth, array, self.loop_body())

    def conditional(self, at: int) -> Node:
        """`stmt_if`."""
        branches: list[tuple[Text, list[Node]]] = []
        while True:
            condition = self.until("then")
            self.i += 1
            branches.append((condition, self.statements()))
            if self.word() not in ("elsif", "elseif"):
                break
            self.i += 1
        otherwise = self.statements() if self.take("else") else None
        self.expect("end")
        self.expect("if")
        return self.ended(If(at, branches, otherwise))

    def case(self, at: int) -> Node:
        """`stmt_case`."""
        subject = self.until("when") if self.word() != "when" else None
        branches: list[tuple[Text, list[Node]]] = []
        while self.take("when"):
            condition = self.until("then")
            self.i += 1
            branches.append((condition, self.statements()))
        otherwise = self.statements() if self.take("else") else None
        self.expect("end")
        self.expect("case")
        self.expect(";")
        if subject is not None:
            return Case(at, subject, branches, otherwise)
        return If(at, branches, otherwise, is_case=True)

    def leave(self, at: int) -> Node:
        """`stmt_exit`."""
        if self.is_name() and self.word() != "when":
            self.i += 1
        values = [self.until(";")] if self.take("when") else []
        return self.ended(Evaluate(at, "exit", values, leaves=not values))

    def returned(self, at: int) -> Node:
        """`stmt_return`."""
        kind = ""
        if self.word() in ("next", "query"):
            kind = self.word()
            self.i += 1
            if kind == "query" and self.take("execute"):
                value = self.until(";", "using")
                using = self.listed(";") if self.take("using") else []
                return self.ended(Return(at, "execute", value, using))
        found = self.until(";") if self.word() != ";" else None
        return self.ended(Return(at, kind, found, []))

    def raised(self, at: int) -> Node:
        """`stmt_raise`."""
        level = "exception"
        if self.word() in _LEVELS:
            level = self.word()
            self.i += 1
        values: list[Text] = []
        if self.i < len(self.tokens) and self.tokens[self.i].kind == SCONST:
            self.i += 1
            while self.take(","):
                values.append(self.until(",", ";", "using"))
        else:
            while self.word() not in ("using", ";"):
                self.until_any()
        if self.take("using"):
            while True:
                self.i += 1
                self.expect(*_ASSIGNS)
                values.append(self.until(",", ";"))
                if not self.take(","):
                    break
        return self.ended(Evaluate(at, "raise", values, leaves=level == "exception"))

    def until_any(self) -> None:
        """Pass over a token."""
        if self.i >= len(self.tokens):
            raise Unreadable("end of input")
        self.i += 1

    def asserted(self, at: int) -> Node:
        """`stmt_assert`."""
        return self.ended(Evaluate(at, "assert", self.listed(";")))

    def performed(self, at: int) -> Node:
        """`stmt_perform`."""
        return self.ended(Evaluate(at, "perform", [self.until(";")]))

    def executed(self, at: int) -> Node:
        """`stmt_dynexecute`."""
        value = self.until("into", "using", ";")
        into: list[Target] | None = None
        using: list[Text] = []
        while self.word() != ";":
            if self.take("into"):
                self.take("strict")
                into = self.targets()
            elif self.take("using"):
                using = self.listed("into", ";")
            else:
                raise Unreadable("EXECUTE")
        return self.ended(Execute(at, value, into, using))

    def diagnostics(self, at: int) -> Node:
        """`stmt_getdiag`."""
        while self.word() != "diagnostics":
            self.until_any()
        self.i += 1
        targets = [self.target()]
        self.until(",", ";")
        while self.take(","):
            targets.append(self.target())
            self.until(",", ";")
        return self.ended(GetDiagnostics(at, targets))

    def opened(self, at: int) -> Node:
        """`stmt_open`."""
        cursor = self.target()
        arguments = self.cursor_arguments() if self.word() == "(" else []
        while self.word() in ("no", "scroll"):
            self.i += 1
        query, using, dynamic = None, [], False
        if self.take("for"):
            dynamic = self.take("execute")
            query = self.until("using", ";") if dynamic else self.until(";")
            using = self.listed(";") if self.take("using") else []
        return self.ended(Open(at, cursor, arguments, query, dynamic, using))

    def fetched(self, at: int) -> Node:
        """`stmt_fetch`."""
        while self.word(1) not in ("into", ";", ""):
            self.until_any()
        cursor = self.target()
        into = self.targets() if self.take("into") else None
        return self.ended(Fetch(at, cursor, into))

    def nothing(self, at: int) -> None:
        """NULL, COMMIT, ROLLBACK: nothing to look at."""
        while not self.take(";"):
            self.until_any()

    def sql(self, at: int) -> Node:
        """`make_execsql_stmt`."""
        first = self.words[self.i]
        begin = self.i
        into: list[Target] | None = None
        blank: tuple[int, int] | None = None
        depth = atomic = 0
        while True:
            if self.i >= len(self.tokens):
                raise Unreadable("end of input")
            word, kind = self.words[self.i], self.tokens[self.i].kind
            if word == ";" and depth <= 0 and not atomic:
                break
            depth += (kind == 40) - (kind == 41)
            before = self.words[self.i - 1] if self.i > begin else ""
            if word == "atomic" and before == "begin":
                atomic = 1
            elif atomic and word == "end":
                atomic = 0
            if word == "into" and before not in ("insert", "merge") and first != "import" and into is None:
                start = self.start()
                self.i += 1
                self.take("strict")
                into = self.targets()
                blank = (start, self.start())
                continue
            self.i += 1
        text = Text(self.tokens[begin].start, self.tokens[self.i - 1].end, blank)
        return self.ended(Sql(at, text, into))


_STATEMENTS = {
    "if": _Reader.conditional,
    "case": _Reader.case,
    "exit": _Reader.leave,
    "continue": _Reader.leave,
    "return": _Reader.returned,
    "raise": _Reader.raised,
    "assert": _Reader.asserted,
    "perform": _Reader.performed,
    "execute": _Reader.executed,
    "get": _Reader.diagnostics,
    "open": _Reader.opened,
    "fetch": _Reader.fetched,
    "move": _Reader.fetched,
    "close": _Reader.fetched,
    "null": _Reader.nothing,
    "commit": _Reader.nothing,
    "rollback": _Reader.nothing,
}
