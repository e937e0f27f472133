"""A walk over the statements of a body, in the order in which they are written (`plpgsql_check`: stmtwalk.c)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from migslint.analyze import api
from migslint.analyze.types import UNSURE, UNSURE_REF, element_of
from migslint.catalog.errors import PgError
from migslint.catalog.objects import TypeRef
from migslint.catalog.typename import format_type
from migslint.plpgsql.check import nodes as n
from migslint.plpgsql.check.constants import constant, guarded
from migslint.plpgsql.check.estate import Estate
from migslint.plpgsql.check.names import (
    Cursor,
    Record,
    State,
    Variable,
    datum_of,
)
from migslint.plpgsql.check.query import QUERIES, Parsed

#: how a list of statements ends: it goes on, it is left, or it is left for certain and what follows is never run
_ON, _LEFT, _DEAD = 0, 1, 2

_CASE = "__case__"


class Walk(Estate):
    """One walk: of a function, or of a trigger function for one table."""

    # --- statements ---

    def statements(self, statements: list[n.Node]) -> int:
        """Statements in a row."""
        end = _ON
        for statement in statements:
            run = _RUN.get(type(statement))
            left = run(self, statement) if run is not None else _ON
            if left == _DEAD:
                return _DEAD
            end = left or end
        return end

    def ways(self, branches: Iterable[Callable[[], int]]) -> int:
        """Run each branch from what is held now, and go on with what those hold that go on."""
        before = self.state()
        ends: list[list[tuple[Record, State]]] = []
        all_left = True
        for branch in branches:
            self.restore(before)
            if branch() == _ON:
                ends.append(self.state())
                all_left = False
        self.restore(before)
        self.merge(ends)
        return _LEFT if all_left else _ON

    def block(self, block: n.Block) -> int:
        """`check_stmt`: PLPGSQL_STMT_BLOCK."""
        self.names.push(block.label)
        try:
            for declaration in block.declarations:
                self.declare(declaration)
            if not block.handlers:
                return self.statements(block.body)
            return self.guarded(block)
        finally:
            self.names.pop()

    def guarded(self, block: n.Block) -> int:
        """A block with EXCEPTION."""
        before = self.state()
        self.caught.append(tuple(c for h in block.handlers for c in h.conditions))
        ends = []
        end = self.statements(block.body)
        self.caught.pop()
        after = self.state()
        if end == _ON:
            ends.append(after)
        for name in ("sqlstate", "sqlerrm"):
            self.names.add(Variable(name, self.builtin("text")))
        for handler in block.handlers:
            for (record, old), (_, new) in zip(before, after):
                record.state = old if old == new else "unknown"
            if self.statements(handler.body) == _ON:
                ends.append(self.state())
        self.merge(ends)
        return _ON if ends else _LEFT

    def declare(self, declaration: n.Declaration) -> None:
        """A variable, with its default; an alias; a cursor with its query."""
        name, level = declaration.name, self.names.levels[-1]
        if declaration.alias:
            found = self.names.lookup(declaration.alias)
            if found is not None:
                level.items[name] = found[0]
            return
        if declaration.query is not None:
            inner = self.names.push()
            for argument, type in declaration.arguments:
                inner.items[argument] = datum_of(argument, self.type_of(type))
            columns = self.analyse(self.texts.statement(declaration.query))
            self.names.pop()
            level.items[name] = Variable(name, self.builtin("refcursor"))
            level.cursors[name] = Cursor(name, columns, tuple(a for a, _ in declaration.arguments))
            return
        assert declaration.type is not None
        ref = self.type_of(declaration.type)
        datum = datum_of(name, ref)
        if declaration.default is not None:
            given = self.value(declaration.default)
            self.hold(datum, given)
        level.items[name] = datum

    def assignment(self, node: n.Assign) -> int:
        """PLPGSQL_STMT_ASSIGN."""
        for subscript in node.target.subscripts:
            self.value(subscript)
        given = self.value(node.value)
        refused = self.refused
        found = self.names.lookup(node.target.names)
        if found is not None and isinstance(found[0], Variable) and not node.target.subscripts:
            self.literal(node.value, found[0].type)
        datum = self.target(node.target)
        self.refused = refused
        if not node.target.subscripts and not node.target.rest:
            self.hold(datum, given)
        return _ON

    def conditional(self, node: n.If) -> int:
        """PLPGSQL_STMT_IF."""
        branches: list[Callable[[], int]] = []
        guards, self.left_guard = self.guards, frozenset()
        try:
            for condition, body in node.branches:
                parsed = self.texts.expression(condition)
                known = constant(parsed, self.trigger)
                if known is False:
                    continue
                branches.append(self._branch(condition, parsed, body))
                if known is True:
                    end = self.ways(branches)
                    return _DEAD if end == _LEFT and len(branches) == 1 else end
            otherwise = node.otherwise
            if otherwise is not None:
                branches.append(lambda: self.statements(otherwise))
            elif not node.is_case:
                branches.append(lambda: _ON)
            return self.ways(branches) if branches else _ON
        finally:
            self.guards = guards | self.left_guard

    def _branch(self, condition: n.Text, parsed: Parsed | None, body: list[n.Node]) -> Callable[[], int]:
        def run() -> int:
            self.columns(parsed)
            guard = guarded(parsed)
            self.guards |= guard
            end = self.statements(body)
            self.left_guard = guard if end != _ON else frozenset()
            return end

        return run

    def case(self, node: n.Case) -> int:
        """PLPGSQL_STMT_CASE with an expression: each WHEN is compared with a variable of its type."""
        given = self.value(node.subject)
        branches: list[Callable[[], int]] = []
        subject = self.texts.expression(node.subject)
        for values, body in node.branches:
            if constant(subject, self.trigger, self.texts.expression(values)) is False:
                continue
            branches.append(self._when(values, body, given))
        otherwise = node.otherwise
        if otherwise is not None:
            branches.append(lambda: self.statements(otherwise))
        return self.ways(branches) if branches else _ON

    def _when(self, values: n.Text, body: list[n.Node], given: TypeRef) -> Callable[[], int]:
        def run() -> int:
            self.names.push().items[_CASE] = datum_of(_CASE, given)
            self.columns(self.texts.wrapped(values, f'SELECT "{_CASE}" IN ('.encode(), b")"))
            self.names.pop()
            return self.statements(body)

        return run

    def looped(self, label: str, body: list[n.Node], prepare: Callable[[], None] | None = None) -> int:
        """The statements of a loop, which see what later ones did the time before."""
        before = self.state()
        for part in n.walk(body):
            if isinstance(part, n.Sql):
                self.touched(part)
            elif isinstance(part, n.Execute):
                self.touched_by(part)
        for target in n.assigned(body):
            found = self.names.lookup(target.names)
            if found is not None and isinstance(found[0], Record) and found[0].type is None:
                if found[0].state != "failed":
                    found[0].state = "later" if found[0].state == "unassigned" else "unknown"
        self.names.push(label)
        try:
            if prepare is not None:
                prepare()
            self.statements(body)
        finally:
            self.names.pop()
        after = self.state()
        self.restore(before)
        self.merge([before, after])
        return _ON

    def loop(self, node: n.Loop) -> int:
        """PLPGSQL_STMT_LOOP, PLPGSQL_STMT_WHILE."""
        condition = node.condition
        if condition is None:
            return self.looped(node.label, node.body)
        return self.looped(node.label, node.body, lambda: self._evaluated(condition))

    def _evaluated(self, text: n.Text) -> None:
        self.value(text)

    def for_integer(self, node: n.ForInteger) -> int:
        """PLPGSQL_STMT_FORI."""
        for bound in node.bounds:
            self.value(bound)
        return self.looped(node.label, node.body, lambda: self.names.add(Variable(node.variable, self.builtin("int4"))))

    def for_query(self, node: n.ForQuery) -> int:
        """PLPGSQL_STMT_FORS, PLPGSQL_STMT_DYNFORS."""
        columns = (
            self.dynamic(node.query, node.using) if node.dynamic else self.analyse(self.texts.statement(node.query))
        )
        refused = self.refused

        def prepare() -> None:
            self.refused = refused
            self.assign(node.targets, columns)

        return self.looped(node.label, node.body, prepare)

    def for_cursor(self, node: n.ForCursor) -> int:
        """PLPGSQL_STMT_FORC: the loop has a record of its own."""
        for argument in node.arguments:
            self.value(argument.text)
        cursor = self.names.cursor(node.cursor.names)
        state: State = cursor.columns if cursor is not None and cursor.columns is not None else "unknown"
        return self.looped(node.label, node.body, lambda: self.names.add(Record(node.variable, None, state)))

    def foreach(self, node: n.Foreach) -> int:
        """PLPGSQL_STMT_FOREACH_A."""
        given = self.value(node.array)
        element = UNSURE_REF
        if given.type is not UNSURE and given.type.typtype != "?":
            found = element_of(given.type)
            if found is None:
                shown = format_type(self.session, given.type)
                self.found(
                    PgError("42804", f"FOREACH expression must yield an array, not type {shown}", reason="type"),
                    node.array.start,
                )
            elif not node.slice:
                element = TypeRef(found)

        def prepare() -> None:
            self.refuse_nothing()
            if len(node.targets) == 1:
                self.hold(self.target(node.targets[0]), element)

        return self.looped(node.label, node.body, prepare)

    def evaluate(self, node: n.Evaluate) -> int:
        """PERFORM, RAISE, ASSERT, EXIT WHEN."""
        for value in node.values:
            self.columns(self.texts.expression(value))
        return _LEFT if node.leaves else _ON

    def returned(self, node: n.Return) -> int:
        """PLPGSQL_STMT_RETURN, PLPGSQL_STMT_RETURN_NEXT, PLPGSQL_STMT_RETURN_QUERY."""
        if node.value is None:
            return _ON if node.kind else _LEFT
        if node.kind == "query":
            self.structure(self.columns(self.texts.statement(node.value)), node)
            return _ON
        if node.kind == "execute":
            self.dynamic(node.value, node.using)
            return _ON
        self.value(node.value)
        self.composite(node.value, node)
        return _ON if node.kind == "next" else _LEFT

    def structure(self, columns: list[api.Column] | None, node: n.Return) -> None:
        """What RETURN QUERY yields."""
        if columns is not None:
            self.compare([c.type for c in columns], "structure of query does not match function result type", node)

    def compare(self, given: list[TypeRef], message: str, node: n.Return) -> None:
        """`attmap.c, build_attrmap_by_position`: the columns have exactly the declared types."""
        detail = self.mismatch(given)
        if detail is not None:
            error = PgError("42804", message, detail=detail, reason="type")
            self.found(error, node.value.start if node.value is not None else node.at)

    def mismatch(self, given: list[TypeRef]) -> str | None:
        """In which way columns are not the declared ones."""
        wanted = self.result.columns
        if wanted is None:
            return None
        session = self.session
        for i, (type, (name, want)) in enumerate(zip(given, wanted), 1):
            if UNSURE in (type.type, want.type) or "?" in (type.type.typtype, want.type.typtype):
                continue
            if type.type is not want.type:
                place = f'"{name}" (position {i})' if session.version >= 18 else str(i)
                return (
                    f"Returned type {format_type(session, type.type, type.typmod, True)} does not match expected type "
                    f"{format_type(session, want.type, want.typmod, True)} in column {place}."
                )
        if len(given) != len(wanted):
            return f"Number of returned columns ({len(given)}) does not match expected column count ({len(wanted)})."
        return None

    def composite(self, value: n.Text, node: n.Return) -> None:
        """RETURN of a row, by `exec_stmt_return`, `exec_stmt_return_next` and `coerce_function_result_tuple`."""
        row = self.result.row
        if row is None or self.refused is not None:
            return
        message = "returned record type does not match expected record type"
        parsed = self.texts.expression(value)
        target = parsed.value if parsed is not None else {}
        if parsed is not None and "RowExpr" in target:
            fields = [self.field(parsed, item) for item in target["RowExpr"].get("args", ())]
            self.compare(fields, message, node)
            return
        names = [f["String"].get("sval", "") for f in target.get("ColumnRef", {}).get("fields", ()) if "String" in f]
        found = self.names.lookup(names) if names else None
        if found is not None and found[1] == len(names) and isinstance(found[0], Record):
            state = found[0].state
            if node.kind == "next":
                message = "wrong record type supplied in RETURN NEXT"
            if not isinstance(state, str) and found[0].type != TypeRef(row):
                self.compare(list(state.values()), message, node)
        elif (
            found is not None and found[1] == len(names) and node.kind == "next" and len(self.result.columns or ()) > 1
        ):
            self.found(PgError("42804", "wrong result type supplied in RETURN NEXT", reason="type"), value.start)

    def field(self, parsed: Parsed, node: Any) -> TypeRef:
        """The type of a field of a row constructor, in which a literal has no type yet."""
        const = node.get("A_Const")
        if const is not None and ("sval" in const or const.get("isnull")):
            return self.builtin("unknown")
        select = {"targetList": [{"ResTarget": {"val": node}}]}
        columns = self.columns(Parsed("SelectStmt", select, parsed.shift, parsed.first))
        return columns[0].type if columns is not None and len(columns) == 1 else UNSURE_REF

    def sql(self, node: n.Sql) -> int:
        """PLPGSQL_STMT_EXECSQL, PLPGSQL_STMT_CALL."""
        parsed = self.texts.statement(node.text)
        columns = None
        self.refuse_nothing()
        if parsed is not None:
            if parsed.tag in QUERIES:
                columns = self.analyse(parsed)
            elif parsed.tag == "CallStmt":
                self.call(parsed)
            elif parsed.tag in ("CreateTableAsStmt", "DeclareCursorStmt", "ExplainStmt"):
                for tag, query in parsed.node["query"].items():
                    if tag in QUERIES:
                        self.columns(Parsed(tag, query, parsed.shift, parsed.first))
                self.refuse_nothing()
        if node.into is not None:
            self.assign(node.into, columns)
        self.touched(node)
        return _ON

    def execute(self, node: n.Execute) -> int:
        """PLPGSQL_STMT_DYNEXECUTE."""
        columns = self.dynamic(node.value, node.using)
        if node.into is not None:
            self.assign(node.into, columns)
        self.touched_by(node)
        return _ON

    def diagnostics(self, node: n.GetDiagnostics) -> int:
        """PLPGSQL_STMT_GETDIAG."""
        for target in node.targets:
            self.target(target)
        return _ON

    def open(self, node: n.Open) -> int:
        """PLPGSQL_STMT_OPEN."""
        for argument in node.arguments:
            self.value(argument.text)
        columns = None
        if node.query is not None:
            columns = (
                self.dynamic(node.query, node.using) if node.dynamic else self.analyse(self.texts.statement(node.query))
            )
        found = self.names.lookup(node.cursor.names)
        if found is not None:
            cursor = found[0]
            self.opened[cursor] = columns if self.opened.get(cursor, columns) == columns else None
        return _ON

    def fetch(self, node: n.Fetch) -> int:
        """PLPGSQL_STMT_FETCH."""
        self.refuse_nothing()
        if node.into is not None:
            cursor = self.names.cursor(node.cursor.names)
            found = self.names.lookup(node.cursor.names)
            columns = cursor.columns if cursor is not None else None
            if cursor is None and found is not None:
                columns = self.opened.get(found[0])
            self.assign(node.into, columns)
        return _ON


_RUN: dict[type[n.Node], Callable[[Walk, Any], int]] = {
    n.Block: Walk.block,
    n.Assign: Walk.assignment,
    n.If: Walk.conditional,
    n.Case: Walk.case,
    n.Loop: Walk.loop,
    n.ForInteger: Walk.for_integer,
    n.ForQuery: Walk.for_query,
    n.ForCursor: Walk.for_cursor,
    n.Foreach: Walk.foreach,
    n.Evaluate: Walk.evaluate,
    n.Return: Walk.returned,
    n.Sql: Walk.sql,
    n.Execute: Walk.execute,
    n.GetDiagnostics: Walk.diagnostics,
    n.Open: Walk.open,
    n.Fetch: Walk.fetch,
}
