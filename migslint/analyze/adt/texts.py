"""Bytes, tuple identifiers, JSON paths, and names of text search objects (`varlena.c, tid.c, regproc.c` …)."""

from __future__ import annotations

import re

from migslint.catalog.errors import PgError, Unknown
from migslint.catalog.namespace import find_other, split_name
from migslint.catalog.objects import CatalogObject, Type
from migslint.catalog.session import Session

_HEX = frozenset("0123456789abcdefABCDEF")
_TID = re.compile(r"\(\s*\d+\s*,\s*\d+\s*\)")
_ESCAPE = re.compile(r"\\(?!\\|[0-3][0-7][0-7])")


def _refuse(sqlstate: str, message: str, text: str, location: int | None) -> PgError:
    return PgError(sqlstate, message, location=location, reason="value", kind="value", name=text)


def check_bytea(session: Session, text: str, type: Type, location: int | None) -> None:
    """`byteain`."""
    if not text.startswith("\\x"):
        if _ESCAPE.search(text.replace("\\\\", "")):
            raise _refuse("22P02", "invalid input syntax for type bytea", text, location)
        return
    digits = re.sub(r"[ \n\t\r]", "", text[2:])
    wrong = next((c for c in digits if c not in _HEX), None)
    if wrong is not None:
        raise _refuse("22023", f'invalid hexadecimal digit: "{wrong}"', text, location)
    if len(digits) % 2:
        raise _refuse("22023", "invalid hexadecimal data: odd number of digits", text, location)


def check_tid(session: Session, text: str, type: Type, location: int | None) -> None:
    """`tidin`, where it is no tuple at all."""
    if _TID.search(text) is None and not ("(" in text and "," in text):
        raise _refuse("22P02", f'invalid input syntax for type tid: "{text}"', text, location)


def check_jsonpath(session: Session, text: str, type: Type, location: int | None) -> None:
    """`jsonpath_in`, where nothing is there or the path breaks off."""
    body = text.strip(" \t\n\r\f")
    if not body:
        raise _refuse("22P02", f'invalid input syntax for type jsonpath: "{text}"', text, location)
    if '"' not in body and "/*" not in body and body[-1] in ".([" and not body.endswith(".."):
        raise _refuse("42601", "syntax error at end of jsonpath input", text, location)


_OBJECTS = {
    "regconfig": ("text search configuration", ""),
    "regdictionary": ("text search dictionary", ""),
    "regcollation": ("collation", ' for encoding "UTF8"'),
}


def check_object(session: Session, text: str, type: Type, location: int | None) -> CatalogObject | None:
    """`regconfigin`, `regdictionaryin`, `regcollationin`: the object, None where it is not known which one."""
    if text == "-" or text.isdigit():
        return None
    names = split_name(text)
    if not names or len(names) > 2:
        return None
    kind, tail = _OBJECTS[type.name]
    schema = names[0] if len(names) > 1 else None
    try:
        found = find_other(session, kind, schema, names[-1], location)
    except Unknown:
        return None
    if found is None:
        raise PgError(
            "42704",
            f'{kind} "{".".join(names)}"{tail} does not exist',
            location=location,
            reason="missing",
            kind=kind,
            name=names[-1],
            within=schema or "",
        )
    return found
