"""The binding to libpg_query: PostgreSQL's own scanner and grammar, called by ctypes.

The shared library lies in the wheel `postgast`; the package itself is never imported (that costs 100 ms and protobuf).
Everything here takes and gives UTF-8 bytes; nothing here knows of files or characters of a file.  To exchange the
binding, exchange this module.
"""

from __future__ import annotations

import _thread
import ctypes
import os
import sys
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE = {"darwin": "libpg_query.dylib", "win32": "pg_query.dll"}.get(sys.platform, "libpg_query.so")
_MAJOR = b'{"version":18'

#: libpg_query writes JSON recursively, at most about 105 bytes of C stack for each byte of text (`1+1+1…`)
_STACK_PER_BYTE = 128
_STACK_SLACK = 512 * 1024
#: a longer text is parsed in a thread whose stack is measured to it; a shorter one fits into any thread's
_SHORT = 4096 if sys.platform == "win32" else 16384
#: the longest text that may be given to the parser in one call
LONGEST = 4 * 1024 * 1024


class LibraryMissing(Exception):
    """libpg_query is not installed, or is of another major version than 18."""


class Failure(msgspec.Struct, frozen=True):
    """What libpg_query raised: PostgreSQL's message without its SQLSTATE and hint.

    `cursor` is the 1-based character of the text it is about, 0 where it has none; `function` the C function that
    raised it; `context` is the server's CONTEXT ("" for none).
    """

    message: str
    cursor: int
    function: str
    context: str = ""


class Token(msgspec.Struct, frozen=True):
    """One token: bytes `start` to `end` of the scanned text.

    `kind` is the scanner's number: an ASCII code for `(`, `)`, `;`, `,` …, else one of the constants below, or a
    keyword's number.  `keyword` is 0 for no keyword, 1 unreserved, 2 column name, 3 type or function name, 4 reserved.
    """

    start: int
    end: int
    kind: int
    keyword: int


DOT = 46
IDENT = 258
SCONST = 261
SQL_COMMENT = 275
C_COMMENT = 276


class _Error(ctypes.Structure):
    _fields_ = (
        ("message", ctypes.c_char_p),
        ("function", ctypes.c_char_p),
        ("file", ctypes.c_char_p),
        ("line", ctypes.c_int),
        ("cursor", ctypes.c_int),
        ("context", ctypes.c_char_p),
    )


class _Parsed(ctypes.Structure):
    _fields_ = (("json", ctypes.c_void_p), ("stderr", ctypes.c_void_p), ("error", ctypes.POINTER(_Error)))


class _Scanned(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_size_t),
        ("data", ctypes.c_void_p),
        ("stderr", ctypes.c_void_p),
        ("error", ctypes.POINTER(_Error)),
    )


class _Part(ctypes.Structure):
    _fields_ = (("start", ctypes.c_int), ("length", ctypes.c_int))


class _Split(ctypes.Structure):
    _fields_ = (
        ("parts", ctypes.POINTER(ctypes.POINTER(_Part))),
        ("count", ctypes.c_int),
        ("stderr", ctypes.c_void_p),
        ("error", ctypes.POINTER(_Error)),
    )


class _Fingerprinted(ctypes.Structure):
    _fields_ = (
        ("number", ctypes.c_uint64),
        ("text", ctypes.c_char_p),
        ("stderr", ctypes.c_void_p),
        ("error", ctypes.POINTER(_Error)),
    )


class _Compiled(ctypes.Structure):
    _fields_ = (("json", ctypes.c_void_p), ("error", ctypes.POINTER(_Error)))


_FUNCTIONS: dict[str, type[ctypes.Structure]] = {
    "parse": _Parsed,
    "scan": _Scanned,
    "fingerprint": _Fingerprinted,
    "parse_plpgsql": _Compiled,
    "split_with_scanner": _Split,
}
_FREE = {"parse_plpgsql": "plpgsql_parse", "split_with_scanner": "split"}

_library: ctypes.CDLL | None = None


