"""Ask real servers of PostgreSQL 14 to 18 what they say of the statements in features.sql and problems.sql.

usage: python tests/syntax/record.py [HOST [PORT14 PORT15 PORT16 PORT17 PORT18]]

Writes features.json and problems.json: {statement: {version: [SQLSTATE, message, hint, detail, position] or null}}.
The servers are asked as superuser `postgres`; every statement runs in a transaction that is rolled back.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psycopg
from psycopg.pq import DiagnosticField as Field
from psycopg.pq import ExecStatus

HERE = Path(__file__).parent
VERSIONS = (14, 15, 16, 17, 18)
PORTS = tuple(5400 + version for version in VERSIONS)

SETUP = """\
create table t (a int primary key, b text, p daterange); create table u (a int primary key); create schema s;
create table g (a int, b int generated always as (a) stored); create materialized view m as select 1 a;
create sequence sq; create publication q; create role r1; create role r2; create role u; create domain dm as int;
create function f() returns trigger language plpgsql as 'begin return null; end';
create table w (a int, p daterange); create foreign data wrapper fw; create server fs foreign data wrapper fw
"""

Answer = list[str | int | None] | None


def cases(file: str) -> list[str]:
    """The statements of a file: each ends with a semicolon at the end of a line."""
    return (HERE / file).read_text(encoding="utf-8").removesuffix(";\n").split(";\n")


def connect(host: str, port: int) -> psycopg.Connection[tuple[object, ...]]:
    """A superuser's connection in autocommit mode."""
    return psycopg.connect(host=host, port=port, user="postgres", dbname="postgres", autocommit=True, connect_timeout=2)


def ask(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> Answer:
    """What the server says of one statement, if it refuses it.

    Spoken below psycopg's own API, which leaves a COPY that waits for data as it is.
    """
    server = connection.pgconn
    server.exec_(b"begin")
    server.exec_(SETUP.encode())
    result = server.exec_(statement.encode())
    if result.status == ExecStatus.COPY_IN:
        server.put_copy_end(b"no data")
    while result.status == ExecStatus.COPY_OUT and server.get_copy_data(0)[0] > 0:
        pass
    while result.status in (ExecStatus.COPY_IN, ExecStatus.COPY_OUT) and server.get_result():
        pass
    server.exec_(b"rollback")
    if result.status != ExecStatus.FATAL_ERROR:
        return None
    fields = (Field.SQLSTATE, Field.MESSAGE_PRIMARY, Field.MESSAGE_HINT, Field.MESSAGE_DETAIL)
    said = [result.error_field(field) for field in fields]
    position = result.error_field(Field.STATEMENT_POSITION)
    return [text.decode() if text else None for text in said] + [int(position) if position else None]


def main() -> None:
    """Ask and write."""
    host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    ports = tuple(map(int, sys.argv[2:])) or PORTS
    for name, versions in (("features", VERSIONS), ("problems", (18,))):
        answers: dict[str, dict[str, Answer]] = {statement: {} for statement in cases(f"{name}.sql")}
        for version in versions:
            with connect(host, ports[VERSIONS.index(version)]) as connection:
                for statement, said in answers.items():
                    said[str(version)] = ask(connection, statement)
        lines = [f"{json.dumps(s)}: {json.dumps(said)}" for s, said in answers.items()]
        (HERE / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
