from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migslint.folder.order import INT64, UINT64, byte_key, locale_key, natural_key, number, utc_milliseconds

PATHS = st.lists(st.text("0019aB_-é.", min_size=1, max_size=8), min_size=1, max_size=3).map("/".join)


def shuffled(names: list[str]) -> list[str]:
    random.Random(7).shuffle(out := list(names))
    return out


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.text("ab_", max_size=3))
def test_natural_order_agrees_with_integers(a: int, b: int, rest: str) -> None:
    assert (natural_key(f"{a}_{rest}") < natural_key(f"{b}_{rest}")) == (a < b)


@given(st.integers(0, 999), st.integers(0, 999), st.integers(1, 9))
def test_natural_order_does_not_mind_padding(a: int, b: int, width: int) -> None:
    if a != b:
        assert (natural_key(f"{a:0{width}}.sql") < natural_key(f"{b}.sql")) == (a < b)


@given(PATHS, PATHS, PATHS)
def test_natural_order_is_total(a: str, b: str, c: str) -> None:
    x, y, z = natural_key(a), natural_key(b), natural_key(c)
    assert (x == y) == (a == b)
    assert (x < y) + (y < x) + (x == y) == 1
    if x < y and y < z:
        assert x < z


@pytest.mark.parametrize(
    "names",
    [
        ["1.sql", "2.sql", "10.sql"],
        ["2/9.sql", "10/1.sql"],
        ["1_a.sql", "01_b.sql", "1_c.sql"],
        ["1.sql", "01.sql", "2.sql"],
        ["v1.2/a.sql", "v1.10/a.sql"],
        ["20240101_a.sql", "20240101_b.sql", "a.sql", "b/a.sql"],
        ["x1y2.sql", "x1y10.sql"],
    ],
)
def test_natural_order(names: list[str]) -> None:
    assert sorted(shuffled(names), key=natural_key) == names


def test_byte_order_is_that_of_the_disk() -> None:
    names = ["10", "2", "A", "_", "a", "é", "\ufffd", "\U0001f600", "\udcff"]
    assert sorted(shuffled(names), key=byte_key) == names


def test_locale_order() -> None:
    # as node's localeCompare has it
    names = ["_1", "-1", "0_init", "00_x", "1_init", "10_add", "2", "a", "A", "a_b", "aa", "Aa", "b", "B"]
    assert sorted(shuffled(names), key=locale_key) == names


@pytest.mark.parametrize(
    ("digits", "limit", "value"),
    [
        ("007", None, 7),
        ("", None, None),
        ("-1", None, None),
        ("+1", None, None),
        ("٣", None, None),
        ("²", None, None),
        ("1_0", None, None),
        (" 1", None, None),
        (str(INT64), INT64, INT64),
        (str(INT64 + 1), INT64, None),
        (str(UINT64), UINT64, UINT64),
        ("9" * 4000, None, int("9" * 4000)),
        ("9" * 5000, None, None),
    ],
)
def test_number(digits: str, limit: int | None, value: int | None) -> None:
    assert number(digits, limit) == value


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("19700101000001", 1000),
        ("20240229120000", 1709208000000),
        ("20230229120000", None),
        ("20241301000000", None),
        ("2024", None),
        ("2024010100000x", None),
    ],
)
def test_utc_milliseconds(stamp: str, value: int | None) -> None:
    assert utc_milliseconds(stamp) == value
