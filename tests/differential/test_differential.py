"""Every case on PostgreSQL 18 and on the replay: the same answers, the same catalog.

`python -m tests.differential.run` shows the same comparison area by area.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.differential.cases import Case, load
from tests.differential.compare import compare
from tests.differential.recorded import truth
from tests.differential.server import Server
from tests.differential.unknowns import read_gaps, read_unknowns

replay_side = pytest.importorskip("tests.differential.replay_side", exc_type=ImportError)
replay_snapshot = pytest.importorskip("tests.differential.replay_snapshot", exc_type=ImportError)

CASES = load()
UNKNOWN = read_unknowns()
GAPS = read_gaps()


@pytest.fixture(scope="module")
def server(server18: object) -> Iterator[Server]:
    made = Server(server18.uri())  # type: ignore[attr-defined]
    yield made
    made.close()


def _parameter(case: Case) -> object:
    marks = (
        [pytest.mark.xfail(reason="gaps.txt: the replay does not agree yet", strict=False)] if case.id in GAPS else []
    )
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_case(case: Case, server: Server) -> None:
    result = truth(server, case)
    if result is None:
        pytest.skip("this server is built without what the case needs, and there is no record of it: run --record")
    comparison = compare(case, result, replay_side.run_case, replay_snapshot.reduce)
    failures = comparison.failures()
    if failures:
        pytest.fail("\n".join(failures), pytrace=False)
    assert comparison.unknowns() == UNKNOWN.get(case.id, []), "unknown: see unknowns.py"


def test_the_list_of_unknowns_names_cases() -> None:
    assert set(UNKNOWN) <= {case.id for case in CASES}


def test_most_of_the_table_agrees() -> None:
    assert len(GAPS) * 4 < len(CASES)


def test_ids_are_unique() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
