"""What a server said, found in what people paste: `explain.message`."""

from __future__ import annotations

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migslint.explain.message import MOST, read

LATER = 'relation "later" does not exist'

#: what tools print of the error, and what is to be read in it besides the message
TEXTS = [
    (LATER, {}),
    (f"ERROR:  {LATER}", {}),
    (f"psql:/tmp/x/2_b.sql:4: ERROR:  {LATER}", {"line": 4}),
    (
        f"psql:2_b.sql:9: ERROR:  42P01: {LATER}\nLOCATION:  RangeVarGetRelidExtended, namespace.c:651",
        {"sqlstate": "42P01"},
    ),
    (
        f"ERROR:  {LATER}\nLINE 1: ALTER TABLE later ADD x int\n                    ^\nHINT:  No.",
        {"fragment": "ALTER TABLE later ADD x int", "hint": "No."},
    ),
    (
        "Connecting to remote database...\nApplying migration 1_a.sql...\nApplying migration 2_b.sql...\n"
        f"ERROR: {LATER} (SQLSTATE 42P01)\nAt statement: 2\nALTER TABLE later\n  ADD COLUMN x int",
        {"sqlstate": "42P01", "statement": "ALTER TABLE later\n  ADD COLUMN x int"},
    ),
    (
        f"ERROR: {LATER} (SQLSTATE 42P01)\nAt statement 2: ALTER TABLE later ADD x int\nTry again with --debug",
        {"sqlstate": "42P01", "statement": "ALTER TABLE later ADD x int\nTry again with --debug"},
    ),
    (
        f"2025-03-01 10:00:00.123 UTC [77] postgres@app ERROR:  {LATER} at character 13\n"
        "2025-03-01 10:00:00.123 UTC [77] postgres@app STATEMENT:  ALTER TABLE later\n\tADD x int;",
        {"statement": "ALTER TABLE later\nADD x int;"},
    ),
    (f"\x1b[31mError:\x1b[0m pq: {LATER}", {}),
    (f"goose run: ERROR 2_b.sql: failed to run SQL migration: ERROR: {LATER} (SQLSTATE 42P01)", {"sqlstate": "42P01"}),
    (f"error: migration failed: {LATER} in line 0: ALTER TABLE later (details: pq: {LATER})", {}),
    (f"psycopg2.errors.UndefinedTable: {LATER}\nLINE 1: ALTER TABLE later\n", {"fragment": "ALTER TABLE later"}),
    (f"ActiveRecord::StatementInvalid: PG::UndefinedTable: ERROR:  {LATER}", {}),
    (f"org.postgresql.util.PSQLException: ERROR: {LATER}\n  Position: 13", {}),
    (
        "Error: P3018\n\nMigration name: 2_b\n\nDatabase error code: 42P01\n\nDatabase error:\n"
        f'ERROR: {LATER}\n\nDbError {{ severity: "ERROR", code: SqlState(E42P01) }}',
        {"sqlstate": "42P01"},
    ),
    (f"error: {LATER}\n    at Parser.parseErrorMessage\n  code: '42P01',\n  detail: undefined", {"sqlstate": "42P01"}),
    (json.dumps({"code": "42P01", "details": None, "hint": "h", "message": LATER}), {"sqlstate": "42P01", "hint": "h"}),
    (json.dumps({"errors": [{"error": {"message": f"ERROR: {LATER}", "sqlState": "42P01"}}]}), {"sqlstate": "42P01"}),
    ("log: " + json.dumps({"error_severity": "ERROR", "state_code": "42P01", "message": LATER}), {"sqlstate": "42P01"}),
    (json.dumps({"code": 42, "message": LATER}, indent=2), {"sqlstate": None}),
]


@pytest.mark.parametrize(("text", "wanted"), TEXTS, ids=[text[:30] for text, _ in TEXTS])
def test_the_message_is_found(text: str, wanted: dict) -> None:
    said = next(said for said in read(text) if LATER in said.readings)
    assert {name: getattr(said, name) for name in wanted} == wanted


@pytest.mark.parametrize("text", ["", " \n", "\x1b[0m", "\x00"])
def test_nothing_said(text: str) -> None:
    assert read(text) == []


def test_several_errors_each_with_its_own() -> None:
    text = 'ERROR:  relation "a" does not exist\nHINT:  x\nERROR:  42703: column "b" does not exist\n'
    assert [(said.message, said.sqlstate, said.hint) for said in read(text)] == [
        ('relation "a" does not exist', None, "x"),
        ('column "b" does not exist', "42703", None),
    ]
    assert len(read("ERROR: x\n" * 100)) == MOST


@pytest.mark.parametrize("text", ["[" * 100_000, '{"message":' * 5000, "{" * 10 + "}" * 10, "[]", "{}", "null", '"x"'])
def test_json_that_is_none(text: str) -> None:
    assert read(text)


LONG = [
    "error(",
    "ERROR: ",
    ": ",
    "psql:",
    " ",
    "SQLSTATE ",
    "(SQLSTATE ",
    "DETAIL",
    "{",
    '{"message": "x"}\n',
    "error: x\n",
    "x\n",
]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    start = process_time()
    assert len(read(f"x{piece * (500_000 // len(piece))}x")) <= MOST
    assert process_time() - start < 5


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for said in read(text):
        assert isinstance(said.message, str)
