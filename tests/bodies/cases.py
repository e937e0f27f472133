"""The cases: pieces of SQL in cases/*.sql, each behind a line `-- case: name`, and what plpgsql_check says of them.

    python -m tests.bodies.cases DSN

asks the PostgreSQL 15 at DSN, a superuser's, with the extension plpgsql_check at hand, and writes answers.json: case -> [[function, SQLSTATE, message, detail, token]], an entry for each error; the token is the word
that the server points at, "" where it points at nothing.  Errors that a trigger function has for several tables alike
are one.  SQL functions are asked about with `fmgr_sql_validator`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
ANSWERS = HERE / "answers.json"

Answer = list[str | None]

_CHECK = """
select sqlstate, message, detail, query, position from plpgsql_check.plpgsql_check_function_tb(
    funcoid := %s::oid::regprocedure, relid := %s::oid::regclass, fatal_errors := false, without_warnings := true,
    oldtable := %s::name, newtable := %s::name)
where level = 'error'
"""
_FUNCTIONS = """
select p.oid, proname, lanname, prorettype::regtype::text, proconfig from pg_proc p join pg_language l on l.oid = prolang
where pronamespace <> 'pg_catalog'::regnamespace and p.oid > %s and lanname in ('plpgsql', 'sql') order by p.oid
"""
_TRIGGERS = """
select distinct on (tgrelid, tgoldtable, tgnewtable) tgrelid, tgoldtable, tgnewtable from pg_trigger
where tgfoid = %s and not tgisinternal and tgparentid = 0
"""


def cases() -> dict[str, str]:
    """The SQL of each case by its name."""
    found: dict[str, str] = {}
    for file in sorted((HERE / "cases").glob("*.sql")):
        for part in re.split(r"^-- case: ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
            name, _, sql = part.partition("\n")
            assert name not in found, name
            found[name] = sql
    return found


def token(query: str | None, position: int | None) -> str:
    """The word of a query at a 1-based position."""
    if not query or not position:
        return ""
    found = re.match(r'"[^"]*"|\w+|\S', query[position - 1 :])
    return found.group() if found else ""


def silent(sql: str) -> list[tuple[str, str]]:
    """What migslint does not say though plpgsql_check does: (SQLSTATE, beginning of the message), and why in the case."""
    return re.findall(r"^-- silent: (\w+) (.*)$", sql, flags=re.M)


def ask(dsn: str, sql: str) -> list[Answer]:
    """What the server says of the functions that a piece of SQL makes, to a session that has not made them itself."""
    import psycopg

    said: list[Answer] = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        (last,) = connection.execute("select max(oid::bigint) from pg_proc").fetchone() or (0,)
        connection.execute(sql.encode())
    with psycopg.connect(dsn, autocommit=True) as connection:
        for oid, name, language, result, config in connection.execute(_FUNCTIONS, (last,)).fetchall():
            places = [(0, None, None)]
            if result == "trigger":
                places = connection.execute(_TRIGGERS, (oid,)).fetchall()
            for relation, old, new in places:
                try:
                    if language == "plpgsql":
                        for state, message, detail, query, at in connection.execute(
                            _CHECK, (oid, relation, old, new)
                        ).fetchall():
                            said.append([name, state, message, detail, token(query, at)])
                    else:
                        for setting in config or ():
                            connection.execute("select set_config(%s, %s, false)", setting.split("=", 1))
                        connection.execute("select fmgr_sql_validator(%s)", (oid,))
                except psycopg.Error as error:
                    diag = error.diag
                    at = diag.internal_position
                    word = token(diag.internal_query, int(at) if at else None)
                    said.append([name, diag.sqlstate, diag.message_primary, diag.message_detail, word])
                connection.execute("reset all")
        schemas = "select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$|^plpgsql_check$'"
        for (schema,) in connection.execute(schemas).fetchall():
            connection.execute(f'set client_min_messages = error; drop schema "{schema}" cascade')
        connection.execute("create schema public")
    return list(map(json.loads, dict.fromkeys(map(json.dumps, said))))


def record(dsn: str) -> None:
    """Ask the server about all cases, in a database that is made and dropped."""
    import psycopg

    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute("create database bodies_cases")
        try:
            own = psycopg.conninfo.make_conninfo(dsn, dbname="bodies_cases")
            with psycopg.connect(own, autocommit=True) as connection:
                connection.execute("create schema plpgsql_check")
                connection.execute("create extension plpgsql_check schema plpgsql_check")
            answers = {}
            for name, sql in cases().items():
                try:
                    answers[name] = ask(own, sql)
                except psycopg.Error as error:
                    raise SystemExit(f"{name}: {error}") from None
        finally:
            admin.execute("drop database bodies_cases with (force)")
    ANSWERS.write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(sys.argv[1])
