"""The executor's answers are a real server's, or UNKNOWN where `unknown.txt` lists the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.executor.ask import ask, differs, replayed, served, vague
from tests.executor.cases import Group, all_groups

LISTED = Path(__file__).parent / "unknown.txt"


@pytest.fixture(scope="module")
def connection(database18: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(database18, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("group", all_groups(), ids=lambda group: group.name)
def test_answers(group: Group, connection: psycopg.Connection[tuple[object, ...]]) -> None:
    truths = served(connection, group)
    listed = set(LISTED.read_text().splitlines())
    wrong: list[str] = []
    session = replayed(group)
    for question, truth in zip(group.questions, truths):
        known = ask(session, question)
        if differs(known, truth):
            wrong.append(f"{question}\n  known: {known}\n  truth: {truth}")
        key = " ".join(f"{group.name}: {question}".split())
        if vague(known) != (key in listed):
            wrong.append(
                f"{question}\n  known: {known}\n  truth: {truth}\n  {'not ' if key not in listed else ''}listed as unknown"
            )
    assert not wrong, "\n".join(wrong)
