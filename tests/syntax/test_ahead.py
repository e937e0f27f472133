"""Texts that another thread parses while this one does something else."""

from __future__ import annotations

import time

import pytest

from migslint.source import Source, Span
from migslint.syntax import library
from migslint.syntax.ahead import LONGEST, Ahead
from migslint.syntax.statements import parse

TEXTS = [f"select {i}; create table t{i} (a int)".encode() for i in range(50)]


def test_whoever_asks_gets_the_same_answer_as_from_the_parser() -> None:
    texts = [*TEXTS, b"selec 1", b"", TEXTS[0], b"select " + b"+".join([b"1"] * 20_000)]
    ahead = Ahead(texts)
    ahead.start()
    for text in (b"select 'not announced'", *texts):
        assert ahead.parse(text) == library.parse(text)
    assert ahead.parse(TEXTS[3]) == library.parse(TEXTS[3])


def test_the_parser_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = Ahead(TEXTS)
    ahead.start()
    until = time.monotonic() + 10
    while ahead._waiting and time.monotonic() < until:
        time.sleep(0.001)
    monkeypatch.setattr(library, "parse", lambda text: pytest.fail("parsed again"))
    assert all(isinstance(ahead.parse(text), bytes) for text in TEXTS)


def test_what_has_been_taken_is_not_parsed_ahead() -> None:
    ahead = Ahead(TEXTS)
    answers = [ahead.parse(text) for text in TEXTS]
    assert answers == [library.parse(text) for text in TEXTS]
    assert not ahead._waiting and not ahead._begun
    ahead.start()
    ahead.stop()


def test_without_a_thread_and_for_long_texts_the_parser_is_asked_when_it_is_time(monkeypatch) -> None:
    long = b"select '" + b"x" * LONGEST + b"'"
    monkeypatch.setattr(library, "begin", lambda run, longest: False)
    ahead = Ahead([long, TEXTS[0]])
    assert list(ahead._waiting) == [TEXTS[0]]
    ahead.start()
    assert not ahead._waiting
    assert ahead.parse(TEXTS[0]) == library.parse(TEXTS[0])


def test_statements_of_a_text_parsed_ahead() -> None:
    source = Source("x.sql", "-- é\nselect 1;\nselec 2;\ncreate table é (a int);")
    span = Span(5, len(source.text))
    ahead = Ahead([source.between(span)])
    ahead.start()
    said = [(s.text, s.tag, s.error) for s in parse(source, span, ahead=ahead)]
    assert said == [(s.text, s.tag, s.error) for s in parse(source, span)]
    assert not ahead._waiting and not ahead._begun
