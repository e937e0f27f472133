"""json and jsonb (`common/jsonapi.c`; `utils/adt/jsonfuncs.c, json_errsave_error`)."""

from __future__ import annotations

import re

from migslint.catalog.errors import PgError
from migslint.catalog.objects import Type
from migslint.catalog.session import Session

_SPACE = " \t\n\r"
_ALNUM = re.compile(r"[A-Za-z0-9_\u0080-\U0010ffff]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
#: where a number that is none breaks off, before what is glued to it
_BROKEN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?\d*)?")
_HEX = frozenset("0123456789abcdefABCDEF")
_END = ""


class _Refused(Exception):
    def __init__(self, detail: str, message: str = "invalid input syntax for type json", sqlstate: str = "22P02"):
        self.detail = detail
        self.message = message
        self.sqlstate = sqlstate


def check(session: Session, text: str, type: Type, location: int | None) -> None:
    """PgError 22P02, or 22P05 for an escape that jsonb cannot keep."""
    import msgspec

    if "\\u" not in text:
        try:
            msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
            return
        except (msgspec.DecodeError, RecursionError):
            pass
    try:
        _Parser(text, type.name == "jsonb").run()
    except _Refused as found:
        raise PgError(
            found.sqlstate,
            found.message,
            detail=found.detail,
            location=location,
            reason="value",
            kind="value",
            name=text,
        ) from None


class _Parser:
    """`pg_parse_json` over `json_lex`: `token` is the text of the one that is looked at, `kind` its first character.

    `kind` is `"` for strings, `0` for numbers, `t` for true, false and null, _END at the end.
    """

    def __init__(self, text: str, escapes: bool) -> None:
        self.text = text
        self.escapes = escapes
        self.at = 0
        self.token = self.kind = _END

    def run(self) -> None:
        self.lex()
        open_: list[str] = []
        while True:
            while self.kind in ("{", "["):
                open_.append(self.kind)
                self.lex()
                if self.kind == ("}" if open_[-1] == "{" else "]"):
                    break
                if open_[-1] == "{":
                    self.label('Expected string or "}"')
            else:
                if self.kind not in ('"', "0", "t"):
                    raise self.unexpected("Expected JSON value")
                self.lex()
            while open_:
                if self.kind == ",":
                    self.lex()
                    if open_[-1] == "{":
                        self.label("Expected string")
                    break
                if self.kind != ("}" if open_[-1] == "{" else "]"):
                    raise self.unexpected('Expected "," or "}"' if open_[-1] == "{" else 'Expected "," or "]"')
                open_.pop()
                self.lex()
            else:
                break
        if self.kind != _END:
            raise self.unexpected("Expected end of input")

    def label(self, expected: str) -> None:
        """`parse_object_field`, up to its value."""
        if self.kind != '"':
            raise self.unexpected(expected)
        self.lex()
        if self.kind != ":":
            raise self.unexpected('Expected ":"')
        self.lex()

    def unexpected(self, expected: str) -> _Refused:
        """`report_parse_error`."""
        if self.kind == _END:
            return _Refused("The input string ended unexpectedly.")
        return _Refused(f'{expected}, but found "{self.token}".')

    def lex(self) -> None:
        """`json_lex`."""
        text, at = self.text, self.at
        while at < len(text) and text[at] in _SPACE:
            at += 1
        if at == len(text):
            self.at, self.token, self.kind = at, "", _END
            return
        c = text[at]
        if c in "{}[],:":
            self.at, self.token, self.kind = at + 1, c, c
        elif c == '"':
            self.string(at)
        elif c == "-" or c in "0123456789":
            self.number(at)
        else:
            found = _ALNUM.match(text, at)
            word = found.group() if found is not None else ""
            if word not in ("true", "false", "null"):
                raise _Refused(f'Token "{word or c}" is invalid.')
            self.at, self.token, self.kind = at + len(word), word, "t"

    def number(self, at: int) -> None:
        """`json_lex_number`."""
        whole = _NUMBER.match(self.text, at)
        broken = _BROKEN_NUMBER.match(self.text, at)
        assert broken is not None
        rest = _ALNUM.match(self.text, broken.end())
        end = broken.end() if rest is None else rest.end()
        if whole is None or whole.end() != end:
            raise _Refused(f'Token "{self.text[at:end]}" is invalid.')
        self.at, self.token, self.kind = end, whole.group(), "0"

    def string(self, start: int) -> None:
        """`json_lex_string`."""
        text, at = self.text, start + 1
        high = False
        while True:
            if at >= len(text):
                raise _Refused(f'Token "{text[start:]}" is invalid.')
            c = text[at]
            if c == '"':
                break
            if c == "\\":
                at += 1
                if at >= len(text):
                    raise _Refused(f'Token "{text[start:]}" is invalid.')
                c = text[at]
                if c == "u":
                    high = self.unicode(start, at, high)
                    at += 5
                    continue
                if high and self.escapes:
                    raise _Refused("Unicode low surrogate must follow a high surrogate.")
                if c not in '"\\/bfnrt':
                    raise _Refused(f'Escape sequence "\\{c}" is invalid.')
            elif ord(c) < 32:
                raise _Refused(f"Character with value 0x{ord(c):02x} must be escaped.")
            elif high and self.escapes:
                raise _Refused("Unicode low surrogate must follow a high surrogate.")
            at += 1
        if high and self.escapes:
            raise _Refused("Unicode low surrogate must follow a high surrogate.")
        self.at, self.token, self.kind = at + 1, text[start : at + 1], '"'

    def unicode(self, start: int, at: int, high: bool) -> bool:
        """What follows a backslash and a u; whether it is the first half of a pair."""
        digits = self.text[at + 1 : at + 5]
        for c in digits:
            if c not in _HEX:
                raise _Refused('"\\u" must be followed by four hexadecimal digits.')
        if len(digits) < 4:
            raise _Refused(f'Token "{self.text[start:]}" is invalid.')
        if not self.escapes:
            return False
        code = int(digits, 16)
        if 0xD800 <= code < 0xDC00:
            if high:
                raise _Refused("Unicode high surrogate must not follow a high surrogate.")
            return True
        if 0xDC00 <= code < 0xE000:
            if not high:
                raise _Refused("Unicode low surrogate must follow a high surrogate.")
        elif high:
            raise _Refused("Unicode low surrogate must follow a high surrogate.")
        elif code == 0:
            message = "unsupported Unicode escape sequence"
            raise _Refused("\\u0000 cannot be converted to text.", message, "22P05")
        return False
