"""Types with one form or few: bits, network addresses, geometry, money (`varbit.c, mac.c, geo_ops.c, cash.c` …)."""

from __future__ import annotations

import re

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type
from migslint.catalog.session import Session

_SPACE = " \t\n\r\v\f"
_F = r"\s*[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?|nan)\s*"
_P = rf"\s*\({_F},{_F}\)\s*"
_PAIR = rf"(?:{_P}|{_F},{_F})"
#: `geo_ops.c, path_decode`: the comma may be left out
_TWO = rf"(?:{_P},?{_P}|{_F},{_F}(?:,|(?<=\s)){_F},{_F})"

#: type -> what its input function takes
_FORMS = {
    "pg_lsn": re.compile(r"[0-9a-f]{1,8}/[0-9a-f]{1,8}"),
    "point": re.compile(_PAIR),
    "box": re.compile(rf"(?:{_TWO}|\s*\({_TWO}\)\s*)"),
    "lseg": re.compile(rf"(?:{_TWO}|\s*\({_TWO}\)\s*|\s*\[{_TWO}\]\s*)"),
    "macaddr": re.compile(
        r"\s*(?:[0-9a-f]+(?::[0-9a-f]+){5}|[0-9a-f]+(?:-[0-9a-f]+){5}|[0-9a-f]{1,6}[:-][0-9a-f]{1,6}|"
        r"[0-9a-f]{1,4}(?:\.[0-9a-f]{1,4}){2}|[0-9a-f]{1,4}(?:-[0-9a-f]{1,4}){2}|[0-9a-f]{11,12})\s*"
    ),
    "money": re.compile(r"[\s$(+-]*[\d,]*(?:\.\d*)?[\s$)+-]*"),
}


def check_form(session: Session, text: str, type: Type, location: int | None) -> None:
    """22P02 for a text that has none of the forms of its type."""
    if _FORMS[type.name].fullmatch(text.lower()) is None:
        raise PgError(
            "22P02",
            f'invalid input syntax for type {type.name}: "{text}"',
            location=location,
            reason="value",
            kind="value",
            name=text,
        )


def check_bits(session: Session, text: str, type: Type, location: int | None) -> None:
    """`bit_in`, `varbit_in`."""
    digits, allowed, what = text, "01", "binary"
    if text[:1] in ("b", "B"):
        digits = text[1:]
    elif text[:1] in ("x", "X"):
        digits, allowed, what = text[1:], "0123456789abcdefABCDEF", "hexadecimal"
    for c in digits:
        if c not in allowed:
            raise PgError("22P02", f'"{c}" is not a valid {what} digit', location=location, reason="value", name=text)


def check_network(session: Session, text: str, type: Type, location: int | None) -> None:
    """`network_in`: addresses with or without bits; those of cidr may have no bits beyond them."""
    import ipaddress

    address, slash, bits = text.partition("/")
    cidr = type.name == "cidr"
    try:
        if ":" in address:
            value, width = int(ipaddress.IPv6Address(address)), 128
        else:
            parts = address.split(".")
            short = (cidr or slash) and len(parts) < 4
            if not (len(parts) == 4 or short) or not all(p.isascii() and p.isdigit() and int(p) < 256 for p in parts):
                raise ValueError
            value, width = int.from_bytes(bytes(map(int, parts)).ljust(4, b"\0"), "big"), 32
            if short and not slash:
                return
        if slash and not (bits.isascii() and bits.isdigit() and int(bits) <= width):
            raise ValueError
    except ValueError:
        raise PgError(
            "22P02",
            f'invalid input syntax for type {type.name}: "{text}"',
            location=location,
            reason="value",
            kind="value",
            name=text,
        ) from None
    if cidr and slash and value & ((1 << (width - int(bits))) - 1):
        raise PgError(
            "22P02",
            f'invalid cidr value: "{text}"',
            detail="Value has bits set to right of mask.",
            location=location,
            reason="value",
            kind="value",
            name=text,
        )
