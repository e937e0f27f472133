"""Edits of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migslint.diagnostic import Edit
from migslint.fix.edits import Shift, apply, compatible
from migslint.source import Span


def edit(start: int, end: int, text: str = "") -> Edit:
    return Edit(Span(start, end), text)


@pytest.mark.parametrize(
    "one, other, fits",
    [
        (edit(0, 2), edit(2, 4), True),
        (edit(0, 3), edit(2, 4), False),
        (edit(1, 1, "a"), edit(1, 1, "b"), False),
        (edit(1, 1, "a"), edit(0, 1), False),
        (edit(1, 1, "a"), edit(2, 3), True),
        (edit(0, 9), edit(3, 4), False),
    ],
)
def test_edits_that_meet(one: Edit, other: Edit, fits: bool) -> None:
    assert compatible([one], [other]) is fits
    assert compatible([other], [one]) is fits


@given(st.data())
def test_a_shift_finds_what_is_not_edited(data: st.DataObject) -> None:
    text = data.draw(st.text("abc\n", min_size=1, max_size=30))
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=8).map(sorted))
    edits = [
        edit(start, end, data.draw(st.text("XY", max_size=3)))
        for start, end in zip(cuts[::2], cuts[1::2])
    ]  # fmt: skip
    edits = [e for i, e in enumerate(edits) if compatible([e], edits[:i])]
    new, shift = apply(text, edits), Shift(edits)
    for i, char in enumerate(text):
        if not any(e.span.start <= i < e.span.end for e in edits):
            # the end of what stands before, and what is inserted there, come first
            at = shift.end(i)
            assert new[at] == char
    whole = shift.span(Span(0, len(text)))
    assert whole == Span(0, len(new))
