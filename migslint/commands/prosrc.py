"""Where an error inside a function's body stands in CREATE FUNCTION (`pg_proc.c, function_parse_error_transpose`)."""

from __future__ import annotations

from migslint.source import Place


def transpose(place: Place | None, text: str, location: int) -> int | None:
    """`match_prosrc_to_query`: a byte of the body as a byte of the text that was parsed.

    None where the body stands nowhere in the statement, or more than once.
    """
    if place is None:
        return None
    source = place.source
    data = source.data
    start, end = source.byte(place.span.start), source.byte(place.span.end)
    body = text.encode("utf-8", "surrogatepass")
    found: int | None = None
    at = start
    while at < end:
        hit: int | None = None
        if data[at] == 0x24 and data[at + 1 + len(body) : at + 2 + len(body)] == b"$":
            if data.startswith(body, at + 1):
                hit = at + 1 + location
        elif data[at] == 0x27:
            hit = _in_literal(body, data, at + 1, location)
        if hit is not None:
            if found is not None:
                return None
            found = hit
        at += 1
    return None if found is None else found - place.base


def _in_literal(body: bytes, data: bytes, at: int, location: int) -> int | None:
    """`match_prosrc_to_literal`: the place of byte `location` of the body in the literal whose text begins at `at`."""
    result = at + location
    for i, byte in enumerate(body):
        if i == location:
            result = at
        here = data[at : at + 1]
        if here in (b"'", b"\\"):
            at += 1
            if here == b"'" and data[at : at + 1] != b"'":
                return None
        if data[at : at + 1] != bytes((byte,)):
            return None
        at += 1
    if location >= len(body):
        result = at
    return result if data[at : at + 1] == b"'" and data[at + 1 : at + 2] != b"'" else None
