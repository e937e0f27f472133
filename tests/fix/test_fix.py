"""Fixes of small files: how they read, and what a real server says of them."""

from __future__ import annotations

import psycopg
import pytest

from migslint.fix.prove import Prover
from migslint.replay.run import Replay
from migslint.worlds.start import start
from tests.fix.cases import Case, migration, read, text_of

CASES = read()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.area}: {case.name}")
class TestCase:
    def test_reads_so(self, case: Case) -> None:
        assert text_of(case.prover().fix(unsafe=False), case.file) == case.fixed
        assert text_of(case.prover().fix(unsafe=True), case.file) == case.unsafe

    def test_nothing_is_left_to_fix(self, case: Case) -> None:
        for fixed, unsafe in ((case.fixed, False), (case.unsafe, True)):
            case.file = fixed
            assert case.prover().fix(unsafe=unsafe) is None

    def test_runs_twice_on_a_server(self, case: Case, database18: str) -> None:
        with psycopg.connect(database18) as connection:
            for text in (case.before, case.unsafe, case.unsafe):
                if text:
                    connection.execute(text.encode())
            connection.rollback()


def test_what_an_extension_lends_is_no_difference() -> None:
    """The objects of an extension that the file itself makes are looked up anew in each run."""
    replay = Replay(start(18, "postgres"))
    replay.migration(migration("0_before.sql", "CREATE EXTENSION pgcrypto;"))
    text = "CREATE TABLE a (id uuid DEFAULT gen_random_uuid(), code text DEFAULT gen_salt('md5'));"
    fixed = Prover(replay, migration("1_file.sql", text)).fix(unsafe=False)
    assert text_of(fixed, text) == text.replace("TABLE", "TABLE IF NOT EXISTS")
