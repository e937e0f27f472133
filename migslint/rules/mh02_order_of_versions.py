"""A version runs after one that reads as later.

## What it does
Tells of a file whose version is a smaller number than that of the file before it, where the tool that owns the folder
sorts versions as text: `10_orders.sql` runs before `2_users.sql`, and `20250101_orders.sql` before `3_users.sql`. It is
silent where the tool compares numbers, and for versions that are all times: dates with and without an hour
(`20250101120000` and `20250102`) or seconds and milliseconds since 1970 sort as text as they read.

## Why
The Supabase CLI, dbmate and others run files in the order of their names, byte by byte. On the machine of whoever wrote
them the files ran one by one as they came to be; on an empty database they run in another order.

## What to do
Give versions the same number of digits (`02_users.sql`, `10_orders.sql`), or use timestamps as the tool's own command
for a new file does. A file that has been applied somewhere keeps its version: rename the one that has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migslint.diagnostic import Related
from migslint.rules import Finding
from migslint.source import Place, Span

if TYPE_CHECKING:
    from migslint.folder import Folder, Migration

PHASE = "history"
SEVERITY = "warning"


def folder(folder: Folder) -> Iterator[Finding]:
    if not folder.layout.history_tables:
        return
    before: Migration | None = None
    for migration in folder.migrations:
        if migration.repeatable or not _is_number(migration.version):
            continue
        if (
            before is not None
            and before.relpath < migration.relpath
            and _reads_later(before.version, migration.version)
        ):
            yield Finding(
                migration.source,
                Span(0, 0),
                f"version {migration.version} runs after version {before.version}: they are sorted as text",
                related=(Related(Place(before.source, Span(0, 0)), "the file that runs before it"),),
            )
        before = migration


def _is_number(version: str) -> bool:
    return version.isascii() and version.isdigit()


def _reads_later(first: str, second: str) -> bool:
    """Whether the first of two versions is the larger number, and not both are times."""
    if len(first) == len(second) or (_is_time(first) and _is_time(second)):
        return False
    one, other = first.lstrip("0"), second.lstrip("0")
    return (len(one), one) > (len(other), other)


def _is_time(version: str) -> bool:
    """YYYYMMDD, maybe with more digits behind it; seconds or milliseconds since 1970, from 2001 on."""
    if len(version) in (10, 13) and version[0] == "1":
        return True
    century, month, day = version[:2], version[4:6], version[6:8]
    return len(version) >= 8 and century in ("19", "20") and "01" <= month <= "12" and "01" <= day <= "31"
