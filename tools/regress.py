"""Hold migslint against PostgreSQL on PostgreSQL's own regression files, statement by statement.

    python -m tools.regress --sql DIR [--dsn DSN] [--show N] [--only KIND] [NAME …]

DIR holds src/test/regress/sql of PostgreSQL (bytebase/omni carries that of 17 under pg/pgregress/testdata/sql); the
server at DSN says which version migslint plays.  Each file runs in a fresh database, after test_setup.sql and the files
that it builds on, as psql runs it: variables, \\gset, \\gexec, COPY data, \\c.  Both sides are given the same
statements, one at a time; in a transaction a refused statement costs the rest nothing (psql's ON_ERROR_ROLLBACK).

A refusal counts unless it hangs on rows (SQLSTATE classes 22 and 23, 21000, 44000, what PL/pgSQL raises; a query that
EXPLAIN does not refuse), on the machine (files, locks, time, memory), on the code of a function that the statement
calls, or on privileges of another role than a superuser.  One of these kinds that migslint foretells counts all the
same.  After a refusal that does not count migslint forgets the statement, so that both go on from the same catalog.

Printed for each file: statements; counted refusals; of these foretold (the same SQLSTATE) and with the same message;
accepted statements that migslint refuses (false alarms); statements of which it says nothing (unknown); refusals that
do not count.  `--show N` shows the first N statements a file on which the two disagree; `--only` one KIND of them:
alarm, missed, state (refused by both with two SQLSTATEs), message, unknown.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from migslint.folder import Migration
from migslint.replay import run as law
from migslint.source import Source, Span
from migslint.syntax.meta import mask
from migslint.syntax.statements import parse
from migslint.worlds.start import start
from tests.differential.model import Outcome
from tests.differential.server import Server, ServerError, Session

#: files that need what other files leave behind
BUILDS_ON = {
    "select_parallel": ("create_misc",),
    "geometry": ("point", "lseg", "line", "box", "path", "polygon", "circle"),
    "horology": ("interval", "time", "timetz", "timestamp", "timestamptz"),
    "multirangetypes": ("rangetypes",),
}
#: not about the server's verdict on statements: psql itself
PSQL = ("psql", "psql_crosstab", "test_setup")

_ROWS = ("22", "23", "21000", "44000", "27000", "P0", "38", "39", "40")
_MACHINE = ("08", "25P02", "53", "54001", "55P03", "55006", "57", "58")
#: what this way of running, the settings of the server or its build bring about
_ARTEFACT = re.compile(
    r"in (?:a|the current) subtransaction$|^prepared transactions are disabled|lz4 not supported$|^unsupported XML feat"
)
_RUNTIME = re.compile(
    r'PL/pgSQL function (?!inline_code_block)(?!.* compilation)|SQL function ".*" (?:statement|during)'
)
#: what EXPLAIN plans: where it does, the refusal came with the rows
_PLANNED = re.compile(r"\s*(?:select|insert|update|delete|merge|values|with|table)\b", re.I)
_VARIABLE = re.compile(r""":(\{\?)?(['"]?)(\w+)\2(\})?""")
_META = re.compile(r"\\(\w+)[ \t]*([^\n\\]*)")
_COPY_DATA = re.compile(r";[^\n]*\n(.*?)^\\\.\r?$", re.S | re.M)
_COPY_STDIN = re.compile(r"\s*copy\b.*\bfrom\s+stdin\b", re.I | re.S)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
#: a regression test's environment: neither its data files nor its C functions are there
_ENVIRONMENT = {
    "PG_ABS_SRCDIR": "/nowhere",
    "PG_ABS_BUILDDIR": "/nowhere",
    "PG_LIBDIR": "/nowhere",
    "PG_DLSUFFIX": ".so",
}
KINDS = ("alarm", "missed", "state", "message", "unknown")
COLUMNS = ("statements", "refused", "foretold", "same message", "false alarms", "unknown", "not counted")


class Asked(msgspec.Struct):
    """A statement as it was sent, and the server's answer; `counts`: whether a refusal may be expected of migslint.

    `hidden`: not of the file, but done for it (a new connection).
    """

    line: int
    sql: str
    outcome: Outcome
    counts: bool = True
    hidden: bool = False


class Script:
    """A file in the hands of psql: `run` sends it to a session of the server."""

    def __init__(self, path: Path, session: Session) -> None:
        self.session = session
        self.name = path.stem
        self.source = Source(path.name, path.read_bytes().decode("utf-8", "replace"))
        self.variables = {"DBNAME": session.database, "USER": "postgres", "HOST": "localhost", "PORT": "5432"}
        self.skipping = False

    def pieces(self) -> Iterator[tuple[int, str, str]]:
        """Line and text of each statement, and what stands between it and the next; first the file's head, no text."""
        source = self.source
        masked = mask(source.data, 0, len(source.data), psql=True, placeholders=False)
        statements = parse(source, psql=True)
        ends = [s.span.start for s in statements[1:]] + [len(source.text)]
        yield 0, "", source.text[: statements[0].span.start if statements else None]
        for statement, end in zip(statements, ends):
            first, stop = source.byte(statement.span.start), source.byte(statement.span.end)
            text, at = "", first
            for colon, behind in masked.placeholders:
                if first <= colon < stop:
                    text += masked.data[at:colon].decode("utf-8", "replace")
                    text += self.value(source.data[colon:behind].decode("utf-8", "replace"))
                    at = behind
            text += masked.data[at:stop].decode("utf-8", "replace")
            yield source.position(statement.span.start)[0], text, source.text[statement.span.end : end]

    def value(self, name: str) -> str:
        """What psql puts for `:name`, `:'name'`, `:"name"`, `:{?name}`; a name that is not set stays as it is."""
        match = _VARIABLE.fullmatch(name)
        if match is None:
            return name
        asked, quote, variable, _ = match.groups()
        value = self.variables.get(variable)
        if asked:
            return "TRUE" if value is not None else "FALSE"
        return name if value is None else quote + value.replace(quote, quote * 2) + quote if quote else value

    def run(self) -> Iterator[Asked]:
        """Send the file; each statement with its answer."""
        for line, sql, behind in self.pieces():
            data = None
            if _COPY_STDIN.match(sql) and (match := _COPY_DATA.match(behind)):
                data, behind = match.group(1), behind[match.end() :]
            metas = _META.findall(_COMMENT.sub(" ", behind))
            sends = metas[0] if metas else ("", "")
            if sends[0] in ("gdesc", "bind", "parse", "bind_named", "crosstabview", "watch"):
                metas, sql = metas[1:], ""  # not executed as it stands
            if sql and not self.skipping:
                yield from self.send(line, sql, data, sends)
            for command, rest in metas:
                yield from self.command(line, command, rest)
                if command in ("quit", "q") and not self.skipping:
                    return

    def send(self, line: int, sql: str, data: str | None, sends: tuple[str, str]) -> Iterator[Asked]:
        session = self.session
        session.copy_data = data
        superuser = session.conn.parameter_status(b"is_superuser") == b"on"
        outcome = session.step(sql)
        result = session.last
        counts = _counts(outcome, session.context, superuser)
        if outcome.sqlstate and counts and outcome.sqlstate != "25006" and _PLANNED.match(sql):
            counts = session.step(f"explain {sql}").sqlstate is not None
        yield Asked(line, sql, outcome, counts)
        if outcome.sqlstate or result is None:
            return
        if sends[0] == "gset" and result.ntuples == 1:
            for i in range(result.nfields):
                value = result.get_value(0, i)
                name = sends[1].strip() + (result.fname(i) or b"").decode()
                if value is not None:
                    self.variables[name] = value.decode("utf-8", "replace")
        elif sends[0] == "gexec":
            values = [result.get_value(i, j) for i in range(result.ntuples) for j in range(result.nfields)]
            for value in values:
                if value:
                    yield from self.send(line, value.decode("utf-8", "replace"), None, ("", ""))

    def command(self, line: int, command: str, rest: str) -> Iterator[Asked]:
        words = rest.split()
        if command == "if":
            self.skipping = self.value(words[0]).lower() not in ("t", "true", "1", "on")
        elif command in ("else", "elif"):
            self.skipping = not self.skipping
        elif command == "endif":
            self.skipping = False
        elif command == "getenv" and len(words) == 2 and words[1] in _ENVIRONMENT:
            self.variables[words[0]] = _ENVIRONMENT[words[1]]
        elif command == "set" and words:
            parts = [_unquoted(part) if part[0] == "'" else self.value(part) for part in _words(rest)[1:]]
            self.variables[words[0]] = "".join(parts)
        elif command in ("c", "connect"):
            for sql in (
                ("DISCARD ALL",) if len(words) < 2 else ("DISCARD ALL", f'SET SESSION AUTHORIZATION "{words[1]}"')
            ):
                yield Asked(line, sql, self.session.step(sql), hidden=True)


def _words(text: str) -> list[str]:
    return re.findall(r"'(?:[^']|'')*'|\S+", text)


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def _counts(outcome: Outcome, context: str, superuser: bool) -> bool:
    state = outcome.sqlstate or ""
    if state == "42501":
        return superuser
    unlike = state.startswith(_ROWS + _MACHINE) or _ARTEFACT.search(outcome.message or "")
    return not unlike and not _RUNTIME.search(context)


def replay(files: list[list[Asked]], version: int) -> list[Outcome]:
    """migslint's answers to the statements of the last file; those before it prepare the catalog."""
    session = start(version)
    strict, law.STRICT = law.STRICT, False  # a fault of ours is reported, and the file goes on
    run = law.Replay(session)
    out: list[Outcome] = []
    try:
        for asked in files:
            answers = [(one, _ours(run, one)) for one in asked]
            out = [outcome for one, outcome in answers if not one.hidden]
            if session.in_block:
                session.journal.rollback(run.transactions.mark)
                run.transactions.end()
    finally:
        law.STRICT = strict
    told = set()
    for step, fault in run.faults:
        if str(fault) not in told:
            told.add(str(fault))
            traceback.print_exception(fault, limit=-3, file=sys.stdout)
            print(f"    at {' '.join(step.statement.text.split())[:200]}")
    return out


def _ours(run: law.Replay, asked: Asked) -> Outcome:
    source = Source("regress.sql", asked.sql)
    whole = Span(0, len(source.text))
    migration = Migration("regress.sql", "regress.sql", "", "", source, (whole,), "statements")
    outcome = Outcome()
    for statement in parse(source, whole, pg_version=run.session.version):
        step = run.statement(migration, statement)
        outcome.unknown = step.unknown is not None
        outcome.source = step.unknown or ""
        if step.refusal is not None:
            error = step.refusal
            outcome.sqlstate, outcome.message, outcome.detail = error.sqlstate, error.message, error.detail
            break
        if asked.outcome.sqlstate and not asked.counts and statement.tag != "TransactionStmt":
            run.session.journal.rollback(step.before)
            run.session._path_key = None
    return outcome


class Regression:
    """A server and the directory of the files."""

    def __init__(self, sql: Path, dsn: str) -> None:
        self.sql = sql
        self.server = Server(dsn)
        self.version: int = self.server.admin.conn.server_version // 10000
        self.setup: list[Asked] = []
        self.others = self.tablespaces()
        self.template = f"{self.server.base}_setup"
        self.server.admin.must(f"create database {self.template} template template0 strategy wal_log")
        if (sql / "test_setup.sql").exists():
            session = Session(dsn, self.template)
            self.setup = list(Script(sql / "test_setup.sql", session).run())
            session.close()
            self.setup.append(Asked(0, "DISCARD ALL", Outcome(), hidden=True))

    def close(self) -> None:
        """Leave nothing behind."""
        self.server.admin.must(f"drop database {self.template} with (force)")
        for name in self.tablespaces() - self.others:
            self.server.admin.run(f'drop tablespace "{name}"')
        self.server.close()

    def tablespace(self) -> None:
        """Make the tablespace of the setup again where a file has dropped it."""
        for one in self.setup:
            if one.sql.lower().startswith(("create tablespace", "set allow_in_place")):
                self.server.admin.run(one.sql)

    def tablespaces(self) -> set[str]:
        """The names of all tablespaces."""
        result = self.server.admin.must("select spcname from pg_tablespace")
        return {result.get_value(i, 0).decode() for i in range(result.ntuples)}

    def ask(self, name: str) -> list[list[Asked]]:
        """What the server says of the files that a file builds on, and of the file itself, in a fresh database."""
        admin, database = self.server.admin, f"{self.server.base}_regress"
        roles = self.server.roles()
        self.tablespace()
        admin.must(f"create database {database} template {self.template} strategy wal_log")
        session = Session(self.server.dsn, database)
        text, out = "", [self.setup]
        try:
            for each in (*BUILDS_ON.get(name, ()), name):
                path = self.sql / f"{each}.sql"
                text += path.read_bytes().decode("utf-8", "replace")
                out.append([])
                for asked in Script(path, session).run():
                    out[-1].append(asked)
        except ServerError as error:
            print(f"{name}: {error}", file=sys.stderr)
        finally:
            session.close()
            admin.must(f"drop database {database} with (force)")
            for _ in range(2):  # a role may be the grantor of another's membership
                for role in self.server.roles() - roles:
                    if role in text:
                        admin.run('drop role "{}"'.format(role.replace('"', '""')))
        return out


def kind(asked: Asked, ours: Outcome) -> str:
    """In what the two disagree: one of KINDS, or nothing."""
    theirs = asked.outcome
    if theirs.sqlstate is None:
        return "alarm" if ours.sqlstate else "unknown" if ours.unknown else ""
    if ours.sqlstate == theirs.sqlstate:
        return "message" if ours.message != theirs.message else ""
    if not asked.counts:
        return ""
    return "state" if ours.sqlstate else "unknown" if ours.unknown else "missed"


def tally(asked: list[Asked], ours: list[Outcome]) -> Counter[str]:
    """The figures of one file."""
    counts: Counter[str] = Counter(statements=len(asked))
    for one, outcome in zip(asked, ours, strict=True):
        what, theirs = kind(one, outcome), one.outcome
        counts["unknown"] += outcome.unknown
        counts["false alarms"] += what == "alarm"
        if theirs.sqlstate is None:
            counts["accepted"] += 1
        elif one.counts or what == "message" or outcome.sqlstate == theirs.sqlstate:
            counts["refused"] += 1
            counts["foretold"] += outcome.sqlstate == theirs.sqlstate
            counts["same message"] += outcome.sqlstate == theirs.sqlstate and what != "message"
        else:
            counts["not counted"] += 1
    return counts


def _line(name: str, counts: Counter[str]) -> str:
    foretold = f"{100 * counts['foretold'] / counts['refused']:.0f} %" if counts["refused"] else ""
    alarms = f"{100 * counts['false alarms'] / counts['accepted']:.1f} %" if counts["accepted"] else ""
    return f"{name:24}" + "".join(f"{counts[c]:>13}" for c in COLUMNS) + f"{foretold:>8}{alarms:>8}"


def _show(name: str, asked: Asked, ours: Outcome, what: str) -> None:
    theirs = asked.outcome
    print(f"{name}:{asked.line} {what}: {' '.join(asked.sql.split())[:300]}")
    print(f"    server: {theirs.sqlstate or 'ok'} {theirs.message or ''}  {theirs.source}")
    print(f"    ours:   {'unknown: ' + ours.source if ours.unknown else ours.sqlstate or 'ok'} {ours.message or ''}")
    if ours.detail and what != "message":
        print(f"            {ours.detail}")


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--sql", type=Path, required=True)
    parser.add_argument("--dsn", default=os.environ.get("DIFFERENTIAL_DSN", "host=127.0.0.1 port=5418 user=postgres"))
    parser.add_argument("--show", type=int, default=0, metavar="N")
    parser.add_argument("--only", choices=KINDS)
    args = parser.parse_args()
    names = args.names or sorted(p.stem for p in args.sql.glob("*.sql") if p.stem not in PSQL)
    if missing := [name for name in names if not (args.sql / f"{name}.sql").exists()]:
        print(f"not in {args.sql}: {', '.join(missing)}", file=sys.stderr)
        return 2
    started = time.perf_counter()
    regression = Regression(args.sql, args.dsn)
    total: Counter[str] = Counter()
    try:
        print(f"PostgreSQL {regression.version}\n{'':24}" + "".join(f"{c:>13}" for c in COLUMNS))
        for name in names:
            files = regression.ask(name)
            ours = replay(files, regression.version)
            asked = [one for one in files[-1] if not one.hidden]
            counts = tally(asked, ours)
            total.update(counts)
            print(_line(name, counts), flush=True)
            found: list[tuple[Asked, Outcome, str]] = []
            for one, outcome in zip(asked, ours, strict=True):
                what = kind(one, outcome)
                if what and (what == args.only or (not args.only and what != "unknown")):
                    found.append((one, outcome, what))
            for one, outcome, what in found[: args.show]:
                _show(name, one, outcome, what)
    finally:
        regression.close()
    print(_line("all", total))
    print(f"{time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
