#!/usr/bin/env python3
"""Make migslint/worlds/data from real servers and from facts.

usage: make_worlds.py --facts DIR DSN DSN DSN DSN DSN     (one DSN for each of PostgreSQL 14, 15, 16, 17 and 18)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.worldmaker.catalogs import Reader
from tools.worldmaker.snapshot import Snapshot, merge, write

DATA = Path(__file__).resolve().parent.parent / "migslint" / "worlds" / "data"
VERSIONS = (14, 18)
FILES = {
    "types": ("types",), "functions": ("functions",), "operators": ("operators",), "casts": ("casts",), "relations": ("relations",),
    "indexing": ("access_methods", "opclasses", "opfamilies"),
}  # fmt: skip


def connect(dsn: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection in which every name is printed with its schema."""
    connection = psycopg.connect(dsn, autocommit=True, options="-c search_path=")
    connection.prepare_threshold = None
    return connection


def main() -> None:
    """Read, merge, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=Path)
    parser.add_argument("dsn", nargs="+")
    options = parser.parse_args()
    snapshots: dict[int, Snapshot] = {}
    for dsn in options.dsn:
        with connect(dsn) as connection:
            reader = Reader(connection)
            snapshots[reader.version] = reader.read()
    tree = merge(snapshots, VERSIONS)
    for name, kinds in FILES.items():
        size = write(DATA / "pg" / f"{name}.json", {kind: tree[kind] for kind in kinds})
        print(f"pg/{name}.json {size}")


if __name__ == "__main__":
    main()