def path() -> str:
    """The file of the shared library.

    Looked for beside the installed package `postgast` (on `sys.path`, then by the import machinery, which finds but
    does not execute it), then where the system keeps its libraries.  Raises LibraryMissing.
    """
    for entry in sys.path:
        file = os.path.join(entry, "postgast", _FILE)
        if os.path.isfile(file):
            return file
    import importlib.util

    spec = importlib.util.find_spec("postgast")
    for folder in (spec and spec.submodule_search_locations) or ():
        file = os.path.join(folder, _FILE)
        if os.path.isfile(file):
            return file
    import ctypes.util

    found = ctypes.util.find_library("pg_query")
    if found:
        return found
    raise LibraryMissing(f"{_FILE} not found: it comes with the wheel postgast (pip install postgast)")


def _load() -> ctypes.CDLL:
    global _library
    file = path()
    try:
        library = ctypes.CDLL(file)
        for name, result in _FUNCTIONS.items():
            call = getattr(library, f"pg_query_{name}")
            call.argtypes, call.restype = (ctypes.c_char_p,), result
            free = getattr(library, f"pg_query_free_{_FREE.get(name, name)}_result")
            free.argtypes, free.restype = (result,), None
    except (OSError, AttributeError) as error:
        raise LibraryMissing(f"{file} cannot be used: {error}") from error
    empty = library.pg_query_parse(b"")
    version = ctypes.string_at(empty.json)
    library.pg_query_free_parse_result(empty)
    if not version.startswith(_MAJOR):
        raise LibraryMissing(f"{file} is not libpg_query 18: it says {version.decode('utf-8', 'replace')}")
    _library = library
    return library


def _failure(error: Any) -> Failure:
    said = error.contents
    message, function, context = (
        (text or b"").decode("utf-8", "replace") for text in (said.message, said.function, said.context)
    )
    return Failure(message, said.cursor, function, context)


def _deep(function: Any, text: bytes) -> Any:
    """`function(text)` in a thread whose stack bears any nesting that a text of that length can have.

    MemoryError when the system does not give that much stack.
    """
    out: list[Any] = []
    done = _thread.allocate_lock()

    def run() -> None:
        try:
            out.append(function(text))
        finally:
            done.release()

    done.acquire()
    if not _start(run, len(text)):
        raise MemoryError("no stack for the parser")
    done.acquire()
    return out[0]


