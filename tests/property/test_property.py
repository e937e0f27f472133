"""Some hundred generated statements on PostgreSQL 18 and on the replay; `python -m tests.property.run` asks more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.differential.compare import brief
from tests.property.run import Disagreement, Run

#: how many of the statements of these seeds may disagree
MOST = 0.0
COUNT = 100


@pytest.fixture(scope="module")
def run(server18: object) -> Iterator[Run]:
    made = Run(server18.uri())  # type: ignore[attr-defined]
    yield made
    made.close()


def _text(found: Disagreement) -> str:
    sides = f"server: {brief(found.server.outcome)}\nours:   {brief(found.ours.outcome)}"
    return f"{', '.join(found.wrong)} of --seed {found.seed} --only {found.index}\n{found.sql}\n{sides}"


@pytest.mark.parametrize("seed", range(4))
def test_both_say_the_same(run: Run, seed: int) -> None:
    found = list(run.schema(seed, COUNT))
    if len(found) > MOST * COUNT:
        pytest.fail("\n\n".join(map(_text, found)), pytrace=False)


def test_the_generator_makes_what_it_says(run: Run) -> None:
    """Most statements with nothing broken are accepted, most of the others refused, and a seed makes the same again."""
    for seed in range(3):
        list(run.schema(seed, COUNT))
    count = run.counts
    assert count["schema", "refused"] * 10 < count["schema", "statements"]  # type: ignore[index]
    assert count["right", "refused"] * 2 < count["right", "statements"]  # type: ignore[index]
    assert count["broken", "refused"] * 2 > count["broken", "statements"]  # type: ignore[index]
    from tests.property.run import generate

    one, two = (generate(5, 20, run.signatures) for _ in range(2))
    assert (one[0].statements, one[1]) == (two[0].statements, two[1])
