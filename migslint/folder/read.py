"""Reading one file: its bytes, whole, and its text, or one line that says why not."""

from __future__ import annotations

import errno
import os
import stat

#: PostgreSQL takes no query of a gigabyte or more (MaxAllocSize, src/include/utils/memutils.h)
MAX_BYTES = 2**30 - 2

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

_ERRORS = {
    errno.EACCES: "cannot be read: permission denied",
    errno.EPERM: "cannot be read: permission denied",
    errno.EISDIR: "is a folder, not a file",
    errno.ELOOP: "is a link that leads back to itself",
    errno.ENAMETOOLONG: "cannot be read: the path is too long",
}


class ReadError(Exception):
    """A file that cannot be read as text: `message` follows the path in a sentence, `line` is 1-based or 0."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read_bytes(path: str) -> bytes:
    """The whole file; raises ReadError.  Never waits: a pipe, a socket or a device is refused."""
    try:
        fd = os.open(path, _FLAGS)
    except ValueError as error:  # a NUL in the path
        raise ReadError(f"cannot be read: {error}") from None
    except OSError as error:
        raise ReadError(os_message(error, path)) from None
    try:
        info = os.fstat(fd)
        if not stat.S_ISREG(info.st_mode):
            raise ReadError("is a folder, not a file" if stat.S_ISDIR(info.st_mode) else "is not a regular file")
        if info.st_size > MAX_BYTES:
            raise ReadError(f"is too large: {info.st_size:,} bytes; PostgreSQL takes no query of 1 GB or more")
        data = os.read(fd, info.st_size + 1)
        while len(data) != info.st_size or not data:  # a short read, a file that grew, or one of /proc
            more = os.read(fd, 1 << 20)
            if not more:
                break
            data += more
            if len(data) > MAX_BYTES:
                raise ReadError("is too large: PostgreSQL takes no query of 1 GB or more")
        return data
    except OSError as error:
        raise ReadError(os_message(error, path)) from None
    finally:
        os.close(fd)


def os_message(error: OSError, path: str) -> str:
    """An error of the operating system, to follow the path in a sentence."""
    if error.errno == errno.ENOENT and os.path.islink(path):
        try:
            return f"is a link to {os.readlink(path)}, which is not there"
        except OSError:
            pass
    known = _ERRORS.get(error.errno or 0)
    return known or f"cannot be read: {(error.strerror or str(error)).lower()}"


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, a byte order mark included; raises ReadError for what is not text."""
    if b"\0" not in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise ReadError(*_not_utf8(data, error.start)) from None
    raise ReadError(*_not_text(data))


def _not_utf8(data: bytes, at: int) -> tuple[str, int]:
    line = data.count(b"\n", 0, at) + 1
    if data[:2] == b"\x1f\x8b":
        return "is compressed (gzip), not SQL", 0
    return f"is not UTF-8: byte 0x{data[at]:02x} in line {line} (Latin-1 or Windows-1252?)", line


def _not_text(data: bytes) -> tuple[str, int]:
    for mark, name in (
        (b"\xff\xfe\0\0", "UTF-32 (little-endian)"),
        (b"\0\0\xfe\xff", "UTF-32 (big-endian)"),
        (b"\xff\xfe", "UTF-16 (little-endian)"),
        (b"\xfe\xff", "UTF-16 (big-endian)"),
    ):
        if data.startswith(mark):
            return f"is {name}, not UTF-8: convert it with iconv -f {name[:6]} -t UTF-8", 0
    if data[:5] == b"PGDMP":
        return "is a dump in pg_dump's custom format, not SQL: pg_restore -f FILE.sql turns it into SQL", 0
    if data[:2] == b"\x1f\x8b":
        return "is compressed (gzip), not SQL", 0
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) * 4 > len(head) and min(even, odd) * 8 < max(even, odd):
        name, code = ("UTF-16 (little-endian)", "UTF-16LE") if odd > even else ("UTF-16 (big-endian)", "UTF-16BE")
        return f"is {name} without a mark, not UTF-8: convert it with iconv -f {code} -t UTF-8", 0
    at = data.index(0)
    line = data.count(b"\n", 0, at) + 1
    return f"is not text: it has a NUL byte in line {line} (a binary file?)", line