def _start(run: Callable[[], None], longest: int) -> bool:
    before = _thread.stack_size((longest * _STACK_PER_BYTE + _STACK_SLACK) // 65536 * 65536)
    try:
        _thread.start_new_thread(run, ())
    except RuntimeError:
        return False
    finally:
        _thread.stack_size(before)
    return True


def begin(run: Callable[[], None], longest: int) -> bool:
    """Run a function beside this thread, where it may call `parse_here` for texts of `longest` bytes at most.

    False where the system has no such thread to give.
    """
    if _library is None:
        _load()
    return _start(run, longest)


def parse(text: bytes) -> bytes | Failure:
    """The parse tree of `text` as JSON: {"version": …, "stmts": [{"stmt": {TAG: body}, "stmt_location", "stmt_len"}]}.

    Locations and lengths are bytes of `text`; those that are 0 are left out.  `text` must hold no NUL (libpg_query
    would silently stop there) and be at most LONGEST bytes long.
    """
    library = _library or _load()
    call = library.pg_query_parse
    return _parsed(library, call(text) if len(text) <= _SHORT else _deep(call, text))


def parse_here(text: bytes) -> bytes | Failure:
    """`parse` in a thread that has the stack for it."""
    library = _library or _load()
    return _parsed(library, library.pg_query_parse(text))


def _parsed(library: ctypes.CDLL, result: Any) -> bytes | Failure:
    try:
        if result.error:
            return _failure(result.error)
        return ctypes.string_at(result.json)
    finally:
        library.pg_query_free_parse_result(result)


def scan(text: bytes) -> list[Token] | Failure:
    """The tokens of `text`, comments among them, or the scanner's complaint about the first that is none."""
    library = _library or _load()
    result = library.pg_query_scan(text)
    try:
        if result.error:
            return _failure(result.error)
        return _tokens(ctypes.string_at(result.data, result.length))
    finally:
        library.pg_query_free_scan_result(result)


def complains(text: bytes) -> str | None:
    """The message with which the scanner refuses `text`, if it does."""
    library = _library or _load()
    result = library.pg_query_scan(text)
    try:
        return _failure(result.error).message if result.error else None
    finally:
        library.pg_query_free_scan_result(result)


def first_end(text: bytes) -> int:
    """Where the first statement of a text ends, by the scanner alone; its length where the scanner cannot tell.

    Fast, and good for texts too long for anything better: a body BEGIN ATOMIC … END is cut at its first semicolon, and
    behind an open parenthesis nothing ends.
    """
    library = _library or _load()
    result = library.pg_query_split_with_scanner(text)
    try:
        if result.error or not result.count:
            return len(text)
        part = result.parts[0].contents
        return int(part.start + part.length)
    finally:
        library.pg_query_free_split_result(result)


def extent(text: bytes) -> tuple[int, int]:
    """From where to where a text that the grammar takes is more than comments and blanks; (0, 0) where it is not."""
    library = _library or _load()
    result = library.pg_query_scan(text)
    try:
        data = b"" if result.error else ctypes.string_at(result.data, result.length)
    finally:
        library.pg_query_free_scan_result(result)
    places = _places(data)
    first = next((token for at in places if (token := _token(data, at)).kind not in _COMMENTS), None)
    if first is None:
        return 0, 0
    return first.start, next(token.end for at in reversed(places) if (token := _token(data, at)).kind not in _COMMENTS)


_COMMENTS = (SQL_COMMENT, C_COMMENT)


def _tokens(data: bytes) -> list[Token]:
    return [_token(data, at) for at in _places(data)]


def _places(data: bytes) -> list[int]:
    """Where the tokens begin in protobuf's ScanResult {1: version, 2: [token]}; none is longer than 127 bytes."""
    out: list[int] = []
    at, end = 0, len(data)
    while at < end:
        if data[at] == 0x12:
            out.append(at + 1)
            at += 2 + data[at + 1]
        else:  # the version
            at += 1
            while data[at] & 0x80:
                at += 1
            at += 1
    return out


def _token(data: bytes, at: int) -> Token:
    """The token {1: start, 2: end, 4: kind, 5: keyword} whose length stands at byte `at`; all fields are varints."""
    fields = [0, 0, 0, 0, 0, 0]
    stop = at + 1 + data[at]
    at += 1
    while at < stop:
        field = data[at] >> 3
        byte = data[at + 1]
        at += 2
        value, shift = byte & 0x7F, 7
        while byte & 0x80:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
        fields[field] = value
    return Token(fields[1], fields[2], fields[4], fields[5])


def fingerprint(text: bytes) -> str | Failure:
    """A text that is the same for statements that differ in layout, comments and constants only."""
    library = _library or _load()
    call = library.pg_query_fingerprint
    result = call(text) if len(text) <= _SHORT else _deep(call, text)
    try:
        if result.error:
            return _failure(result.error)
        return bytes(result.text).decode("ascii")
    finally:
        library.pg_query_free_fingerprint_result(result)


def parse_plpgsql(text: bytes) -> bytes | Failure:
    """What the PL/pgSQL compiler makes of a CREATE FUNCTION or DO, as JSON that may have to be mended (see `plpgsql`).

    The process ends here for a function or block without AS 'body': never ask for one.
    """
    library = _library or _load()
    call = library.pg_query_parse_plpgsql
    result = call(text) if len(text) <= _SHORT else _deep(call, text)
    try:
        if result.error:
            return _failure(result.error)
        return ctypes.string_at(result.json)
    finally:
        library.pg_query_free_plpgsql_parse_result(result)
