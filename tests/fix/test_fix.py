"""Fixes of small files: how they read, and what a real server says of them."""

from __future__ import annotations

import psycopg
import pytest

from tests.fix.cases import Case, read, text_of

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
