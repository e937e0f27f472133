"""A few hundred of the mutants that `python -m tests.plpgsql.mutate` runs by the ten thousand."""

from __future__ import annotations

import random

import pytest

from tests.plpgsql.mutate import bodies, mutant, run

pytest.importorskip("migslint.plpgsql.interpreter")


@pytest.mark.parametrize("first", [0, 100_000, 200_000])
def test_mutants_are_answered(first: int) -> None:
    assert run(1, first, 100) == []


def test_mutants_differ_from_the_bodies() -> None:
    rng = random.Random(2)
    originals = bodies()
    assert len(originals) > 300
    assert sum(mutant(body, rng) != body for body in originals) > len(originals) * 0.6
