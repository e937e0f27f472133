"""Bytes and characters of a source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migslint.source import Source

PIECES = st.lists(st.sampled_from(["a", "é" * 300, "x" * 511, "€uro", "\U0001f600" * 130, "\ud800", "\n"]), max_size=9)


@given(PIECES, st.data())
def test_bytes_and_characters_are_counted_alike(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    source = Source("a.sql", text)
    char = data.draw(st.integers(0, len(text)))
    byte = len(text[:char].encode("utf-8", "surrogatepass"))
    assert source.byte(char) == byte
    assert source.char(byte) == char
    assert source.byte(len(text) + 5) == len(source.data) + (5 if text.isascii() else 0)
